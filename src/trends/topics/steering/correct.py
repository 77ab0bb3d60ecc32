"""Apply corrections by hand to the topics of a fit, also where their labels have changed since."""

from collections.abc import Callable, Collection, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.data import OUTLIER
from trends.errors import ConfigError
from trends.topics.groups import by_size
from trends.topics.steering.corrections import CORRECTIONS_FILE, Correction, Drop, Merge, Split
from trends.topics.steering.memory import Memory, Remembered, Rows, find_same, find_topic, recall, remember

Splitter = Callable[[Rows, int | tuple[str, ...]], Mapping[str, Rows]]

CORRECTED_SCHEMA: Final = pl.Schema({"correction": pl.String, "applied": pl.Boolean, "message": pl.String})

_N_SHOWN: Final = 10
_NO_PAPERS: Final[Rows] = np.empty(0, dtype=np.int64)


class Corrected(NamedTuple):
    """Topics after corrections.

    Attributes
    ----------
    groups
        int64 (n_papers,), topic 0 … n − 1 by falling size, `OUTLIER` for none.
    labels
        A label per topic, all different.
    dropped
        bool (n_papers,), papers whose topic was dropped.
    memory
        What to hand in at the next fit; columns of `MEMORY_SCHEMA`.
    report
        A row per correction, in order, columns of `CORRECTED_SCHEMA`: whether it was ``applied``, and a ``message``: why not,
        or which of its topics have another label now or are gone; else empty.
    """

    groups: Rows
    labels: list[str]
    dropped: NDArray[np.bool_]
    memory: pl.DataFrame
    report: pl.DataFrame


def apply_corrections(
    groups: Rows,
    corrections: Sequence[Correction],
    *,
    labels: Sequence[str],
    ids: pl.Series,
    split: Splitter,
    memory: pl.DataFrame | None = None,
) -> Corrected:
    """Apply corrections from the first to the last, each to what those before it have left.

    A topic is found by the papers that it had when the correction was last applied, else by its label (see `find_topic`). A
    merge goes on with one of its topics alone: a new fit may find them as one.

    Parameters
    ----------
    groups
        int64 (n_papers,), topic 0 … n − 1 or `OUTLIER`.
    corrections
        What `read_corrections` returns.
    labels
        A label per topic, all different.
    ids
        Ids of the papers, in row order.
    split
        Rows of the papers of a topic, and phrases or a number of parts, to the rows of each part by its label.
    memory
        `Corrected.memory` of the last fit; None at the first.

    Raises
    ------
    ConfigError
        Where a correction names a topic that is not there and never was.
    """
    topics = {label: np.flatnonzero(groups == topic) for topic, label in enumerate(labels)}
    past = Memory({}, np.zeros(len(groups), dtype=bool)) if memory is None else recall(memory, ids=ids)
    kept: Remembered = {}
    dropped = np.zeros(len(groups), dtype=bool)
    rows = []
    for number, correction in enumerate(corrections, start=1):
        found = _find_all(correction, topics=topics, past=past, number=number)
        taken = {label for label in found.values() if label is not None}
        papers = np.sort(np.concatenate([_NO_PAPERS, *(topics[label] for label in taken)]))
        made = _make(correction, papers, split=split) if taken else {}
        problem = _find_problem(made, correction=correction, taken=taken, others=topics.keys() - taken)
        kept |= _keep(correction, found=found, made=made, topics=topics, past=past)
        rows.append((str(correction), problem is None, problem or _describe(found)))
        if problem is None:
            topics = {label: rows for label, rows in topics.items() if label not in taken} | dict(made)
            dropped[papers] |= isinstance(correction, Drop)
    corrected, names = _number(topics, n_papers=len(groups))
    report = pl.DataFrame(rows, schema=CORRECTED_SCHEMA, orient="row")
    return Corrected(corrected, names, dropped, remember(kept, ids=ids), report)


def _find_all(correction: Correction, *, topics: Mapping[str, Rows], past: Memory, number: int) -> dict[str, str | None]:
    """Find the label that each topic of a correction has now, None for one that is gone."""
    text = str(correction)
    found = {name: find_topic(name, correction=text, topics=topics, memory=past) for name in correction.names}
    once = {name for _, name in past.topics}
    for name, label in found.items():
        if label is None and name not in once:
            known = _list_nearest(name, topics)
            raise ConfigError(f"{CORRECTIONS_FILE}, correction {number}: no topic is named {name!r}, there are {known}")
    if isinstance(correction, Merge) and not any(found.values()):
        found[correction.to] = find_same(past.topics.get((text, correction.to)), topics=topics, known=past.known)
    return found


def _make(correction: Correction, papers: Rows, *, split: Splitter) -> Mapping[str, Rows]:
    """Return the topics that a correction makes of papers."""
    if isinstance(correction, Split):
        return split(papers, correction.into)
    return {} if isinstance(correction, Drop) else {correction.to: papers}


def _find_problem(
    made: Mapping[str, Rows], *, correction: Correction, taken: Collection[str], others: Collection[str]
) -> str | None:
    """Say why a correction cannot be applied, None where it can."""
    if not taken:
        return f"{_quote(correction.names)} is no longer there"
    if isinstance(correction, Split) and len(made) < 2:
        return "it has too few papers for so many parts"
    empty = [label for label, papers in made.items() if not len(papers)]
    if empty:
        return f"none of its papers fits {_quote(empty)}"
    clash = [label for label in made if label in others]
    if clash:
        return f"another topic is named {_quote(clash)}: merge them, or choose another name"
    return None


def _keep(
    correction: Correction,
    *,
    found: Mapping[str, str | None],
    made: Mapping[str, Rows],
    topics: Mapping[str, Rows],
    past: Memory,
) -> Remembered:
    """Return what to remember: the topics that it names as they are now, or once were, and what a merge makes."""
    text = str(correction)
    old = {key: papers for key, papers in past.topics.items() if key[0] == text}
    now = {(text, name): topics[label] for name, label in found.items() if label is not None}
    merged = {(text, label): papers for label, papers in made.items() if isinstance(correction, Merge)}
    return old | now | merged


def _number(topics: Mapping[str, Rows], *, n_papers: int) -> tuple[Rows, list[str]]:
    """Return a topic per paper, numbered by falling size, and the labels in that order."""
    groups = np.full(n_papers, OUTLIER, dtype=np.int64)
    for topic, papers in enumerate(topics.values()):
        groups[papers] = topic
    numbered = by_size(groups)
    return numbered, sorted(topics, key=lambda label: int(numbered[topics[label][0]]))


def _describe(found: Mapping[str, str | None]) -> str:
    moved = [f"{_quote([name])} is now {_quote([label])}" for name, label in found.items() if label not in (None, name)]
    gone = [f"{_quote([name])} is no longer there" for name, label in found.items() if label is None]
    return ", ".join(moved + gone)


def _list_nearest(name: str, labels: Collection[str]) -> str:
    """List labels, those most like the name first."""
    nearest = sorted(labels, key=lambda label: -SequenceMatcher(None, name.lower(), label.lower()).ratio())
    more = f" and {len(nearest) - _N_SHOWN} more" if len(nearest) > _N_SHOWN else ""
    return _quote(nearest[:_N_SHOWN]) + more if nearest else "none"


def _quote(names: Collection[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
