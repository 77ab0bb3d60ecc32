"""A run seen from a notebook: read papers, study them, look at topics, growth, charts and the report."""

import html
import tempfile
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
from platformdirs import user_cache_path

from trends.charts import CHARTS, Tables, draw
from trends.config import Config, make_config
from trends.data import Chart, Corpus, Points, Progress, Series, Topics, Tree, silent
from trends.errors import ConfigError
from trends.pipeline import STAGES, Job, read_audit, read_content, read_tables, run
from trends.report import find_story, render
from trends.sources import SourceSettings
from trends.sources import read as read_papers
from trends.workspace import Workspace, write_atomically

Inputs = str | Path | Sequence[str | Path]


def read(inputs: Inputs, *, columns: Mapping[str, str] | None = None, progress: Progress = silent) -> Corpus:
    """Read papers from files, folders and globs.

    Parameters
    ----------
    inputs
        One or several: saved Hugging Face pages, csv, tsv, jsonl, json or parquet, compressed or not.
    columns
        Which column of a table holds a field, ``{"title": "Document Title"}``, where its name is unusual.
    progress
        Told how far the reading is.

    Returns
    -------
    The papers, deduplicated; `Corpus.intake` accounts for every record.

    Raises
    ------
    SourceError
        Where a file cannot be read as papers.
    """
    return read_papers(_as_list(inputs), settings=SourceSettings(columns=dict(columns or {})), progress=progress)


def study(
    papers: Corpus | Inputs,
    *,
    folder: str | Path | None = None,
    settings: Config | Mapping[str, Any] | None = None,
    cache: str | Path | None = None,
    progress: Progress = silent,
) -> "Study":
    """Find the topics of papers and how they grow.

    Parameters
    ----------
    papers
        A corpus, or what `read` takes.
    folder
        Where the run is kept: a second study of the same papers in the same folder only reads it. None keeps the run
        in a temporary folder for as long as the study lives.
    settings
        A table per room, ``{"stats": {"every": "quarter"}, "topics": {"min_papers": 20}}``; None takes the defaults.
    cache
        Folder of embeddings that studies share; None takes the user's.
    progress
        Told how far each stage is.

    Raises
    ------
    TrendsError
        Where papers, settings or folder cannot be used.
    """
    config = settings if isinstance(settings, Config) else make_config(settings or {}, origin="settings")
    corpus = papers if isinstance(papers, Corpus) else None
    if not isinstance(papers, Corpus):
        config = config.model_copy(update={"inputs": tuple(str(Path(paper).absolute()) for paper in _as_list(papers))})
    temporary = tempfile.TemporaryDirectory(prefix="trends-") if folder is None else None
    workspace = Workspace.create(Path(temporary.name if temporary else folder or ""))
    run(Job(config, workspace, corpus=corpus, cache=Path(cache) if cache else default_cache(), progress=progress))
    return Study(workspace.folder, _temporary=temporary)


def default_cache() -> Path:
    """Return the folder in which embeddings are kept from run to run."""
    return user_cache_path("trends", appauthor=False) / "embeddings"


class Study:
    """A finished run.

    Parameters
    ----------
    folder
        The run's folder, as made by `study` or by ``trends run``.

    Raises
    ------
    WorkspaceError
        Where the folder holds no run, or one that is not finished.
    """

    def __init__(self, folder: str | Path, *, _temporary: "tempfile.TemporaryDirectory[str] | None" = None) -> None:
        self.folder = Path(folder)
        self._workspace = Workspace.open(self.folder)
        self._workspace.check_finished(STAGES[:-1])
        self._temporary = _temporary

    @cached_property
    def _tables(self) -> Tables:
        return read_tables(self.folder)

    @property
    def corpus(self) -> Corpus:
        """The papers."""
        return self._tables.corpus

    @property
    def topics(self) -> Topics:
        """The topics, their terms and members."""
        return self._tables.topics

    @property
    def tree(self) -> Tree:
        """The hierarchy over the topics."""
        return self._tables.tree

    @property
    def points(self) -> Points:
        """The map of the papers."""
        return self._tables.points

    @property
    def series(self) -> Series | None:
        """Counts and shares per topic and period; None where no paper is dated."""
        return self._tables.series

    @property
    def audit(self) -> pl.DataFrame:
        """Why papers are counted in the series or not: ``reason`` and ``n_papers``, which add up to the corpus."""
        return read_audit(self.folder)

    @property
    def growth(self) -> pl.DataFrame:
        """Growth of each topic with its label, best first; empty where no paper is dated.

        ``growth``, ``growth_low`` and ``growth_high`` (95 % interval) are fractions a year: 0.6 is 60 % more a year.
        """
        growth = self._tables.growth
        labels = self.topics.table.select("topic", "label")
        if growth is None:
            return labels.clear()
        return growth.join(labels, on="topic", how="left", maintain_order="left").select(
            "topic", "label", pl.exclude("topic", "label")
        )

    def rising(self) -> pl.DataFrame:
        """Return the topics whose share rises beyond what chance explains (q ≤ 0.05), best first."""
        growth = self.growth
        return growth.filter(pl.col("trend") == "rising") if "trend" in growth.columns else growth

    def chart(self, name: str) -> Chart:
        """Draw a chart by name, such as ``lines``, ``rising``, ``growth``, ``map``.

        Raises
        ------
        ConfigError
            Where the name is unknown; the message lists the known ones.
        """
        return draw(name, self._tables)

    def report(self, path: str | Path | None = None, *, papers: bool | None = None) -> Path:
        """Write the report as one HTML file and return its path.

        Parameters
        ----------
        path
            The file; None only returns the path of the report in the run's folder.
        papers
            Whether titles and abstracts stand in the page; None does as the run was told.
        """
        if path is None:
            return self.folder / "report.html"
        target = Path(path)
        if target.is_dir():
            raise ConfigError(f"{target} is a folder, the report needs the name of a file such as report.html")
        if papers is None:
            papers = bool(self._workspace.manifest()["settings"]["report"]["papers"])
        write_atomically(target, render(read_content(self._workspace), papers=papers))
        return target

    def close(self) -> None:
        """Remove the folder of a study that was made without one; a study with a folder stays as it is."""
        if self._temporary is not None:
            self._temporary.cleanup()

    def _repr_html_(self) -> str:
        story = find_story(self.corpus, self.topics, series=self.series, growth=self._tables.growth, audit=self.audit)
        findings = "".join(f"<li>{html.escape(finding.sentence)}</li>" for finding in story.rises.findings[:5])
        return (
            f"<p><b>Study</b> of {self.corpus.n_papers:,} papers: {self.topics.n_topics} topics, "
            f"{self.topics.n_outliers:,} papers in none</p>"
            f"<p>{html.escape(story.rises.title)}: {html.escape(story.rises.lead)}</p><ul>{findings}</ul>"
            f"<p>Charts: {', '.join(CHARTS)}. Report: {html.escape(str(self.report()))}</p>"
        )


def _as_list(inputs: Inputs) -> list[str | Path]:
    return [inputs] if isinstance(inputs, str | Path) else list(inputs)
