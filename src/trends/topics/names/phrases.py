"""Texts to phrases: the one- to four-word phrases that papers use, counted once per paper."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from trends.topics.names.acronyms import find_acronyms, join_acronyms
from trends.topics.names.stopwords import WEAK_WORDS
from trends.topics.names.words import BREAK, Words, read_words, singular

_LONGEST: Final = 4
_MOSTLY: Final = 0.7
_COMPLETE: Final = 0.4
_NO_ADVERBS: Final = frozenset({"anomaly", "assembly", "butterfly", "elderly", "family", "monopoly", "supply"})
_NO_PARTICIPLES: Final = frozenset({"hundred", "testbed", "united"})


class PhraseCounts(NamedTuple):
    """Which paper uses which phrase.

    Attributes
    ----------
    matrix
        float32 (n_papers, n_phrases), 1 where the paper uses the phrase.
    phrases
        The phrases in lower case and singular, sorted. A phrase and the same with an acronym are one, named by the form
        that more papers use.
    surface
        How papers write each phrase: ``LLM unlearning``, ``out-of-distribution (OOD) detection``.
    acronyms
        Acronyms and their long forms, both in lower case.
    """

    matrix: csr_matrix
    phrases: list[str]
    surface: list[str]
    acronyms: dict[str, str]


class _Grams(NamedTuple):
    """Phrases of one length that enough papers use.

    `at` says which phrase starts at each place (−1: none), `words` (n_grams, length) of which words it is made, `parts`
    (n_grams, 2) which phrases one word shorter it begins and ends with, `matrix` which papers use it.
    """

    at: NDArray[np.int32]
    words: NDArray[np.int64]
    parts: NDArray[np.int64]
    matrix: csr_matrix


def count_phrases(texts: Sequence[str], *, min_papers: int | None = None) -> PhraseCounts:
    """Count the phrases that at least `min_papers` papers use.

    A phrase is a run of up to four words with no punctuation and no stop word between them. Left out are: a word that
    says nothing alone (``model``, ``data``); what hardly ever ends a run (``graph neural``, ``pre-trained language``);
    what mostly stands inside one longer phrase (``multimodal large language``).

    Parameters
    ----------
    texts
        One per paper.
    min_papers
        A rarer phrase is left out; None takes 2, and one more for every 4,000 papers.
    """
    min_papers = min_papers or 2 + len(texts) // 4000
    words = read_words(texts)
    grams = _count_words(words, n_papers=len(texts), min_papers=min_papers)
    matrices, written = [csr_matrix((len(texts), 0), dtype=np.float32)], []
    for _ in range(_LONGEST):
        longer = _lengthen(grams, words=words, min_papers=min_papers)
        kept = _choose(grams, longer=longer, words=words)
        matrices.append(grams.matrix[:, kept])
        written += _write(grams, kept=kept, words=words)
        grams = longer
    spelling = dict(zip(words.names, words.spelling, strict=True))
    introduced = find_acronyms(texts, min_papers=min_papers)
    acronyms = {short: long for short, long in introduced.items() if spelling.get(short, (short,))[0] != short}
    joined = join_acronyms(hstack(matrices, format="csr"), written=written, acronyms=acronyms)
    return PhraseCounts(*joined, acronyms)


def _count_words(words: Words, *, n_papers: int, min_papers: int) -> _Grams:
    places = np.flatnonzero(words.codes != BREAK)
    values, at, matrix = _number(words.codes[places], places=places, words=words, n_papers=n_papers, min_papers=min_papers)
    return _Grams(at, values[:, None].astype(np.int64), np.empty((len(values), 0), dtype=np.int64), matrix)


def _lengthen(grams: _Grams, *, words: Words, min_papers: int) -> _Grams:
    """Find the phrases one word longer: where one frequent phrase starts a word after another and both overlap."""
    n_grams, n_papers = len(grams.words), grams.matrix.shape[0]
    places = np.flatnonzero((grams.at[:-1] >= 0) & (grams.at[1:] >= 0))
    first, second = grams.at[places].astype(np.int64), grams.at[places + 1]
    repeats = (grams.words[first] == grams.words[second, -1:]).any(axis=1)
    places, keys = places[~repeats], (first * n_grams + second)[~repeats]
    values, at, matrix = _number(keys, places=places, words=words, n_papers=n_papers, min_papers=min_papers)
    parts = np.stack(np.divmod(values, max(n_grams, 1)), axis=1)
    made_of = np.hstack([grams.words[parts[:, 0]], grams.words[parts[:, 1], -1:]])
    return _Grams(at, made_of, parts, matrix)


def _number(
    keys: NDArray[np.integer], *, places: NDArray[np.int64], words: Words, n_papers: int, min_papers: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], csr_matrix]:
    """Number the keys that enough papers have: their values, which one stands at each place, which papers have them."""
    values, which = np.unique(keys, return_inverse=True)
    ones = np.ones(len(places), dtype=np.float32)
    matrix = csr_matrix((ones, (words.papers[places], which)), shape=(n_papers, len(values)))
    matrix.data[:] = 1
    often = np.bincount(matrix.indices, minlength=len(values)) >= min_papers
    at = np.full(len(words.codes), -1, dtype=np.int32)
    at[places] = np.where(often, np.cumsum(often) - 1, -1)[which]
    return values[often], at, matrix[:, np.flatnonzero(often)]


def _choose(grams: _Grams, *, longer: _Grams, words: Words) -> NDArray[np.int64]:
    """Choose the phrases that say something by themselves."""
    kept = _is_complete(grams, words=words)
    kept &= np.array([_is_noun_like(words.names[word]) for word in grams.words[:, -1]], dtype=bool)
    if grams.words.shape[1] == 1:
        kept &= np.array([singular(words.names[word]) not in WEAK_WORDS for word in grams.words[:, 0]], dtype=bool)
    else:
        papers = np.bincount(grams.matrix.indices, minlength=len(grams.words))
        around = np.bincount(longer.matrix.indices, minlength=len(longer.words))
        for part in longer.parts.T:
            kept[part[around >= _MOSTLY * papers[part]]] = False
    return np.flatnonzero(kept)


def _is_noun_like(word: str) -> bool:
    """Say whether a phrase may end in a word: not in an adverb (``jointly``) or a participle (``annotated``)."""
    adverb = word.endswith("ly") and len(word) > 5 and word not in _NO_ADVERBS
    participle = word.endswith("ed") and len(word) > 5 and not word.endswith("eed") and word not in _NO_PARTICIPLES
    return not adverb and not participle


def _is_complete(grams: _Grams, *, words: Words) -> NDArray[np.bool_]:
    """Say which phrases end a run of words at least 0.4 times as often as any word does; in doubt they do."""
    ends = np.append(words.codes[1:] == BREAK, True)[: len(words.codes)]
    is_word = words.codes != BREAK
    usual = int((ends & is_word).sum()) / max(int(is_word.sum()), 1)
    places = np.flatnonzero(grams.at >= 0)
    n_times = np.bincount(grams.at[places], minlength=len(grams.words))
    n_ends = np.bincount(grams.at[places], weights=ends[places + grams.words.shape[1] - 1], minlength=len(grams.words))
    return np.asarray(n_ends + 1 >= _COMPLETE * usual * n_times)


def _write(grams: _Grams, *, kept: NDArray[np.int64], words: Words) -> list[tuple[str, str]]:
    """Return each phrase in lower case and singular, and as papers write it: in the plural where most of them do."""
    places = np.flatnonzero(grams.at >= 0)
    which = grams.at[places]
    times = np.bincount(which, minlength=len(grams.words))
    plural = [
        2 * np.bincount(which, weights=words.plural[places + slot], minlength=len(grams.words)) > times
        for slot in range(grams.words.shape[1])
    ]
    written = []
    for gram in kept:
        spelled = [words.spelling[word][int(plural[slot][gram])] for slot, word in enumerate(grams.words[gram])]
        written.append((" ".join(words.names[word] for word in grams.words[gram]), " ".join(spelled)))
    return written
