"""All that a series tells of its topics, a table for each question."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.data import Corpus, Layers, Series, Tree
from trends.stats.events.bursts import find_bursts
from trends.stats.events.changes import find_changes
from trends.stats.events.classes import classify
from trends.stats.events.emergence import score_emergence
from trends.stats.events.onset import find_onsets
from trends.stats.field.surroundings import survey
from trends.stats.forecasting.outlook import look_ahead
from trends.stats.growth.agreement import compare_strata
from trends.stats.growth.concentration import locate_changes
from trends.stats.growth.nodes import measure_nodes, take_topics

TABLES: Final = (
    *("growth", "agreement", "concentration", "nodes"),
    *("field", "regions", "region_papers", "forecast"),
    *("bursts", "changes", "onsets", "classes", "emergence"),
)


def measure(
    series: Series,
    *,
    finer: Sequence[Series],
    layers: Layers,
    tree: Tree,
    corpus: Corpus,
    matrix: NDArray[np.float32],
) -> dict[str, pl.DataFrame]:
    """Work out each of `TABLES`, by name.

    Parameters
    ----------
    series
        Counts of the topics of the chosen layer.
    finer
        Counts of the topics of each finer layer, in the same periods and strata.
    layers, tree, corpus
        What was counted.
    matrix
        The vectors of the papers (n_papers, n_dims), rows of unit length.
    """
    topics = layers.topics[layers.chosen]

    def grow() -> dict[str, pl.DataFrame]:
        nodes = measure_nodes(series, tree, layers=layers, finer=finer)
        growth = take_topics(nodes, layer=layers.chosen)
        places = {
            "agreement": compare_strata(series, growth),
            "concentration": locate_changes(series, growth, topics=topics, corpus=corpus),
        }
        return {"nodes": nodes, "growth": growth, **places}

    def look_around() -> dict[str, pl.DataFrame]:
        around = survey(matrix, corpus, series=series, topics=topics)
        regions = {"field": around.field, "regions": around.regions, "region_papers": around.region_papers}
        events = {"bursts": find_bursts(series), "changes": find_changes(series), "onsets": find_onsets(series)}
        return {**regions, **events, "forecast": look_ahead(series, guide=around.guide)}

    with ThreadPoolExecutor(max_workers=2) as pool:  # about half of the work each, and numpy leaves Python's lock
        growing, around = pool.submit(grow), pool.submit(look_around)
        tables = growing.result() | around.result()
    growth = tables["growth"]
    classes = classify(series, growth, bursts=tables["bursts"], onsets=tables["onsets"])
    emergence = score_emergence(series, growth, members=topics.members, corpus=corpus)
    return {**tables, "classes": classes, "emergence": emergence}
