"""Labels of topics: one or two terms, written as people write them, no two alike."""

from collections.abc import Sequence
from typing import Final

from trends.topics.acronyms import spell_out
from trends.topics.stopwords import WEAK_WORDS
from trends.topics.terms import Term

_NEARLY_AS_GOOD: Final = 0.6
_TOO_NARROW: Final = 0.2
_STEM: Final = 6


def label_groups(terms: Sequence[Sequence[Term]], *, acronyms: dict[str, str]) -> list[str]:
    """Name each group by its best term, and by a second one where that says something else or keeps names apart.

    Parameters
    ----------
    terms
        Terms of each group, best first.
    acronyms
        Acronyms and their long forms, so that a name does not say the same twice.

    Returns
    -------
    Labels, all different; ``Unnamed`` with a number for a group without terms.
    """
    labels: list[str] = []
    for group, ranked in enumerate(terms):
        names = _names(_phrases_first(ranked), acronyms=acronyms) if ranked else []
        labels.append(next((name for name in names if name not in labels), f"Unnamed {group + 1}"))
    return labels


def _phrases_first(ranked: Sequence[Term]) -> list[Term]:
    """Put the best phrase of several words before a single word that is not much better."""
    several = [term for term in ranked if " " in term.term]
    if several and several[0].weight >= _NEARLY_AS_GOOD * ranked[0].weight:
        return [several[0], *(term for term in ranked if term is not several[0])]
    return list(ranked)


def _names(terms: Sequence[Term], *, acronyms: dict[str, str]) -> list[str]:
    """List possible names, best first: the first term, then with others.

    The first term stands alone where no other is nearly as good and at least one in five papers uses it.
    """
    first = terms[0]
    telling = _telling(first.term, acronyms=acronyms)
    apart = [term for term in terms[1:] if not _telling(term.term, acronyms=acronyms) & telling]
    rest = [term for term in terms[1:] if term not in apart]
    others = sorted(apart, key=lambda term: " " not in term.term) + rest
    pairs = [capitalise(f"{first.term} & {other.term}") for other in others]
    alone = capitalise(first.term)
    if apart and (others[0].weight >= _NEARLY_AS_GOOD * first.weight or first.cover < _TOO_NARROW):
        return [pairs[0], alone, *pairs[1:]]
    return [alone, *pairs]


def _telling(term: str, *, acronyms: dict[str, str]) -> set[str]:
    """Return the words that say something, cut to their stem: `watermark` and `watermarking` say the same."""
    words = set(spell_out(term, acronyms=acronyms))
    return {word[:_STEM] for word in words - WEAK_WORDS or words}


def capitalise(text: str) -> str:
    """Raise the first letter where the first word is in lower case: ``iPhone`` and ``mRNA`` stay."""
    first = text.split(" ")[0]
    return text[:1].upper() + text[1:] if first == first.lower() else text
