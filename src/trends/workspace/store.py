"""How the types that flow lie in a run's folder: Parquet, NumPy and JSON, nothing pickled."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.data import Advice, Audit, Chart, Corpus, Embeddings, Intake, Layers, Points, Series, Topics, Tree
from trends.errors import DataError, WorkspaceError

_PARQUET_LEVEL: Final = 7


def write_table(table: pl.DataFrame, path: Path) -> None:
    """Write a table as Parquet.

    Raises
    ------
    WorkspaceError
        Where there is no room or no right to write.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        table.write_parquet(path, compression="zstd", compression_level=_PARQUET_LEVEL)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise WorkspaceError(f"cannot write {path}: {error}") from error


def read_table(path: Path) -> pl.DataFrame:
    """Read a table of a run.

    Raises
    ------
    WorkspaceError
        Where it is missing or damaged.
    """
    try:
        return pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise _unreadable(path, error) from error


def write_corpus(corpus: Corpus, folder: Path) -> None:
    """Write papers and intake."""
    write_table(corpus.table, folder / "corpus.parquet")
    write_table(corpus.intake.files, folder / "intake" / "files.parquet")
    write_table(corpus.intake.notes, folder / "intake" / "notes.parquet")


def read_corpus(folder: Path) -> Corpus:
    """Read papers and intake."""
    intake = Intake(read_table(folder / "intake" / "files.parquet"), read_table(folder / "intake" / "notes.parquet"))
    return Corpus(read_table(folder / "corpus.parquet"), intake)


def matrix_file(folder: Path) -> Path:
    """Return where the matrix of embeddings lies, its folder made: it may be larger than the memory and is filled in there."""
    path = folder / "embeddings" / "matrix.npy"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def write_embeddings(embeddings: Embeddings, folder: Path) -> None:
    """Write ids and fingerprint, and the matrix unless it is a map of its very file."""
    target = folder / "embeddings"
    write_table(embeddings.ids.alias("id").to_frame(), target / "ids.parquet")
    path = matrix_file(folder)
    mapped = embeddings.matrix.filename if isinstance(embeddings.matrix, np.memmap) else None
    if mapped is None or not (path.exists() and path.samefile(mapped)):
        np.save(path, np.ascontiguousarray(embeddings.matrix))
    (target / "model.json").write_text(json.dumps({"model": embeddings.model}, indent=2) + "\n", encoding="utf-8")


def read_embeddings(folder: Path) -> Embeddings:
    """Read embeddings; the matrix stays on disk as a read-only memory map."""
    source = folder / "embeddings"
    matrix = _read_array(source / "matrix.npy", mapped=True)
    return Embeddings(read_table(source / "ids.parquet")["id"], matrix, _read_json(source / "model.json")["model"])


def write_topics(topics: Topics, folder: Path) -> None:
    """Write the tables, the centroids and the fingerprint."""
    target = folder / "topics"
    write_table(topics.table, target / "table.parquet")
    write_table(topics.terms, target / "terms.parquet")
    write_table(topics.members, target / "members.parquet")
    np.save(target / "centroids.npy", topics.centroids)
    (target / "model.json").write_text(json.dumps({"model": topics.model}, indent=2) + "\n", encoding="utf-8")


def read_topics(folder: Path) -> Topics:
    """Read the topics."""
    source = folder / "topics"
    return Topics(
        table=read_table(source / "table.parquet"),
        terms=read_table(source / "terms.parquet"),
        members=read_table(source / "members.parquet"),
        centroids=_read_array(source / "centroids.npy"),
        model=_read_json(source / "model.json")["model"],
    )


def write_layers(layers: Layers, folder: Path) -> None:
    """Write the topics of every layer, and those of the chosen one where charts and statistics look for them."""
    for number, topics in enumerate(layers.topics):
        write_topics(topics, folder / "topics" / "layers" / str(number))
    write_topics(layers.topics[layers.chosen], folder)
    layout = {"n_layers": layers.n_layers, "chosen": layers.chosen}
    (folder / "topics" / "layers" / "layers.json").write_text(json.dumps(layout, indent=2) + "\n", encoding="utf-8")


def read_layers(folder: Path) -> Layers:
    """Read the topics of every layer."""
    source = folder / "topics" / "layers"
    layout = _read_json(source / "layers.json")
    return Layers(tuple(read_topics(source / str(number)) for number in range(layout["n_layers"])), layout["chosen"])


def write_tree(tree: Tree, folder: Path) -> None:
    """Write the tree."""
    write_table(tree.table, folder / "topics" / "tree.parquet")


def read_tree(folder: Path) -> Tree:
    """Read the tree."""
    return Tree(read_table(folder / "topics" / "tree.parquet"))


def write_points(points: Points, folder: Path) -> None:
    """Write the map."""
    write_table(points.table, folder / "points.parquet")


def read_points(folder: Path) -> Points:
    """Read the map."""
    return Points(read_table(folder / "points.parquet"))


def write_series(series: Series | None, folder: Path) -> None:
    """Write the series; none at all is an absent file."""
    if series is None:
        return
    write_table(series.table, folder / "stats" / "series.parquet")
    write_table(series.strata, folder / "stats" / "strata.parquet")
    calendar = {
        "every": series.every,
        "until": series.until.isoformat(),
        "stratum_kind": series.stratum_kind,
        "denominator": series.denominator,
    }
    (folder / "stats" / "calendar.json").write_text(json.dumps(calendar, indent=2) + "\n", encoding="utf-8")


def read_series(folder: Path) -> Series | None:
    """Read the series, None where no paper of the run could be counted."""
    source = folder / "stats"
    if not (source / "series.parquet").exists():
        return None
    calendar = _read_json(source / "calendar.json")
    return Series(
        read_table(source / "series.parquet"),
        calendar["every"],
        date.fromisoformat(calendar["until"]),
        strata=read_table(source / "strata.parquet"),
        stratum_kind=calendar["stratum_kind"],
        denominator=calendar["denominator"],
    )


def read_tally(folder: Path) -> pl.DataFrame:
    """Read how many papers the series counts, and why it leaves out the others."""
    return read_table(folder / "stats" / "tally.parquet")


def write_audit(audit: Audit, folder: Path) -> None:
    """Write findings, coverage and advice."""
    write_table(audit.findings, folder / "audit" / "findings.parquet")
    write_table(audit.coverage, folder / "audit" / "coverage.parquet")
    advice = {"coverage_every": audit.every, **asdict(audit.advice)}
    (folder / "audit" / "advice.json").write_text(json.dumps(advice, indent=2, default=str) + "\n", encoding="utf-8")


def read_audit(folder: Path) -> Audit:
    """Read findings, coverage and advice."""
    source = folder / "audit"
    read = _read_json(source / "advice.json")
    advice = Advice(
        every=read["every"],
        since=_read_day(read["since"]),
        until=_read_day(read["until"]),
        stratum_kind=read["stratum_kind"],
        reasons=tuple(read["reasons"]),
    )
    return Audit(read_table(source / "findings.parquet"), read_table(source / "coverage.parquet"), read["coverage_every"], advice)


def find_backtest(folder: Path, *, key: str) -> dict[str, Any]:
    """Return what was asked in a backtest, nothing where there is none, or where it asked another state of the run than `key`."""
    made = folder / "backtest" / "made.json"
    note = _read_json(made) if made.exists() else {}
    return note if note.get("key") == key else {}


def read_backtest(folder: Path, *, key: str) -> dict[str, pl.DataFrame]:
    """Read the tables of a backtest by name; none where `find_backtest` finds none."""
    found = find_backtest(folder, key=key)
    return {path.stem: read_table(path) for path in sorted((folder / "backtest").glob("*.parquet")) if found}


def write_chart(chart: Chart, folder: Path) -> None:
    """Write a chart as JSON and the data behind it as CSV."""
    target = folder / "charts"
    target.mkdir(parents=True, exist_ok=True)
    (target / f"{chart.name}.json").write_text(chart.to_json() + "\n", encoding="utf-8")
    chart.table.write_csv(target / f"{chart.name}.csv")


def has_chart(name: str, folder: Path) -> bool:
    """Say whether a run has drawn a chart."""
    return (folder / "charts" / f"{name}.json").is_file()


def read_chart(name: str, folder: Path) -> Chart:
    """Read a chart with the data behind it, whose types are guessed from the CSV.

    Raises
    ------
    WorkspaceError
        Where it is missing or broken.
    """
    source = folder / "charts"
    parts = _read_json(source / f"{name}.json")
    try:
        table = pl.read_csv(source / f"{name}.csv", try_parse_dates=True, infer_schema_length=None, raise_if_empty=False)
        return Chart(**parts, table=table)
    except (OSError, pl.exceptions.PolarsError, TypeError, DataError) as error:
        raise WorkspaceError(f"cannot read chart {name!r} in {source}: {error}") from error


def _read_array(path: Path, *, mapped: bool = False) -> NDArray[np.float32]:
    try:
        return np.load(path, mmap_mode="r" if mapped else None, allow_pickle=False)  # type: ignore[no-any-return]
    except (OSError, ValueError, EOFError) as error:
        raise _unreadable(path, error) from error


def _read_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _read_json(path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> WorkspaceError:
    """Name the file once: that it is missing is all that the system has to say, with the path again."""
    why = "it is missing, run again what made it" if isinstance(error, FileNotFoundError) else error
    return WorkspaceError(f"cannot read {path}: {why}")
