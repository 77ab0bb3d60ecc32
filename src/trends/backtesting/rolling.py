"""From origin to origin: topics of the papers before, what they let expect, and what came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from trends.backtesting.levels import CAME_SCHEMA, ERRORS_SCHEMA, foretell
from trends.backtesting.papers import Papers, choose_papers
from trends.backtesting.ranking import RANKINGS_SCHEMA, SEEN_SCHEMA, rank
from trends.backtesting.settings import MONTHS, BacktestSettings
from trends.data import Corpus, Embeddings, Progress, silent
from trends.errors import ConfigError, DataError
from trends.topics import TopicModel


@dataclass(frozen=True)
class Backtest:
    """What was foreseen, and what came.

    Attributes
    ----------
    rankings
        Columns of `RANKINGS_SCHEMA`: scores of each method at each origin, layer of topics (``chosen`` is the one that a run
        would show) and split, see `score_ranking`. ``naive`` is the
        pooled share of the last periods against that of as many before, ``counts`` the same with strata held constant and
        the longer window, ``field`` the mean of the growth field over the topic's recent papers, and ``borrowed`` the two
        combined by `borrow_strength`. ``halves`` is the rank correlation of what followed in two halves of the papers that tell
        it: where it is low, chance is most of what came, and no foresight could have ranked it.
    seen
        Columns of `SEEN_SCHEMA`: a row per origin, layer and topic, growth of the log share per year as each method saw it
        from the first half of the papers, and as it ``followed``; ``n_recent`` papers before the origin, rounded.
    forecasts
        Columns of `CAME_SCHEMA`: what `forecast` said of pooled shares, from all papers before the origin, and the share that
        ``came``, null where the period has no papers.
    errors
        Columns of `ERRORS_SCHEMA`: their scores at each origin.
    """

    rankings: pl.DataFrame
    seen: pl.DataFrame
    forecasts: pl.DataFrame
    errors: pl.DataFrame


def backtest(
    corpus: Corpus,
    embeddings: Embeddings,
    *,
    model: TopicModel,
    origins: Sequence[date],
    settings: BacktestSettings,
    progress: Progress = silent,
) -> Backtest:
    """Go back to each origin, find topics and growth from the papers before it alone, and hold them against what came.

    Papers after an origin are given to the topics of before by nearness. What a method sees comes from one half of the
    recent papers, drawn by chance, and what followed is measured from the other half: with one and the same, a number that
    is high by chance would be seen as growth and followed by a fall. One thing of later times is left, the encoder: it was
    trained on texts that may be younger than the origin.

    Parameters
    ----------
    corpus, embeddings
        The papers and their vectors. Vectors that were fitted on this corpus leak its future; those of an encoder trained
        elsewhere do not.
    model
        How topics are found at each origin; their stability is not measured.
    origins
        First days of periods.
    settings
        What is counted and compared.
    progress
        Told after each origin.

    Raises
    ------
    ConfigError
        Where an origin is not the first day of a period.
    DataError
        Where the embeddings are of other papers, there are no papers before or after an origin, or too few for a
        topic before it.
    """
    if not embeddings.ids.equals(corpus.ids):
        raise DataError("the embeddings are of other papers than the corpus: embed this corpus first")
    papers = choose_papers(corpus, embeddings, settings=settings)
    tables: list[Backtest] = []
    for number, origin in enumerate(origins):
        tables.append(_look_back(papers, origin, model=model.model_copy(update={"n_runs": 0}), settings=settings))
        progress("backtest", number + 1, len(origins))
    return join(tables)


def join(parts: Sequence[Backtest]) -> Backtest:
    """Put the tables of several origins one under the other."""
    schemas = {"rankings": RANKINGS_SCHEMA, "seen": SEEN_SCHEMA, "forecasts": CAME_SCHEMA, "errors": ERRORS_SCHEMA}
    tables = {
        name: pl.concat([pl.DataFrame(schema=schema), *(getattr(part, name) for part in parts)])
        for name, schema in schemas.items()
    }
    return Backtest(**tables)


def _look_back(papers: Papers, origin: date, *, model: TopicModel, settings: BacktestSettings) -> Backtest:
    """Run one origin."""
    month = origin.year * 12 + origin.month - 1
    length = MONTHS[settings.every]
    if origin.day != 1 or month % length:
        raise ConfigError(f"the origin {origin} is not the first day of a {settings.every}")
    now = month // length
    window = papers.of((papers.period >= now - settings.recent - settings.earlier) & (papers.period < now + settings.horizon))
    before = window.of(window.period < now)
    if not before.corpus.n_papers or before.corpus.n_papers == window.corpus.n_papers:
        raise DataError(f"the origin {origin} must have papers before and after it")
    layers = model.fit(before.corpus, before.embeddings, encode=None).layers
    if any(not topics.n_topics for topics in layers.topics):
        raise DataError(f"the {before.corpus.n_papers} papers before the origin {origin} have no topic: choose a later one")
    rankings, seen = rank(window, layers, now=now, settings=settings)
    forecasts, errors = foretell(window, layers.topics[layers.chosen], now=now, settings=settings)
    when = pl.lit(origin, pl.Date).alias("origin")
    return Backtest(
        rankings.select(when, *RANKINGS_SCHEMA.names()[1:]).cast(dict(RANKINGS_SCHEMA)),  # type: ignore[arg-type]
        seen.select(when, *SEEN_SCHEMA.names()[1:]).cast(dict(SEEN_SCHEMA)),  # type: ignore[arg-type]
        forecasts.select(when, pl.all()),
        errors.select(when, pl.all()),
    )
