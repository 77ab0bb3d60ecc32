"""Daily Papers of Hugging Face, as their API lists them."""

import re
from typing import Final

from trends.sources.files.service_json import Row, dig, first, is_json, names, rows
from trends.sources.format import Format
from trends.sources.opening import Opened
from trends.sources.records import Record, Records, Skip, as_text
from trends.sources.settings import SourceSettings

_ENTRY: Final = re.compile(r'"paper"\s*:\s*\{')
_FIELDS: Final = re.compile(r'"(?:publishedAt|submittedOnDailyAt|upvotes)"\s*:')


def read_hf_daily(opened: Opened, _: SourceSettings) -> Records:
    """Read the entries of a day.

    The date is the one on which the first version of the paper was published on arXiv, not the day on which somebody put it on
    the list, which comes days or years later and dates only a paper without the other.
    """
    for row in rows(opened):
        yield row if isinstance(row, Skip) else _record(row)


def _record(row: Row) -> Record:
    entry = row.fields
    return Record(
        title=first([dig(entry, "paper", "title"), entry.get("title")]),
        abstract=first([dig(entry, "paper", "summary"), entry.get("summary")]),
        date=dig(entry, "paper", "publishedAt"),
        updated=first([dig(entry, "paper", "submittedOnDailyAt"), entry.get("publishedAt")]),
        arxiv=dig(entry, "paper", "id"),
        authors=names(dig(entry, "paper", "authors"), "name"),
        url=f"https://huggingface.co/papers/{as_text(dig(entry, 'paper', 'id'))}",
        line=row.line,
    )


def _is_hf_daily(head: str) -> bool:
    return is_json(head) and bool(_ENTRY.search(head) and _FIELDS.search(head))


HF_DAILY: Final = Format(
    "hf_daily", "Daily Papers of Hugging Face, as their API lists them", (".json", ".jsonl"), _is_hf_daily, read_hf_daily
)
