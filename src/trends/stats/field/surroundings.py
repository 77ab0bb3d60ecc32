"""Growth around every paper of a run, and the regions in which it is beyond chance."""

from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.data import OUTLIER, Corpus, Series, Topics
from trends.stats.counting.intervals import CONFIDENCE
from trends.stats.field.change import Contrast, contrast, measure_change
from trends.stats.field.estimate import average_field, choose_n_neighbours, estimate_field, find_near
from trends.stats.field.placing import Placed, place
from trends.stats.field.regions import Region, find_regions
from trends.stats.forecasting.forecast import GUIDE_SCHEMA

FIELD_SCHEMA: Final = pl.Schema({"id": pl.String(), "growth": pl.Float64()})
REGIONS_SCHEMA: Final = pl.Schema(
    {
        "region": pl.Int64(),
        "growth": pl.Float64(),
        "growth_low": pl.Float64(),
        "growth_high": pl.Float64(),
        "p": pl.Float64(),
        "mass": pl.Float64(),
        "n_papers": pl.Int64(),
        "topics": pl.List(pl.Int64()),
        "topic_shares": pl.List(pl.Float64()),
        "rises": pl.Boolean(),
    }
)
REGION_PAPERS_SCHEMA: Final = pl.Schema({"region": pl.Int64(), "id": pl.String(), "rank": pl.Int64()})

# So many recent and earlier papers tell of all places: of more, an even sample does in bounded time.
_MOST: Final = 25_000

# A paper outside the sample belongs to a region where most of so many nearest papers do.
_N_VOTES: Final = 5

_LEAST_SHARE: Final = 0.1


class Surroundings(NamedTuple):
    """What the neighbourhoods of papers tell.

    Attributes
    ----------
    field
        Columns of `FIELD_SCHEMA`, a row per paper in corpus order: growth of the share of the literature around it, a fraction
        per year; null for a paper that the series does not count, and everywhere where it is too short.
    regions
        Columns of `REGIONS_SCHEMA`, a row per region in which growth is beyond chance by ``p`` (see `find_regions`), the largest
        ``mass`` first. Its ``n_papers`` were chosen for standing among recent ones; ``growth`` is therefore that of as many
        papers around its middle, hot or not: of their share, a fraction per year from the earlier to the recent ones, with
        its 95 % interval for counts. It is flattered still, as the place was chosen. ``rises`` says whether that interval, too,
        lies above no growth. ``topics`` hold at least a tenth of the papers, ``topic_shares`` says what part, the most first;
        outliers are no topic.
    region_papers
        Columns of `REGION_PAPERS_SCHEMA`: the recent and earlier papers of each region, those in its middle first (``rank`` 0).
    guide
        Columns of `GUIDE_SCHEMA`: what the field says of each topic, for forecasts; None where it says nothing.
    """

    field: pl.DataFrame
    regions: pl.DataFrame
    region_papers: pl.DataFrame
    guide: pl.DataFrame | None


def survey(matrix: NDArray[np.float32], corpus: Corpus, *, series: Series, topics: Topics) -> Surroundings:
    """Estimate growth around every paper that the series counts, and find the regions in which it is beyond chance.

    Recent papers are held against earlier ones (see `place`), with strata held constant where the series does so. Of more than
    25,000 of them an even sample tells of all places, so that time grows with the papers and not with their square.

    Parameters
    ----------
    matrix
        (n_papers, n_dims), rows of unit length.
    corpus, series, topics
        The papers, counts of their topics, and the topics.
    """
    placed = place(corpus, series)
    ids = corpus.ids
    if not placed.can_tell:
        empty = pl.DataFrame({"id": ids, "growth": None}, schema=FIELD_SCHEMA)
        return Surroundings(empty, pl.DataFrame(schema=REGIONS_SCHEMA), pl.DataFrame(schema=REGION_PAPERS_SCHEMA), None)
    spans = np.flatnonzero(placed.recent | placed.earlier)
    sample = spans[np.linspace(0, len(spans) - 1, min(_MOST, len(spans))).round().astype(np.int64)]
    change = _hold(placed, only=sample)
    sample = np.flatnonzero(change.recent + change.earlier)  # a stratum may have lost one of its spans
    at = np.flatnonzero(placed.counted)
    near = find_near(matrix[sample], at=matrix[at], n_neighbours=choose_n_neighbours(len(sample)))
    growth = np.full(len(matrix), np.nan)
    growth[at] = estimate_field(matrix, change, strata=placed.strata, at=matrix[at], near=sample[near])
    found = find_regions(matrix, change, strata=placed.strata, near=near[np.searchsorted(at, sample)])
    rest = np.setdiff1d(spans, sample)
    papers = _gather_papers(found, sample=sample, rest=rest, near=near[np.searchsorted(at, rest)])
    return Surroundings(
        field=pl.DataFrame({"id": ids, "growth": pl.Series(np.expm1(growth)).fill_nan(None)}, schema=FIELD_SCHEMA),
        regions=_describe(found, papers, matrix=matrix, change=_hold(placed, only=spans), topics=topics),
        region_papers=_list_papers(papers, matrix=matrix, ids=ids),
        guide=_guide(growth, topics, recent=placed.recent),
    )


def _hold(placed: Placed, *, only: NDArray[np.int64]) -> Contrast:
    """Hold the recent of these papers against the earlier ones."""
    kept = np.zeros(len(placed.counted), dtype=bool)
    kept[only] = True
    return contrast(placed.years, placed.strata, recent=placed.recent & kept, earlier=placed.earlier & kept)


def _gather_papers(
    regions: list[Region], *, sample: NDArray[np.int64], rest: NDArray[np.int64], near: NDArray[np.integer]
) -> list[NDArray[np.int64]]:
    """Return the papers of each region: of the sample those that made it, of the rest those among them."""
    region_of = np.full(len(sample), -1)
    for number, region in enumerate(regions):
        region_of[np.searchsorted(sample, region.papers)] = number
    votes = region_of[near[:, :_N_VOTES]]
    joined = [(votes == number).sum(axis=1) > _N_VOTES / 2 for number in range(len(regions))]
    return [np.sort(np.concatenate([region.papers, rest[inside]])) for region, inside in zip(regions, joined, strict=True)]


def _describe(
    regions: list[Region],
    papers: list[NDArray[np.int64]],
    *,
    matrix: NDArray[np.float32],
    change: Contrast,
    topics: Topics,
) -> pl.DataFrame:
    from scipy.special import ndtri

    spans = np.flatnonzero(change.recent + change.earlier)
    around = np.zeros((len(matrix), len(papers)), dtype=np.float32)
    for number, rows in enumerate(papers):
        likeness = matrix[spans] @ matrix[rows].mean(axis=0)
        around[spans[np.argsort(-likeness, kind="stable")[: len(rows)]], number] = 1
    slope, error = measure_change(around, change)
    margin = ndtri((1 + CONFIDENCE) / 2) * error
    homes = [_find_topics(topics.members["topic"].gather(rows)) for rows in papers]
    return pl.DataFrame(
        {
            "region": range(len(papers)),
            "growth": np.expm1(slope),
            "growth_low": np.expm1(slope - margin),
            "growth_high": np.expm1(slope + margin),
            "p": [region.p for region in regions],
            "mass": [region.mass for region in regions],
            "n_papers": [len(rows) for rows in papers],
            "topics": [home["topic"].to_list() for home in homes],
            "topic_shares": [home["share"].to_list() for home in homes],
            "rises": slope > margin,
        },
        schema=REGIONS_SCHEMA,
    )


def _find_topics(members: pl.Series) -> pl.DataFrame:
    """Return the topics that hold at least a tenth of the papers, the most first: ``topic, share``."""
    held = members.alias("topic").to_frame().group_by("topic").agg(share=pl.len() / len(members))
    return held.filter(pl.col("topic") != OUTLIER, pl.col("share") >= _LEAST_SHARE).sort(
        "share", "topic", descending=[True, False]
    )


def _list_papers(papers: list[NDArray[np.int64]], *, matrix: NDArray[np.float32], ids: pl.Series) -> pl.DataFrame:
    """List the papers of each region, those most like the mean of its papers first."""
    listed = [pl.DataFrame(schema=REGION_PAPERS_SCHEMA)]
    for number, rows in enumerate(papers):
        order = rows[np.argsort(-(matrix[rows] @ matrix[rows].mean(axis=0)), kind="stable")]
        columns = {"region": [number] * len(rows), "id": ids.gather(order), "rank": range(len(rows))}
        listed.append(pl.DataFrame(columns, schema=REGION_PAPERS_SCHEMA))
    return pl.concat(listed)


def _guide(growth: NDArray[np.float64], topics: Topics, *, recent: NDArray[np.bool_]) -> pl.DataFrame:
    """Average the field over the recent papers of each topic."""
    ids = topics.table["topic"]
    members = topics.members["topic"].to_numpy()[recent]
    shares = (members[:, None] == ids.to_numpy()).astype(np.float32)
    return pl.DataFrame({"topic": ids, "slope": average_field(growth[recent], shares)}, schema=GUIDE_SCHEMA)
