"""Terms of topics: class-based tf-idf over phrases, re-ranked by meaning, without parts of one another."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from trends.topics.names.acronyms import spell_out
from trends.topics.names.phrases import PhraseCounts

Encode = Callable[[Sequence[str]], NDArray[np.float32]]

_N_COUNTED: Final = 60
_N_ENCODED: Final = 20
_MIN_COVER: Final = 0.02
_SMALL: Final = 15
_SAME_PAPERS: Final = 0.5
_PHRASE_BONUS: Final = 2.5
_BARE_END: Final = 0.5
_LEAST_SIMILAR: Final = 0.05
_RELEVANCE: Final = 0.7
_BARE_ENDS: Final = frozenset(
    {"benchmark", "corpus", "data", "dataset", "metric", "performance", "quality", "sample", "score", "setting", "task"}
)


class Term(NamedTuple):
    """A phrase of a topic, as papers write it; its weight (≥ 0, comparable inside a topic); the share that uses it."""

    term: str
    weight: float
    cover: float


class _Candidate(NamedTuple):
    column: int
    weight: float
    n_papers: int
    words: list[str]


def group_counts(counts: PhraseCounts, *, groups: Sequence[NDArray[np.int64]]) -> csr_matrix:
    """Count for each group, given as rows of papers, how many of them use each phrase: (n_groups, n_phrases)."""
    row = np.repeat(np.arange(len(groups)), [len(papers) for papers in groups])
    column = np.concatenate(groups)
    shape = (len(groups), counts.matrix.shape[0])
    return csr_matrix((np.ones(len(row), dtype=np.float32), (row, column)), shape=shape) @ counts.matrix


def rank_terms(
    counts: PhraseCounts,
    *,
    groups: Sequence[NDArray[np.int64]],
    parents: Sequence[int | None] | None = None,
    centroids: NDArray[np.float32],
    encode: Encode | None,
    n_terms: int,
) -> list[list[Term]]:
    """Rank the phrases that tell each group of papers from its siblings and from all others.

    Parameters
    ----------
    counts
        Phrases of all papers.
    groups
        For each group the rows of its papers; groups may overlap (a node of a tree and its children).
    parents
        For each group the position in `groups` of the group that holds it, None for one that only the corpus holds.
        The siblings of a group are the other papers of its parent. Without parents, all groups are siblings.
    centroids
        float32 (n_groups, n_dims), unit length, in the space of `encode`.
    encode
        Texts to unit vectors, for the similarity of phrases to the group and to each other; at most 20 phrases per group
        are encoded. None weighs phrases by their papers alone.
    n_terms
        At most so many terms per group.

    Returns
    -------
    Terms of each group, best first; none for a group that shares no phrase.

    Notes
    -----
    Weight = share c of the group's papers that use the phrase × log(1 + n_papers / papers that use it) × √(share of the
    phrase's papers that are in the group) × (1 − share of the siblings that use it / c) × cosine to the centroid.
    The first two factors are class-based tf-idf (Grootendorst 2022, "BERTopic", equation 1) on papers instead of
    occurrences, so that one paper that repeats its own invention does not name a topic; the cosine follows KeyBERT
    (Grootendorst 2020). A phrase of several words weighs 2.5 times as much, half of that where it ends in a word like
    ``dataset``. Of phrases that say the same, one is kept. Which of the rest are terms is chosen by maximal marginal
    relevance (Carbonell & Goldstein 1998, λ = 0.7).
    """
    if not groups:
        return []
    used = group_counts(counts, groups=groups)
    weights = _weigh(counts, used=used, groups=groups, parents=parents or [None] * len(groups))
    candidates = [_candidates(counts, papers=used[[i]], weights=weights[i], size=len(group)) for i, group in enumerate(groups)]
    columns = sorted({candidate.column for found in candidates for candidate in found})
    vectors = encode([counts.surface[column] for column in columns]) if encode and columns else None
    place = {column: i for i, column in enumerate(columns)}
    ranked = []
    for group, found in enumerate(candidates):
        chosen = found[:n_terms]
        if vectors is not None and found:
            own = vectors[[place[candidate.column] for candidate in found]]
            chosen = _choose(found, vectors=own, centroid=centroids[group], n_terms=n_terms)
        ranked.append([Term(counts.surface[term.column], term.weight, term.n_papers / len(groups[group])) for term in chosen])
    return ranked


def _weigh(
    counts: PhraseCounts, *, used: csr_matrix, groups: Sequence[NDArray[np.int64]], parents: Sequence[int | None]
) -> list[NDArray[np.float64]]:
    """Weigh the phrases of each group, in the order in which the row of `used` stores them."""
    n_papers = counts.matrix.shape[0]
    everywhere = np.asarray(counts.matrix.sum(axis=0)).ravel()
    fixed = np.log1p(n_papers / np.maximum(everywhere, 1)) * _shape_bonus(counts.phrases)
    weights = []
    for group, parent in enumerate(parents):
        row, size = used[[group]], len(groups[group])
        around = everywhere if parent is None else used[[parent]].toarray().ravel()
        n_others = (n_papers if parent is None else len(groups[parent])) - size
        cover = row.data / size
        beside = (around[row.indices] - row.data) / max(n_others, 1)
        distinct = np.clip(1 - beside / cover, 0, 1)
        weights.append(cover * fixed[row.indices] * np.sqrt(row.data / everywhere[row.indices]) * distinct)
    return weights


def _shape_bonus(phrases: Sequence[str]) -> NDArray[np.float64]:
    """Prefer phrases of several words: they name things, single words hint at them, and datasets of things are not the thing."""
    return np.array(
        [
            1.0 if " " not in phrase else _PHRASE_BONUS * (_BARE_END if phrase.rsplit(" ", 1)[1] in _BARE_ENDS else 1.0)
            for phrase in phrases
        ]
    )


def _candidates(counts: PhraseCounts, *, papers: csr_matrix, weights: NDArray[np.float64], size: int) -> list[_Candidate]:
    """Take the phrases of one group that weigh most, and of those that say the same one."""
    fit = (papers.data >= (2 if size < _SMALL else 3)) & (papers.data >= _MIN_COVER * size) & (weights > 0)
    order = np.lexsort((papers.indices, -weights))
    kept: list[_Candidate] = []
    for i in order[fit[order]][:_N_COUNTED]:
        column = int(papers.indices[i])
        words = spell_out(counts.phrases[column], acronyms=counts.acronyms)
        _keep(kept, _Candidate(column, float(weights[i]), int(papers.data[i]), words))
    return kept[:_N_ENCODED]


def _keep(kept: list[_Candidate], new: _Candidate) -> None:
    """Add a candidate unless it says the same as a better one; a whole takes the place of its parts where papers use it."""
    if any(_inside(new.words, other.words) for other in kept):
        return
    parts = [other for other in kept if _inside(other.words, new.words)]
    if not parts:
        kept.append(new)
    elif new.n_papers >= _SAME_PAPERS * max(part.n_papers for part in parts):
        kept[kept.index(parts[0])] = new._replace(weight=parts[0].weight)
        for part in parts[1:]:
            kept.remove(part)


def _inside(words: list[str], others: list[str]) -> bool:
    return any(others[i : i + len(words)] == words for i in range(len(others) - len(words) + 1))


def _choose(
    found: Sequence[_Candidate], *, vectors: NDArray[np.float32], centroid: NDArray[np.float32], n_terms: int
) -> list[_Candidate]:
    """Weigh candidates by their similarity to the centroid and choose some that differ, best first."""
    weights = np.array([candidate.weight for candidate in found]) * np.maximum(vectors @ centroid, _LEAST_SIMILAR)
    relevance = weights / weights.max()
    alike = np.zeros(len(found))
    free = np.ones(len(found), dtype=bool)
    for _ in range(min(n_terms, len(found))):
        gain = np.where(free, _RELEVANCE * relevance - (1 - _RELEVANCE) * alike, -np.inf)
        best = int(gain.argmax())
        free[best] = False
        alike = np.maximum(alike, vectors @ vectors[best])
    chosen = [found[i]._replace(weight=float(weights[i])) for i in np.flatnonzero(~free).tolist()]
    return sorted(chosen, key=lambda candidate: (-candidate.weight, candidate.column))
