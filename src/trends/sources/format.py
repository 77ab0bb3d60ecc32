"""One way in which papers come: how to tell it and to read it."""

from collections.abc import Callable
from dataclasses import dataclass

from trends.sources.opening import Opened
from trends.sources.records import Records
from trends.sources.settings import SourceSettings


@dataclass(frozen=True)
class Format:
    """One way in which papers come.

    Attributes
    ----------
    name
        What `SourceSettings.format` calls it.
    about
        What it is, in a few words.
    endings
        How its files are usually named, perhaps with ``.gz`` or ``.zst`` behind.
    fits
        Whether the beginning of a file looks like it; asked in the order of the table of formats.
    read
        Turns a file into records, one for each paper that it tries to tell.
    """

    name: str
    about: str
    endings: tuple[str, ...]
    fits: Callable[[str], bool]
    read: Callable[[Opened, SourceSettings], Records]
