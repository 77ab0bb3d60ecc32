"""A query and a run's folder to a tracked subfield."""

import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.config import make_config
from trends.data import Corpus, Topics
from trends.data.phrases import listing
from trends.data.topics import UNHELD
from trends.errors import ConfigError
from trends.explore import load_encoder
from trends.pipeline import STAGES
from trends.stats import plan_count
from trends.topics.tracking import (
    LEVELS,
    Evidence,
    Membership,
    choose_questions,
    choose_threshold,
    estimate_membership,
    find_phrases,
    look_up_words,
    parse_query,
    read_answers,
    weigh_words,
)
from trends.tracking.bands import count_bands, lay_thresholds, tell_growth
from trends.tracking.files import answers_file
from trends.tracking.result import Track
from trends.workspace import Workspace, store

_log: Final = logging.getLogger(__name__)

_SHOWN: Final = 0.01
_FEW: Final = 5
_WHY: Final = (
    "says none of its words, reads like papers that do",
    "says its rarest word, but not the phrase",
    "says all its words, but not side by side",
    "says it once in the abstract",
    "says it several times in the abstract",
    "says it in the title",
)


def track(
    folder: Path,
    query: str,
    *,
    name: str | None = None,
    yes: Sequence[str] = (),
    no: Sequence[str] = (),
    threshold: float | None = None,
    n_questions: int = 10,
) -> Track:
    """Track a subfield through the papers of a run.

    Parameters
    ----------
    folder
        The run's folder.
    query
        What it is called: words, a boolean expression, or ``topic:12``, see `parse_query`; may be empty where `yes` names papers.
    name
        What to call it here; the query where it is left out. Answers are kept under this name.
    yes, no
        Ids of papers that belong, as examples or as answers, and of papers that do not; added to the answers kept.
    threshold
        The probability from which a paper counts; None takes the one of the highest expected F1.
    n_questions
        How many papers nearest to the line to list.

    Raises
    ------
    ConfigError
        Where the query cannot be read, names no topic of the run, or holds no word of any paper while no paper is named; where
        it finds nothing and the run's embedder knows no other texts; where an id is unknown, or the threshold not between 0
        and 1.
    WorkspaceError
        Where the folder holds no finished run.
    """
    if threshold is not None and not 0 < threshold < 1:
        raise ConfigError(f"threshold is {threshold}, it must be between 0 and 1")
    if not (query.strip() or yes):
        raise ConfigError(f"query is {query!r}, it must hold a word, or papers that belong must be named")
    Workspace.open(folder).check_finished(STAGES[:4])
    corpus, topics = store.read_corpus(folder), store.read_topics(folder)
    name = name or query or "examples"
    answers = read_answers(answers_file(folder, name)).updated(
        yes=_find_ids(corpus, yes, strict=True), no=_find_ids(corpus, no, strict=True)
    )
    judged = {
        side: corpus.ids.is_in(_find_ids(corpus, getattr(answers, side), strict=False)).to_numpy() for side in ("yes", "no")
    }
    _check_words(query, corpus=corpus, has_examples=bool(answers.yes))
    evidence = _read_words(query, corpus=corpus, find_topic=lambda topic: _find_topic(topics, topic))
    found = _find_members(folder, query, evidence=evidence, yes=judged["yes"], no=judged["no"])
    chosen = choose_threshold(found.probabilities) if threshold is None else threshold
    settings = make_config(Workspace.open(folder).manifest()["settings"], origin=str(folder)).stats
    audit = store.read_audit(folder)
    plan = plan_count(settings, audit)
    bands = count_bands(corpus, found.probabilities, thresholds=lay_thresholds(chosen), plan=plan)
    asked = choose_questions(found.probabilities, threshold=chosen, answered=judged["yes"] | judged["no"], n=n_questions)
    return Track(
        name=name,
        query=query,
        basis=found.basis,
        threshold=chosen,
        n_expected=float(found.probabilities.sum()),
        members=_list_members(corpus, found, evidence=evidence, threshold=chosen, judged=judged),
        bands=bands,
        growth=tell_growth(bands),
        answers=answers,
        questions=tuple(corpus.ids.gather(asked)),
        audit=audit,
    )


def _find_ids(corpus: Corpus, ids: Sequence[str], *, strict: bool) -> tuple[str, ...]:
    """Return the canonical ids of papers named by an id, an alias or a bare arXiv number; where not `strict`, lost ones go."""
    known = dict(corpus.table.select("aliases", "id").explode("aliases").drop_nulls().iter_rows()) | {
        id_: id_ for id_ in corpus.ids
    }
    found = [known.get(id_) or known.get(f"arxiv:{id_}") for id_ in ids] if ids else []
    lost = [id_ for id_, paper in zip(ids, found, strict=True) if paper is None]
    if lost and strict:
        raise ConfigError(f"paper {lost[0]!r} is not in the run, it must be the id of one of its {corpus.n_papers:,} papers")
    return tuple(paper for paper in found if paper)


def _find_topic(topics: Topics, topic: str) -> NDArray[np.bool_]:
    """Return which papers are in a topic, named by its number or its label."""
    labels = topics.table.with_columns(pl.col("label").str.strip_suffix(UNHELD).str.to_lowercase())
    named = labels.filter((pl.col("topic").cast(pl.String) == topic) | (pl.col("label") == topic.lower()))
    if named.is_empty():
        raise ConfigError(
            f"topic {topic!r} is not in the run, it must be the number or the label of one of its {topics.n_topics} topics"
        )
    return np.asarray(topics.members["topic"].to_numpy() == named["topic"][0])


def _check_words(query: str, *, corpus: Corpus, has_examples: bool) -> None:
    """Say at once which words no paper holds, before anything that takes time."""
    if not query.strip():
        return
    titles, abstracts = corpus.table["title"].to_list(), corpus.table["abstract"].to_list()
    words = look_up_words(parse_query(query), titles=titles, abstracts=abstracts)
    if not words.unknown:
        return
    lost = f"no paper holds {listing([repr(word) for word in words.unknown])}"
    if not words.known and not has_examples:
        raise ConfigError(f"{lost}: check the spelling, or name papers that belong")
    _log.warning("%s", lost)


def _read_words(query: str, *, corpus: Corpus, find_topic: Callable[[str], NDArray[np.bool_]]) -> Evidence:
    if not query.strip():
        return Evidence(np.zeros(corpus.n_papers, dtype=np.int8), np.zeros(corpus.n_papers, dtype=bool))
    titles, abstracts = corpus.table["title"].to_list(), corpus.table["abstract"].to_list()
    return weigh_words(parse_query(query), titles=titles, abstracts=abstracts, find_topic=find_topic)


def _find_members(folder: Path, query: str, *, evidence: Evidence, yes: NDArray[np.bool_], no: NDArray[np.bool_]) -> Membership:
    """Estimate the membership; the query is embedded only where few papers are known, for that may take seconds."""
    n_known = int((evidence.matched | yes).sum())
    words = (
        [" ".join(phrase.words) for phrase in find_phrases(parse_query(query)) if phrase.field != "topic"]
        if query.strip()
        else []
    )
    encode = load_encoder(folder) if n_known < _FEW and words else None
    if not n_known and encode is None:
        raise ConfigError(f"no paper of {folder} says {query!r} and its embedder knows only its papers, name examples instead")
    if not n_known:
        _log.warning("no paper says %r: looking for papers that are like it", query)
    vector = encode([", ".join(words)])[0] if encode else None
    return estimate_membership(np.asarray(store.read_embeddings(folder).matrix), evidence, yes=yes, no=no, name=vector)


def _list_members(
    corpus: Corpus, found: Membership, *, evidence: Evidence, threshold: float, judged: Mapping[str, NDArray[np.bool_]]
) -> pl.DataFrame:
    level = pl.Series(evidence.levels)
    answer = np.select([judged["yes"], judged["no"]], ["yes", "no"], "")
    table = corpus.table.select("id", "title").with_columns(
        pl.Series("probability", found.probabilities),
        pl.Series("member", found.probabilities >= threshold),
        pl.Series("words", LEVELS).gather(level),
        pl.Series("answer", answer).replace({"": None}),
        why=pl.when(pl.Series(answer) != "").then(pl.lit("as you said")).otherwise(pl.Series(_WHY).gather(level)),
    )
    kept = pl.Series((found.probabilities >= _SHOWN) | evidence.matched | (answer != ""))
    return table.filter(kept).sort("probability", "id", descending=[True, False])
