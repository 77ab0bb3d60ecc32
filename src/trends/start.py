"""Where a notebook starts: papers are read, and studied."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from trends.config import Config, make_config
from trends.data import Corpus, Progress, Topics, silent
from trends.pipeline import Job, run
from trends.sources import SourceSettings
from trends.sources import read as read_papers
from trends.studies import Study
from trends.workspace import Workspace

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
    topics: Topics | None = None,
    folder: str | Path | None = None,
    settings: Config | Mapping[str, Any] | None = None,
    cache: str | Path | None = None,
    progress: Progress = silent,
) -> Study:
    """Find the topics of papers and how they grow.

    Parameters
    ----------
    papers
        A corpus, or what `read` takes.
    topics
        Topics of these papers that another model found, as `from_bertopic` returns them; None finds them.
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
    run(Job(config, workspace, corpus=corpus, topics=topics, cache=Path(cache) if cache else default_cache(), progress=progress))
    return Study(workspace.folder, _temporary=temporary)


def default_cache() -> Path:
    """Return the folder in which embeddings are kept from run to run."""
    return user_cache_path("trends", appauthor=False) / "embeddings"


def _as_list(inputs: Inputs) -> list[str | Path]:
    return [inputs] if isinstance(inputs, str | Path) else list(inputs)
