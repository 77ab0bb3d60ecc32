"""Write made-up papers: their text, people, categories and venue."""

import hashlib
from collections.abc import Sequence
from random import Random

import polars as pl

from trends.datasets.prose import Text, write_text
from trends.datasets.script import People, Phrases, Script, Subfield


def write_papers(script: Script, subfields: Sequence[Subfield | None], *, years: Sequence[int], words: Random) -> pl.DataFrame:
    """Write a paper for each subfield and year, no two with the same title; None is a paper of no subfield.

    Returns
    -------
    pl.DataFrame
        The columns of a corpus but for the date, and ``subfield``; a row per paper in the given order.
    """
    titles: set[str] = set()
    rows = []
    for subfield, year in zip(subfields, years, strict=True):
        phrases = subfield or words.choice(script.oddities)
        text = write_text(phrases, script.prose, words=words)
        while text.title in titles:
            text = write_text(phrases, script.prose, words=words)
        titles.add(text.title)
        row = _describe(phrases, script.people, year=year, words=words)
        rows.append({"id": _sha_id(text), **text._asdict(), **row, "subfield": subfield.name if subfield else None})
    return pl.DataFrame(
        rows, schema_overrides={"venue": pl.String, "url": pl.String, "aliases": pl.List(pl.String), "subfield": pl.String}
    )


def _describe(phrases: Phrases, people: People, *, year: int, words: Random) -> dict[str, object]:
    """Draw what a record tells of a paper beside its text."""
    main, *others = phrases.categories
    n_authors = words.randint(1, 5)
    names = zip(words.sample(people.given, n_authors), words.sample(people.family, n_authors), strict=True)
    venues = [venue.name for venue in people.venues if main in venue.categories and year % venue.every == 0]
    return {
        "authors": [f"{given} {family}" for given, family in names],
        "categories": [main, *(other for other in others if words.random() < 0.5)],
        "venue": words.choice([*venues, None]),
        "url": None,
        "aliases": None,
        "sources": ["demo"],
    }


def _sha_id(text: Text) -> str:
    return "sha:" + hashlib.sha256("\n".join(text).encode()).hexdigest()[:16]
