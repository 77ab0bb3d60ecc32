"""The account of every record: whether it became a paper, was joined to one or is lost, and why."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import polars as pl

from trends.data import Intake
from trends.data.corpus import FILES_SCHEMA, NOTES_SCHEMA
from trends.sources.dedupe import alike
from trends.sources.source import printable
from trends.sources.tidy import Draft

_SHOWN: Final = 80


class Note(NamedTuple):
    """Something worth telling of a record: its number and line in the file, and the other columns of `NOTES_SCHEMA`."""

    number: int
    line: int | None
    kind: str
    reason: str
    value: str


class Told(NamedTuple):
    """A draft and where it stood: its file, its number among the records of the file, its line."""

    draft: Draft
    file: "FileAccount"
    number: int
    line: int | None


@dataclass
class FileAccount:
    """What one file held; it grows while the file is read.

    Attributes
    ----------
    problem
        Why the file has no records, in the words of its reader; empty where it has some.
    """

    name: str
    format: str
    n_records: int = 0
    n_filtered: int = 0
    n_merged: int = 0
    told: list[Told] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    problem: str = ""

    def why_empty(self) -> str:
        """Say in a sentence why none of its records is a paper."""
        if self.problem:
            return self.problem
        if not self.n_records:
            return f"{self.name} holds no paper: it has no records"
        reason, count = Counter(note.reason for note in self.notes).most_common(1)[0]
        return f"{self.name} holds no paper: all its {self.n_records} records are skipped, {count} of them for {reason!r}"


def note_joined(told: Sequence[Told], *, paper_id: str) -> None:
    """Note in their files which records were joined to the paper that the first of them opened."""
    by_name: dict[str, set[str]] = defaultdict(set)
    titles: set[str] = set()
    for place, (draft, file, number, line) in enumerate(told):
        if place:
            same_id = {title for name in draft.ids for title in by_name[name]}
            reason = _reason(draft.title, same_id=same_id, others=titles)
            file.notes.append(Note(number, line, "merged", reason, paper_id))
            file.n_merged += 1
        titles.add(draft.title)
        for name in draft.ids:
            by_name[name].add(draft.title)


def to_intake(files: Sequence[FileAccount]) -> Intake:
    """Put the accounts of all files into tables."""
    rows = [
        (
            *(file.name, file.format, file.n_records, file.n_filtered, file.n_records - file.n_filtered - len(file.told)),
            *(file.n_merged, len(file.told) - file.n_merged),
        )
        for file in files
    ]
    notes = [
        (file.name, note.line, note.kind, note.reason, note.value if note.kind == "merged" else printable(note.value)[:_SHOWN])
        for file in files
        for note in sorted(file.notes, key=lambda note: note.number)
    ]
    return Intake(
        pl.DataFrame(rows, schema=FILES_SCHEMA, orient="row"),
        pl.DataFrame(notes, schema=NOTES_SCHEMA, orient="row"),
    )


def _reason(title: str, *, same_id: set[str], others: set[str]) -> str:
    """Say why a record was joined; without a like title it was an id, perhaps that of a later record between the two."""
    if not any(alike(title, other) for other in same_id or others):
        return "joined: same id, other title"
    return "joined: same id" if same_id else "joined: same title"
