"""A finished run with more papers: topics keep their ids, and what became of them is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from trends.config import read_config
from trends.data import OUTLIER, Corpus, Progress, Topics, silent
from trends.errors import ConfigError
from trends.pipeline import STAGES, Job, run
from trends.sources import read
from trends.workspace import Workspace, store

_MOST_NAMED: Final = 8


@dataclass(frozen=True)
class Update:
    """What more papers changed.

    Attributes
    ----------
    n_new, n_papers
        Papers that are new, and all papers.
    joined
        Where the new papers are: labels of topics, None for no topic, each with how many, most first.
    kept
        Labels of topics that go on, as they are now.
    born
        Labels of topics that were not there before.
    gone
        Labels of topics that are no more, and of the topic that now holds most of their papers, None where it is none.
    newly_rising, no_longer_rising
        Labels of topics that rise (q ≤ 0.05) and did not before, new ones included, and the other way round.
    """

    n_new: int
    n_papers: int
    joined: tuple[tuple[str | None, int], ...]
    kept: tuple[str, ...]
    born: tuple[str, ...]
    gone: tuple[tuple[str, str | None], ...]
    newly_rising: tuple[str, ...]
    no_longer_rising: tuple[str, ...]

    @property
    def sentences(self) -> list[str]:
        """What happened, a sentence each without a full stop."""
        if not (self.n_new or self.born or self.gone or self.newly_rising or self.no_longer_rising):
            return [f"nothing to add: the run has these papers already, {self.n_papers:,} in all"]
        papers = f"{self.n_new:,} new {'paper' if self.n_new == 1 else 'papers'}, {self.n_papers:,} in all"
        joined = [f"{n:,} in {'no topic' if label is None else label}" for label, n in self.joined]
        more = [f"{len(joined) - _MOST_NAMED:,} more topics"] if len(joined) > _MOST_NAMED else []
        where = [f"of the new: {', '.join([*joined[:_MOST_NAMED], *more])}"] if joined else []
        moved = [f"{label} (now {'in no topic' if home is None else f'in {home}'})" for label, home in self.gone]
        topics = [f"{len(self.kept)} of {len(self.kept) + len(self.gone)} topics go on under their number"]
        topics += [f"{word}: {', '.join(labels)}" for word, labels in (("new", self.born), ("gone", moved)) if labels]
        rising = [f"newly rising: {', '.join(self.newly_rising)}" if self.newly_rising else "nothing rises that did not before"]
        rising += [f"no longer rising: {', '.join(self.no_longer_rising)}"] if self.no_longer_rising else []
        return [papers, *where, "; ".join(topics), "; ".join(rising)]


def update(
    folder: Path, papers: Sequence[str | Path], *, cache: Path | None, cluster: str | None = None, progress: Progress = silent
) -> Update:
    """Add papers to a finished run and bring all of it up to date; a run that has them already stays as it is.

    Topics are found anew among all papers. One that is found again keeps its number, and a number that a topic had is never
    given to another.

    Parameters
    ----------
    folder
        The run's folder.
    papers
        Files, folders or globs; those that the run has already are read once.
    cache, cluster, progress
        As for `Job`.

    Raises
    ------
    WorkspaceError
        Where the folder holds no run, or one without topics.
    ConfigError
        Where the papers of the run came from Python or from the standard input and cannot be read again, or its topics came
        from another model.
    """
    workspace = Workspace.open(folder)
    config = read_config(folder / "config.toml")
    if not config.inputs or "-" in config.inputs:
        raise ConfigError(f"{folder} was made of papers that are in no file, only a run of files can take more")
    if workspace.manifest()["stages"].get("topics", {}).get("facts", {}).get("adopted"):
        raise ConfigError(f"the topics of {folder} came from another model, only topics that a run found itself can go on")
    inputs = dict.fromkeys([*config.inputs, *(str(Path(paper).absolute()) for paper in papers)])
    corpus, topics, rising = store.read_corpus(folder), store.read_topics(folder), _find_rising(folder)
    if not workspace.find_faults(STAGES) and _are_equal(read(list(inputs), settings=config.sources), corpus):
        return _compare(folder, corpus, topics=topics, rising=rising)
    job = Job(
        config.model_copy(update={"inputs": tuple(inputs)}),
        workspace,
        cache=cache,
        cluster=cluster,
        keeps_ids=True,
        progress=progress,
    )
    run(job)
    return _compare(folder, corpus, topics=topics, rising=rising)


def _are_equal(papers: Corpus, before: Corpus) -> bool:
    """Say whether nothing more is known of any paper than before: which file repeats it, or its date, is nothing."""
    categories = pl.col("categories")
    told, known = (
        one.table.drop("sources", "dated_by").with_columns(categories.list.sort(), first=categories.list.first())
        for one in (papers, before)
    )
    return told.equals(known)


def _compare(folder: Path, corpus: Corpus, *, topics: Topics, rising: set[int]) -> Update:
    """Hold the run against the papers, the topics and what rose before."""
    papers, now, rises = store.read_corpus(folder), store.read_topics(folder), _find_rising(folder)
    new = papers.ids.filter(~papers.ids.is_in(corpus.ids.implode()))
    before, after = (dict(one.table.select("topic", "label").iter_rows()) for one in (topics, now))
    return Update(
        n_new=len(new),
        n_papers=papers.n_papers,
        joined=tuple((after.get(topic), n) for topic, n in _count_members(new, now).iter_rows()),
        kept=tuple(label for topic, label in after.items() if topic in before),
        born=tuple(label for topic, label in after.items() if topic not in before),
        gone=tuple((label, _find_home(topic, topics, now=now)) for topic, label in before.items() if topic not in after),
        newly_rising=tuple(label for topic, label in after.items() if topic in rises - rising),
        no_longer_rising=tuple(label for topic, label in after.items() if topic in rising - rises),
    )


def _find_rising(folder: Path) -> set[int]:
    """Return the topics that rise; none where no paper can be counted."""
    path = folder / "stats" / "growth.parquet"
    return set(store.read_table(path).filter(pl.col("trend") == "rising")["topic"]) if path.exists() else set()


def _find_home(topic: int, topics: Topics, *, now: Topics) -> str | None:
    """Return the label of the topic that holds most papers of one that is gone."""
    home = _count_members(topics.members.filter(pl.col("topic") == topic)["id"], now)["topic"].first()
    return None if home in (None, OUTLIER) else now.table.row(by_predicate=pl.col("topic") == home, named=True)["label"]


def _count_members(ids: pl.Series, topics: Topics) -> pl.DataFrame:
    """Count papers by ``topic``, most first."""
    held = topics.members.filter(pl.col("id").is_in(ids.implode()))
    return held.group_by("topic").len().sort("len", "topic", descending=[True, False])
