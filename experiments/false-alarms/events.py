"""Count the events found in flat topics and in planted ones, and time them: `python events.py`."""

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import click
import numpy as np
import polars as pl

from trends.data import Every, Series
from trends.stats.events.bursts import find_bursts
from trends.stats.events.changes import find_changes
from trends.stats.events.classes import classify
from trends.stats.events.onset import find_onsets
from trends.stats.growth.estimate import estimate_growth

HERE = Path(__file__).parent
LENGTHS: dict[int, Every] = {12: "year", 24: "quarter", 60: "month", 104: "week", 240: "month"}
FLAT = ("Poisson", "Poisson, corpus ×6", "variance 3 × mean", "autocorrelated .5", "autocorrelated .8")
PLANTED = ("step ×3", "birth over 3 periods", "burst ×3 for 8 periods", "growth from the middle", "growth throughout")
STEPS = {"week": "1w", "month": "1mo", "quarter": "3mo", "year": "1y"}


def lay(counts: np.ndarray, totals: np.ndarray, *, every: Every) -> Series:
    """Make a series of counts (n_topics, n_periods)."""
    n_topics, n_periods = counts.shape
    periods = pl.date_range(date(1990, 1, 1), date(2200, 1, 1), STEPS[every], eager=True).head(n_periods + 1)
    table = pl.DataFrame(
        {
            "topic": np.repeat(np.arange(n_topics), n_periods),
            "period": periods[:-1].gather(np.tile(np.arange(n_periods), n_topics)),
            "count": np.minimum(counts, totals).astype(np.int64).ravel(),
            "total": np.tile(totals.astype(np.int64), n_topics),
        }
    )
    table = table.with_columns(share=pl.col("count") / pl.col("total"), partial=pl.lit(False))
    return Series(table, every, periods[-1])


def draw_flat(kind: str, *, n_topics: int, n_periods: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw topics of 0.2 to 10 % of 1,000 papers a period whose shares go nowhere."""
    rng = np.random.default_rng(seed)
    totals = np.full(n_periods, 1_000.0)
    if "corpus" in kind:
        totals = np.round(500 * np.exp(np.linspace(0, np.log(6), n_periods)))
    expected = np.geomspace(0.002, 0.1, n_topics)[:, None] * totals
    if "variance" in kind:
        expected = rng.gamma(expected / 2, 2)
    if "autocorrelated" in kind:
        rho = float(kind.split()[-1])
        drift = rng.normal(0, 0.3, expected.shape)
        for period in range(1, n_periods):
            drift[:, period] = rho * drift[:, period - 1] + np.sqrt(1 - rho**2) * drift[:, period]
        expected = expected * np.exp(drift)
    return rng.poisson(expected), totals


def draw_planted(kind: str, *, n_topics: int, n_periods: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw topics of 0.5 to 5 % of 1,000 papers a period that do something halfway."""
    middle, places = n_periods // 2, np.arange(n_periods)
    later = np.maximum(0, places - middle)
    shape = {
        "step ×3": np.where(places >= middle, 3.0, 1.0),
        "birth over 3 periods": np.clip((places - middle + 0.5) / 3, 0, 1),
        "burst ×3 for 8 periods": np.where((later < 8) & (places >= middle), 3.0, 1.0),
        "growth from the middle": np.exp(np.log(5) * later / (n_periods - middle)),
        "growth throughout": np.exp(np.log(5) * places / n_periods),
    }[kind]
    expected = np.geomspace(0.005, 0.05, n_topics)[:, None] * 1_000 * shape
    return np.random.default_rng(seed).poisson(expected), np.full(n_periods, 1_000.0)


def judge(series: Series, *, n_topics: int) -> dict[str, float]:
    """Return the fraction of topics with each event, and how near to the middle onsets are."""
    onsets = find_onsets(series)
    known = onsets.drop_nulls("onset")
    periods = series.table["period"].unique().sort()
    middle = len(periods) // 2
    place = periods.search_sorted(known["onset"]).cast(pl.Int64)
    low, high = (periods.search_sorted(known[name]).cast(pl.Int64) for name in ("onset_low", "onset_high"))
    return {
        "burst": find_bursts(series)["topic"].n_unique() / n_topics,
        "change": find_changes(series)["topic"].n_unique() / n_topics,
        "onset": known.height / n_topics,
        "half_life": onsets["half_life"].count() / n_topics,
        "onset_within_two": float(((place - middle).abs() <= 2).mean() or 0),
        "onset_in_interval": float(((low <= middle) & (middle <= high)).mean() or 0),
    }


def measure_speed(*, n_topics: int = 1_000, n_periods: int = 240) -> dict[str, float]:
    """Return the CPU seconds of each step, the second time it runs."""
    counts, totals = draw_flat("variance 3 × mean", n_topics=n_topics, n_periods=n_periods, seed=0)
    counts[::3] = (counts[::3] * np.linspace(0.2, 2, n_periods)).astype(np.int64)
    series = lay(counts, totals, every="month")
    growth, bursts, onsets = estimate_growth(series), find_bursts(series), find_onsets(series)
    steps = {
        "bursts": lambda: find_bursts(series),
        "changes": lambda: find_changes(series),
        "onsets": lambda: find_onsets(series),
        "classes": lambda: classify(series, growth, bursts=bursts, onsets=onsets),
    }
    seconds = {}
    for name, step in steps.items():
        began = time.process_time()
        step()
        seconds[name] = time.process_time() - began
    return seconds


@click.command()
@click.option("--n-topics", type=int, default=400, show_default=True)
@click.option("--results", type=click.Path(path_type=Path), default=HERE / "events.json", show_default=True)
def main(n_topics: int, results: Path) -> None:
    """Measure all and keep it."""
    rows: list[dict[str, Any]] = []
    for n_periods, every in LENGTHS.items():
        for kind in FLAT + PLANTED:
            drawn = (draw_flat if kind in FLAT else draw_planted)(kind, n_topics=n_topics, n_periods=n_periods, seed=n_periods)
            found = judge(lay(*drawn, every=every), n_topics=n_topics)
            rows.append({"n_periods": n_periods, "every": every, "kind": kind} | {k: round(v, 4) for k, v in found.items()})
            print(json.dumps(rows[-1], ensure_ascii=False), flush=True)
    speed = measure_speed()
    print(speed)
    results.write_text(json.dumps({"speed": speed, "events": rows}, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
