"""Texts to phrases: the one- to four-word phrases that papers use, counted once per paper."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from trends.topics.acronyms import find_acronyms
from trends.topics.stopwords import STOP_WORDS, WEAK_WORDS

_WORD: Final = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|[^\s\w]")
_LONGEST: Final = 4
_MOSTLY: Final = 0.7
_LOWER_CASE_SHARE: Final = 0.1


class PhraseCounts(NamedTuple):
    """Which paper uses which phrase.

    Attributes
    ----------
    matrix
        float32 (n_papers, n_phrases), 1 where the paper uses the phrase.
    phrases
        The phrases in lower case, sorted.
    surface
        How most papers write each phrase: ``LLM unlearning`` for ``llm unlearning``.
    acronyms
        Acronyms and their long forms, both in lower case.
    """

    matrix: csr_matrix
    phrases: list[str]
    surface: list[str]
    acronyms: dict[str, str]


def count_phrases(texts: Sequence[str], *, min_papers: int) -> PhraseCounts:
    """Count the phrases that at least `min_papers` papers use.

    A phrase is a run of up to four words with no punctuation and no stop word between them; a plural counts as its
    singular where the papers use both; one word alone must say something (not ``model``, ``data``); a phrase that
    mostly stands inside one longer phrase (``multimodal large language``) is left out.
    """
    runs = [list(_runs(text)) for text in texts]
    known = _known_words(runs, min_papers=min_papers)
    spelling = _spelling(runs, known=known)
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for paper in runs:
        for phrase, form in _phrases_of(paper, known=known, spelling=spelling).items():
            forms[phrase][form] += 1
    papers = {phrase: seen.total() for phrase, seen in forms.items() if seen.total() >= min_papers}
    phrases = sorted(papers.keys() - _fragments(papers))
    column = {phrase: i for i, phrase in enumerate(phrases)}
    found = [sorted(column[p] for p in _phrases_of(paper, known=known, spelling=spelling) if p in column) for paper in runs]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in found], dtype=np.int64)])
    columns = np.array([i for row in found for i in row], dtype=np.int64)
    matrix = csr_matrix((np.ones(len(columns), dtype=np.float32), columns, starts), shape=(len(texts), len(phrases)))
    surface = [min(forms[phrase], key=lambda form: (-forms[phrase][form], form)) for phrase in phrases]
    return PhraseCounts(matrix, phrases, surface, find_acronyms(texts))


def _fragments(papers: dict[str, int]) -> set[str]:
    """Find phrases of which most uses are uses of one phrase that is a word longer."""
    parts: set[str] = set()
    for phrase, n in papers.items():
        words = phrase.split(" ")
        for part in (" ".join(words[:-1]), " ".join(words[1:])):
            if " " in part and n >= _MOSTLY * papers.get(part, n + n):
                parts.add(part)
    return parts


def _runs(text: str) -> Iterator[list[str]]:
    """Cut a text at punctuation and stop words into runs of words as written."""
    run: list[str] = []
    for word in _WORD.findall(text.replace("’", "'")):
        lower = word.lower()
        if lower in STOP_WORDS or not any(map(str.isalpha, lower)) or len(lower) == 1:
            if run:
                yield run
            run = []
        else:
            run.append(word.removesuffix("'s"))
    if run:
        yield run


def _known_words(runs: Sequence[Sequence[Sequence[str]]], *, min_papers: int) -> dict[str, str]:
    """Map each frequent lower-case word to itself, or to the singular where papers use that more."""
    papers: Counter[str] = Counter()
    for paper in runs:
        papers.update({word.lower() for run in paper for word in run})
    known = {}
    for word, n in papers.items():
        singular = _singular(word)
        n_both = n + papers[singular] if singular != word else n
        if n_both >= min_papers or papers.get(word + "s", 0) + n >= min_papers:
            known[word] = singular if papers[singular] else word
    return known


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _spelling(runs: Sequence[Sequence[Sequence[str]]], *, known: dict[str, str]) -> dict[str, str]:
    """Choose how to write each known word, plurals apart from singulars."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for paper in runs:
        for run in paper:
            for word in run:
                lower = word.lower()
                if lower in known:
                    seen[lower][word] += 1
    return {word: _best_form(word, forms=forms) for word, forms in seen.items()}


def _best_form(word: str, *, forms: Counter[str]) -> str:
    """Write in lower case what papers ever write so; ``LLM``, ``BERTScore`` and ``English`` keep their capitals."""
    if forms[word] >= _LOWER_CASE_SHARE * forms.total():
        return word
    return min(forms, key=lambda form: (-forms[form], form))


def _phrases_of(paper: Sequence[Sequence[str]], *, known: dict[str, str], spelling: dict[str, str]) -> dict[str, str]:
    """Find the phrases of one paper, each with the way in which it is first written there."""
    phrases: dict[str, str] = {}
    for run in paper:
        lowered = [word.lower() for word in run]
        words = [known.get(word, "") for word in lowered]
        for start in range(len(words)):
            for end in range(start + 1, min(start + _LONGEST, len(words)) + 1):
                part = words[start:end]
                if not part[-1]:
                    break
                if len(set(part)) == len(part) and (len(part) > 1 or _singular(part[0]) not in WEAK_WORDS):
                    phrases.setdefault(" ".join(part), " ".join(spelling[word] for word in lowered[start:end]))
    return phrases
