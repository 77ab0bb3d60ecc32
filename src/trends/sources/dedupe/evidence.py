"""Which papers of one title are one: authors, years, venues and ids are the judges.

Papers lie on shelves by what they may have in common with another, so that many of one title take hardly longer than few.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final, NamedTuple

YEARS_APART: Final = 2
_ANY: Final = "*"
_NONE: Final = ""


class Evidence(NamedTuple):
    """What decides among papers of one title.

    Attributes
    ----------
    year, venue
        None and empty where unknown; the venue in letters only, and that of a preprint counts as unknown.
    kinds
        The kinds of its ids.
    people
        Its authors, as `surnames` gives them.
    """

    year: int | None
    kinds: frozenset[str]
    people: frozenset[str]
    venue: str


def pair(papers: Mapping[int, Evidence]) -> list[tuple[int, int]]:
    """Pair papers of one title; one that could be either of two papers waits until all others are paired."""
    if frozenset.intersection(*(evidence.kinds for evidence in papers.values())):
        return []  # different ids of one kind: no two of them are one
    left = papers
    pairs: list[tuple[int, int]] = []
    while True:
        shelves = _Shelves()
        count = Counter(left.values())
        for place, (evidence, n_papers) in enumerate(count.items()):
            shelves.put(evidence, place=place, n_papers=n_papers)
        clear = {evidence for evidence in count if _is_clear(evidence, shelves)}
        pairs += _openings({index: evidence for index, evidence in left.items() if evidence in clear})
        left = {index: evidence for index, evidence in left.items() if evidence not in clear}
        if not clear or not left:
            return pairs


@dataclass(slots=True)
class _Shelf:
    """Papers of one year, with ids of the same kinds, and with one more thing in common; `place` is that of the first."""

    first: Evidence
    place: int
    people: frozenset[str] | None = None  # those whom all papers with authors share
    has_nobody: bool = False
    venues: frozenset[str] = frozenset()
    n_papers: int = 0

    def put(self, evidence: Evidence, *, n_papers: int) -> None:
        self.n_papers += n_papers
        if evidence.people:
            self.people = evidence.people if self.people is None else self.people & evidence.people
        else:
            self.has_nobody = True
        if evidence.venue and len(self.venues) < 2:  # two are as good as many, and quicker
            self.venues |= {evidence.venue}


class _Shelves:
    def __init__(self) -> None:
        self._shelves: dict[tuple[frozenset[str], int | None], dict[tuple[str, str], _Shelf]] = defaultdict(dict)

    def put(self, evidence: Evidence, *, place: int, n_papers: int = 1) -> None:
        shelves = self._shelves[evidence.kinds, evidence.year]
        for key in product({*(evidence.people or {_NONE}), _ANY}, {evidence.venue, _ANY}):
            shelves.setdefault(key, _Shelf(evidence, place)).put(evidence, n_papers=n_papers)

    def met(self, one: Evidence) -> Iterator[_Shelf]:
        """Yield the shelves that hold all papers that this one may be, and no other.

        They have no id of one kind and lie at most `YEARS_APART`; both have an author in common, or one of them has none; and
        where neither authors nor years speak for them, one of them has no venue or both have the same.
        """
        for (kinds, year), shelves in self._shelves.items():
            is_told = one.year is not None and year is not None
            if kinds & one.kinds or (is_told and abs((one.year or 0) - (year or 0)) > YEARS_APART):
                continue
            venues = {_ANY} if is_told or not one.venue else {one.venue, _NONE}
            keys = [(name, _ANY) for name in one.people]
            keys += [(_NONE if one.people else _ANY, venue) for venue in venues]
            yield from (shelves[key] for key in keys if key in shelves)


def _is_clear(one: Evidence, shelves: _Shelves) -> bool:
    """Tell whether the papers that this one may be could all be one.

    No two of them have an id of one kind, those with authors all have one in common, and where some lack authors and some years
    none has another venue; they may lie years apart only where this one has a year itself, for then it belongs to the earlier
    (see `_openings`).
    """
    met = list(shelves.met(one))
    with_ids = [shelf for shelf in met if shelf.first.kinds]
    kinds = [name for evidence in {shelf.first for shelf in with_ids} for name in evidence.kinds]
    if len(kinds) != len(set(kinds)) or any(shelf.n_papers > 1 for shelf in with_ids):
        return False
    people = [one.people] if one.people else []
    people += [shelf.people for shelf in met if shelf.people is not None]
    if people and not frozenset.intersection(*people):
        return False
    years = {one.year, *(shelf.first.year for shelf in met)}
    known = [year for year in years if year is not None]
    if one.year is None and known and max(known) - min(known) > YEARS_APART:
        return False
    has_nobody = not one.people or any(shelf.has_nobody for shelf in met)
    venues = frozenset({one.venue} - {_NONE}).union(*(shelf.venues for shelf in met))
    return len(venues) < 2 or None not in years or not has_nobody


def _openings(left: Mapping[int, Evidence]) -> list[tuple[int, int]]:
    """Pair each paper with the first that opened the years in which it lies; the earliest opens, the undated come last."""
    pairs: list[tuple[int, int]] = []
    openers = _Shelves()
    order = sorted(left, key=lambda index: (left[index].year is None, left[index].year or 0, index))
    for place, index in enumerate(order):
        opener = min((shelf.place for shelf in openers.met(left[index])), default=None)
        if opener is None:
            openers.put(left[index], place=place)
        else:
            pairs.append((order[opener], index))
    return pairs
