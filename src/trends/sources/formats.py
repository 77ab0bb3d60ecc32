"""The one table of formats, asked from the narrowest to the widest."""

from pathlib import PurePath
from typing import Final

from trends.errors import SourceError
from trends.sources.files.delimited import CSV, TSV
from trends.sources.files.json_objects import JSON, JSONL
from trends.sources.files.pages import PAGES
from trends.sources.files.parquet import MAGIC, PARQUET
from trends.sources.format import Format
from trends.sources.opening import Opened
from trends.sources.settings import SourceSettings

COMPRESSED: Final = (".gz", ".zst")

FORMATS: Final = (PARQUET, PAGES, JSONL, JSON, TSV, CSV)


def find_format(opened: Opened, *, settings: SourceSettings) -> Format:
    """Return the format that the settings name, else the first that the content looks like.

    Raises
    ------
    SourceError
        Where there is none.
    """
    known = ", ".join(fmt.name for fmt in FORMATS)
    if opened.is_binary and not opened.head.startswith(MAGIC):
        raise SourceError(f"{opened.name} is binary and not parquet, the formats are {known}")
    if settings.format != "auto":
        return next(fmt for fmt in FORMATS if fmt.name == settings.format)
    for fmt in FORMATS:
        if fmt.fits(opened.head):
            return fmt
    raise SourceError(f"{opened.name} looks like none of the formats {known}: name one with --set sources.format=NAME")


def has_known_ending(name: str) -> bool:
    """Tell whether a file is named like one of the formats."""
    path = PurePath(name.lower())
    ending = PurePath(path.stem).suffix if path.suffix in COMPRESSED else path.suffix
    return any(ending in fmt.endings for fmt in FORMATS)
