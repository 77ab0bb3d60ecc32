"""Acronyms as the papers introduce them: "out-of-distribution (OOD) detection"."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl
from scipy.sparse import csr_matrix

from trends.topics.names.words import singular

_INTRODUCED: Final = r"(?:[\p{L}\p{N}][\p{L}\p{N}'-]* ){1,8}\([A-Z][\p{L}\p{N}-]*[A-Z]s?\)"
_AGREED: Final = 2 / 3
_OFTEN: Final = 0.2
_SELDOM: Final = 0.25


def find_acronyms(texts: Sequence[str], *, min_papers: int) -> dict[str, str]:
    """Map each acronym, in lower case, to the long form that papers introduce it with, in lower case and singular.

    An acronym is left out where fewer than `min_papers` papers introduce it so, or fewer than two of three that
    introduce it: it then says different things.

    Notes
    -----
    Schwartz & Hearst 2003, "A simple algorithm for identifying abbreviation definitions in biomedical text": the
    shortest run of words before the parenthesis whose letters hold those of the acronym in order, the first one at the
    start of a word. Initials are tried first.
    """
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for found in pl.Series(texts, dtype=pl.String).str.extract_all(_INTRODUCED).to_list():
        for words, acronym in {_split(text) for text in found}:
            long = _long_form(words, acronym=acronym)
            if long:
                seen[acronym][long] += 1
    agreed = ((acronym, _agree(forms, min_papers=min_papers)) for acronym, forms in sorted(seen.items()))
    return {acronym: long for acronym, long in agreed if long}


def _agree(forms: Counter[str], *, min_papers: int) -> str | None:
    """Return the most frequent spelling of the long form that two of three papers mean, hyphens aside."""
    meant: Counter[str] = Counter()
    for form, n in forms.items():
        meant[form.replace("-", " ")] += n
    best = min(meant, key=lambda form: (-meant[form], form))
    if meant[best] < max(min_papers, _AGREED * forms.total()):
        return None
    return min((form for form in forms if form.replace("-", " ") == best), key=lambda form: (-forms[form], form))


def spell_out(phrase: str, *, acronyms: dict[str, str]) -> list[str]:
    """Split a phrase into lower-case singular words, hyphens and acronyms resolved."""
    words = []
    for word in phrase.lower().split():
        words += re.split(r"[\s-]", acronyms.get(singular(word), acronyms.get(word, word)))
    return [singular(word) for word in words]


def join_acronyms(
    matrix: csr_matrix, *, written: Sequence[tuple[str, str]], acronyms: dict[str, str]
) -> tuple[csr_matrix, list[str], list[str]]:
    """Make one phrase of those that say the same, spelled out or with an acronym, and sort them.

    Parameters
    ----------
    matrix
        (n_papers, n_phrases), 1 where the paper uses the phrase.
    written
        Each phrase in lower case, and as papers write it.

    Returns
    -------
    The matrix with joined columns, their names in lower case and as written. The long form is shown, with the acronym
    where at least one in five papers writes that: ``out-of-distribution (OOD) detection``; the short form alone where
    fewer than a quarter spell it out: ``LLM unlearning``.
    """
    alike: dict[str, list[int]] = defaultdict(list)
    for column, (name, _) in enumerate(written):
        alike[" ".join(spell_out(name, acronyms=acronyms))].append(column)
    papers = np.bincount(matrix.indices, minlength=len(written))
    entries = []
    for columns in alike.values():
        columns.sort(key=lambda column: (-papers[column], written[column]))
        shown = _show([(written[column][1], int(papers[column])) for column in columns], acronyms=acronyms)
        entries.append((written[columns[0]][0], shown, columns))
    entries.sort()
    rows = [column for _, _, columns in entries for column in columns]
    targets = np.repeat(np.arange(len(entries)), [len(columns) for _, _, columns in entries])
    join = csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, targets)), shape=(len(written), len(entries)))
    joined = (matrix @ join).sign()
    joined.sort_indices()
    return joined, [name for name, _, _ in entries], [shown for _, shown, _ in entries]


def _show(forms: Sequence[tuple[str, int]], *, acronyms: dict[str, str]) -> str:
    """Choose how to write a phrase from its forms, most used first, and their papers."""
    n_papers = sum(n for _, n in forms)
    short = [(form, n) for form, n in forms if any(singular(word) in acronyms for word in form.lower().split())]
    long = [entry for entry in forms if entry not in short]
    n_long = sum(n for _, n in long)
    if not long or n_long < _SELDOM * n_papers:
        return forms[0][0]
    if n_papers - n_long < _OFTEN * n_papers:
        return long[0][0]
    return _with_acronym(long[0][0], short=short[0][0], acronyms=acronyms)


def _with_acronym(long: str, *, short: str, acronyms: dict[str, str]) -> str:
    """Put the acronym of the short form behind the words of the long form that it stands for."""
    acronym = next(word for word in short.split() if singular(word.lower()) in acronyms)
    target = spell_out(acronym, acronyms=acronyms)
    words = long.split()
    for end in range(1, len(words) + 1):
        if spell_out(" ".join(words[:end]), acronyms={})[-len(target) :] == target:
            return " ".join([*words[:end], f"({acronym})", *words[end:]])
    return long


def _split(introduced: str) -> tuple[str, str]:
    """Split ``Large Language Models (LLMs)`` into the words before the parenthesis and the acronym, in lower case."""
    words, acronym = introduced.removesuffix(")").rsplit(" (", 1)
    return words.lower(), acronym.removesuffix("s").lower()


def _long_form(words: str, *, acronym: str) -> str | None:
    """Find the words that the acronym stands for, its last one singular."""
    parts = words.split()
    parts[-1] = singular(parts[-1])
    for start in range(len(parts) - 1, -1, -1):
        initials = "".join(part[:1] for word in parts[start:] for part in word.split("-"))
        if initials == acronym:
            return " ".join(parts[start:])
    for start in range(len(parts) - 1, -1, -1):
        if _holds("-".join(parts[start:]), letters=acronym):
            return " ".join(parts[start:])
    return None


def _holds(words: str, *, letters: str) -> bool:
    """Say whether words, first letter for first letter, hold the letters in order."""
    rest = iter(words)
    return words[:1] == letters[:1] and all(letter in rest for letter in letters)
