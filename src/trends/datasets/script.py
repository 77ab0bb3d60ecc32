"""What is planted and the words it is written with, as the TOML files of this folder say."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from trends.datasets.plans import Plan

Words = tuple[str, ...]


class Phrases(BaseModel, frozen=True, extra="forbid"):
    """What papers about one matter can say; the grammar of the phrases stands at the top of ``subfields.toml``."""

    name: str
    short: str | None = None
    long: str | None = None
    categories: Words
    tasks: Words
    methods: Words
    data: Words
    motivations: Words
    findings: Words


class Subfield(Phrases, frozen=True, extra="forbid"):
    """A subfield: its phrases, and the plan of its share."""

    plan: Plan


class Prose(BaseModel, frozen=True, extra="forbid"):
    """Sentences that all papers share, with slots for the phrases of their subfield."""

    titles: Words
    openings: Words
    proposals: Words
    experiments: Words
    results: Words
    outlooks: Words
    benefits: Words
    baselines: Words
    qualities: Words
    name_starts: Words
    name_middles: Words
    name_ends: Words


class Venue(BaseModel, frozen=True, extra="forbid"):
    """Where papers of some categories appear, in years that `every` divides."""

    name: str
    categories: Words
    every: int = 1


class People(BaseModel, frozen=True, extra="forbid"):
    """Names of authors and venues."""

    given: Words
    family: Words
    venues: tuple[Venue, ...]


class Script(BaseModel, frozen=True, extra="forbid"):
    """All that `make_corpus` draws from. Papers of no subfield are written from the `oddities`."""

    subfields: tuple[Subfield, ...]
    oddities: tuple[Phrases, ...]
    prose: Prose
    people: People


@cache
def read_script() -> Script:
    """Read the TOML files of this folder."""
    folder = Path(__file__).parent
    names = ("subfields", "background", "prose", "people")
    subfields, background, prose, people = (tomllib.loads((folder / f"{name}.toml").read_text("utf-8")) for name in names)
    oddities = [background["common"] | oddity for oddity in background["oddities"]]
    return Script.model_validate(subfields | {"oddities": oddities, "prose": prose, "people": people})
