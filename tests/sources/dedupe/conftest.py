"""Made-up drafts of papers."""

from datetime import date

import pytest

from trends.sources.fields.dates import Dated
from trends.sources.fields.ids import best_first
from trends.sources.tidy import Draft


@pytest.fixture(scope="session")
def draft():
    """Make a draft of the fields given; ``ids`` are divided by spaces, ``authors`` by semicolons."""

    def make(title="A Long Walk on Graphs", *, year=None, month=None, day=None, ids="", authors="", is_entry=False, **fields):
        precision = "day" if day else "month" if month else "year"
        dated = Dated(date(year, month or 1, day or 1), precision) if year else None
        source = fields.pop("source", "a")
        plain = {"abstract": "", "categories": (), "venue": None, "url": None, **fields}
        return Draft(
            ids=best_first(ids.split()),
            title=title,
            dated=dated,
            is_entry=bool(dated) and is_entry,
            dated_by=source if dated else None,
            authors=tuple(filter(None, authors.split("; "))),
            sources=(source,),
            **plain,
        )

    return make
