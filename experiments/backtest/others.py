"""Two other ways to rank topics, and how good any way could be, given how noisy what followed is."""

import argparse
import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from run import HERE, SETS, Remembering, keep
from scipy.stats import norm

from trends.backtesting.papers import Papers, choose_papers
from trends.backtesting.settings import MONTHS, BacktestSettings
from trends.stats.field.change import contrast, measure_change
from trends.stats.field.estimate import average_field, estimate_field, find_near
from trends.stats.field.nearness import share_papers
from trends.stats.forecasting.scores import rank_correlation, score_ranking

Array = NDArray[np.float64]
FEATURES = ("counts", "last year", "field 150", "field 400", "field 1000", "log size")
N_SPLITS = 4
N_PLACES = 4_000


class Around(NamedTuple):
    """Recent papers at which the field is asked, and the papers near each."""

    places: NDArray[np.int64]
    near: NDArray[np.int64]


def look_around(papers: Papers, now: int, *, settings: BacktestSettings) -> Around:
    """Find the thousand papers before an origin that are nearest to each of some thousand recent ones."""
    period = papers.period
    matrix = np.asarray(papers.embeddings.matrix)
    before = np.flatnonzero((period < now) & (period >= now - settings.recent - settings.earlier))
    recent = np.flatnonzero((period >= now - settings.recent) & (period < now))
    places = np.sort(np.random.default_rng(7).permutation(recent)[:N_PLACES])
    return Around(places, before[find_near(matrix[before], at=matrix[places], n_neighbours=min(1_000, len(before) // 3))])


def see(
    papers: Papers, shares: Array, now: int, *, half: NDArray[np.bool_], around: Around, settings: BacktestSettings
) -> dict[str, Array]:
    """Measure what can be seen of each topic at an origin from one half of the recent papers."""
    period, matrix = papers.period, np.asarray(papers.embeddings.matrix)
    years = period * MONTHS[settings.every] / 12
    recent = (period >= now - settings.recent) & (period < now)
    earlier = (period >= now - settings.recent - settings.earlier) & (period < now - settings.recent)
    long = contrast(years, papers.strata, recent=recent & half, earlier=earlier)
    short = contrast(years, papers.strata, recent=recent & half, earlier=earlier & (period >= now - 2 * settings.recent))
    seen = {"counts": measure_change(shares, long).slope, "last year": measure_change(shares, short).slope}
    for n in (150, 400, 1_000):
        field = estimate_field(matrix, long, strata=papers.strata, at=matrix[around.places], near=around.near[:, :n])
        seen[f"field {n}"] = average_field(field, shares[around.places])
    seen["equal parts"] = level(seen["counts"]) + 2 * level(seen["field 400"])
    return seen | {"log size": np.log(shares[recent].sum(axis=0) + 1)}


def follow(
    papers: Papers, shares: Array, now: int, *, half: NDArray[np.bool_], among: NDArray[np.bool_], settings: BacktestSettings
) -> Array:
    """Measure the growth that followed from the other half of the recent papers, among some of all papers."""
    period = papers.period
    recent = (period >= now - settings.recent) & (period < now) & ~half & among
    after = (period >= now) & (period < now + settings.horizon) & among
    return measure_change(
        shares, contrast(period * MONTHS[settings.every] / 12, papers.strata, recent=after, earlier=recent)
    ).slope


def level(values: Array) -> Array:
    """Give values the mean 0 and the deviation 1."""
    return (values - values.mean()) / (values.std() or 1)


def learn(
    papers: Papers, shares: Array, times: dict[int, Around], *, half: NDArray[np.bool_], settings: BacktestSettings
) -> Array:
    """Learn from earlier origins how to weigh what can be seen: a ridge regression over their topics together."""
    everyone = np.ones(len(half), dtype=bool)
    rows, targets = [], []
    for now, around in times.items():
        seen = see(papers, shares, now, half=half, around=around, settings=settings)
        known = seen["log size"] >= np.log(6)
        rows.append(np.column_stack([level(seen[name][known]) for name in FEATURES]))
        targets.append(level(follow(papers, shares, now, half=half, among=everyone, settings=settings)[known]))
    design, target = np.vstack(rows), np.concatenate(targets)
    return np.linalg.solve(design.T @ design + 0.5 * len(design) * np.eye(design.shape[1]), design.T @ target)


def compare(papers: Papers, centroids: NDArray[np.float32], now: int, *, settings: BacktestSettings) -> dict[str, object]:
    """Score each way at one origin, and estimate what perfect foresight would score."""
    shares = share_papers(np.asarray(papers.embeddings.matrix), centroids, temperature=0).astype(np.float64)
    around = look_around(papers, now, settings=settings)
    past = [now - settings.horizon * step for step in (1, 2)]
    times = {time: look_around(papers, time, settings=settings) for time in past if (papers.period < time - 1).sum() > 500}
    random, again = np.random.default_rng(0), np.random.default_rng([0, 1])
    everyone = np.ones(len(papers.period), dtype=bool)
    scores, agreement, variance = [], [], []
    for _ in range(N_SPLITS):
        half, part = random.random(len(everyone)) < 0.5, again.random(len(everyone)) < 0.5
        seen = see(papers, shares, now, half=half, around=around, settings=settings)
        if times:
            weights = learn(papers, shares, times, half=half, settings=settings)
            seen["learnt"] = np.column_stack([level(seen[name]) for name in FEATURES]) @ weights
        known = seen.pop("log size") >= np.log(6)
        came, one, other = (
            follow(papers, shares, now, half=half, among=among, settings=settings)[known] for among in (everyone, part, ~part)
        )
        agreement.append(rank_correlation(one, other))
        variance.append(np.cov(one, other)[0, 1])
        scores += [{"way": way, **score_ranking(values[known], came)} for way, values in seen.items()]
    means = (
        pl.DataFrame(scores).group_by("way", maintain_order=True).agg(pl.col("n_topics", "spearman", "top_ratio").mean().round(3))
    )
    n_topics = int(means["n_topics"].max())
    first = min(15, n_topics // 3) / n_topics
    halves, spread = max(float(np.mean(agreement)), 0.0), max(float(np.mean(variance)), 0.0) ** 0.5
    best = {
        "spearman": (2 * halves / (1 + halves)) ** 0.5,
        "top_ratio": float(np.exp(spread * norm.pdf(norm.ppf(first)) / first)),
    }
    return {"ways": means.to_dicts(), "perfect": {name: round(score, 3) for name, score in best.items()}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", choices=SETS)
    parser.add_argument("--vectors", type=Path, help="folder that keeps vectors between runs")
    given = parser.parse_args()
    for name in given.sets:
        load, origins, fixed = SETS[name]
        settings = BacktestSettings.model_validate(fixed)
        papers = choose_papers(*load(given.vectors), settings=settings)
        for origin in origins:
            now = (origin.year * 12 + origin.month - 1) // MONTHS[settings.every]
            window = (papers.period >= now - settings.recent - settings.earlier) & (papers.period < now)
            before = papers.of(window)
            layers = Remembering(max_papers=20_000, n_runs=0).fit(before.corpus, before.embeddings, encode=None).layers
            for which, place in (("chosen", layers.chosen), ("finest", -1), ("coarser", max(layers.chosen - 1, 0))):
                result = compare(papers, layers.topics[place].centroids, now, settings=settings)
                keep(HERE / "others.json", f"{name} {origin} {which}", result)
                print(name, origin, which, json.dumps(result["perfect"]), flush=True)


if __name__ == "__main__":
    main()
