"""Files to vectors: Parquet files of papers become shards of vectors, and no process ever holds them all.

A shard is its own completion marker: it appears when it is whole, its name says which rows of which file it holds, and a job
that was killed makes those that are missing.
"""

import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Final

import polars as pl

from trends.data import Progress, silent
from trends.data.corpus import join_text
from trends.embed.encoder import STAGE, Encoder, gather
from trends.embed.ray import RayEncoder
from trends.embed.storage import Folder, digest_parquet, find_files, scan_parquet
from trends.errors import ConfigError, SourceError, WorkspaceError

SKIPPED_SCHEMA: Final = pl.Schema({"file": pl.String, "row": pl.Int64, "id": pl.String, "reason": pl.String})

_META: Final = "_meta.json"
_COLUMNS: Final = ("id", "title", "abstract")
_FILES_AT_ONCE: Final = 16


@dataclass(frozen=True)
class Part:
    """Rows of a file that become one shard."""

    url: str
    start: int
    n_rows: int
    name: str

    @property
    def shard(self) -> str:
        """Name of the file of vectors."""
        return f"part-{self.name}.parquet"

    @property
    def skipped(self) -> str:
        """Name of the list of rows without a vector; the file is there only if there are any."""
        return f"skipped-{self.name}.parquet"


@dataclass(frozen=True)
class FilesAccount:
    """What became of files of papers.

    Attributes
    ----------
    n_files
        Files that were read.
    n_papers
        Papers that have a vector in the output.
    n_shards
        Shards in the output: one for each part of a file, `n_made` of them by this call.
    n_made
        See above.
    n_tokens
        Tokens of the papers that this call embedded, before any cut; 0 where the encoder counts none.
    skipped
        A row per paper without a vector, those of earlier calls included: ``file``, ``row`` (from 0), ``id`` (null where
        it is missing) and ``reason``.
    """

    n_files: int
    n_papers: int
    n_shards: int
    n_made: int
    n_tokens: int
    skipped: pl.DataFrame


def embed_files(
    inputs: Sequence[str], output: str, *, encoder: Encoder, rows_per_shard: int = 50_000, progress: Progress = silent
) -> FilesAccount:
    """Embed title and abstract of each paper in Parquet files, and go on where an earlier call was killed.

    Parameters
    ----------
    inputs
        Paths, globs or URLs (``s3://…``, ``gs://…``) of Parquet files with the text columns ``id``, ``title`` and
        ``abstract``. Texts are joined as those of a `Corpus`, and not cleaned.
    output
        Folder or URL for shards ``part-….parquet``: ``id``, and ``embedding`` as a list of float32 of fixed length. A machine of
        a cluster must find inputs and output under the same names.
    encoder
        Turns texts into vectors: one of this process, or that of `open_ray`, whose workers read and write for themselves.
    rows_per_shard
        Rows that are in memory at once, and at most lost when a worker is killed.
    progress
        Hears of rows after each shard, those of shards that were there already counted as done.

    Raises
    ------
    ConfigError
        Where `rows_per_shard` is not positive.
    SourceError
        Where an input cannot be read, lacks a column, or is there twice.
    WorkspaceError
        Where the output cannot be written, or holds vectors of another encoder or of other files.
    """
    if rows_per_shard < 1:
        raise ConfigError(f"rows_per_shard is {rows_per_shard}, it must be at least 1")
    files = find_files(inputs)
    parts = _plan(files, rows_per_shard=rows_per_shard)
    folder = Folder.at(output)
    made = _claim(folder, parts, meta={"fingerprint": encoder.fingerprint, "rows_per_shard": rows_per_shard})
    missing = [part for part in parts if part.shard not in made]
    n_rows = sum(part.n_rows for part in parts)
    n_done = n_rows - sum(part.n_rows for part in missing)
    n_tokens = 0
    if n_done:
        progress(STAGE, n_done, n_rows)
    for n_rows_more, n_tokens_more in _map(encoder, partial(_embed_part, folder=folder), missing):
        n_done += n_rows_more
        n_tokens += n_tokens_more
        progress(STAGE, n_done, n_rows, tokens=n_tokens)
    skipped = _read_skipped(folder, parts)
    return FilesAccount(len(files), n_rows - skipped.height, len(parts), len(missing), n_tokens, skipped)


def _plan(files: Sequence[str], *, rows_per_shard: int) -> list[Part]:
    """Cut files into parts, which are named by content so that files may move between two calls."""
    with ThreadPoolExecutor(_FILES_AT_ONCE) as pool:
        measured = list(zip(files, pool.map(_measure, files), strict=True))
    first: dict[str, str] = {}
    for url, (digest, _) in measured:
        if first.setdefault(digest, url) != url:
            raise SourceError(f"{first[digest]!r} and {url!r} are copies, name one of them")
    return [
        Part(url, start, min(rows_per_shard, n_rows - start), f"{digest[:16]}-{start // rows_per_shard:05}")
        for url, (digest, n_rows) in measured
        for start in range(0, n_rows, rows_per_shard)
    ]


def _measure(url: str) -> tuple[str, int]:
    """Return the digest and the number of rows of a file that has all columns."""
    try:
        digest = digest_parquet(url)
        table = scan_parquet(url)
        schema = table.collect_schema()
        n_rows = int(table.select(pl.len()).collect().item())
    except (OSError, pl.exceptions.PolarsError) as error:
        raise SourceError(f"the papers {url!r} cannot be read: {error}") from error
    for column in _COLUMNS:
        if schema.get(column) != pl.String:
            raise SourceError(f"{url!r} has {schema.get(column, 'nothing')} as column {column!r}, it must be text")
    return digest, n_rows


def _read_meta(folder: Folder) -> dict[str, str | int]:
    try:
        return json.loads(folder.read(_META))  # type: ignore[no-any-return]
    except ValueError as error:
        raise WorkspaceError(f"{_META} in {folder.root!r} is damaged: delete the folder, or name another") from error


def _claim(folder: Folder, parts: Iterable[Part], *, meta: dict[str, str | int]) -> set[str]:
    """Return the names in the output, which must be empty or of the same encoder and files."""
    names = folder.names()
    made = {name for name in names if name.startswith("part-")}
    if _META in names:
        found = _read_meta(folder)
        for key, value in meta.items():
            if found.get(key) != value:
                raise WorkspaceError(
                    f"{folder.root!r} holds vectors of {key} {found.get(key)!r}, not {value!r}: name another folder"
                )
    elif made:
        raise WorkspaceError(f"{folder.root!r} holds {min(made)} but no {_META}: name another folder")
    else:
        folder.write(_META, json.dumps(meta, indent=2).encode())
    strays = made - {part.shard for part in parts}
    if strays:
        raise WorkspaceError(f"{folder.root!r} holds {min(strays)}, which is of none of the inputs: name another folder")
    return made


def _map(encoder: Encoder, work: Callable[[Encoder, Part], tuple[int, int]], parts: Iterable[Part]) -> Iterator[tuple[int, int]]:
    """Do the work here, or where the workers of the encoder are."""
    if isinstance(encoder, RayEncoder):
        return encoder.map(work, parts)
    return (work(encoder, part) for part in parts)


def _embed_part(encoder: Encoder, part: Part, *, folder: Folder) -> tuple[int, int]:
    """Write the shard of a part; return its rows and tokens."""
    papers = _read_papers(part)
    good = papers.filter(pl.col("reason").is_null())
    batch = gather(encoder, good["text"].to_list())
    bad = papers.filter(pl.col("reason").is_not_null())
    if bad.height:
        folder.write(part.skipped, _to_parquet(bad.select(SKIPPED_SCHEMA.names())))
    vectors = pl.Series("embedding", batch.matrix, dtype=pl.Array(pl.Float32, encoder.n_dims))
    folder.write(part.shard, _to_parquet(good.select("id", vectors)))  # comes last: it says that the part is done
    return part.n_rows, int(batch.n_tokens.sum())


def _read_papers(part: Part) -> pl.DataFrame:
    """Return the rows of a part: ``file``, ``row``, ``id``, ``text``, and a ``reason`` where there can be no vector."""
    try:
        rows = scan_parquet(part.url).select(_COLUMNS).slice(part.start, part.n_rows).collect()
    except (OSError, pl.exceptions.PolarsError) as error:
        raise SourceError(f"rows {part.start} to {part.start + part.n_rows} of {part.url!r} cannot be read: {error}") from error
    reason = pl.when(pl.col("id").fill_null("") == "").then(pl.lit("no id")).when(pl.col("text") == "").then(pl.lit("no text"))
    return (
        rows.with_row_index("row", part.start)
        .with_columns(pl.col("row").cast(pl.Int64), pl.lit(part.url).alias("file"))
        .with_columns(pl.col("title", "abstract").fill_null(""))
        .with_columns(join_text())
        .with_columns(reason.otherwise(None).alias("reason"))
    )


def _read_skipped(folder: Folder, parts: Iterable[Part]) -> pl.DataFrame:
    """Put together what all parts have skipped."""
    names = folder.names()
    lists = (pl.read_parquet(io.BytesIO(folder.read(part.skipped))) for part in parts if part.skipped in names)
    return pl.concat(chain([SKIPPED_SCHEMA.to_frame()], lists))


def _to_parquet(table: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    table.write_parquet(buffer, compression="uncompressed")  # vectors do not compress
    return buffer.getvalue()
