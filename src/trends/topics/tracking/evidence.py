"""How plainly the words of each paper say what a query asks for."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.topics.names.acronyms import find_acronyms
from trends.topics.names.stopwords import STOP_WORDS
from trends.topics.names.words import singular
from trends.topics.tracking.query import And, Not, Or, Phrase, Query

LEVELS: Final = ("none", "a word", "all words", "once", "repeated", "title")
NONE, WORD, WORDS, ONCE, REPEATED, TITLE = range(len(LEVELS))

Levels = NDArray[np.int8]
FindTopic = Callable[[str], NDArray[np.bool_]]

_BETWEEN: Final = r"(?:\s*\([^)]{1,20}\))?[\s-]+"
_LEAST_INTRODUCTIONS: Final = 2
_TELLING: Final = 3  # letters of an acronym that may stand alone: MU is many things beside machine unlearning


@dataclass(frozen=True)
class Evidence:
    """What the words of each paper say.

    Attributes
    ----------
    levels
        int8 (n_papers,), a position in `LEVELS`: ``none``; ``a word``, the rarest of a phrase; ``all words`` of it, but not
        side by side; the phrase ``once`` in the abstract; ``repeated`` there; in the ``title``. The papers of a topic that is
        asked for stand at ``repeated``. Of phrases joined by OR the plainest counts, joined by AND the least plain.
    excluded
        bool (n_papers,), papers that a NOT of the query rules out; their level is ``none``.
    """

    levels: Levels
    excluded: NDArray[np.bool_]

    @property
    def matched(self) -> NDArray[np.bool_]:
        """The papers that the query finds by its words alone: bool (n_papers,)."""
        return np.asarray(self.levels >= ONCE)


def weigh_words(query: Query, *, titles: Sequence[str], abstracts: Sequence[str], find_topic: FindTopic) -> Evidence:
    """Tell how plainly each paper says what a query asks for.

    Capitals, plurals and hyphens make no difference, nor do acronyms that two papers or more introduce: ``OOD detection``
    finds ``out-of-distribution (OOD) detection`` and the other way round.

    Parameters
    ----------
    query
        As `parse_query` returns it.
    titles, abstracts
        One per paper.
    find_topic
        Given the number or the label of a topic, returns which papers are in it.
    """
    papers = _Papers(titles, abstracts, find_topic)
    levels, excluded = papers.weigh(query), papers.rule_out(query)
    return Evidence(np.where(excluded, NONE, levels).astype(np.int8), excluded)


class _Papers:
    """Titles and abstracts, searched for phrases."""

    def __init__(self, titles: Sequence[str], abstracts: Sequence[str], find_topic: FindTopic) -> None:
        self.titles = pl.Series(titles, dtype=pl.String)
        self.abstracts = pl.Series(abstracts, dtype=pl.String)
        self.find_topic = find_topic
        self.acronyms = find_acronyms(list(abstracts), min_papers=_LEAST_INTRODUCTIONS)

    def weigh(self, query: Query) -> Levels:
        """Return the level of each paper."""
        match query:
            case Phrase(words, field="topic"):
                return np.where(self.find_topic(" ".join(words)), REPEATED, NONE).astype(np.int8)
            case Phrase():
                return self._weigh_phrase(query)
            case And(parts):
                return np.asarray(np.min([self.weigh(part) for part in parts], axis=0))
            case Or(parts):
                return np.asarray(np.max([self.weigh(part) for part in parts], axis=0))
            case Not(part):
                return np.where(self.weigh(part) >= ONCE, NONE, TITLE).astype(np.int8)

    def rule_out(self, query: Query) -> NDArray[np.bool_]:
        """Return the papers that a NOT outside of any OR rules out."""
        match query:
            case Not(part):
                return np.asarray(self.weigh(part) >= ONCE)
            case And(parts):
                return np.asarray(np.any([self.rule_out(part) for part in parts], axis=0))
            case _:
                return np.zeros(len(self.titles), dtype=bool)

    def _weigh_phrase(self, phrase: Phrase) -> Levels:
        abstracts = self.abstracts if phrase.field == "text" else pl.Series([""] * len(self.titles))
        side_by_side, words = _patterns(phrase.words, acronyms=self.acronyms)
        in_title = self.titles.str.contains(side_by_side).to_numpy()
        n_times = abstracts.str.count_matches(side_by_side).to_numpy()
        levels = np.select([in_title, n_times > 1, n_times == 1], [TITLE, REPEATED, ONCE], NONE).astype(np.int8)
        if len(words) > 1:
            uses = np.array([(self.titles + " " + abstracts).str.contains(word).to_numpy() for word in words])
            rarest = uses[uses.sum(axis=1).argmin()]
            weak = np.select([uses.all(axis=0), rarest], [WORDS, WORD], NONE)
            levels = np.maximum(levels, weak).astype(np.int8)
        return levels


def _patterns(words: Sequence[str], *, acronyms: Mapping[str, str]) -> tuple[str, list[str]]:
    """Write regular expressions: for a phrase as a whole, and for each of its words that tells something."""
    short_of = {" ".join(_parts(long)): short for short, long in acronyms.items()}
    units = _units(words, short_of=short_of)
    whole = _BETWEEN.join(_any_form(unit, acronyms=acronyms, short_of=short_of) for unit in units)
    short = short_of.get(" ".join(_parts(" ".join(words))), "")
    if len(short) >= _TELLING:
        whole = f"(?:{whole}|{_acronym(short)})"
    telling = [unit for unit in units if unit.lower() not in STOP_WORDS]
    return _bounded(whole), [_bounded(_any_form(unit, acronyms=acronyms, short_of=short_of)) for unit in telling]


def _units(words: Sequence[str], *, short_of: Mapping[str, str]) -> list[str]:
    """Join the words of a phrase that an acronym stands for, unless it stands for all of them."""
    for length in range(len(words) - 1, 1, -1):
        for start in range(len(words) - length + 1):
            joined = " ".join(words[start : start + length])
            if " ".join(_parts(joined)) in short_of:
                rest = words[start + length :]
                return [*_units(words[:start], short_of=short_of), joined, *_units(rest, short_of=short_of)]
    return list(words)


def _any_form(unit: str, *, acronyms: Mapping[str, str], short_of: Mapping[str, str]) -> str:
    """Match a word in any number, spelled out or as an acronym."""
    parts = _parts(unit)
    forms = [_spelled(parts, stem=unit.endswith("*"))]
    if len(parts) == 1 and parts[0] in acronyms:
        forms.append(_spelled(_parts(acronyms[parts[0]]), stem=False))
    if " ".join(parts) in short_of:
        forms.append(_acronym(short_of[" ".join(parts)]))
    return forms[0] if len(forms) == 1 else f"(?:{'|'.join(forms)})"


def _parts(words: str) -> list[str]:
    """Split words at blanks and hyphens, lower-case, the last one singular."""
    parts = [part for part in re.split(r"[\s-]+", words.lower().rstrip("*")) if part]
    return [*parts[:-1], singular(parts[-1])] if parts else []


def _spelled(parts: Sequence[str], *, stem: bool) -> str:
    first, last = [re.escape(part) for part in parts[:-1]], parts[-1]
    if stem:
        end = re.escape(last) + r"[\w-]*"
    elif last.endswith("y"):
        end = re.escape(last[:-1]) + "(?:y|ies)"
    else:
        end = re.escape(last) + "(?:s|es)?"
    return r"[\s-]*".join([*first, end])


def _acronym(short: str) -> str:
    return f"(?-i:{re.escape(short.upper())})s?"


def _bounded(pattern: str) -> str:
    return rf"(?i)\b(?:{pattern})\b"
