"""Topics that a person asks for by name: found among the topics, or carved out of them."""

from collections.abc import Sequence
from typing import Annotated, Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from trends.data import OUTLIER
from trends.topics.groups import by_size, find_centroids
from trends.topics.names.phrases import PhraseCounts
from trends.topics.names.terms import Encode
from trends.topics.steering.membership import find_far_out, fit_papers
from trends.topics.steering.mentions import find_mentions

Groups = NDArray[np.int64]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

GUIDES_SCHEMA: Final = pl.Schema(
    {
        "label": pl.String,
        "outcome": pl.String,
        "topic": pl.Int64,
        "n_using": pl.Int64,
        "n_wanted": pl.Int64,
        "n_papers": pl.Int64,
        "message": pl.String,
    }
)

_SAME: Final = 0.5
_FEWEST: Final = 5
_MESSAGES: Final = {
    "found": "a topic already was it and has its name",
    "carved": "made of {n_wanted} papers",
    "spread": "no topic is mostly its {n_wanted} papers: set must_exist to make it one",
    "too few": "found {n_wanted} papers, {fewest} are needed",
}


class Guide(BaseModel):
    """A topic to look for.

    Attributes
    ----------
    label
        Its name.
    terms
        Words or phrases of its papers; a word that ends in ``*`` stands for all that begin so; empty takes the label.
    must_exist
        Whether its papers are to be a topic of their own, wherever they lie; without it, a topic that already is it takes the
        name and nothing else changes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: Text
    terms: tuple[Text, ...] = Field(default=())
    must_exist: bool = False


class Guided(NamedTuple):
    """Topics after guidance.

    Attributes
    ----------
    groups
        int64 (n_papers,), topic 0 … n − 1 by falling size, `OUTLIER` for none.
    labels
        Names of the topics that guides found or carved.
    report
        A row per guide, in order, columns of `GUIDES_SCHEMA`: ``outcome`` is ``found`` (a topic already was it), ``carved``
        (made out of others), ``spread`` (no topic of its own, and need not be one) or ``too few``; ``topic`` is null for the
        last two; ``n_using`` papers use its terms, ``n_wanted`` papers belong to it by what they say and mean, ``n_papers``
        are in its topic (null without one); ``message`` says it in a sentence.
    """

    groups: Groups
    labels: dict[int, str]
    report: pl.DataFrame


def apply_guides(
    groups: Groups,
    guides: Sequence[Guide],
    *,
    matrix: NDArray[np.float32],
    counts: PhraseCounts,
    encode: Encode | None,
    min_papers: int,
) -> Guided:
    """Name the topics that are wanted, and carve out those that must exist.

    A topic already is the wanted one where the Jaccard index of their papers is above 0.5, which holds for one at most. A
    topic that must exist has just the wanted papers, at least 5, taken from wherever they are. Another topic that then has
    fewer than `min_papers` left ends, and its papers join the nearest topic that was there before.

    Parameters
    ----------
    groups
        int64 (n_papers,), topic 0 … n − 1 or `OUTLIER`.
    guides
        What to look for; a paper that fits several belongs to the one that it fits best.
    matrix
        float32 (n_papers, n_dims), rows of unit length.
    counts
        Phrases of all papers.
    encode
        Texts to unit vectors in the space of `matrix`; a label then counts as much as the papers that use the terms, and
        where fewer than 5 use them, papers that stand out as similar to it count as such. None goes by words alone.
    min_papers
        Fewest papers of a topic that is not asked for.
    """
    using = find_mentions(counts, terms=[guide.terms or (guide.label,) for guide in guides])
    names = None if encode is None or not guides else encode([guide.label for guide in guides])
    owner = _own(matrix, using=using, names=names)
    carved = [guide.must_exist and (owner == number).sum() >= _FEWEST for number, guide in enumerate(guides)]
    new = int(groups.max(initial=OUTLIER)) + 1 + owner
    guided = np.where(np.isin(owner, np.flatnonzero(carved)), new, groups)
    final = by_size(_end_small(guided, before=groups, matrix=matrix, min_papers=min_papers))
    rows = [
        _account(guide.label, n_using=int(using[number].sum()), wanted=owner == number, carved=carved[number], groups=final)
        for number, guide in enumerate(guides)
    ]
    report = pl.DataFrame(rows, schema=GUIDES_SCHEMA, orient="row")
    return Guided(final, dict(report.drop_nulls("topic").select("topic", "label").iter_rows()), report)


def _own(matrix: NDArray[np.float32], *, using: NDArray[np.bool_], names: NDArray[np.float32] | None) -> Groups:
    """Give each paper to the guide that it fits best, `OUTLIER` where it fits none."""
    fits = np.zeros((len(using) + 1, len(matrix)))  # the last row is that of no guide
    for number, users in enumerate(using):
        name = None if names is None else names[number]
        if name is not None and users.sum() < _FEWEST:
            users = users | find_far_out(matrix, name=name)
        fits[number] = fit_papers(matrix, users=users, name=name)
    return np.where(fits.max(axis=0) > 0, fits.argmax(axis=0), OUTLIER)


def _end_small(groups: Groups, *, before: Groups, matrix: NDArray[np.float32], min_papers: int) -> Groups:
    """Let the papers of a topic that lost too many join the nearest topic that is not carved, if there is one."""
    n_topics = int(groups.max(initial=OUTLIER)) + 1
    n_before = int(before.max(initial=OUTLIER)) + 1
    size = np.bincount(groups[groups != OUTLIER], minlength=n_topics)
    ends = (size < min_papers) & (size < np.bincount(before[before != OUTLIER], minlength=n_topics))
    loose = np.flatnonzero(np.isin(groups, np.flatnonzero(ends)))
    stays = np.flatnonzero(~ends[:n_before] & (size[:n_before] > 0))
    settled = groups.copy()
    settled[loose] = OUTLIER
    if len(loose) and len(stays):
        centroids = find_centroids(matrix, groups=groups)[stays]
        settled[loose] = stays[(matrix[loose] @ centroids.T).argmax(axis=1)]
    return settled


def _account(label: str, *, n_using: int, wanted: NDArray[np.bool_], carved: bool, groups: Groups) -> tuple[object, ...]:
    """Make a guide's row of the report."""
    n_wanted = int(wanted.sum())
    topic = int(groups[wanted][0]) if carved else _same_topic(groups, wanted=wanted)
    if topic is None:
        outcome = "too few" if n_wanted < _FEWEST else "spread"
        n_papers = None
    else:
        outcome = "carved" if carved else "found"
        n_papers = int((groups == topic).sum())
    return label, outcome, topic, n_using, n_wanted, n_papers, _MESSAGES[outcome].format(n_wanted=n_wanted, fewest=_FEWEST)


def _same_topic(groups: Groups, *, wanted: NDArray[np.bool_]) -> int | None:
    """Find the topic whose papers have a Jaccard index above 0.5 with the wanted ones."""
    shared = np.bincount(groups[wanted & (groups != OUTLIER)], minlength=1)
    topic = int(shared.argmax())
    either = wanted.sum() + (groups == topic).sum() - shared[topic]
    return topic if shared[topic] > _SAME * either else None
