"""Any mix of inputs to one corpus, with an account of every record."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

import polars as pl

from trends.data import CORPUS_SCHEMA, Corpus, Progress, silent
from trends.errors import SourceError
from trends.sources.dedupe import disown, group, join, name_papers
from trends.sources.fields.dates import AMBIGUOUS, settle_day_first
from trends.sources.fields.names import read_categories
from trends.sources.filters import in_categories, in_time
from trends.sources.formats import find_format
from trends.sources.intake import FileAccount, Note, Told, note_joined, to_intake
from trends.sources.opening import open_source
from trends.sources.records import NoRecordsError, Record, Records, Skip
from trends.sources.resolve import resolve
from trends.sources.settings import SourceSettings
from trends.sources.source import Source, printable
from trends.sources.tidy import Draft, Mend, dated_by, tidy

_DEFAULTS: Final = SourceSettings()


class _Tidied(NamedTuple):
    """A record on its way into the account: a draft, the reason why there is none, or None where it was not asked for."""

    number: int
    line: int | None
    draft: Draft | Skip | None
    mends: list[Mend]


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
    The papers; its intake tells of each record whether it became a paper, was joined to one or skipped, and why; those
    that the settings did not ask for are counted only. A corpus that was written keeps the inputs in its ``sources`` and
    ``dated_by``, where a day of entry into a database is marked ``(day of entry)``: no better day is known.

    Raises
    ------
    SourceError
        Where an input is missing, empty, cannot be read or is of no known format, or where no record of any input is a paper
        that the settings ask for. An input of a known format that holds no paper is no error beside one that does.
    """
    sources = resolve(inputs, stdin=stdin)
    files: list[FileAccount] = []
    for done, source in enumerate(sources, 1):
        files.append(_read_file(source, settings=settings))
        progress("read", done, len(sources))
    if not any(file.told for file in files):
        raise SourceError(_why_nothing(files, settings=settings))
    told = _disowned([one for file in files for one in file.told])
    groups = group([one.draft for one in told])
    papers = [join([told[index].draft for index in members]) for members in groups]
    ids = name_papers(papers)
    for members, paper_id in zip(groups, ids, strict=True):
        note_joined([told[index] for index in members], paper_id=paper_id)
    return Corpus.of(_table(papers, ids), intake=to_intake(files))


def _read_file(source: Source, *, settings: SourceSettings) -> FileAccount:
    opened = open_source(source)
    fmt = find_format(opened, settings=settings)
    file = FileAccount(printable(source.name), fmt.name)
    try:
        for tidied in _tidied(fmt.read(opened, settings), file=file.name, settings=settings):
            _take(tidied, file=file, settings=settings)
    except NoRecordsError as problem:
        file.problem = str(problem)
    if not file.n_records:
        file.notes.append(Note(0, None, "skipped", "file without records", ""))
    file.told.sort(key=lambda one: one.number)
    return file


def _take(tidied: _Tidied, *, file: FileAccount, settings: SourceSettings) -> None:
    """Enter a record into the account of its file."""
    number, line, draft, mends = tidied
    file.n_records += 1
    if isinstance(draft, Skip):
        file.notes.append(Note(number, line, "skipped", draft.reason, draft.value))
    elif draft is None or not in_time(draft.dated, settings=settings):
        file.n_filtered += 1
    else:
        file.told.append(Told(draft, file, number, line))
        file.notes += [Note(number, line, "mended", reason, value) for reason, value in mends]


def _tidied(records: Records, *, file: str, settings: SourceSettings) -> Iterator[_Tidied]:
    """Tidy one record after the other, so that no more of a dump is in memory than the papers that were asked for.

    A date that may be day-first or month-first waits for what the other dates of the file say, and comes last.
    """
    waiting: list[tuple[int, Record]] = []
    orders: set[bool | None] = {None}
    for number, record in enumerate(records):
        if isinstance(record, Skip):
            yield _Tidied(number, record.line, record, [])
            continue
        orders.add(settle_day_first([record.date or record.updated]))
        if settings.categories and not in_categories(read_categories(record.categories), settings=settings):
            yield _Tidied(number, record.line, None, [])
            continue
        draft, mends = tidy(record, settings=settings, file=file, day_first=None)
        if any(reason == AMBIGUOUS for reason, _ in mends):
            waiting.append((number, record))
        else:
            yield _Tidied(number, record.line, draft, mends)
    day_first = (orders - {None}).pop() if len(orders) == 2 else None
    for number, record in waiting:
        yield _Tidied(number, record.line, *tidy(record, settings=settings, file=file, day_first=day_first))


def _disowned(told: Sequence[Told]) -> list[Told]:
    """Take ids that several papers bear from the drafts, and note it."""
    owned = []
    for one, (draft, lost) in zip(told, disown([one.draft for one in told]), strict=True):
        one.file.notes += [Note(one.number, one.line, "mended", "id shared by other papers", name) for name in lost]
        owned.append(one._replace(draft=draft))
    return owned


def _why_nothing(files: Sequence[FileAccount], *, settings: SourceSettings) -> str:
    n_filtered = sum(file.n_filtered for file in files)
    if n_filtered:
        return f"none of {n_filtered:,} records is {_asked_for(settings)}: ask for more"
    return files[0].why_empty()


def _asked_for(settings: SourceSettings) -> str:
    """Say in words what the filters let through."""
    parts = [f"in {', '.join(settings.categories)}"] if settings.categories else []
    parts += [f"dated since {settings.since}"] if settings.since else []
    parts += [f"dated before {settings.until}"] if settings.until else []
    return " and ".join(parts)


def _table(papers: Sequence[Draft], ids: Sequence[str]) -> pl.DataFrame:
    rows = [
        (
            *(paper_id, paper.title, paper.abstract, *(paper.dated or (None, None)), dated_by(paper)),
            *(list(paper.authors), list(paper.categories), paper.venue, paper.url, list(paper.ids[1:]) or None),
            list(paper.sources),
        )
        for paper_id, paper in zip(ids, papers, strict=True)
    ]
    return pl.DataFrame(rows, schema=CORPUS_SCHEMA, orient="row")
