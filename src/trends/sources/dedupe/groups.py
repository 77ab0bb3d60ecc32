"""Which records tell of one paper: those with a common id, then those with one title where authors and years agree."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from trends.sources.dedupe.joining import join
from trends.sources.dedupe.titles import pair_by_title
from trends.sources.tidy import Draft


def group(drafts: Sequence[Draft]) -> list[list[int]]:
    """Group the drafts that tell of one paper.

    Two drafts with a common id are one paper, whatever their titles: `disown` took away the ids that are of several. A title
    joins two papers only where nothing else tells them apart: their years lie at most 2 apart, their authors have one in
    common, and they have no different ids of one kind. A year or authors that one of them lacks tell nothing; where neither
    are known of both, another venue that is no preprint server tells them apart. A paper that could be either of two others,
    which cannot be one themselves, joins neither. Where the title says little (*Editorial*), the abstract must be the same too,
    and without abstracts authors, year and venue. The order of the drafts does not matter, and joined papers do not join again.

    Returns
    -------
    Indexes of each group in rising order, the groups in the order of their first.

    Notes
    -----
    The time is near-linear in the number of drafts: only papers of one title are compared with each other.
    """
    parent = list(range(len(drafts)))
    _link(parent, _pair_by_id(drafts))
    while True:
        groups = _groups(parent)
        papers = [join([drafts[index] for index in members]) for members in groups]
        pairs = [(groups[one][0], groups[other][0]) for one, other in pair_by_title(papers)]
        if not pairs:
            return groups
        _link(parent, pairs)


def _pair_by_id(drafts: Sequence[Draft]) -> list[tuple[int, int]]:
    first: dict[str, int] = {}
    return [(first.setdefault(name, index), index) for index, draft in enumerate(drafts) for name in draft.ids]


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
