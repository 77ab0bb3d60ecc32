"""Quality: what can be said for and against each topic, in one table."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.data import Embeddings, Topics
from trends.errors import DataError
from trends.topics.names.phrases import PhraseCounts
from trends.topics.quality.coherence import Uses, compare_terms, find_uses, measure_c_v, measure_npmi
from trends.topics.quality.separation import measure_silhouettes, spot_intruders, spread_papers
from trends.topics.quality.stability import STABILITY_SCHEMA, Stability

QUALITY_SCHEMA: Final = pl.Schema(
    {
        "topic": pl.Int64,
        "label": pl.String,
        "n_papers": pl.Int64,
        "n_found": pl.Int64,
        "n_runs": pl.Int64,
        "jaccard": pl.Float64,
        "verdict": pl.String,
        "npmi": pl.Float64,
        "c_v": pl.Float64,
        "terms_apart": pl.Float64,
        "silhouette": pl.Float64,
        "papers_apart": pl.Float64,
    }
)

_N_TERMS: Final = 10
_N_SHOWN: Final = 5  # an intruder is put among so many, as in the experiments of Chang et al. 2009
_N_HANDS: Final = 5  # and so often, since five papers of a topic are a matter of luck


class Totals(NamedTuple):
    """Quality of all topics together; None where there is nothing to measure.

    Attributes
    ----------
    n_topics
        Topics that have papers.
    outlier_share
        Share of papers in no topic, 0 to 1. Neither end is good by itself: without outliers every stray paper blurs a topic,
        with a third of them a third of the field is not seen.
    stable_share
        Share of topics whose verdict is ``stable``, 0 to 1; 1 is best.
    jaccard
        Median over topics of the mean Jaccard index with the best match in other runs, 0 to 1; good from 0.75.
    ari
        Median over runs of the adjusted Rand index with the topics given: 1 for the same grouping, 0 for chance. It speaks
        for the papers, so that large topics weigh most.
    npmi, c_v
        Means over topics, as in the table.
    diversity
        Share of different terms among the first ten terms of all topics, 0 to 1; 1 where no two topics share a term.
    word_diversity
        The same for the words of these terms, which is stricter: phrases that differ may be made of the same words.
    terms_apart, papers_apart
        Means over topics, as in the table.
    silhouette
        Mean over the papers that are in a topic, as in the table.
    """

    n_topics: int
    outlier_share: float | None
    stable_share: float | None
    jaccard: float | None
    ari: float | None
    npmi: float | None
    c_v: float | None
    diversity: float | None
    word_diversity: float | None
    terms_apart: float | None
    silhouette: float | None
    papers_apart: float | None


class Quality(NamedTuple):
    """What can be said for and against the topics.

    No figure alone makes a topic good: stable topics may be dull, and coherent terms say nothing of the papers (exchange 30 %
    of the members of a topic at random, and its terms stay). All are of use to compare two groupings of the same papers, and
    to find the topics that need a second look. As a yardstick, "people" below is what four sets of classes made by hand (news,
    questions, search results, medical papers; MiniLM vectors) reach on average.

    Attributes
    ----------
    table
        Columns of `QUALITY_SCHEMA`, a row per topic, sorted by topic; null where there is nothing to measure.

        - ``n_found``, ``n_runs``, ``jaccard``, ``verdict``: whether the topic comes back from other seeds and fewer papers,
          see `Stability`; null where that was not measured.
        - ``npmi``: how much more often than by chance the same papers use its first ten terms, −1 to 1; chance is 0, people
          0.2 to 0.35.
        - ``c_v``: whether these terms keep the same company, up to 1; chance is about 0.4, people 0.7 to 0.85.
        - ``terms_apart``: share of other topics' first five terms that would be noticed among its own, 0 to 1; chance is 1/6,
          people 0.85 to 1.
        - ``silhouette``: how much nearer its papers are to each other than to those of the nearest other topic, −1 to 1;
          chance is 0, people 0.02 to 0.15.
        - ``papers_apart``: share of other topics' papers that would be noticed among five of its own, taken from its heart to
          its edge, 0 to 1; chance is 1/6, people 0.6 to 0.8, and 0.3 once 30 % of the papers are exchanged.
    totals
        All topics together.
    """

    table: pl.DataFrame
    totals: Totals

    def _repr_html_(self) -> str:
        totals = pl.DataFrame([self.totals._asdict()])
        return f"<p><b>All topics together</b></p>{totals._repr_html_()}<p><b>Each topic</b></p>{self.table._repr_html_()}"


def assess(topics: Topics, *, counts: PhraseCounts, embeddings: Embeddings, stability: Stability | None = None) -> Quality:
    """Measure the quality of topics.

    Parameters
    ----------
    topics
        The topics, with their terms and members.
    counts
        The phrases of the same papers.
    embeddings
        Vectors of the same papers.
    stability
        What other runs found; None leaves these columns null.

    Raises
    ------
    DataError
        Where counts or embeddings are of other papers than the topics.
    """
    ids = topics.members["id"]
    if not embeddings.ids.equals(ids) or counts.matrix.shape[0] != len(ids):
        raise DataError("topics, phrases and embeddings are of different papers: they must be of the same, in the same order")
    alive = topics.table.filter(pl.col("n_papers") > 0)
    terms = _first_terms(topics, of=alive["topic"])
    groups, matrix = topics.members["topic"].to_numpy(), np.asarray(embeddings.matrix)
    similarity = topics.members["similarity"].fill_null(0.0).to_numpy()
    silhouettes = measure_silhouettes(matrix, groups=groups)
    measured = alive.select("topic").with_columns(
        **_measure_terms(find_uses(terms, counts=counts)),
        silhouette=pl.Series([silhouettes[groups == topic].mean() for topic in alive["topic"]], dtype=pl.Float64),
        papers_apart=_spot_papers(matrix, chosen=spread_papers(similarity, groups=groups, n=_N_SHOWN * _N_HANDS)),
    )
    found = stability.topics if stability else pl.DataFrame(schema=STABILITY_SCHEMA)
    table = (
        topics.table.select("topic", "label", "n_papers")
        .join(found, on="topic", how="left")
        .join(measured, on="topic", how="left")
        .sort("topic")
    )
    table = table.select(*QUALITY_SCHEMA).with_columns(pl.selectors.float().fill_nan(None))
    return Quality(table, _sum_up(table, terms=terms, silhouettes=silhouettes, runs=stability.runs if stability else None))


def measure_diversity(terms: Sequence[Sequence[str]]) -> float | None:
    """Return the share of different terms among those of all topics, capitals aside; None where there are none.

    Notes
    -----
    Dieng, Ruiz & Blei 2020, "Topic modeling in embedding spaces", section 6, there of the first 25 words.
    """
    used = [term.lower() for ranked in terms for term in ranked]
    return len(set(used)) / len(used) if used else None


def _first_terms(topics: Topics, *, of: pl.Series) -> list[list[str]]:
    ranked = topics.terms.sort("topic", "rank").group_by("topic", maintain_order=True).agg(pl.col("term").head(_N_TERMS))
    terms = dict(ranked.iter_rows())
    return [terms.get(topic, []) for topic in of]


def _measure_terms(uses: Uses) -> dict[str, pl.Series]:
    """Measure coherence, and whether terms of other topics would be noticed, for each topic."""
    leading = np.unique(np.concatenate([np.empty(0, dtype=np.int64), *(terms[:_N_SHOWN] for terms in uses.topics)]))
    others = uses.matrix[:, leading].tocsr()
    npmi, c_v, apart = [], [], []
    for terms in uses.topics:
        own, shown = uses.matrix[:, terms], uses.matrix[:, terms[:_N_SHOWN]]
        npmi.append(measure_npmi(own))
        c_v.append(measure_c_v(own))
        across = compare_terms(shown, others)[:, ~np.isin(leading, terms)]
        apart.append(spot_intruders(compare_terms(shown, shown), across=across))
    figures = {"npmi": npmi, "c_v": c_v, "terms_apart": apart}
    return {name: pl.Series(values, dtype=pl.Float64) for name, values in figures.items()}


def _spot_papers(matrix: NDArray[np.float32], *, chosen: list[NDArray[np.int64]]) -> pl.Series:
    """Say for each topic whether papers of the others would be noticed among a hand of its own, averaged over hands."""
    vectors = matrix[np.concatenate([np.empty(0, dtype=np.int64), *chosen])]
    topic_of = np.repeat(np.arange(len(chosen)), [len(rows) for rows in chosen])
    apart = []
    for topic, rows in enumerate(chosen):
        likeness = matrix[rows] @ vectors.T
        inside, across = likeness[:, topic_of == topic], likeness[:, topic_of != topic]
        n_hands = max(1, len(rows) // _N_SHOWN)
        hands = [slice(start, None, n_hands) for start in range(n_hands)]
        apart.append(np.mean([spot_intruders(inside[hand, hand], across=across[hand]) for hand in hands]))
    return pl.Series(apart, dtype=pl.Float64)


def _sum_up(
    table: pl.DataFrame, *, terms: list[list[str]], silhouettes: NDArray[np.float64], runs: pl.DataFrame | None
) -> Totals:
    n_papers = len(silhouettes)
    return Totals(
        n_topics=len(terms),
        outlier_share=1 - int(table["n_papers"].sum()) / n_papers if n_papers else None,
        stable_share=_mean(table["verdict"].drop_nulls() == "stable"),
        jaccard=_median(table["jaccard"]),
        ari=None if runs is None else _median(runs["ari"]),
        npmi=_mean(table["npmi"]),
        c_v=_mean(table["c_v"]),
        diversity=measure_diversity(terms),
        word_diversity=measure_diversity([[word for term in ranked for word in term.split()] for ranked in terms]),
        terms_apart=_mean(table["terms_apart"]),
        silhouette=_mean(pl.Series(silhouettes).drop_nans()),
        papers_apart=_mean(table["papers_apart"]),
    )


def _mean(values: pl.Series) -> float | None:
    mean = values.mean()
    return None if mean is None else float(mean)  # type: ignore[arg-type]


def _median(values: pl.Series) -> float | None:
    median = values.median()
    return None if median is None else float(median)  # type: ignore[arg-type]
