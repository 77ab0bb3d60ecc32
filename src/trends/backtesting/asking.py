"""A finished run asked again at earlier dates: would it have seen what came?"""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from trends.backtesting.files import origin_folder, read_origin, write_backtest, write_origin
from trends.backtesting.leads import find_leads
from trends.backtesting.origins import Calendar, check_origins, choose_origins, lay_calendar, windows
from trends.backtesting.rolling import Backtest, backtest, join
from trends.backtesting.scores import score_origins
from trends.backtesting.settings import BacktestSettings, Length
from trends.backtesting.verdict import judge
from trends.config import Config, make_config
from trends.data import Corpus, Embeddings, Progress, Series, silent
from trends.data.phrases import counted
from trends.embed import Embedder
from trends.errors import DataError
from trends.pipeline import STAGES, redraw
from trends.stats import plan_count
from trends.workspace import Workspace, key_of, store

# Topics of more papers take minutes an origin, and are no better for the others that join the nearest.
_MOST_PAPERS: Final = 20_000


@dataclass(frozen=True)
class Hindsight:
    """What a run would have said at earlier dates, and what came.

    Attributes
    ----------
    origins
        First days of the periods at which it was asked.
    settings
        What was held against what.
    tables
        By name: those of `Backtest`; ``scores``, a row per origin and method, see `score_origins`; ``leads``, see
        `find_leads`; ``verdict``, the sentences.
    """

    origins: tuple[date, ...]
    settings: BacktestSettings
    tables: Mapping[str, pl.DataFrame]

    @property
    def sentences(self) -> list[str]:
        """The verdict, the answer first."""
        return self.tables["verdict"]["sentence"].to_list()

    def _repr_html_(self) -> str:
        said = "".join(f"<li>{html.escape(sentence)}</li>" for sentence in self.sentences)
        asked = f"<p><b>Backtest</b> at {counted(len(self.origins), 'earlier date')}</p>"
        return f"{asked}<ul>{said}</ul>{self.tables['scores']._repr_html_()}"


def look_back(
    folder: Path,
    *,
    every: Length | None = None,
    horizon: int | None = None,
    n_origins: int = 5,
    origins: Sequence[date] = (),
    progress: Progress = silent,
) -> Hindsight:
    """Ask a finished run at earlier dates, and keep the answers in its folder.

    Topics are found again at each origin, by the settings of the run and from the papers before it. Each origin is kept as
    soon as it is done, so that a backtest that was stopped goes on. Charts and report are drawn again.

    Parameters
    ----------
    folder
        The run's folder.
    every
        Length of a period; None takes that of the run, months where it is shorter.
    horizon
        Periods after an origin that are foretold; None takes a year, two quarters or three months.
    n_origins
        How many origins, the last ones whose outcome is known.
    origins
        The origins themselves, instead.
    progress
        Told after each origin.

    Raises
    ------
    ConfigError
        Where an origin is not the first day of a period, or too late.
    DataError
        Where no paper is dated, the papers cover too short a time, or too few stand before an origin.
    WorkspaceError
        Where the folder holds no finished run, or another process writes there.
    """
    workspace = Workspace.open(folder)
    workspace.check_finished(STAGES[:-2])
    series = store.read_series(folder)
    if series is None:
        raise DataError("no paper of the run is dated, a backtest needs dates")
    config = make_config(workspace.manifest()["settings"], origin=str(folder))
    calendar = lay_calendar(series, every=every)
    kind = plan_count(config.stats, store.read_audit(folder)).stratum_kind
    settings = BacktestSettings(every=calendar.every, stratum_kind=kind, **windows(calendar.every, horizon=horizon))
    asked = tuple(origins or choose_origins(calendar, settings=settings, n_origins=n_origins))
    check_origins(asked, calendar=calendar, settings=settings)
    with workspace.alone():
        key = key_of(workspace.key("embeddings"), config.topics.model_dump(mode="json"), settings.model_dump(mode="json"))
        done = _ask(folder, config, calendar=calendar, settings=settings, origins=asked, key=key, progress=progress)
        tables = _tell(done, series, settings=settings, embed=config.embed)
        note = {"key": workspace.key("stats"), "origins": asked, "settings": settings.model_dump(mode="json")}
        write_backtest(tables, folder, note=note, key=key)
    redraw(folder)
    return Hindsight(asked, settings, tables)


def _ask(
    folder: Path,
    config: Config,
    *,
    calendar: Calendar,
    settings: BacktestSettings,
    origins: Sequence[date],
    key: str,
    progress: Progress,
) -> Backtest:
    """Ask at each origin that was not asked yet."""
    corpus, embeddings = _cover(store.read_corpus(folder), store.read_embeddings(folder), calendar=calendar)
    model = config.topics.model_copy(update={"max_papers": min(config.topics.max_papers, _MOST_PAPERS), "llm": None})
    parts = []
    for number, origin in enumerate(origins):
        progress("backtest", number, len(origins))
        place = origin_folder(folder, origin, key=key)
        known = read_origin(place)
        if known is None:
            known = backtest(corpus, embeddings, model=model, origins=[origin], settings=settings)
            write_origin(known, place)
        parts.append(known)
    progress("backtest", len(origins), len(origins))
    return join(parts)


def _cover(corpus: Corpus, embeddings: Embeddings, *, calendar: Calendar) -> tuple[Corpus, Embeddings]:
    """Keep the papers of the periods that the run counts."""
    first, end = calendar.day(calendar.first), calendar.day(calendar.end)
    rows = np.flatnonzero(corpus.table["published"].is_between(first, end, closed="left").fill_null(False).to_numpy())
    vectors = Embeddings(embeddings.ids.gather(rows), np.asarray(embeddings.matrix)[rows], embeddings.model)
    return Corpus(corpus.table[rows]), vectors


def _tell(done: Backtest, series: Series, *, settings: BacktestSettings, embed: Embedder) -> dict[str, pl.DataFrame]:
    """Put the tables of a backtest beside each other, with the verdict."""
    scores, leads = score_origins(done.rankings, settings=settings), find_leads(series)
    verdict = judge(scores, done.errors, leads=leads, settings=settings, embed=embed)
    return {
        "rankings": done.rankings,
        "seen": done.seen,
        "forecasts": done.forecasts,
        "errors": done.errors,
        "scores": scores,
        "leads": leads,
        "verdict": pl.DataFrame({"sentence": verdict}, schema={"sentence": pl.String}),
    }
