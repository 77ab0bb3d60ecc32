"""Which topics hold, in words: how often each came back when topics were found again."""

from typing import Final

import polars as pl

from trends.data import Topics
from trends.data.phrases import counted, percent
from trends.data.topics import FIRM, UNHELD

MARK: Final = UNHELD.strip()


def find_unheld(topics: Topics) -> frozenset[int]:
    """Return the topics that did not come back reliably; those that were not measured are none of them."""
    return frozenset(topics.table.filter(pl.col("stability") < FIRM)["topic"])


def find_unmeasured(topics: Topics) -> frozenset[int]:
    """Return the topics of which nobody knows whether they come back."""
    return frozenset(topics.table.filter(pl.col("stability").is_null())["topic"])


def name_topics(topics: Topics) -> dict[int, str]:
    """Return the label of each topic, once marked where the topic does not hold."""
    unheld = find_unheld(topics)
    labels = topics.table.select("topic", "label").iter_rows()
    return {topic: label.removesuffix(UNHELD) + (UNHELD if topic in unheld else "") for topic, label in labels}


def explain_stability(topics: Topics) -> str:
    """Say how it was measured which topics hold, and what the mark means; empty where no topic was measured."""
    n_runs = topics.table["n_runs"].drop_nulls()
    if n_runs.is_empty():
        return ""
    sentences = [
        f"To see which topics hold, they were found again in {counted(max(n_runs), 'run')}, from other random starts "
        "and in parts of the papers.",
        "A topic's overlap with the most similar one of a run is the part of their papers that both hold; "
        "above a half, the topic came back.",
    ]
    if find_unmeasured(topics):
        sentences.append("A – stands for topics too small to be looked for among these papers: nobody knows whether they hold.")
    if find_unheld(topics):
        sentences.append(
            f"{MARK} marks topics whose overlap is below {percent(FIRM)} on average: another run may put their papers, "
            "and so their rise or fall, into other topics."
        )
    return " ".join(sentences)


def tell_return(*, n_found: int, n_runs: int, stability: float) -> str:
    """Say how often one topic came back."""
    came_back = f"Came back in {n_found:,} of {counted(n_runs, 'run')}, with an overlap of {percent(stability)} on average"
    return f"{came_back}." if stability >= FIRM else f"{came_back}: not reliably ({MARK})."
