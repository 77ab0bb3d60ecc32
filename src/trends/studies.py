"""A finished run seen from a notebook: its topics, growth, charts and report."""

import html
import logging
import tempfile
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from trends.backtesting import Hindsight, look_back
from trends.backtesting.settings import Length
from trends.charts import CHARTS, Look, Tables, draw
from trends.data import Audit, Chart, Corpus, Embeddings, Layers, Points, Progress, Series, Topics, Tree, silent
from trends.errors import ConfigError
from trends.explore import (
    choose_papers,
    compare_topics,
    find_topics,
    list_terms_over_time,
    list_vocabulary_changes,
    load_encoder,
    measure_quality,
)
from trends.figures import write_figure
from trends.pipeline import STAGES, STATISTICS, read_content, read_tables
from trends.report import Story, find_story, render, render_site
from trends.topics import Cost, LlmLabels, Quality, estimate_cost, to_bertopic
from trends.tracking import Track, track
from trends.workspace import Workspace, store, write_atomically

if TYPE_CHECKING:
    from bertopic import BERTopic

_log = logging.getLogger(__name__)


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

    @cached_property
    def topics(self) -> Topics:
        """The topics, their terms and members."""
        return store.read_topics(self.folder)

    @cached_property
    def layers(self) -> Layers:
        """The topics at every resolution, coarse to fine; those of the chosen one are `topics`."""
        return store.read_layers(self.folder)

    @property
    def memberships(self) -> pl.DataFrame:
        """How much of each paper belongs to which topic: ``id, topic, share``, most first; a share below 0.1 has no row."""
        return store.read_table(self.folder / "topics" / "memberships.parquet")

    @property
    def guides(self) -> pl.DataFrame:
        """What became of each guide, a row each: ``label, outcome, topic, … message``."""
        return store.read_table(self.folder / "topics" / "guides.parquet")

    @property
    def corrections(self) -> pl.DataFrame:
        """What became of each correction in the run's ``topics.toml``: ``correction, applied, message``."""
        return store.read_table(self.folder / "topics" / "corrections.parquet")

    @cached_property
    def embeddings(self) -> Embeddings:
        """The vectors of the papers, on disk as a read-only map."""
        return store.read_embeddings(self.folder)

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
    def audit(self) -> Audit:
        """What may be believed of the papers: findings, coverage, and what to count."""
        return store.read_audit(self.folder)

    @property
    def tally(self) -> pl.DataFrame:
        """Why papers are counted in the series or not: ``reason`` and ``n_papers``, which add up to the corpus."""
        return store.read_tally(self.folder)

    @property
    def growth(self) -> pl.DataFrame:
        """Growth of each topic with its label, best first; empty where no paper is dated.

        ``growth``, ``growth_low`` and ``growth_high`` (95 % interval) are fractions a year: 0.6 is 60 % more a year.
        """
        return self._labelled(self._tables.growth)

    def table(self, name: str) -> pl.DataFrame:
        """Read a table of what topics do over time, with their labels; empty where no paper is dated.

        Parameters
        ----------
        name
            ``growth``; ``agreement``, growth within each venue, category or source that is held constant; ``concentration``,
            in which of the others most of a topic's change lies; ``nodes``, growth of
            families of topics and of the finer topics inside them; ``field``, growth around each paper; ``regions`` in which
            it is beyond chance, and ``region_papers``; ``forecast``; ``bursts``, ``changes``, ``onsets``, ``classes``,
            ``emergence``; ``terms_over_time``; ``vocabulary``, what entered and left the words of a topic, and
            ``vocabulary_over_time``, in which periods; ``languages``, topics that are in another language than English.

        Raises
        ------
        ConfigError
            Where there is no table of this name.
        """
        if name not in STATISTICS:
            raise ConfigError(f"table is {name!r}, it must be one of {', '.join(STATISTICS)}")
        return self.growth if name == "growth" else self._labelled(self._tables.statistics.get(name))

    def rising(self) -> pl.DataFrame:
        """Return the topics whose share rises beyond what chance explains (q ≤ 0.05), best first."""
        growth = self.growth
        return growth.filter(pl.col("trend") == "rising") if "trend" in growth.columns else growth

    @cached_property
    def story(self) -> Story:
        """What the run says, in sentences: what rises, what is new, what fades, and what cannot be said.

        ``story.table`` holds every number of these sentences, a row per topic, family of topics or finer topic.
        """
        tables = self._tables
        return find_story(
            tables.corpus,
            tables.topics,
            series=tables.series,
            growth=tables.growth,
            statistics=tables.statistics,
            tally=self.tally,
            audit=tables.audit,
        )

    def track(self, query: str, *, name: str | None = None, yes: Sequence[str] = (), no: Sequence[str] = ()) -> Track:
        """Follow a subfield that is named in words: its papers, what share they are, how fast it grows.

        Parameters
        ----------
        query
            Words, an expression, or a topic, see `trends.tracking.track`.
        name
            What to call the subfield; the query itself where it is left out.
        yes, no
            Ids of papers that belong, and of papers that do not.

        Raises
        ------
        ConfigError
            Where the query cannot be understood.
        """
        return track(self.folder, query, name=name, yes=yes, no=no)

    def chart(self, name: str) -> Chart:
        """Draw a chart by name, such as ``lines``, ``rising``, ``growth``, ``map``.

        Raises
        ------
        ConfigError
            Where the name is unknown; the message lists the known ones.
        """
        return draw(name, self._tables)

    def figure(self, name: str, path: str | Path, *, look: Look | None = None, n_topics: int | None = None) -> list[Path]:
        """Write a chart as a figure for a paper, with its caption and its data beside it; return the files.

        Parameters
        ----------
        name
            A name of a chart, as `chart` takes it.
        path
            The file; its ending is the format: pdf, svg, png, html or json.
        look
            ``trends.Look(width="ieee-single", palette="gray")``; None is as wide as the text of an A4 page.
        n_topics
            Most topics; None takes the chart's own number, or as many as fit the page.

        Notes
        -----
        What to know before it is printed, such as lines that look alike without colour, is logged as a warning.
        """
        written = write_figure(self.folder, name, Path(path), look=look or Look(), n_topics=n_topics)
        for note in written.notes:
            _log.warning(note)
        return written.paths

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
        write_atomically(target, render(read_content(self._workspace), papers=self._shows_papers(papers)))
        return target

    def site(self, folder: str | Path, *, papers: bool | None = None) -> Path:
        """Write the report as several small files for a web server and return the path of its first page.

        Parameters
        ----------
        folder
            Where ``index.html`` and the files that it reads are put; other files there stay.
        papers
            Whether titles and abstracts stand in them; None does as the run was told.
        """
        target = Path(folder)
        files = render_site(read_content(self._workspace), papers=self._shows_papers(papers))
        for name in sorted(files, key=lambda name: name == "index.html"):  # last, for it names the others
            write_atomically(target / name, files[name])
        return target / "index.html"

    def _shows_papers(self, papers: bool | None) -> bool:
        return bool(self._workspace.manifest()["settings"]["report"]["papers"]) if papers is None else papers

    def quality(self, *, n_runs: int = 20, progress: Progress = silent) -> Quality:
        """Measure how far the topics can be trusted: found again in `n_runs` other runs, coherent, apart."""
        return measure_quality(self.folder, n_runs=n_runs, progress=progress)

    def backtest(
        self,
        *,
        every: Length | None = None,
        horizon: int | None = None,
        n_origins: int = 5,
        origins: Sequence[date] = (),
        progress: Progress = silent,
    ) -> Hindsight:
        """Ask at earlier dates, from the papers until then alone, and say whether it would have seen what came.

        Tables are kept in the run's folder, charts and report drawn again. What is asked is explained in `look_back`.

        Parameters
        ----------
        every
            Length of a period; None takes that of the run, months where it is shorter.
        horizon
            Periods that are foretold; None takes a year, two quarters or three months.
        n_origins
            At how many dates to ask, the last ones whose outcome is known.
        origins
            The dates themselves, instead.
        progress
            Told after each date.

        Raises
        ------
        TrendsError
            Where the papers cover too short a time, or a date cannot be asked at.
        """
        asked = look_back(self.folder, every=every, horizon=horizon, n_origins=n_origins, origins=origins, progress=progress)
        self.__dict__.pop("_tables", None)  # was read before there was a backtest
        return asked

    def find_topics(self, text: str, *, n: int = 5) -> pl.DataFrame:
        """Find the topics of the chosen layer that free text speaks of.

        Parameters
        ----------
        text
            A word, a phrase or an abstract.
        n
            At most so many.

        Returns
        -------
        ``topic, label, similarity`` (cosine of the text to the topic's centroid), best first.

        Raises
        ------
        ConfigError
            Where the run's embedder has no vectors for other texts.
        """
        return find_topics(self.folder, text, n=n)

    def papers(self, topic: int) -> pl.DataFrame:
        """List the papers of a topic, the most typical first.

        Parameters
        ----------
        topic
            Its id in `topics`; −1 lists the papers that are in none.

        Returns
        -------
        ``id, title, published, url, similarity, reason``: ``similarity`` is the cosine to the centroid of the topic, of a paper
        in none to the nearest one; ``reason`` says why a paper is in none, null for the others.
        """
        inside = self.topics.members.filter(pl.col("topic") == topic).drop("topic")
        listed = self.corpus.table.select("id", "title", "published", "url").join(inside, on="id", maintain_order="left")
        return listed.sort("similarity", descending=True, nulls_last=True, maintain_order=True)

    def outline(self) -> pl.DataFrame:
        """List the topics of every layer with the topic of the layer before that holds them.

        Returns
        -------
        ``layer, topic, label, n_papers, parent, parent_label``, coarse to fine, the largest first; ``parent`` is null in the
        coarsest layer.
        """
        return self.layers.outline()

    def compare(self, other: "Study") -> pl.DataFrame:
        """Match each topic to the topic of another study of the same papers that shares most of its papers.

        Returns
        -------
        ``topic, label, n_papers, other, other_label, jaccard``, a row per topic: ``other`` is the topic of the other study, null
        where none shares a paper; ``jaccard`` is papers in both over papers in either, 0 to 1. Above 0.5 both match nothing
        else as well.

        Raises
        ------
        DataError
            Where the studies are of different papers.
        """
        return compare_topics(self.folder, other.folder)

    def representatives(self, *, n: int = 5) -> pl.DataFrame:
        """Choose papers that stand for each topic: central, varied, and one of the newest among them.

        Returns
        -------
        A row per topic and ``rank``: ``topic, label, rank, id, title, published, url``.
        """
        return choose_papers(self.folder, n=n)

    def terms_over_time(self, *, n_terms: int = 5) -> pl.DataFrame:
        """Rank the terms of each topic in each period of the series: ``topic, period, rank, term, weight, n_papers``.

        Empty where no paper is dated.
        """
        return list_terms_over_time(self.folder, n_terms=n_terms)

    def vocabulary_changes(self) -> pl.DataFrame:
        """List what entered and left the vocabulary of each topic, beyond chance (q ≤ 0.05); empty where no paper is dated."""
        return list_vocabulary_changes(self.folder)

    def label_cost(self, llm: LlmLabels) -> Cost:
        """Estimate what labels from a language model would cost; nothing is sent."""
        return estimate_cost(self.corpus, self.topics, settings=llm, cache=self.folder / "labels")

    def bertopic(self) -> "BERTopic":
        """Return the topics as a fitted BERTopic, on which its own methods work, ``save`` among them."""
        return to_bertopic(self.corpus, self.topics, embeddings=self.embeddings, encoder=load_encoder(self.folder))

    def close(self) -> None:
        """Remove the folder of a study that was made without one; a study with a folder stays as it is."""
        if self._temporary is not None:
            self._temporary.cleanup()

    def _labelled(self, table: pl.DataFrame | None) -> pl.DataFrame:
        """Put the label behind the topic where the table has topics without; None gives an empty table."""
        topics = self._tables.topics
        if table is None:
            return topics.table.select("topic", "label").clear()
        return table if "label" in table.columns or "topic" not in table.columns else topics.with_labels(table)

    def _repr_html_(self) -> str:
        story = self.story
        findings = "".join(
            f"<li>{html.escape(finding.sentence)}<br><small>{html.escape(finding.evidence)}</small></li>"
            for finding in story.rises.findings[:5]
        )
        return (
            f"<p><b>Study</b> of {self.corpus.n_papers:,} papers: {self.topics.n_topics} topics, "
            f"{self.topics.n_outliers:,} papers in none</p>"
            f"<p>{html.escape(story.rises.title)}: {html.escape(story.rises.lead)}</p><ul>{findings}</ul>"
            f"<p>Charts: {', '.join(CHARTS)}. Report: {html.escape(str(self.report()))}</p>"
        )
