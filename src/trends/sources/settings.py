"""What a user can say about the input."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from trends.sources.fields.columns import USUAL_NAMES


def _check_fields(columns: dict[str, str]) -> dict[str, str]:
    unknown = sorted(set(columns) - set(USUAL_NAMES))
    if unknown:
        raise ValueError(f"{unknown[0]!r} is no field of a paper, the fields are {', '.join(USUAL_NAMES)}")
    return columns


def _split(categories: object) -> object:
    """Take a list as it is, and what was typed on the command line apart at its commas."""
    return [part.strip() for part in categories.split(",")] if isinstance(categories, str) else categories


class SourceSettings(BaseModel):
    """How to read the input.

    Attributes
    ----------
    columns
        Our field → name of its column in the user's tables; a field left out is found by its usual names.
    format
        The format of every input, or ``auto`` to recognise each by its content.
    max_abstract_chars
        A longer abstract is a whole paper by mistake: the record is skipped and counted.
    capture_year
        Year in which saved pages were saved, for dates that name no year; None reads it off each page.
    categories
        Only records with one of these categories, or one below it (``cs`` takes ``cs.LG``), in a list or divided by
        commas; empty for all records.
    since, until
        Only records dated on or after the one and before the other, None for no such bound. Each record is judged by its own
        date; one without a date stays, and so does a month or year that only partly lies outside.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: Annotated[dict[str, str], AfterValidator(_check_fields)] = {}
    format: Literal[
        "auto",
        "parquet",
        "pubmed_xml",
        "acl_xml",
        "arxiv_atom",
        "arxiv_oai",
        "arxiv_dump",
        "openalex",
        "semantic_scholar",
        "csl_json",
        "crossref",
        "openreview",
        "hf_daily",
        "wos",
        "nbib",
        "ris",
        "bibtex",
        "pages",
        "jsonl",
        "json",
        "scopus_csv",
        "tsv",
        "csv",
    ] = "auto"
    max_abstract_chars: int = Field(default=50_000, ge=1)
    capture_year: int | None = Field(default=None, ge=1990, le=2100)
    categories: Annotated[tuple[Annotated[str, Field(min_length=1)], ...], BeforeValidator(_split)] = ()
    since: date | None = None
    until: date | None = None

    @model_validator(mode="after")
    def _check_time(self) -> Self:
        if self.since and self.until and self.since >= self.until:
            raise ValueError(f"given a since before their until, not since {self.since} until {self.until}")
        return self
