"""Whose vectors the cache holds, and how to make room."""

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import polars as pl
from filelock import Timeout

from trends.embed.shards import META, SHARDS, UNFINISHED, access, lock, open_shard, shard_layout
from trends.errors import ConfigError

MODELS_SCHEMA: Final = pl.Schema(
    {
        "fingerprint": pl.String(),
        "folder": pl.String(),
        "n_vectors": pl.Int64(),
        "n_dims": pl.Int64(),
        "bytes": pl.Int64(),
        "last_used": pl.Datetime("us", "UTC"),
    }
)

# No write takes this long, so an unfinished file of this age was left by a process that is gone.
_LEFTOVER_AGE: Final = timedelta(hours=1)


def list_models(root: Path) -> pl.DataFrame:
    """List whose vectors a cache holds.

    Returns
    -------
    pl.DataFrame
        `MODELS_SCHEMA`, the last used first, ties by folder. ``n_vectors`` counts those that can be read, ``bytes`` is the
        size of all shards; ``fingerprint`` and ``n_dims`` are null where ``meta.json`` does not tell.

    Raises
    ------
    WorkspaceError
        Where the cache cannot be read.
    """
    with access(root):
        rows = [_describe(folder) for folder in _model_folders(root)]
    return pl.DataFrame(rows, schema=MODELS_SCHEMA, orient="row").sort("last_used", "folder", descending=[True, False])


def prune(root: Path, *, now: datetime, unused_since: datetime | None = None, models: str | None = None) -> int:
    """Remove the vectors of some encoders, and whatever killed processes have left unfinished.

    Parameters
    ----------
    root
        Folder of the cache; one that is not there is empty.
    now
        The present, with a time zone; unfinished files older than an hour go.
    unused_since
        Remove what was last used before this moment, with a time zone; None for any age.
    models
        Remove where the fingerprint contains this text, an empty one being part of each; None for any model.
        Where both are None no vectors are removed.

    Returns
    -------
    int
        Bytes freed. A model in whose folder another process is writing is left alone.

    Raises
    ------
    ConfigError
        Where a moment has no time zone.
    WorkspaceError
        Where the cache cannot be read or written.
    """
    for name, moment in (("now", now), ("unused_since", unused_since)):
        if moment is not None and moment.tzinfo is None:
            raise ConfigError(f"{name} is {moment.isoformat()}, it must have a time zone")
    freed = 0
    for folder in _model_folders(root):
        with access(folder), suppress(Timeout), lock(folder, timeout_seconds=0):
            fingerprint, *_, last_used = _describe(folder)
            is_old = unused_since is None or last_used < unused_since
            is_named = models is None or models in (fingerprint or "")
            if (unused_since, models) != (None, None) and is_old and is_named:
                # Last of all goes what makes it a model's folder, so that a prune that is killed can be repeated.
                freed += _remove([*folder.glob(UNFINISHED), *folder.glob(SHARDS), folder / META])
                with suppress(OSError):  # a file of somebody else's keeps the folder
                    folder.rmdir()
            else:
                freed += _remove(path for path in folder.glob(UNFINISHED) if now - _modified(path) > _LEFTOVER_AGE)
    return freed


def _model_folders(root: Path) -> list[Path]:
    return sorted(meta.parent for meta in root.glob(f"*/{META}") if re.fullmatch("[0-9a-f]{64}", meta.parent.name))


def _describe(folder: Path) -> tuple[str | None, str, int, int | None, int, datetime]:
    """Return a row of `MODELS_SCHEMA`."""
    meta, shards = folder / META, sorted(folder.glob(SHARDS))
    try:
        told = json.loads(meta.read_bytes())
    except ValueError:
        told = {}
    n_dims = told.get("n_dims")
    opened = [open_shard(path, layout=shard_layout(n_dims or 0)) for path in shards]
    n_vectors = sum(len(records) for records in opened if records is not None)
    return told.get("fingerprint"), str(folder), n_vectors, n_dims, sum(path.stat().st_size for path in shards), _modified(meta)


def _modified(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)


def _remove(paths: Iterable[Path]) -> int:
    freed = 0
    for path in paths:
        freed += path.stat().st_size
        path.unlink()
    return freed
