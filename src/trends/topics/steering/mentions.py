"""Which papers use a term that a person wrote: in any number, hyphenation or acronym."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from trends.topics.names.acronyms import spell_out
from trends.topics.names.phrases import PhraseCounts


def find_mentions(counts: PhraseCounts, *, terms: Sequence[Sequence[str]]) -> NDArray[np.bool_]:
    """Find the papers that use at least one term of each list.

    A term is found in longer phrases too (``unlearning`` in ``LLM unlearning``), whole words only; a word that ends in
    ``*`` stands for all words that begin so (``unlearn*``). Plurals, hyphens and acronyms that the papers introduce make
    no difference: ``out-of-distribution detection`` finds ``OOD detection``.

    Parameters
    ----------
    counts
        Phrases of all papers. A phrase too rare to be counted there is not found.
    terms
        Lists of terms.

    Returns
    -------
    bool (n_lists, n_papers).
    """
    phrases = [" ".join(["", *spell_out(phrase, acronyms=counts.acronyms), ""]) for phrase in counts.phrases]
    found = np.zeros((len(terms), counts.matrix.shape[0]), dtype=bool)
    for row, wanted in enumerate(terms):
        pattern = re.compile("|".join(_pattern(term, acronyms=counts.acronyms) for term in wanted))
        columns = [column for column, phrase in enumerate(phrases) if pattern.search(phrase)]
        found[row] = counts.matrix[:, columns].getnnz(axis=1) > 0
    return found


def _pattern(term: str, *, acronyms: dict[str, str]) -> str:
    words = [re.escape(word.removesuffix("*")) + r"\S*" * word.endswith("*") for word in spell_out(term, acronyms=acronyms)]
    return " " + " ?".join(words) + " "  # also finds `finetuning` for `fine-tuning`
