"""Works of OpenAlex: pages of its API, and the lines of its snapshot."""

import re
from typing import Final

from trends.sources.fields.kinds import no_paper
from trends.sources.files.service_json import Row, dig, first, is_json, items, names, rows
from trends.sources.format import Format
from trends.sources.opening import Opened
from trends.sources.records import Record, Records, Skip, as_text
from trends.sources.settings import SourceSettings

_WORK: Final = re.compile(r'"id"\s*:\s*"https://openalex\.org/W\d')
_NESTED: Final = re.compile(r'"(?:abstract_inverted_index|authorships|primary_location)"\s*:')
_PAGE: Final = re.compile(r'\{\s*"meta"\s*:\s*\{[^{}]*"next_cursor"')
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


def read_openalex(opened: Opened, _: SourceSettings) -> Records:
    """Read the works; what OpenAlex calls retracted or no paper (a data set, a review, front matter …) is skipped.

    OpenAlex writes a whole date even where it knows only a year or month, and makes it the first day of it. So 1 January is
    read as a year and another first of a month as a month: of the papers that truly came out on such a day this says less than
    is known, and of the others nothing that is false.

    Categories are the field, subfield and topic that OpenAlex finds likeliest; works from before it had topics have the upper
    two levels of its concepts instead.
    """
    for row in rows(opened, inside=("results",)):
        yield row if isinstance(row, Skip) else _record(row)


def _record(row: Row) -> Record | Skip:
    work = row.fields
    title = first([work.get("title"), work.get("display_name")])
    marks = [mark for mark in ("retracted", "paratext") if work.get(f"is_{mark}") is True]
    if lost := no_paper([as_text(work.get("type")), *marks]):
        return Skip(lost, as_text(title), row.line)
    places = [work.get("primary_location"), *items(work.get("locations"))]
    addresses = [as_text(dig(place, key)) for key in ("landing_page_url", "pdf_url") for place in places]
    day = as_text(work.get("publication_date"))
    return Record(
        title=title,
        abstract=first([_rebuilt(work.get("abstract_inverted_index")), work.get("abstract")]),
        date=day,
        precision=_precision(day),
        year=work.get("publication_year"),
        updated=work.get("created_date"),
        id=next((address for address in addresses if "aclanthology.org/" in address), None),
        doi=first([work.get("doi"), dig(work, "ids", "doi")]),
        arxiv=next((address for address in addresses if "arxiv.org/" in address), None),
        aliases=[dig(work, "ids", "pmid"), *(address for address in addresses if "openreview.net/" in address)],
        authors=[
            first([dig(one, "author", "display_name"), dig(one, "raw_author_name")]) for one in items(work.get("authorships"))
        ],
        categories=_categories(work),
        venue=first([dig(places[0], "source", "display_name"), dig(places[0], "raw_source_name")]),
        url=first([*addresses, work.get("id")]),
        line=row.line,
    )


def _rebuilt(index: object) -> str:
    """Put the words of an inverted index into their order, whatever is missing between them or claims the same place."""
    if not isinstance(index, dict):
        return ""
    placed = {(place, word) for word, places in index.items() for place in items(places) if type(place) is int}
    return " ".join(word for _, word in sorted(placed))


def _precision(day: str) -> str | None:
    if not _DAY.fullmatch(day) or not day.endswith("-01"):
        return None
    return "year" if day.endswith("-01-01") else "month"


def _categories(work: object) -> list[object]:
    topic = dig(work, "primary_topic")
    if topic:
        return [dig(topic, *level, "display_name") for level in (("field",), ("subfield",), ())]
    return names([concept for concept in items(dig(work, "concepts")) if dig(concept, "level") in (0, 1)], "display_name")


def _is_openalex(head: str) -> bool:
    return is_json(head) and bool(_PAGE.match(head.lstrip()) or (_WORK.search(head) and _NESTED.search(head)))


OPENALEX: Final = Format(
    "openalex", "works of OpenAlex: pages of its API or lines of its snapshot", (".json", ".jsonl"), _is_openalex, read_openalex
)
