"""The run's folder and its manifest: which stage made what from which key."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from filelock import FileLock, Timeout

from trends.errors import WorkspaceError
from trends.workspace.atomic import write_atomically

SCHEMA_VERSION: Final = 2
MANIFEST: Final = "manifest.json"
_PARTIAL: Final = ".partial-"
_BROUGHT: Final = frozenset({"topics.toml"})  # files that a person puts into the folder of a new run
_LOCK: Final = ".lock"


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

    A stage is fresh when its key stands in the manifest and its files are there in full. A stage writes into a hidden
    folder beside; when it is done, the manifest first calls it and the stages after it outdated, then its files are
    renamed into place, and only then does the manifest call it made. A run that is killed at any moment goes on with the
    first stage that is not fresh, and nobody takes what it left for a result.

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
        """Open the folder for writing, make it where it is missing.

        Raises
        ------
        WorkspaceError
            Where it cannot be written, or holds files but no run.
        """
        if folder.exists() and not folder.is_dir():
            raise WorkspaceError(f"{folder} is a file, a run needs a folder")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            held = [entry for entry in folder.iterdir() if not entry.name.startswith(".") and entry.name not in _BROUGHT]
        except OSError as error:
            raise WorkspaceError(f"cannot make the folder {folder}: {error.strerror or error}") from error
        if held and not (folder / MANIFEST).exists():
            raise WorkspaceError(f"{folder} holds files but no run ({MANIFEST} is missing): name a new or an empty folder")
        workspace = cls(folder, clock=clock)
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

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other processes from writing here, and sweep up what a killed run left.

        Raises
        ------
        WorkspaceError
            Where another process is writing.
        """
        try:
            with FileLock(self.folder / _LOCK, timeout=0):
                for left in self.folder.glob(f"{_PARTIAL}*"):
                    shutil.rmtree(left, ignore_errors=True)
                yield
        except Timeout as error:
            raise WorkspaceError(f"another process is writing to {self.folder}: wait for it, or name another folder") from error
        except OSError as error:
            raise WorkspaceError(f"cannot write into {self.folder}: {error.strerror or error}") from error

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
        if not isinstance(manifest, dict) or not isinstance(manifest.get("stages"), dict):
            raise WorkspaceError(f"{path} is not the manifest of a run: it must hold a schema and stages")
        if manifest.get("schema") != SCHEMA_VERSION:
            raise WorkspaceError(f"{path} has the schema {manifest.get('schema')}, this version of trends reads {SCHEMA_VERSION}")
        return manifest

    def check_finished(self, stages: Sequence[str]) -> None:
        """Raise where one of the stages is not whole, for then the folder holds a part of a run, or parts of different ones."""
        if faults := self.find_faults(stages):
            stage, fault = next(iter(faults.items()))
            raise WorkspaceError(
                f"the run in {self.folder} is not finished, {stage} is to be made ({fault}): run the same command again"
            )

    def find_faults(self, stages: Sequence[str]) -> dict[str, str]:
        """Say of each stage that is not whole what it lacks."""
        made = self.manifest()["stages"]
        return {stage: fault for stage in stages if (fault := self._find_fault(made.get(stage)))}

    def _find_fault(self, entry: Mapping[str, Any] | None) -> str:
        if entry is None:
            return "it was never made"
        if entry["outdated"]:
            return "it was made from what is no longer there"
        paths = {self.folder / name: size for name, size in entry["files"].items()}
        broken = [path for path, size in paths.items() if not path.is_file() or path.stat().st_size != size]
        return f"{broken[0]} is {'cut short' if broken[0].is_file() else 'missing'}" if broken else ""

    def key(self, stage: str) -> str:
        """Return the key under which a stage stands in the manifest, empty where it does not."""
        return str(self.manifest()["stages"].get(stage, {}).get("key", ""))

    def is_fresh(self, stage: str, *, key: str) -> bool:
        """Say whether a stage was made from this key and all its files are there, in their full size."""
        entry = self.manifest()["stages"].get(stage)
        return entry is not None and entry["key"] == key and not self._find_fault(entry)

    def note(self, facts: Mapping[str, Any]) -> None:
        """Write facts about the run as a whole into the manifest."""
        self._write({**self.manifest(), **facts})

    @contextmanager
    def writing(self, stage: str, *, key: str, before: Sequence[str] = ()) -> Iterator[Writing]:
        """Give a stage a folder to write to; take over what it made when it ends without an error.

        Parameters
        ----------
        stage
            Its name.
        key
            What it is made from.
        before
            The stages after it, which are outdated from now on.
        """
        begun = self._clock()
        try:
            folder = Path(tempfile.mkdtemp(prefix=f"{_PARTIAL}{stage}-", dir=self.folder))
        except OSError as error:
            raise WorkspaceError(f"cannot write into {self.folder}: {error.strerror or error}") from error
        try:
            work = Writing(folder)
            yield work
            paths = sorted(path for path in folder.rglob("*") if path.is_file())
            files = {path.relative_to(folder).as_posix(): path.stat().st_size for path in paths}
            self._outdate(stage, files=files, later=before)
            self._move(folder, files=files, stage=stage)
            manifest = self.manifest()
            manifest["stages"][stage] = {
                "key": key,
                "outdated": False,
                "rows": work.rows,
                "seconds": round(self._clock() - begun, 3),
                "files": files,
                "facts": work.facts,
            }
            self._write(manifest)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _outdate(self, stage: str, *, files: dict[str, int], later: Sequence[str]) -> None:
        """Call a stage and those after it outdated, and list all files that it had or is about to have."""
        manifest = self.manifest()
        stages = manifest["stages"]
        entry = stages.get(stage, {"key": "", "rows": 0, "seconds": 0.0, "files": {}, "facts": {}})
        stages[stage] = entry | {"files": entry["files"] | files}
        for name in {stage, *later} & stages.keys():
            stages[name]["outdated"] = True
        self._write(manifest)

    def _move(self, folder: Path, *, files: dict[str, int], stage: str) -> None:
        """Remove the files that the stage no longer has, and rename the new ones into place."""
        for name in self.manifest()["stages"][stage]["files"].keys() - files.keys():
            (self.folder / name).unlink(missing_ok=True)
        for name in files:
            target = self.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            (folder / name).replace(target)

    def _write(self, manifest: dict[str, Any]) -> None:
        write_atomically(self.folder / MANIFEST, json.dumps(manifest, indent=2, sort_keys=True) + "\n")
