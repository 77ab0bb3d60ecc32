"""Files of vectors: what rows they have, and whose these are."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.errors import DataError

_FLOATS: Final = (pl.Float16, pl.Float32, pl.Float64)


@dataclass(frozen=True)
class VectorFile:
    """Rows of a file.

    Attributes
    ----------
    matrix
        Floats of any precision and length: (n_rows, n_dims), perhaps a read-only memory map.
    ids
        Whose they are, as the file says it; None where it does not.
    """

    matrix: NDArray[np.floating]
    ids: list[str] | None


def read_numpy(path: Path, *, ids: Path | None) -> VectorFile:
    """Map a ``.npy`` into memory; `ids` is a text file with a line per row.

    Raises
    ------
    DataError
        Where a file cannot be read, or is not what it should be.
    """
    try:
        matrix = np.load(path, mmap_mode="r", allow_pickle=False)
        names = None if ids is None else [line.strip() for line in ids.read_text("utf-8").splitlines()]
    except (OSError, ValueError, EOFError) as error:
        raise DataError(f"the vectors {str(path)!r} cannot be read: {error}") from error
    if matrix.ndim != 2 or matrix.dtype.kind != "f":
        raise DataError(f"{str(path)!r} holds {matrix.dtype} of shape {matrix.shape}, it must be floats of (n_rows, n_dims)")
    if names is not None and len(names) != len(matrix):
        raise DataError(
            f"{str(ids)!r} names {len(names):,} rows, {str(path)!r} has {len(matrix):,}: there must be an id for each"
        )
    return VectorFile(matrix, names)


def shards_of(path: Path) -> list[Path]:
    """Return the files of vectors in a folder, or the file that it is.

    Raises
    ------
    DataError
        Where a folder holds none.
    """
    shards = sorted(path.glob("part-*.parquet")) if path.is_dir() else [path]
    if not shards:
        raise DataError(f"the folder {str(path)!r} holds no vectors, they are in files named part-….parquet")
    return shards


def read_parquet(paths: Sequence[Path], *, column: str, id_column: str) -> VectorFile:
    """Read the rows of Parquet files that have both an id and a vector.

    Raises
    ------
    DataError
        Where the file cannot be read, or a column is not there or not what it should be.
    """
    path = paths[0]
    try:
        schema = pl.read_parquet_schema(path)
        absent = [name for name in (column, id_column) if name not in schema]
        if absent:
            raise DataError(f"{str(path)!r} has no column {absent[0]!r}, it has {', '.join(schema)}")
        table = pl.read_parquet(list(paths), columns=[id_column, column]).drop_nulls()
    except (OSError, pl.exceptions.PolarsError) as error:
        raise DataError(f"the vectors {str(path)!r} cannot be read: {error}") from error
    kind = schema[column]
    if not isinstance(kind, pl.List | pl.Array) or kind.inner not in _FLOATS:
        raise DataError(f"the column {column!r} of {str(path)!r} holds {kind}, it must hold lists of floats")
    lists = table[column].cast(pl.List(kind.inner))
    lengths = lists.list.len().unique().sort().to_list()
    if len(lengths) != 1 or lengths[0] == 0:
        found = " or ".join(map(str, lengths[:3])) or "no"
        raise DataError(f"the vectors in {str(path)!r} are of {found} numbers, they must all be of one length")
    matrix = lists.explode().to_numpy().reshape(-1, lengths[0])
    return VectorFile(matrix, table[id_column].cast(pl.String).to_list())
