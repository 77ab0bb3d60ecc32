"""Ids that several papers bear, as the DOI of a volume or a number that looks like an id: they name none of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from trends.sources.dedupe.evidence import YEARS_APART
from trends.sources.dedupe.titles import alike
from trends.sources.fields.ids import address, identify
from trends.sources.fields.names import surnames
from trends.sources.tidy import Draft


class _Bearer(NamedTuple):
    title: str
    people: frozenset[str]
    year: int | None


def disown(drafts: Sequence[Draft]) -> list[tuple[Draft, tuple[str, ...]]]:
    """Take ids that cannot be of one paper from all drafts that bear them, with the links that lead to them.

    Two drafts with a common id and unlike titles are still one paper, unless they have no author in common or, where the
    authors of one of them are unknown, their years lie more than 2 apart.

    Returns
    -------
    Each draft, in order, with the ids that it lost.
    """
    bearers: dict[str, set[_Bearer]] = defaultdict(set)
    for draft in drafts:
        for name in draft.ids:
            bearers[name].add(_Bearer(draft.title, surnames(draft.authors), draft.dated.day.year if draft.dated else None))
    shared = {name for name, papers in bearers.items() if len(papers) > 1 and _are_several(papers)}
    return [_without(draft, tuple(name for name in draft.ids if name in shared)) for draft in drafts]


def _are_several(papers: set[_Bearer]) -> bool:
    people = [paper.people for paper in papers if paper.people]
    years = [paper.year for paper in papers if paper.year is not None]
    is_near = not years or max(years) - min(years) <= YEARS_APART
    if is_near and (not people or frozenset.intersection(*people)):
        return False  # true of most, and quicker to tell than what follows
    return any(_are_two(one, other) for one, other in combinations(papers, 2))


def _are_two(one: _Bearer, other: _Bearer) -> bool:
    if one.people and other.people:
        is_told_apart = not one.people & other.people
    else:
        is_told_apart = None not in (one.year, other.year) and abs((one.year or 0) - (other.year or 0)) > YEARS_APART
    return is_told_apart and not alike(one.title, other.title)


def _without(draft: Draft, lost: tuple[str, ...]) -> tuple[Draft, tuple[str, ...]]:
    if not lost:
        return draft, ()
    ids = tuple(name for name in draft.ids if name not in lost)
    leads_to_lost = draft.url and set(identify(draft.url)) & set(lost)
    return replace(draft, ids=ids, url=address(ids) if leads_to_lost else draft.url), lost
