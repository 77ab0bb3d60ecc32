"""What the user names on the command line, to the inputs that it stands for."""

import glob
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import BinaryIO, Final

from trends.errors import SourceError
from trends.sources.formats import FORMATS, has_known_ending
from trends.sources.source import Source, printable

STDIN: Final = "-"


def resolve(inputs: Sequence[str | Path | Source], *, stdin: BinaryIO | None = None) -> tuple[Source, ...]:
    """Return each input once, in the order named, under the shortest name that tells it from the others.

    Parameters
    ----------
    inputs
        Files, folders, globs and ``-`` for standard input. Of a folder and all folders in it, the files with a known ending
        are taken, sorted by name; hidden ones and the folders of runs are left alone.
        A source that is resolved already stays as it is.
    stdin
        What ``-`` stands for; read to its end here, once.

    Raises
    ------
    SourceError
        Where an input stands for nothing.
    """
    if not inputs:
        raise SourceError("no input is given, name files, folders, globs or - for standard input")
    seen: dict[str, Source] = {}
    for given in inputs:
        for source in [given] if isinstance(given, Source) else _sources(str(given), stdin=stdin):
            seen.setdefault(str(source.path.resolve()) if source.path else source.name, source)
    return _shortly_named(seen)


def fingerprint(sources: Sequence[Source]) -> str:
    """Return a hash of the names and bytes of all sources, in their order: it changes where the input does."""
    digest = hashlib.sha256()
    for source in sources:
        digest.update(f"{source.name}\0{source.sha256()}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _shortly_named(found: dict[str, Source]) -> tuple[Source, ...]:
    """Name files by the shortest end of their path that no other shares, so that no name tells where a user keeps them."""
    return tuple(replace(source, name=printable(_short_name(place, among=found))) for place, source in found.items())


def _short_name(place: str, *, among: Iterable[str]) -> str:
    parts = PurePath(place).parts
    others = [PurePath(other).parts for other in among if other != place]
    length = 1
    while any(other[-length:] == parts[-length:] for other in others):
        length += 1
    return str(PurePath(*parts[-length:]))


def _sources(name: str, *, stdin: BinaryIO | None) -> Iterator[Source]:
    if name == STDIN:
        if stdin is None:
            raise SourceError("- stands for standard input, and there is none here")
        yield Source(STDIN, content=stdin.read())
        return
    path = Path(name)
    if path.is_dir():
        yield from _files_in(path)
    elif path.is_file():
        yield Source(name, path)
    elif path.exists():  # a pipe gives its bytes only once
        yield Source(name, content=Source(printable(name), path).read())
    else:
        matches = sorted(glob.glob(name, recursive=True)) if glob.has_magic(name) else []  # noqa: PTH207 - a pathlib glob cannot begin at /
        if not matches:
            raise SourceError(f"{printable(name)} is no file and no folder, and as a glob it matches nothing")
        for match in matches:
            yield from _sources(match, stdin=None)


def _files_in(folder: Path) -> Iterator[Source]:
    inside = [path for path in sorted(folder.rglob("*")) if path.is_file() and has_known_ending(path.name)]
    shown = [path for path in inside if not any(part.startswith(".") for part in path.relative_to(folder).parts)]
    runs = {path.parent for path in folder.rglob("manifest.json")}
    shown = [path for path in shown if not runs.intersection(path.parents)]
    if not shown:
        endings = ", ".join(dict.fromkeys(ending for fmt in FORMATS for ending in fmt.endings))
        raise SourceError(
            f"{printable(str(folder))} is a folder without papers, their files end in {endings}; runs are left alone"
        )
    for path in shown:
        yield Source(str(path), path)
