"""What is no paper that counts: one table of the words that formats have for it."""

from collections.abc import Iterable, Mapping
from typing import Final

from trends.sources.fields.clean import letters

_RETRACTED: Final = frozenset({"retracted", "retractedpublication"})

# Our word → those of formats, as `letters` writes them.
_EVERYWHERE: Final = {
    "data set": ("aggr", "data", "database", "dataset", "xdata"),
    "software": ("comp", "computerprogram", "software"),
    "picture": ("art", "artwork", "chart", "equa", "figure", "graphic", "image", "map"),
    "recording": (
        *("advs", "audio", "audiorecording", "broadcast", "film", "motionpicture", "movie", "mpct", "multi", "music"),
        *("musicalscore", "performance", "podcast", "radiobroadcast", "song", "sound", "tvbroadcast", "video", "videorecording"),
    ),
    "talk": ("presentation", "slide", "speech"),
    "message": (
        *("blog", "blogpost", "email", "forumpost", "icomm", "instantmessage", "pcomm", "personalcommunication", "post"),
        "postweblog",
    ),
    "law": ("bill", "case", "hear", "hearing", "jurisdiction", "legal", "legalcase", "legislation", "stat", "statute", "treaty"),
    "whole volume": (
        *("bookseries", "bookset", "journal", "journalissue", "journalvolume", "mvproceedings", "periodical", "proceedings"),
        *("proceedingsseries", "reportseries", "set", "standardseries"),
    ),
    "front matter": ("paratext",),
    "supplement": ("component", "supplementarymaterials"),
    "review of a paper": ("peerreview",),
    "correction": (
        *("authorcorrection", "correction", "correctionaddition", "corrigendum", "erratum", "publishederratum"),
        *("publishercorrection", "publisherscorrection"),
    ),
    "notice of retraction": ("retraction", "retractionnote", "retractionnotice", "retractionofpublication"),
    "expression of concern": ("expressionofconcern",),
    "notice about another paper": ("notice",),
    "grant": ("grant",),
    "library guide": ("libguides",),
}
# A letter that somebody keeps beside papers is correspondence; what a database calls a letter is a short paper.
_IN_LIBRARIES: Final = _EVERYWHERE | {
    "letter": ("letter",),
    "interview": ("interview",),
    "note": ("attachment", "note"),
    "collection": ("collection", "mvcollection"),
}


def _by_name(table: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {name: word for word, names in table.items() for name in names}


IN_DATABASES: Final = _by_name(_EVERYWHERE)
IN_LIBRARIES: Final = _by_name(_IN_LIBRARIES)


def no_paper(kinds: Iterable[str], *, words: Mapping[str, str] = IN_DATABASES) -> str:
    """Say why a record is no paper that counts; empty where it is one.

    Parameters
    ----------
    kinds
        What its format calls it; case, spaces and signs do not matter.
    words
        `IN_DATABASES`, or `IN_LIBRARIES` for the formats of reference managers.
    """
    named = [letters(kind) for kind in kinds]
    if not _RETRACTED.isdisjoint(named):
        return "retracted"
    return next((f"not a paper: {words[name]}" for name in named if name in words), "")
