"""Words of a query that no paper holds: misspelt, or of another field."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from trends.topics.names.stopwords import STOP_WORDS
from trends.topics.names.words import singular
from trends.topics.tracking.query import Query, find_phrases


class Words(NamedTuple):
    """The words that a query asks for, each once and in its order, by whether any paper holds them."""

    known: tuple[str, ...]
    unknown: tuple[str, ...]


def look_up_words(query: Query, *, titles: Sequence[str], abstracts: Sequence[str]) -> Words:
    """Tell which words of a query are in any title or abstract, in any form and inside other words, too.

    Parameters
    ----------
    query
        As `parse_query` returns it; what NOT names and topics of the run are not looked up.
    titles, abstracts
        One per paper.
    """
    texts = (pl.Series(titles, dtype=pl.String) + " " + pl.Series(abstracts, dtype=pl.String)).str.to_lowercase()
    asked = [word for phrase in find_phrases(query) if phrase.field != "topic" for word in phrase.words]
    held = {word: all(texts.str.contains(root, literal=True).any() for root in _roots(word)) for word in asked}
    return Words(
        known=tuple(word for word, is_held in held.items() if is_held),
        unknown=tuple(word for word, is_held in held.items() if not is_held),
    )


def _roots(word: str) -> list[str]:
    """Cut a word at its hyphens and off what its plural changes; stop words tell nothing."""
    parts = [part for part in re.split(r"[\s-]+", word.lower().rstrip("*")) if part and part not in STOP_WORDS]
    return [singular(part).removesuffix("y") for part in parts]
