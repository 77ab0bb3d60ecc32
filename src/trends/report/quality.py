"""What became of the input: files, records, and the reasons why some are not papers."""

from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from trends.data import OUTLIER, Corpus, Intake, Topics

MAX_NOTES: Final = 50
KINDS: Final = {"skipped": "skipped", "merged": "joined to another paper", "mended": "kept without a field"}


@dataclass(frozen=True)
class Quality:
    """The account of the input.

    Attributes
    ----------
    files
        The rows of `Intake.files`, with a row of sums where there is more than one file.
    reasons
        ``kind``, ``reason`` and ``n_records``, the most frequent first.
    notes
        The first notes, one by one; without their values where papers are not to be shown.
    n_notes
        How many there are in all.
    precisions
        How many papers are dated by ``day``, ``month``, ``year`` and not at all (``none``).
    outliers
        ``reason`` and ``n_papers`` of the papers in no topic, the most frequent first; the reason is null where it is unknown.
    """

    files: list[dict[str, Any]]
    reasons: list[dict[str, Any]]
    notes: list[dict[str, Any]]
    n_notes: int
    precisions: dict[str, int]
    outliers: list[dict[str, Any]]


def account(corpus: Corpus, topics: Topics, *, papers: bool) -> Quality:
    """Sum up the intake and the dates of a corpus."""
    intake = corpus.intake
    notes = intake.notes.with_columns(pl.col("kind").replace(KINDS))
    precisions = dict(corpus.table["precision"].fill_null("none").value_counts().iter_rows())
    reasons = notes.group_by("kind", "reason").agg(n_records=pl.len())
    return Quality(
        files=_list_files(intake),
        reasons=reasons.sort("n_records", "kind", "reason", descending=[True, False, False]).to_dicts(),
        notes=(notes if papers else notes.with_columns(value=None)).head(MAX_NOTES).to_dicts(),
        n_notes=notes.height,
        precisions={name: precisions.get(name, 0) for name in ("day", "month", "year", "none")},
        outliers=_count_outliers(topics),
    )


def _count_outliers(topics: Topics) -> list[dict[str, Any]]:
    outliers = topics.members.filter(pl.col("topic") == OUTLIER)
    counted = outliers.group_by("reason").agg(n_papers=pl.len())
    return counted.sort("n_papers", "reason", descending=[True, False]).to_dicts()


def _list_files(intake: Intake) -> list[dict[str, Any]]:
    rows = intake.files.to_dicts()
    if len(rows) > 1:
        sums = intake.files.select(pl.col("^n_.*$").sum()).to_dicts()[0]
        rows.append({"file": "All files", "format": "", **sums})
    return rows
