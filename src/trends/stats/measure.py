"""All that a series tells of its topics, a table for each question."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from trends.data import Corpus, Layers, Series, Tree
from trends.stats.events.bursts import find_bursts
from trends.stats.events.changes import find_changes
from trends.stats.events.classes import classify
from trends.stats.events.emergence import score_emergence
from trends.stats.events.onset import find_onsets
from trends.stats.growth.agreement import compare_strata
from trends.stats.growth.estimate import estimate_growth
from trends.stats.growth.nodes import measure_nodes

TABLES: Final = ("growth", "agreement", "nodes", "bursts", "changes", "onsets", "classes", "emergence")


def measure(series: Series, *, finer: Sequence[Series], layers: Layers, tree: Tree, corpus: Corpus) -> dict[str, pl.DataFrame]:
    """Work out each of `TABLES`, by name.

    Parameters
    ----------
    series
        Counts of the topics of the chosen layer.
    finer
        Counts of the topics of each finer layer, in the same periods and strata.
    layers, tree, corpus
        What was counted.
    """
    growth, bursts, onsets = estimate_growth(series), find_bursts(series), find_onsets(series)
    return {
        "growth": growth,
        "agreement": compare_strata(series, growth),
        "nodes": measure_nodes(series, tree, layers=layers, finer=finer),
        "bursts": bursts,
        "changes": find_changes(series),
        "onsets": onsets,
        "classes": classify(series, growth, bursts=bursts, onsets=onsets),
        "emergence": score_emergence(series, growth, members=layers.topics[layers.chosen].members, corpus=corpus),
    }
