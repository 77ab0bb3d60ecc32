"""Count false alarms: `python run.py simulate`, `permute`, `families` or `speed`; results.json holds what came."""

import json
import platform
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import click
import numpy as np
import polars as pl
from families import alarms_of_families, alarms_of_regions
from permute import CASES, alarms
from scipy import stats
from simulate import World, draw, papers

from methods import METHODS
from trends.data import Series
from trends.stats import classify, count, estimate_growth, find_bursts, find_changes, find_onsets
from trends.stats.forecasting.outlook import look_ahead
from trends.stats.growth.agreement import compare_strata

RESULTS = Path(__file__).parent / "results.json"

WORLDS = {
    "growing corpus, overdispersion": World(),
    "seasons": World(season=0.4),
    "seasons, 60 months": World(every="month", n_periods=60, n_first=100, season=0.4),
    "autocorrelation .3": World(correlation=0.3),
    "autocorrelation .6": World(correlation=0.6),
    "autocorrelation .6, 60 months": World(every="month", n_periods=60, n_first=100, correlation=0.6),
    "8 years": World(every="year", n_periods=8, n_first=1600),
    "late rises, 9 years": World(every="year", n_periods=9, n_first=1600, late=True),
    "late rises": World(late=True),
    "venues that come and go": World(venues=True),
    "venues, seasons, autocorrelation .3": World(venues=True, season=0.3, correlation=0.3),
}


@click.group()
def main() -> None:
    """Measure one part."""


@main.command()
@click.option("--n-draws", default=20)
def simulate(n_draws: int) -> None:
    """Compare methods on counts whose truth is known."""
    found = []
    for name, world in WORLDS.items():
        drawn = [draw(world, seed=seed) for seed in range(n_draws)]
        for method, test in METHODS.items():
            if method.endswith("constant") and not world.venues:
                continue
            scores = np.mean([score(*test(one), grows=one.grows) for one in drawn], axis=0)
            found.append({"world": name, "method": method, **dict(zip(("flat_rising", "fdr", "power"), scores, strict=True))})
            click.echo(f"{name:40} {method:32} {np.round(scores, 3)}")
    keep("simulate", {"n_draws": n_draws, "found": found})


def score(direction: Any, p: Any, *, grows: Any) -> tuple[float, float, float]:
    """Return the part of flat topics that rise at 2.5 %, the false part of the discoveries, and the part of growth found."""
    q = stats.false_discovery_control(p)
    named, rising = q <= 0.05, direction > 0
    flat_rising = ((p <= 0.05) & rising)[~grows].mean()
    return float(flat_rising), float(named[~grows].sum() / max(1, named.sum())), float((named & rising)[grows].mean())


@main.command()
@click.option("--corpora", type=click.Path(path_type=Path, exists=True), default="../shared/corpora")
@click.option("--n-times", default=50)
@click.option("--corpus", default="all")
def permute(corpora: Path, n_times: int, corpus: str) -> None:
    """Shuffle the dates of real papers."""
    for case in CASES:
        if corpus in ("all", case.file):
            found = []
            for row in alarms(case, corpora, n_times=n_times):
                click.echo(json.dumps(row))
                found.append(row)
            keep(f"permute {case.file}", {"n_times": n_times, "found": found})


@main.command()
@click.option("--corpora", type=click.Path(path_type=Path, exists=True), default="../shared/corpora")
@click.option("--n-times", default=50)
@click.option("--corpus", default="all")
@click.option("--what", type=click.Choice(["families", "regions"]), default="families")
def families(corpora: Path, n_times: int, corpus: str, what: str) -> None:
    """Shuffle the dates of real papers, and look for families of topics or for regions."""
    look = alarms_of_families if what == "families" else alarms_of_regions
    for case in CASES:
        if corpus in ("all", case.file):
            found = []
            for row in look(case, corpora, n_times=n_times):
                click.echo(json.dumps(row))
                found.append(row)
            keep(f"{what} {case.file}", {"n_times": n_times, "found": found})


@main.command()
def speed() -> None:
    """Time counts, shares and all statistics of a series."""
    found: dict[str, Any] = {}
    one = draw(World(every="month", n_periods=240, n_first=30, venues=True), seed=0, n_topics=1_000)
    for name, stratified in (("pooled", False), ("four venues", True)):
        found[f"statistics of 1,000 topics over 240 months, {name}"] = time_statistics(one.series(stratified=stratified))
    topics, corpus = papers(n_papers=112_000, n_topics=200, n_months=100)
    for name, kind in (("pooled", None), ("by category", "category")):
        start = time.process_time()
        count(topics, corpus, every="month", stratum_kind=kind)
        found[f"counts and shares of 112,000 papers, 200 topics, 100 months, {name}"] = round(time.process_time() - start, 2)
    click.echo(json.dumps(found, indent=1))
    keep("speed", {"seconds": found})


def time_statistics(series: Series) -> dict[str, float]:
    """Return CPU seconds of each statistic, of all of them, and how long all take on two threads as in a run."""
    spent: dict[str, float] = {}

    def clocked(name: str, work: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        start = time.thread_time()
        table = work()
        spent[name] = round(time.thread_time() - start, 2)
        return table

    def grow() -> pl.DataFrame:
        growth = clocked("growth", lambda: estimate_growth(series))
        clocked("growth in each venue", lambda: compare_strata(series, growth))
        return growth

    def look_around() -> tuple[pl.DataFrame, pl.DataFrame]:
        clocked("forecast", lambda: look_ahead(series, guide=None))
        clocked("changes", lambda: find_changes(series))
        return clocked("bursts", lambda: find_bursts(series)), clocked("onsets", lambda: find_onsets(series))

    start = time.perf_counter()
    with ThreadPoolExecutor(max_workers=2) as pool:
        growing, around = pool.submit(grow), pool.submit(look_around)
        growth, (bursts, onsets) = growing.result(), around.result()
    clocked("classes", lambda: classify(series, growth, bursts=bursts, onsets=onsets))
    wall = round(time.perf_counter() - start, 2)
    return {**spent, "CPU seconds of all": round(sum(spent.values()), 2), "seconds until all are there": wall}


def keep(part: str, what: dict[str, Any]) -> None:
    """Write one part of the results and leave the others."""
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    results[part] = {"machine": platform.machine(), **what}
    RESULTS.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
