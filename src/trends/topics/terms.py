"""Terms of topics: class-based tf-idf over phrases, re-ranked by meaning, without parts of one another."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from trends.topics.acronyms import spell_out
from trends.topics.phrases import PhraseCounts

Encode = Callable[[Sequence[str]], NDArray[np.float32]]

_N_CANDIDATES = 40
_MIN_COVER = 0.1
_SMALL = 15
_SAME_PAPERS = 0.5
_PHRASE_BONUS = 2.5


class Term(NamedTuple):
    """A phrase of a topic, as most papers write it; its weight (≥ 0, comparable inside a topic); the share that uses it."""

    term: str
    weight: float
    cover: float


def group_counts(counts: PhraseCounts, *, groups: Sequence[NDArray[np.int64]]) -> csr_matrix:
    """Count for each group, given as rows of papers, how many of them use each phrase: (n_groups, n_phrases)."""
    row = np.concatenate([np.full(len(papers), group) for group, papers in enumerate(groups)])
    chosen = csr_matrix(
        (np.ones(len(row), dtype=np.float32), (row, np.concatenate(groups))), shape=(len(groups), counts.matrix.shape[0])
    )
    return chosen @ counts.matrix


def rank_terms(
    counts: PhraseCounts,
    *,
    groups: Sequence[NDArray[np.int64]],
    centroids: NDArray[np.float32],
    encode: Encode | None,
    n_terms: int,
) -> list[list[Term]]:
    """Rank the phrases that tell each group of papers from the others.

    Parameters
    ----------
    counts
        Phrases of all papers.
    groups
        For each group the rows of its papers; groups may overlap (a node of a tree and its children).
    centroids
        float32 (n_groups, n_dims), unit length, in the space of `encode`.
    encode
        Texts to unit vectors, for the similarity of a phrase to the group; None weighs phrases by their papers alone.
    n_terms
        At most so many terms per group.

    Returns
    -------
    Terms of each group, best first; none for a group that shares no phrase.

    Notes
    -----
    Weight = share of the group's papers that use the phrase × log(1 + n_papers / papers that use it) × √(share of the
    phrase's papers that are in the group) × cosine to the centroid, and 2.5 times that for phrases of several words:
    class-based tf-idf (Grootendorst 2022, "BERTopic", equation 1) on papers instead of occurrences, so that one paper
    that repeats its own invention does not name a topic; the cosine follows KeyBERT (Grootendorst 2020).
    """
    if not groups:
        return []
    used = group_counts(counts, groups=groups)
    sizes = np.array([len(papers) for papers in groups])
    everywhere = np.asarray(counts.matrix.sum(axis=0)).ravel()
    rarity = np.log1p(counts.matrix.shape[0] / np.maximum(everywhere, 1))
    candidates = []
    for group in range(len(groups)):
        row = used.getrow(group)
        cover = row.data / sizes[group]
        own = row.data / everywhere[row.indices]
        weight = cover * rarity[row.indices] * np.sqrt(own) * _length_bonus(counts, columns=row.indices)
        fit = (row.data >= (2 if sizes[group] < _SMALL else 3)) & (cover >= _MIN_COVER)
        order = np.lexsort((row.indices, -weight))
        best = [int(i) for i in order if fit[i]][:_N_CANDIDATES]
        candidates.append([(int(row.indices[i]), float(weight[i]), float(row.data[i])) for i in best])
    similarity = _similarities(counts, candidates=candidates, centroids=centroids, encode=encode)
    ranked = []
    for group, found in enumerate(candidates):
        scored = [(column, weight * similarity[group][column], n) for column, weight, n in found]
        scored.sort(key=lambda entry: (-entry[1], entry[0]))
        chosen = _without_parts(counts, scored=scored)[:n_terms]
        ranked.append([Term(counts.surface[column], weight, n / sizes[group]) for column, weight, n in chosen])
    return ranked


def _length_bonus(counts: PhraseCounts, *, columns: NDArray[np.int32]) -> NDArray[np.float64]:
    """Prefer two- and three-word phrases: they name things, single words hint at them."""
    return np.array([_PHRASE_BONUS if " " in counts.phrases[i] else 1.0 for i in columns])


def _similarities(
    counts: PhraseCounts,
    *,
    candidates: list[list[tuple[int, float, float]]],
    centroids: NDArray[np.float32],
    encode: Encode | None,
) -> list[dict[int, float]]:
    columns = sorted({column for found in candidates for column, _, _ in found})
    if not columns or encode is None:
        return [dict.fromkeys((column for column, _, _ in found), 1.0) for found in candidates]
    place = {column: i for i, column in enumerate(columns)}
    vectors = encode([counts.surface[column] for column in columns])
    return [
        {column: max(float(vectors[place[column]] @ centroid), 0.05) for column, _, _ in found}
        for found, centroid in zip(candidates, centroids, strict=True)
    ]


def _without_parts(counts: PhraseCounts, *, scored: list[tuple[int, float, float]]) -> list[tuple[int, float, float]]:
    """Keep one of `OOD detection`, `out-of-distribution detection`, `detection`: the whole where papers do use it."""
    kept: list[tuple[int, float, float]] = []
    for column, weight, n in scored:
        words = _words(counts, column)
        clash = next((i for i, other in enumerate(kept) if _overlap(words, _words(counts, other[0]))), None)
        if clash is None:
            kept.append((column, weight, n))
            continue
        other, other_weight, other_n = kept[clash]
        whole = len(words) > len(_words(counts, other)) and _n_words(counts, column) > _n_words(counts, other)
        if whole and n >= _SAME_PAPERS * other_n:
            kept[clash] = (column, max(weight, other_weight), n)
    return list({entry[0]: entry for entry in kept}.values())


def _n_words(counts: PhraseCounts, column: int) -> int:
    return counts.phrases[column].count(" ") + 1


def _words(counts: PhraseCounts, column: int) -> list[str]:
    return spell_out(counts.phrases[column], acronyms=counts.acronyms)


def _overlap(words: list[str], others: list[str]) -> bool:
    """Say whether one phrase stands inside the other."""
    short, long = sorted((words, others), key=len)
    return any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1))
