"""Labels of topics: one or two terms, written as people write them, no two alike."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from trends.topics.names.acronyms import spell_out
from trends.topics.names.stopwords import WEAK_WORDS
from trends.topics.names.terms import Term

_LONGEST: Final = 42
_NEARLY_AS_GOOD: Final = 0.6
_AS_GOOD: Final = 0.8
_DEFECT: Final = 0.5
_TOO_NARROW: Final = 0.15
_FAR_NARROWER: Final = 0.25
_STEM: Final = 6
_CLEAR: Final = 3


def label_groups(
    terms: Sequence[Sequence[Term]], *, acronyms: dict[str, str], given: Mapping[int, str] | None = None
) -> list[str]:
    """Name each group by its best term, and by a second one where that says something else or keeps names apart.

    Parameters
    ----------
    terms
        Terms of each group, best first. A group that stands earlier has the first choice.
    acronyms
        Acronyms and their long forms, so that a name does not say the same twice.
    given
        Labels that stand, by the position of the group; no other group takes one of them.

    Returns
    -------
    Labels, all different unless given otherwise, also in more than number and acronyms; of at most 42 characters where
    the terms allow. ``Unnamed`` with a number for a group without terms.
    """
    given = given or {}
    labels: list[str] = []
    taken = {_key(label, acronyms=acronyms) for label in given.values()}
    for group, ranked in enumerate(terms):
        if group in given:
            labels.append(given[group])
            continue
        names = [*_names(_phrases_first(ranked), acronyms=acronyms), f"Unnamed {group + 1}"]
        label = next(name for name in names if _key(name, acronyms=acronyms) not in taken)
        taken.add(_key(label, acronyms=acronyms))
        labels.append(label)
    return labels


def _key(label: str, *, acronyms: dict[str, str]) -> tuple[str, ...]:
    """Return what two labels share that say the same."""
    return tuple(spell_out(_plain(label), acronyms=acronyms))


def capitalise(text: str) -> str:
    """Raise the first letter where what comes before a hyphen or space is in lower case: ``iPhone`` and ``mRNA`` stay."""
    first = re.split(r"[ -]", text)[0]
    return text[:1].upper() + text[1:] if first == first.lower() else text


def _phrases_first(ranked: Sequence[Term]) -> list[Term]:
    """Put the best phrase of several words before a better single word, unless far more papers use that."""
    word = max((term for term in ranked if " " not in term.term), key=lambda term: term.weight, default=None)
    phrase = max((term for term in ranked if " " in term.term), key=lambda term: term.weight, default=None)
    if not word or not phrase:
        return list(ranked)
    first = word if phrase.weight < _NEARLY_AS_GOOD * word.weight or phrase.cover < _FAR_NARROWER * word.cover else phrase
    return [first, *(term for term in ranked if term is not first)]


def _names(terms: Sequence[Term], *, acronyms: dict[str, str]) -> Iterator[str]:
    """Offer possible names, best first.

    The first term stands alone unless its partner is nearly as good or fewer than 15 % of the papers use it; then come
    pairs with others, other terms, and in the end pairs that say a thing twice.
    """
    if not terms:
        return
    first, rest = terms[0], terms[1:]
    partners = _partners(first, rest=rest, acronyms=acronyms)
    if partners and (partners[0].weight >= _AS_GOOD * first.weight or first.cover < _TOO_NARROW):
        yield partners[0].term
    yield _alone(first.term)
    yield from (pair.term for pair in partners)
    yield from (_alone(term.term) for term in rest)
    yield from (capitalise(f"{_plain(first.term)} & {_plain(term.term)}") for term in rest)


def _partners(first: Term, *, rest: Sequence[Term], acronyms: dict[str, str]) -> list[Term]:
    """Pair the first term with those that say something else, best first, each with the weight of the second term.

    The weight is halved for a single word or bare acronym beside a phrase, and for sharing a weak word (``visual``).
    """
    words, telling = _stems(first.term, acronyms=acronyms)
    pairs = []
    for term in rest:
        others, says = _stems(term.term, acronyms=acronyms)
        name = _pair(first.term, term.term, acronyms=acronyms)
        if name and not says & telling:
            bare = " " in first.term and any(" " not in side for side in name.split(" & "))
            pairs.append(Term(name, term.weight * _DEFECT ** (bare + bool(others & words)), term.cover))
    return sorted(pairs, key=lambda pair: -pair.weight)


def _stems(term: str, *, acronyms: dict[str, str]) -> tuple[set[str], set[str]]:
    """Return the words of a term, and those that say something, cut to their stem: `watermark` and `watermarking` are one."""
    words = set(spell_out(_plain(term), acronyms=acronyms))
    return {word[:_STEM] for word in words}, {word[:_STEM] for word in words - WEAK_WORDS or words}


def _alone(term: str) -> str:
    return capitalise(term if len(term) <= _LONGEST else _plain(term))


def _pair(first: str, second: str, *, acronyms: dict[str, str]) -> str | None:
    """Join two terms, spelled out if that is short enough, else with the acronym of one or both."""
    plain, short = (
        [_plain(term) for term in (first, second)],
        [_abbreviate(term, acronyms=acronyms) for term in (first, second)],
    )
    ways = [(plain[0], plain[1]), (plain[0], short[1]), (short[0], plain[1]), (short[0], short[1])]
    names = (" & ".join(way) for way in ways)
    return next((capitalise(name) for name in names if len(name) <= _LONGEST), None)


def _plain(term: str) -> str:
    """Leave out the acronym in parentheses."""
    return re.sub(r" \([^)]*\)", "", term)


def _abbreviate(term: str, *, acronyms: dict[str, str]) -> str:
    """Leave out the words that the acronym in parentheses stands for, if it has three letters: ``OOD detection``."""
    found = re.fullmatch(r"(.*) \(([^)]*)\)(.*)", term)
    if not found:
        return term
    words, acronym = found[1].split(), found[2]
    if len(acronym) < _CLEAR:
        return term
    meant = spell_out(acronym, acronyms=acronyms)
    start = next((i for i in range(len(words) - 1, -1, -1) if spell_out(" ".join(words[i:]), acronyms={}) == meant), None)
    return term if start is None else " ".join([*words[:start], acronym]) + found[3]
