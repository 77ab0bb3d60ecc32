"""The papers of a run, and the account of how they came out of the input."""

import hashlib
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from trends.data.rules import check_no_nulls, check_schema, check_unique
from trends.errors import DataError

PRECISIONS: Final = ("day", "month", "year")

CORPUS_SCHEMA: Final = pl.Schema(
    {
        "id": pl.String(),
        "title": pl.String(),
        "abstract": pl.String(),
        "published": pl.Date(),
        "precision": pl.String(),
        "dated_by": pl.String(),
        "authors": pl.List(pl.String()),
        "categories": pl.List(pl.String()),
        "venue": pl.String(),
        "url": pl.String(),
        "aliases": pl.List(pl.String()),
        "sources": pl.List(pl.String()),
    }
)

FILES_SCHEMA: Final = pl.Schema(
    {
        "file": pl.String,
        "format": pl.String,
        "n_records": pl.Int64,
        "n_filtered": pl.Int64,
        "n_skipped": pl.Int64,
        "n_merged": pl.Int64,
        "n_papers": pl.Int64,
    }
)

NOTES_SCHEMA: Final = pl.Schema({"file": pl.String, "line": pl.Int64, "kind": pl.String, "reason": pl.String, "value": pl.String})


@dataclass(frozen=True)
class Intake:
    """Account for every record of the input: it is a paper, joined to another paper, skipped, or was not asked for.

    Attributes
    ----------
    files
        A row per input file, in the order read: ``file`` (name as given), ``format``, ``n_records``,
        ``n_filtered`` (records of categories or times that were not asked for; a dump has millions, so they have no
        notes), ``n_skipped``, ``n_merged`` (records joined to a paper that an earlier record had opened) and ``n_papers``
        (papers that the file opened). In every row ``n_records = n_filtered + n_skipped + n_merged + n_papers``.
    notes
        A row per thing worth telling, in input order: ``kind`` is ``skipped`` (the record is lost), ``merged``
        (joined to the paper whose id is ``value``) or ``mended`` (the record is kept without the field whose bad ``value``
        is shown); ``line`` counts from 1 and is null where a format has no lines; ``value`` is shortened to 80 characters
        unless it is an id.
    """

    files: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FILES_SCHEMA))
    notes: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=NOTES_SCHEMA))

    def __post_init__(self) -> None:
        """Check the rules."""
        check_schema(self.files, FILES_SCHEMA, name="intake files")
        check_schema(self.notes, NOTES_SCHEMA, name="intake notes")
        for row in self.files.iter_rows(named=True):
            if row["n_records"] != row["n_filtered"] + row["n_skipped"] + row["n_merged"] + row["n_papers"]:
                raise DataError(f"the intake of {row['file']!r} does not add up: {row}")

    def sums(self) -> dict[str, int]:
        """Return how many records there were, and of these how many were filtered, joined to another paper or skipped."""
        names = ("n_records", "n_filtered", "n_merged", "n_skipped")
        return {name: int(self.files[name].sum()) for name in names}

    def reasons(self) -> list[dict[str, Any]]:
        """Return ``kind``, ``reason`` and ``n``, the number of notes, the most frequent of a kind first."""
        counted = self.notes.group_by("kind", "reason").agg(n=pl.len())
        return counted.sort("kind", "n", "reason", descending=[False, True, False]).to_dicts()


@dataclass(frozen=True)
class Corpus:
    """Papers, one row each, sorted by date then id with the undated last.

    Attributes
    ----------
    table
        Columns of `CORPUS_SCHEMA`. ``id`` is canonical (``arxiv:2107.05580``, ``doi:10.…``, ``acl:…``, ``openreview:…``,
        ``pmid:…``, else ``sha:…`` of title and abstract); ``published`` is null for an undated paper and else the first day
        of the span that ``precision`` (``day``, ``month`` or ``year``) names; ``dated_by`` is the input that gave the date,
        null for an undated paper and where nobody noted it; ``title`` and ``abstract`` are never null and not both empty;
        ``authors`` and ``categories`` may be empty lists; ``venue`` and ``url`` are null where unknown; ``aliases`` are the
        other canonical ids of the paper, null where it has none; ``sources`` names the inputs that knew the paper.
    intake
        How the papers came out of the input; empty for papers that were made in Python.

    Raises
    ------
    DataError
        Where a rule is broken; the message names the first offender.
    """

    table: pl.DataFrame
    intake: Intake = field(default_factory=Intake)

    def __post_init__(self) -> None:
        """Check the rules."""
        table = self.table
        check_schema(table, CORPUS_SCHEMA, name="corpus")
        check_no_nulls(table, ["id", "title", "abstract", "authors", "categories", "sources"], name="corpus")
        check_unique(table, ["id"], name="corpus")
        empty = table.filter((pl.col("title") + pl.col("abstract")).str.strip_chars() == "")
        if empty.height:
            raise DataError(f"corpus paper {empty['id'][0]!r} has no text, a title or an abstract is needed")
        wrong = table.filter(pl.col("published").is_null() != pl.col("precision").is_null())
        if wrong.height:
            raise DataError(f"corpus paper {wrong['id'][0]!r} must have both a date and its precision, or neither")
        wrong = table.filter(pl.col("published").is_null() & pl.col("dated_by").is_not_null())
        if wrong.height:
            raise DataError(f"corpus paper {wrong['id'][0]!r} is undated and yet dated by {wrong['dated_by'][0]!r}")
        unknown = table.filter(pl.col("precision").is_not_null() & ~pl.col("precision").is_in(PRECISIONS))
        if unknown.height:
            raise DataError(f"corpus precision is {unknown['precision'][0]!r}, it must be one of {PRECISIONS}")
        if not table["id"].equals(sorted_papers(table)["id"]):
            raise DataError("corpus is not sorted by date and id with the undated last: use Corpus.of(table)")

    @classmethod
    def of(cls, table: pl.DataFrame, *, intake: Intake | None = None) -> "Corpus":
        """Sort the papers, then check them."""
        return cls(sorted_papers(table), intake or Intake())

    @property
    def n_papers(self) -> int:
        """Number of papers, dated or not."""
        return self.table.height

    @property
    def ids(self) -> pl.Series:
        """Ids in row order."""
        return self.table["id"]

    def texts(self) -> list[str]:
        """Return title and abstract of each paper as one text, the title first."""
        return self.table.select(join_text())["text"].to_list()

    def fingerprint(self) -> str:
        """Return a hash of all papers (not of the intake); equal papers have equal fingerprints."""
        return hashlib.sha256(self.table.write_ndjson().encode()).hexdigest()

    def _repr_html_(self) -> str:
        shown = self.table.select("published", "title", "venue", "id").head(10)
        return f"<p><b>Corpus</b> of {self.n_papers:,} papers</p>{shown._repr_html_()}"


def join_text() -> pl.Expr:
    """Return the column ``text``: ``title`` and ``abstract`` of a paper as one text, the title first."""
    return pl.concat_str("title", "abstract", separator=". ").str.strip_chars(". ").alias("text")


def sorted_papers(table: pl.DataFrame) -> pl.DataFrame:
    """Sort by date then id, the undated last."""
    return table.sort("published", "id", nulls_last=True)
