"""The run's folder and its manifest: which stage made what from which key."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from trends.errors import WorkspaceError
from trends.workspace.atomic import write_atomically

SCHEMA_VERSION: Final = 1
MANIFEST: Final = "manifest.json"
_PARTIAL: Final = ".partial-"


def key_of(*parts: object) -> str:
    """Hash anything that JSON can hold, the version of the run folder included."""
    text = json.dumps([SCHEMA_VERSION, *parts], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass
class Writing:
    """A stage at work: a folder for what it makes, and what the manifest shall say of it."""

    folder: Path
    rows: int = 0
    facts: dict[str, Any] = field(default_factory=dict)


class Workspace:
    """A run's folder.

    A stage is fresh when its key stands in the manifest and its files are there. A stage writes into a hidden folder
    beside; when it is done, its files are renamed into place and only then is the manifest rewritten, so that a run that
    is killed at any moment resumes with the first stage that is not in the manifest.

    Parameters
    ----------
    folder
        The run's folder.
    clock
        Seconds, for the manifest alone.
    """

    def __init__(self, folder: Path, *, clock: Callable[[], float] = perf_counter) -> None:
        self.folder = folder
        self._clock = clock

    @classmethod
    def create(cls, folder: Path, *, clock: Callable[[], float] = perf_counter) -> "Workspace":
        """Open the folder for writing, make it where it is missing, and sweep up what a killed run left.

        Raises
        ------
        WorkspaceError
            Where it cannot be written, or holds files but no run.
        """
        if folder.exists() and not folder.is_dir():
            raise WorkspaceError(f"{folder} is a file, a run needs a folder")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            held = [entry for entry in folder.iterdir() if not entry.name.startswith(".")]
        except OSError as error:
            raise WorkspaceError(f"cannot make the folder {folder}: {error.strerror or error}") from error
        if held and not (folder / MANIFEST).exists():
            raise WorkspaceError(f"{folder} holds files but no run ({MANIFEST} is missing): name a new or an empty folder")
        workspace = cls(folder, clock=clock)
        for left in folder.glob(f"{_PARTIAL}*"):
            shutil.rmtree(left, ignore_errors=True)
        if not held:
            workspace._write({"schema": SCHEMA_VERSION, "stages": {}})
        return workspace

    @classmethod
    def open(cls, folder: Path) -> "Workspace":
        """Open an existing run for reading.

        Raises
        ------
        WorkspaceError
            Where the folder holds no run.
        """
        if not (folder / MANIFEST).is_file():
            raise WorkspaceError(f"{folder} holds no run ({MANIFEST} is missing): make one with `trends run PAPERS -o {folder}`")
        return cls(folder)

    def manifest(self) -> dict[str, Any]:
        """Read the manifest.

        Raises
        ------
        WorkspaceError
            Where it is damaged or of another version of the run folder.
        """
        path = self.folder / MANIFEST
        try:
            manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise WorkspaceError(f"cannot read {path}: {error}") from error
        if manifest.get("schema") != SCHEMA_VERSION:
            raise WorkspaceError(f"{path} has the schema {manifest.get('schema')}, this version of trends reads {SCHEMA_VERSION}")
        return manifest

    def key(self, stage: str) -> str:
        """Return the key under which a stage stands in the manifest, empty where it does not."""
        return str(self.manifest()["stages"].get(stage, {}).get("key", ""))

    def is_fresh(self, stage: str, *, key: str) -> bool:
        """Say whether a stage was made from this key and all its files are there."""
        entry = self.manifest()["stages"].get(stage)
        return entry is not None and entry["key"] == key and all((self.folder / name).exists() for name in entry["files"])

    def note(self, facts: Mapping[str, Any]) -> None:
        """Write facts about the run as a whole into the manifest."""
        self._write({**self.manifest(), **facts})

    @contextmanager
    def writing(self, stage: str, *, key: str) -> Iterator[Writing]:
        """Give a stage a folder to write to; take over what it made when it ends without an error."""
        begun = self._clock()
        try:
            folder = Path(tempfile.mkdtemp(prefix=f"{_PARTIAL}{stage}-", dir=self.folder))
        except OSError as error:
            raise WorkspaceError(f"cannot write into {self.folder}: {error.strerror or error}") from error
        try:
            work = Writing(folder)
            yield work
            files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
            self._take_over(stage, folder=folder, files=files)
            manifest = self.manifest()
            manifest["stages"][stage] = {
                "key": key,
                "rows": work.rows,
                "seconds": round(self._clock() - begun, 3),
                "files": files,
                "facts": work.facts,
            }
            self._write(manifest)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _take_over(self, stage: str, *, folder: Path, files: list[str]) -> None:
        """Forget the stage's old files, then rename the new ones into place."""
        manifest = self.manifest()
        old = manifest["stages"].pop(stage, {"files": []})["files"]
        self._write(manifest)
        for name in set(old) - set(files):
            (self.folder / name).unlink(missing_ok=True)
        for name in files:
            target = self.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            (folder / name).replace(target)

    def _write(self, manifest: dict[str, Any]) -> None:
        write_atomically(self.folder / MANIFEST, json.dumps(manifest, indent=2, sort_keys=True) + "\n")
