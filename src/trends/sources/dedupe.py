"""One paper out of many records: by its ids, then by its title with the years as judge."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from trends.sources.fields.clean import letters
from trends.sources.fields.dates import finest
from trends.sources.fields.ids import Ids, canonical
from trends.sources.tidy import Draft

_YEARS_APART: Final = 2
_FEW_WORDS: Final = 3
_SHORT_TITLE: Final = 20  # letters; one long word, or a title in Chinese, tells papers apart as well as three short ones
_GENERIC: Final = frozenset(
    letters(title)
    for title in (
        *("Front Matter", "Table of Contents", "Letter to the Editor", "Letters to the Editor", "From the Editor"),
        *("Message from the Editor", "Call for Papers", "In This Issue", "About the Authors", "List of Contributors"),
        *("Introduction to the Special Issue", "Message from the Program Chairs", "Message from the General Chair"),
    )
)


class _Slot(NamedTuple):
    """What decides among papers of one title: the year, 0 where unknown, and the kinds of ids that they have."""

    year: int
    kinds: frozenset[str]


def group(drafts: Sequence[Draft]) -> list[list[int]]:
    """Group the drafts that tell of one paper.

    Two drafts with a common id are one paper, whatever their titles. Two with the same title (letters and digits, in lower
    case) are one where their years lie at most 2 apart, or one of them has no date and no other paper has that title; where
    the title is short or says nothing (*Editorial*), their abstracts must be the same as well. A title never joins two
    papers with different ids of one kind, nor a paper to one of two such papers. The order of the drafts does not matter.

    Returns
    -------
    Indexes of each group in rising order, the groups in the order of their first.
    """
    parent = list(range(len(drafts)))
    _link(parent, _by_ids(drafts))
    while True:
        groups = _groups(parent)
        joined = [join([drafts[index] for index in members]) for members in groups]
        pairs = [(groups[one][0], groups[other][0]) for one, other in _by_title(joined)]
        if not pairs:
            return groups
        _link(parent, pairs)


def join(drafts: Sequence[Draft]) -> Draft:
    """Make one draft: the earliest finest date, the longest abstract, what all know of authors, categories and sources."""
    if len(drafts) == 1:
        return drafts[0]
    ranked = sorted(drafts, key=_rank)
    return Draft(
        ids=Ids(*(min(filter(None, names), default=None) for names in zip(*(draft.ids for draft in drafts), strict=True))),
        title=ranked[0].title,
        abstract=max((draft.abstract for draft in ranked), key=len),
        dated=finest(draft.dated for draft in drafts if draft.dated),
        authors=_united(draft.authors for draft in ranked),
        categories=_united(draft.categories for draft in ranked),
        venue=next((draft.venue for draft in ranked if draft.venue), None),
        url=next((draft.url for draft in ranked if draft.url), None),
        sources=tuple(sorted(_united(draft.sources for draft in ranked))),
    )


def alike(one: str, other: str) -> bool:
    """Tell whether two titles may be of one paper: at least half the words of the shorter stand in the other."""
    first, second = ({letters(word) for word in title.split()} for title in (one, other))
    return letters(one) == letters(other) or 2 * len(first & second) >= min(len(first), len(second))


def name_papers(papers: Sequence[Draft]) -> list[str]:
    """Return the canonical id of each paper, made unique.

    Papers without ids may share all their text and still lie years apart; all but the earliest carry their year.
    """
    ids = [canonical(paper.ids, title=paper.title, abstract=paper.abstract) for paper in papers]
    taken: set[str] = set()
    for index in sorted(range(len(papers)), key=lambda index: _rank(papers[index])):
        if ids[index] in taken:
            dated = papers[index].dated
            ids[index] += f"-{dated.day.year}" if dated else "-undated"
        taken.add(ids[index])
    return ids


def _by_ids(drafts: Sequence[Draft]) -> list[tuple[int, int]]:
    first: dict[tuple[str, str], int] = {}
    return [
        (first.setdefault((kind, value), index), index)
        for index, draft in enumerate(drafts)
        for kind, value in draft.ids._asdict().items()
        if value
    ]


def _by_title(papers: Sequence[Draft]) -> list[tuple[int, int]]:
    same: dict[str, list[int]] = defaultdict(list)
    for index, paper in enumerate(papers):
        same[_title_key(paper)].append(index)
    return [pair for indexes in same.values() if len(indexes) > 1 for pair in _near(papers, indexes)]


def _title_key(paper: Draft) -> str:
    title = letters(paper.title)
    is_short = len(paper.title.split()) < _FEW_WORDS and len(title) < _SHORT_TITLE
    if not is_short and title not in _GENERIC:
        return title
    return f"{title} {letters(paper.abstract) or canonical(paper.ids, title=paper.title, abstract='')}"


def _near(papers: Sequence[Draft], indexes: Sequence[int]) -> list[tuple[int, int]]:
    """Pair papers of one title; one that could be either of two papers waits until all others are paired."""
    left = {index: _slot(papers[index]) for index in indexes}
    if len(left) == 2 and any(papers[index].dated is None for index in left):
        one, other = left
        return [] if left[one].kinds & left[other].kinds else [(one, other)]
    pairs: list[tuple[int, int]] = []
    while True:
        count = Counter(left.values())
        clear = {slot for slot in count if _is_clear(slot, count)}
        pairs += _openings({index: slot for index, slot in left.items() if slot in clear})
        if not clear:
            return pairs
        left = {index: slot for index, slot in left.items() if slot not in clear}


def _slot(paper: Draft) -> _Slot:
    kinds = frozenset(kind for kind, value in paper.ids._asdict().items() if value)
    return _Slot(paper.dated.day.year if paper.dated else 0, kinds)


def _may_be_one(one: _Slot, other: _Slot) -> bool:
    return abs(one.year - other.year) <= _YEARS_APART and not one.kinds & other.kinds


def _is_clear(slot: _Slot, count: Counter[_Slot]) -> bool:
    """Tell whether the papers that this one may be could all be one: no two have an id of the same kind."""
    met = [kind for other, n in count.items() if _may_be_one(slot, other) for kind in other.kinds for _ in range(n)]
    return len(met) == len(set(met))


def _openings(slots: Mapping[int, _Slot]) -> list[tuple[int, int]]:
    """Pair each paper with the one that opened the years in which it lies; the earliest opens."""
    pairs: list[tuple[int, int]] = []
    openers: dict[frozenset[str], int] = {}  # the latest for each set of ids is enough: two that fit would not be clear
    for index, slot in sorted(slots.items(), key=lambda item: item[1].year):
        opener = next((opener for opener in openers.values() if _may_be_one(slots[opener], slot)), None)
        if opener is None:
            openers[slot.kinds] = index
        else:
            pairs.append((opener, index))
    return pairs


def _rank(draft: Draft) -> tuple[object, ...]:
    """Order the drafts of a paper by how much they are worth, the best first, by nothing but what they say."""
    ids = tuple((value is None, value or "") for value in draft.ids)
    day = (draft.dated is None, draft.dated.day.isoformat() if draft.dated else "", draft.dated.precision if draft.dated else "")
    rest = (draft.title, draft.abstract, draft.venue or "", draft.url or "", draft.authors, draft.categories, draft.sources)
    return (ids, day, -len(draft.abstract), rest)


def _united(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for part in parts for value in part))


def _link(parent: list[int], pairs: Iterable[tuple[int, int]]) -> None:
    for one, other in pairs:
        first, second = sorted((_root(parent, one), _root(parent, other)))
        parent[second] = first


def _root(parent: list[int], index: int) -> int:
    while parent[index] != index:
        parent[index] = parent[parent[index]]
        index = parent[index]
    return index


def _groups(parent: list[int]) -> list[list[int]]:
    members: dict[int, list[int]] = defaultdict(list)
    for index in range(len(parent)):
        members[_root(parent, index)].append(index)
    return list(members.values())
