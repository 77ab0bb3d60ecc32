"""What the records of one paper know together.

Each field of a joined paper is the best of its values by an order on the values alone, or the union of all: so it does not
matter in which order, nor in how many steps, records are joined.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from trends.sources.fields.clean import letters
from trends.sources.fields.dates import fineness
from trends.sources.fields.ids import best_first, canonical
from trends.sources.fields.names import ARXIV_CATEGORY
from trends.sources.tidy import Draft

_PREPRINT_SERVER: Final = re.compile(
    r"(?:arxiv|corr|biorxiv|medrxiv|chemrxiv|techrxiv|psyarxiv|socarxiv|osf preprints|ssrn|research square|authorea|zenodo"
    r"|hal\b|preprints\.org)",
    re.IGNORECASE,
)
_CATALOGUE: Final = re.compile(r"https?://(?:[\w-]+\.)*(?:openalex\.org|semanticscholar\.org|scopus\.com|webofscience\.com)/")


def join(drafts: Sequence[Draft]) -> Draft:
    """Make one draft of all that tell of one paper.

    The date is the earliest of the most precise, a day of entry into a database only for want of another, and ``dated_by``
    names its input. The list of authors and the abstract are the longest, the title too unless it is in capitals; the venue
    is the shortest name of one that is no preprint server, the link the shortest that leads to no mere catalogue. Ids,
    categories and sources are those of all, of the categories that of arXiv first which an arXiv record has first.
    """
    if len(drafts) == 1:
        return drafts[0]
    return replace(
        min(drafts, key=_belief),  # the date, its input and whether it is a day of entry go together
        ids=best_first(name for draft in drafts for name in draft.ids),
        title=max({draft.title for draft in drafts}, key=_title_worth),
        abstract=max({draft.abstract for draft in drafts}, key=lambda abstract: (len(abstract), abstract)),
        authors=max({draft.authors for draft in drafts}, key=_authors_worth),
        categories=_united([draft.categories for draft in drafts if draft.categories]),
        venue=min((draft.venue for draft in drafts if draft.venue), key=_venue_rank, default=None),
        url=min((draft.url for draft in drafts if draft.url), key=_link_rank, default=None),
        sources=tuple(sorted({source for draft in drafts for source in draft.sources})),
    )


def is_preprint_server(venue: str) -> bool:
    """Tell whether a venue is a server of preprints, which says nothing of where a paper was published."""
    return bool(_PREPRINT_SERVER.match(venue))


def name_papers(papers: Sequence[Draft]) -> list[str]:
    """Return the canonical id of each paper, made unique.

    Papers without ids may share all their text and still be two: all but the earliest carry their year as well, and where
    even that is the same a number.
    """
    same: dict[str, list[int]] = defaultdict(list)
    for index, paper in enumerate(papers):
        same[canonical(paper.ids, title=paper.title, abstract=paper.abstract)].append(index)
    names = [""] * len(papers)
    for name, indexes in same.items():
        names[indexes[0]] = name
        if len(indexes) > 1:
            _tell_apart(names, papers, name=name, indexes=indexes)
    return names


def _tell_apart(names: list[str], papers: Sequence[Draft], *, name: str, indexes: Sequence[int]) -> None:
    taken: set[str] = set()
    for index in sorted(indexes, key=lambda index: _age(papers[index])):
        dated = papers[index].dated
        dated_name = f"{name}-{dated.day.year if dated else 'undated'}"
        choices = (name, dated_name, *(f"{dated_name}-{number}" for number in range(2, len(indexes) + 1)))
        names[index] = next(choice for choice in choices if choice not in taken)
        taken.add(names[index])


def _belief(draft: Draft) -> tuple[object, ...]:
    return draft.dated is None, draft.is_entry, draft.dated and fineness(draft.dated), draft.dated_by


def _title_worth(title: str) -> tuple[object, ...]:
    return not title.isupper(), len(letters(title)), not title.endswith("."), title


def _authors_worth(authors: tuple[str, ...]) -> tuple[object, ...]:
    return len(authors), sum(len(letters(name)) for name in authors), -sum("," in name for name in authors), authors


def _venue_rank(venue: str) -> tuple[object, ...]:
    return is_preprint_server(venue), len(venue), venue


def _link_rank(url: str) -> tuple[object, ...]:
    return bool(_CATALOGUE.match(url)), len(url), url


def _united(lists: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Unite lists of categories behind the first of one of them, that of an arXiv record if there is one."""
    if not lists:
        return ()
    first = min((categories[0] for categories in lists), key=lambda name: (not ARXIV_CATEGORY.fullmatch(name), name))
    return (first, *sorted({name for categories in lists for name in categories} - {first}))


def _age(paper: Draft) -> tuple[object, ...]:
    # The names of files come last: a corpus that is read again stands in another.
    return (paper.dated is None, str(paper.dated), repr(replace(paper, dated_by=None, sources=())), repr(paper))
