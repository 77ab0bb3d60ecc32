"""Texts to words: every place of every text as a number, plurals and spellings of one word alike."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.topics.names.stopwords import STOP_WORDS

BREAK: Final = -1

_WORD: Final = r"[\p{L}\p{M}\p{N}]+(?:[-'.][\p{L}\p{M}\p{N}]+)*(?:\+\+|#)?|[^\s\w]"
_ADDRESS: Final = r"https?://\S+|www\.\S+|\S+\.(?:com|org|io)\b\S*"
_SENTENCE_ENDS: Final = frozenset(".?!:")
_TITLE_CASE: Final = 0.4


class Words(NamedTuple):
    """The words of all texts, one after the other.

    Attributes
    ----------
    codes
        int32 (n_places,): which word stands at each place, `BREAK` for what ends a phrase: punctuation, a stop word, a
        number, the end of a text.
    papers
        int32 (n_places,): the row of the text.
    plural
        bool (n_places,): whether the word stands there in its plural.
    names
        Each word in lower case, its singular where there is one; all different.
    spelling
        How most texts write each word, its singular first, then its plural: ``("LLM", "LLMs")``.
    """

    codes: NDArray[np.int32]
    papers: NDArray[np.int32]
    plural: NDArray[np.bool_]
    names: list[str]
    spelling: list[tuple[str, str]]


def read_words(texts: Sequence[str]) -> Words:
    """Cut texts into words.

    Words that differ by capitals, hyphens or a plural s alone are one word (``LLMs`` and ``LLM``, ``fine-tuning`` and
    ``finetuning``). A name in parentheses is skipped, so that ``out-of-distribution (OOD) detection`` is read as the
    phrase that it is.
    """
    plain = pl.Series(texts, dtype=pl.String).str.replace_all("’", "'", literal=True).str.replace_all(_ADDRESS, " . ")
    lists = (plain + " .").str.extract_all(_WORD)
    flat = lists.explode()
    forms = flat.unique().sort().to_list()
    codes = flat.cast(pl.Enum(forms)).to_physical().to_numpy()
    papers = np.repeat(np.arange(len(texts), dtype=np.int32), lists.list.len().to_numpy())
    shown = ~_in_parentheses(codes, forms=forms)
    codes, papers = codes[shown], papers[shown]
    word_of, plural, names, spelling = _join_forms(forms, times=_weigh_forms(codes, forms=forms))
    return Words(word_of[codes], papers, plural[codes], names, spelling)


def singular(word: str) -> str:
    """Take the plural ending off a word in lower case, by its letters alone: ``queries`` to ``query``."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "xes", "tches", "nches", "rches")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _in_parentheses(codes: NDArray[np.uint32], *, forms: Sequence[str]) -> NDArray[np.bool_]:
    """Mark the three places of a name with capitals that stands alone in parentheses."""
    place = {form: code for code, form in enumerate(forms)}
    is_name = np.array([len(form) > 1 and form != form.lower() for form in forms], dtype=bool)
    found = is_name[codes[1:-1]] & (codes[:-2] == place.get("(", -1)) & (codes[2:] == place.get(")", -1))
    inside = np.zeros(len(codes), dtype=bool)
    for shift in range(3):
        inside[shift : shift + len(found)] |= found
    return inside


def _weigh_forms(codes: NDArray[np.uint32], *, forms: Sequence[str]) -> list[float]:
    """Count each form; one inside a sentence that is no title says a thousand times more about its capitals."""
    ends = np.isin(codes, [code for code, form in enumerate(forms) if form in _SENTENCE_ENDS])
    first = np.append(True, ends)[: len(codes)]
    word = np.array([form[:1].isalpha() for form in forms], dtype=bool)[codes]
    capital = np.array([form[:1].isupper() for form in forms], dtype=bool)[codes]
    sentence = np.cumsum(first)
    n_words, n_capitals = (np.bincount(sentence, weights=marked) for marked in (word, capital))
    telling = ~first & (n_capitals <= _TITLE_CASE * n_words)[sentence]
    weights = np.bincount(codes, minlength=len(forms)) + 1000.0 * np.bincount(codes[telling], minlength=len(forms))
    return [float(weight) for weight in weights]


def _join_forms(
    forms: Sequence[str], *, times: Sequence[float]
) -> tuple[NDArray[np.int32], NDArray[np.bool_], list[str], list[tuple[str, str]]]:
    """Find for each form its word and whether it is a plural; name the words and spell them."""
    families: dict[str, list[int]] = defaultdict(list)
    bare = [form.removesuffix("'s") for form in forms]
    lowered = [form.lower() for form in bare]
    for code, lower in enumerate(lowered):
        if _tells(lower) and forms[code].lower() not in STOP_WORDS:
            families[singular(lower).replace("-", "")].append(code)
    word_of = np.full(len(forms), BREAK, dtype=np.int32)
    plural = np.zeros(len(forms), dtype=bool)
    names, spelling = [], []
    for word, family in enumerate(families.values()):
        many = [code for code in family if singular(lowered[code]) != lowered[code]]
        one = [code for code in family if singular(lowered[code]) == lowered[code]]
        word_of[family] = word
        plural[many] = bool(one)
        written = [_most_written(bare, codes=codes, times=times) for codes in (one or many, many or one)]
        names.append(written[0].lower())
        spelling.append((written[0], written[1]))
    return word_of, plural, names, spelling


def _tells(lower: str) -> bool:
    return len(lower) > 1 and lower not in STOP_WORDS and any(map(str.isalpha, lower))


def _most_written(bare: Sequence[str], *, codes: Sequence[int], times: Sequence[float]) -> str:
    """Choose a spelling: that of most places, in lower case where half of them are."""
    seen: dict[str, float] = defaultdict(float)
    for code in codes:
        seen[bare[code]] += times[code]
    best = min(seen, key=lambda form: (-seen[form], form))
    alike = sum(n for form, n in seen.items() if form.lower() == best.lower())
    return best.lower() if 2 * seen[best.lower()] >= alike else best
