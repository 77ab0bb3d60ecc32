"""Any mix of inputs to one corpus, with an account of every record."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

import polars as pl

from trends.data import CORPUS_SCHEMA, Corpus, Intake, Progress, silent
from trends.data.corpus import FILES_SCHEMA, NOTES_SCHEMA
from trends.errors import SourceError
from trends.sources.dedupe import alike, group, join, name_papers
from trends.sources.fields.dates import settle_day_first
from trends.sources.fields.ids import Ids
from trends.sources.formats import find_format
from trends.sources.opening import open_source
from trends.sources.records import Record, Skip
from trends.sources.resolve import resolve
from trends.sources.settings import SourceSettings
from trends.sources.source import Source, printable
from trends.sources.tidy import Draft, tidy

_DEFAULTS: Final = SourceSettings()
_SHOWN: Final = 80


class _Told(NamedTuple):
    """A draft and where it stood: its file, its number among the records of the file, its line."""

    draft: Draft
    file: "_File"
    number: int
    line: int | None


class _Note(NamedTuple):
    number: int
    line: int | None
    kind: str
    reason: str
    value: str


@dataclass
class _File:
    """What one file held."""

    name: str
    format: str
    n_records: int
    told: list[_Told] = field(default_factory=list)
    notes: list[_Note] = field(default_factory=list)
    n_merged: int = 0


def read(
    inputs: Sequence[str | Path | Source],
    *,
    settings: SourceSettings = _DEFAULTS,
    stdin: BinaryIO | None = None,
    progress: Progress = silent,
) -> Corpus:
    """Read papers out of files, folders, globs and ``-``, each paper once, however many inputs know it.

    Parameters
    ----------
    inputs
        What `resolve` understands, or the sources that it returned.
    settings
        How to read them.
    stdin
        What ``-`` stands for.
    progress
        Told after each file.

    Returns
    -------
    The papers; its intake tells of each record whether it became a paper, was joined to one or skipped, and why.

    Raises
    ------
    SourceError
        Where an input is missing, cannot be read, is of no known format or holds nothing but skipped records.
    """
    sources = resolve(inputs, stdin=stdin)
    files: list[_File] = []
    for done, source in enumerate(sources, 1):
        files.append(_read_file(source, settings=settings))
        progress("read", done, len(sources))
    told = [one for file in files for one in file.told]
    groups = group([one.draft for one in told])
    papers = [join([told[index].draft for index in members]) for members in groups]
    ids = name_papers(papers)
    for members, paper_id in zip(groups, ids, strict=True):
        _account([told[index] for index in members], paper_id=paper_id)
    return Corpus.of(_table(papers, ids), intake=_intake(files))


def _read_file(source: Source, *, settings: SourceSettings) -> _File:
    opened = open_source(source)
    fmt = find_format(opened, settings=settings)
    records = list(fmt.read(opened, settings))
    file = _File(printable(source.name), fmt.name, len(records))
    day_first = settle_day_first(record.date or record.updated for record in records if isinstance(record, Record))
    for number, record in enumerate(records):
        draft, mends = (
            (record, []) if isinstance(record, Skip) else tidy(record, settings=settings, file=file.name, day_first=day_first)
        )
        if isinstance(draft, Skip):
            file.notes.append(_Note(number, record.line, "skipped", draft.reason, draft.value))
        else:
            file.told.append(_Told(draft, file, number, record.line))
        file.notes += [_Note(number, record.line, "mended", reason, value) for reason, value in mends]
    if not file.told:
        raise SourceError(f"{file.name} holds no paper: {_most_common(file.notes)}")
    return file


def _most_common(skips: Sequence[_Note]) -> str:
    if not skips:
        return "it has a header and no records"
    reason, count = Counter(note.reason for note in skips).most_common(1)[0]
    return f"all its {len(skips)} records are skipped, {count} of them for {reason!r}"


def _account(told: Sequence[_Told], *, paper_id: str) -> None:
    """Note which records were joined to the paper that the first of them opened."""
    by_name: dict[tuple[str, str], set[str]] = defaultdict(set)
    titles: set[str] = set()
    for place, (draft, file, number, line) in enumerate(told):
        names = _names(draft.ids)
        if place:
            same_id = {title for name in names for title in by_name[name]}
            reason = _reason(draft.title, same_id=same_id, others=titles)
            file.notes.append(_Note(number, line, "merged", reason, paper_id))
            file.n_merged += 1
        titles.add(draft.title)
        for name in names:
            by_name[name].add(draft.title)


def _reason(title: str, *, same_id: set[str], others: set[str]) -> str:
    """Say why a record was joined; without a like title it was an id, perhaps that of a later record between the two."""
    if not any(alike(title, other) for other in same_id or others):
        return "joined: same id, other title"
    return "joined: same id" if same_id else "joined: same title"


def _names(ids: Ids) -> set[tuple[str, str]]:
    return {(kind, value) for kind, value in ids._asdict().items() if value}


def _table(papers: Sequence[Draft], ids: Sequence[str]) -> pl.DataFrame:
    columns = {
        "id": ids,
        "title": [paper.title for paper in papers],
        "abstract": [paper.abstract for paper in papers],
        "published": [paper.dated.day if paper.dated else None for paper in papers],
        "precision": [paper.dated.precision if paper.dated else None for paper in papers],
        "authors": [list(paper.authors) for paper in papers],
        "categories": [list(paper.categories) for paper in papers],
        "venue": [paper.venue for paper in papers],
        "url": [paper.url for paper in papers],
        "sources": [list(paper.sources) for paper in papers],
    }
    return pl.DataFrame(columns, schema=CORPUS_SCHEMA)


def _intake(files: Sequence[_File]) -> Intake:
    rows = [
        (file.name, file.format, file.n_records, file.n_records - len(file.told), file.n_merged, len(file.told) - file.n_merged)
        for file in files
    ]
    notes = [
        (file.name, note.line, note.kind, note.reason, printable(note.value)[:_SHOWN])
        for file in files
        for note in sorted(file.notes, key=lambda note: note.number)
    ]
    return Intake(
        pl.DataFrame(rows, schema=FILES_SCHEMA, orient="row"),
        pl.DataFrame(notes, schema=NOTES_SCHEMA, orient="row"),
    )
