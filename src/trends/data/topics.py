"""A fitted topic model as data: its topics, their terms, and where each paper belongs."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.data.rules import check_finite, check_no_nulls, check_schema, check_unique
from trends.errors import DataError

OUTLIER: Final = -1

FIRM: Final = 0.6
UNHELD: Final = " †"

TOPICS_SCHEMA: Final = pl.Schema(
    {
        "topic": pl.Int64,
        "label": pl.String,
        "n_papers": pl.Int64,
        "n_found": pl.Int64,
        "n_runs": pl.Int64,
        "stability": pl.Float64,
    }
)
TERMS_SCHEMA: Final = pl.Schema({"topic": pl.Int64, "rank": pl.Int64, "term": pl.String, "weight": pl.Float64})
MEMBERS_SCHEMA: Final = pl.Schema({"id": pl.String, "topic": pl.Int64, "similarity": pl.Float64, "reason": pl.String})


@dataclass(frozen=True)
class Topics:
    """Topics of a corpus.

    Attributes
    ----------
    table
        A row per topic, sorted by ``topic``: ``label`` (unique, as people write it) and ``n_papers``.
        Ids are 0 … n − 1 by falling size at the first fit. `OUTLIER` (−1) is no topic and has no row.
        The topic came back in ``n_found`` of ``n_runs`` fits to parts of the papers, with ``stability``, the mean Jaccard
        index of its papers and those of the most similar topic there, 0 to 1; below `FIRM` it does not hold. A topic of a layer
        finer than the chosen one was looked for inside the one that holds it. All three are null where that was not measured.
    terms
        A row per topic and ``rank`` (0 is best): ``term`` and its ``weight`` (≥ 0, comparable inside a topic only).
    members
        A row per paper in corpus order: ``topic`` (`OUTLIER` where none fits) and ``similarity``, the cosine of the
        paper to the centroid of its topic, for an outlier to the nearest centroid (null where there is no topic at all);
        ``reason`` says why an outlier is one, null for the others.
    centroids
        float32 (n_topics, n_dims), unit length, in the order of `table`.
    model
        Fingerprint of settings, software and input that fitted the topics.
    """

    table: pl.DataFrame
    terms: pl.DataFrame
    members: pl.DataFrame
    centroids: NDArray[np.float32]
    model: str

    def __post_init__(self) -> None:
        """Check the rules."""
        check_schema(self.table, TOPICS_SCHEMA, name="topics")
        check_schema(self.terms, TERMS_SCHEMA, name="terms")
        check_schema(self.members, MEMBERS_SCHEMA, name="members")
        check_no_nulls(self.table, ["topic", "label", "n_papers"], name="topics")
        check_unique(self.table, ["topic"], name="topics")
        check_unique(self.table, ["label"], name="topics")
        check_unique(self.members, ["id"], name="members")
        check_finite(self.terms, ["weight"], name="terms")
        check_finite(self.members, ["similarity"], name="members")
        check_finite(self.table, ["stability"], name="topics")
        topics = self.table["topic"]
        if not topics.is_sorted() or (topics < 0).any():
            raise DataError(f"topic ids are {topics.to_list()[:10]}, they must be sorted and not negative")
        strays = set(self.members["topic"].unique()) - set(topics) - {OUTLIER}
        if strays:
            raise DataError(f"members name the topic {min(strays)}, which is not in the table of topics")
        if self.centroids.shape[0] != self.table.height or self.centroids.dtype != np.float32:
            raise DataError(f"{self.table.height} topics have centroids of shape {self.centroids.shape}")
        counted = self.members.filter(pl.col("topic") != OUTLIER).group_by("topic").len().sort("topic")
        stated = self.table.filter(pl.col("n_papers") > 0)
        if counted["topic"].to_list() != topics.filter(self.table["n_papers"] > 0).to_list() or (
            counted["len"].cast(pl.Int64).to_list() != stated["n_papers"].to_list()
        ):
            raise DataError("n_papers of a topic is not the number of its members")

    @property
    def n_topics(self) -> int:
        """Number of topics, outliers not counted."""
        return self.table.height

    @property
    def n_outliers(self) -> int:
        """Number of papers that belong to no topic."""
        return int((self.members["topic"] == OUTLIER).sum())

    def with_stability(self, measured: pl.DataFrame) -> "Topics":
        """Return the same topics with ``n_found, n_runs, stability`` by ``topic``, null where a topic is not measured."""
        table = self.table.drop("n_found", "n_runs", "stability").join(measured, on="topic", how="left", maintain_order="left")
        return replace(self, table=table.select(TOPICS_SCHEMA.names()))

    def with_labels(self, table: pl.DataFrame) -> pl.DataFrame:
        """Put the label of each topic behind its ``topic``, which becomes the first column; null where it is none of these."""
        named = table.join(self.table.select("topic", "label"), on="topic", how="left", maintain_order="left")
        return named.select("topic", "label", pl.exclude("topic", "label"))

    def marked(self) -> "Topics":
        """Return the same topics with `UNHELD` behind the label of each that does not hold."""
        label = (
            pl.when(pl.col("stability") < FIRM)
            .then(pl.col("label").str.strip_suffix(UNHELD) + UNHELD)
            .otherwise("label")
            .alias("label")
        )
        return replace(self, table=self.table.with_columns(label))

    def _repr_html_(self) -> str:
        terms = self.terms.sort("rank").group_by("topic", maintain_order=True).agg(pl.col("term").head(5).str.join(", "))
        shown = self.table.join(terms.rename({"term": "terms"}), on="topic", how="left")
        return (
            f"<p><b>{self.n_topics} topics</b> of {self.members.height:,} papers, "
            f"{self.n_outliers:,} of them in no topic</p>{shown._repr_html_()}"
        )
