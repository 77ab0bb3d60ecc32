"""What a user can say about the input."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from trends.sources.fields.columns import USUAL_NAMES


def _check_fields(columns: dict[str, str]) -> dict[str, str]:
    unknown = sorted(set(columns) - set(USUAL_NAMES))
    if unknown:
        raise ValueError(f"{unknown[0]!r} is no field of a paper, the fields are {', '.join(USUAL_NAMES)}")
    return columns


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
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: Annotated[dict[str, str], AfterValidator(_check_fields)] = {}
    format: Literal["auto", "pages", "csv", "tsv", "jsonl", "json", "parquet"] = "auto"
    max_abstract_chars: int = Field(default=50_000, ge=1)
    capture_year: int | None = Field(default=None, ge=1990, le=2100)
