"""Papers of one title, and whether the title says enough to make them one."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import Final

from trends.sources.dedupe.evidence import Evidence, pair
from trends.sources.dedupe.joining import is_preprint_server
from trends.sources.fields.clean import letters
from trends.sources.fields.ids import kind
from trends.sources.fields.names import surnames
from trends.sources.tidy import Draft

_FEW_WORDS: Final = 3
_SHORT_TITLE: Final = 20  # bytes; one long word, or seven Chinese signs, tell papers apart as well as three short words
_VAGUE: Final = frozenset(
    letters(title)
    for title in (
        *("Acknowledgement to Reviewers", "Acknowledgment to Reviewers", "List of Reviewers", "Thanks to Reviewers"),
        *("Letter to the Editor", "Letters to the Editor", "From the Editor", "From the Editors", "Notes from the Editor"),
        *("Message from the Editor", "Message from the Editors", "Message from the Editor-in-Chief", "In This Issue"),
        *("Message from the Chairs", "Message from the General Chair", "Message from the General Chairs"),
        *("Message from the Program Chair", "Message from the Program Chairs", "Message from the Program Committee"),
        *("Introduction to the Issue", "Introduction to the Special Issue", "Introduction to This Special Issue"),
        *("Introduction to the Special Section", "Introduction to the Proceedings", "Preface to the Special Issue"),
        *("Editorial for the Special Issue", "About the Authors", "About the Editors", "Call for Papers"),
        *("Guest Editorial Introduction", "Guest Editorial Preface", "Guest Editorial Introduction to the Special Issue"),
        *("Guest Editor's Introduction", "Guest Editor's Introduction to the Special Issue"),
        *("Guest Editors' Introduction", "Guest Editors' Introduction to the Special Issue"),
        *("Guest Editorial for the Special Issue", "Guest Editorial for the Special Section"),
        *("Editorial Board Members", "Members of the Editorial Board", "Editorial Advisory Board", "Front Matter and Index"),
        *("Front Cover and Contents", "Cover and Front Matter", "Title Page and Contents", "Index of Authors", "List of Authors"),
        *("List of Contributors", "Notes on Contributors", "Table of Contents", "Instructions for Authors"),
    )
)


def alike(one: str, other: str) -> bool:
    """Tell whether two titles may be of one paper: at least half the words of the shorter stand in the other."""
    first, second = ({letters(word) for word in title.split()} for title in (one, other))
    return letters(one) == letters(other) or 2 * len(first & second) >= min(len(first), len(second))


def pair_by_title(papers: Sequence[Draft]) -> list[tuple[int, int]]:
    """Return the indexes of papers that are one, two by two; `group` tells the rule.

    Two papers of one pair have no id in common, for ids are the business of an earlier step.
    """
    same: dict[Hashable, list[int]] = defaultdict(list)
    for index, paper in enumerate(papers):
        same[_title_key(paper)].append(index)
    many = (indexes for indexes in same.values() if len(indexes) > 1)
    return [found for indexes in many for found in pair({index: _evidence(papers[index]) for index in indexes})]


def _title_key(paper: Draft) -> Hashable:
    """Return what papers must share to be compared: the title, and where it says little nearly everything else."""
    title = letters(paper.title)
    is_short = len(paper.title.split()) < _FEW_WORDS and len(title.encode()) < _SHORT_TITLE
    if not is_short and title not in _VAGUE:
        return title
    if abstract := letters(paper.abstract):
        return title, abstract
    told = (bool(paper.authors), _year(paper), letters(paper.venue or ""))
    return title, told, () if all(told) else (paper.ids, paper.authors)


def _evidence(paper: Draft) -> Evidence:
    """Collect what tells a paper from others; a paper that was rejected is submitted again, to another forum of OpenReview."""
    return Evidence(
        year=_year(paper),
        kinds=frozenset(map(kind, paper.ids)) - {"openreview"},
        people=surnames(paper.authors),
        venue="" if is_preprint_server(paper.venue or "") else letters(paper.venue or ""),
    )


def _year(paper: Draft) -> int | None:
    return paper.dated.day.year if paper.dated else None
