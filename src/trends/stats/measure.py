"""All that a series tells of its topics, a table for each question."""

from typing import Final

import polars as pl

from trends.data import Corpus, Series, Topics
from trends.stats.events.bursts import find_bursts
from trends.stats.events.changes import find_changes
from trends.stats.events.classes import classify
from trends.stats.events.emergence import score_emergence
from trends.stats.events.onset import find_onsets
from trends.stats.growth.estimate import estimate_growth

TABLES: Final = ("growth", "bursts", "changes", "onsets", "classes", "emergence")


def measure(series: Series, *, topics: Topics, corpus: Corpus) -> dict[str, pl.DataFrame]:
    """Work out each of `TABLES`, by name."""
    growth, bursts, onsets = estimate_growth(series), find_bursts(series), find_onsets(series)
    return {
        "growth": growth,
        "bursts": bursts,
        "changes": find_changes(series),
        "onsets": onsets,
        "classes": classify(series, growth, bursts=bursts, onsets=onsets),
        "emergence": score_emergence(series, growth, members=topics.members, corpus=corpus),
    }
