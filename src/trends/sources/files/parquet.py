"""Parquet tables."""

import io
from typing import Final

import polars as pl

from trends.errors import SourceError
from trends.sources.fields.columns import match_columns, to_record
from trends.sources.format import Format
from trends.sources.opening import Opened
from trends.sources.records import Records
from trends.sources.settings import SourceSettings

MAGIC: Final = "PAR1"
_BATCH_ROWS: Final = 50_000


def read_parquet(opened: Opened, settings: SourceSettings) -> Records:
    """Read a Parquet table, a batch of rows at a time.

    Raises
    ------
    SourceError
        Where the file is broken.
    """
    source = io.BytesIO(opened.content)
    try:
        names = pl.read_parquet_schema(source)
        columns = match_columns(names, chosen=settings.columns, file=opened.name)
        chosen = sorted({name for names in columns.values() for name in names})
        batches = pl.scan_parquet(source).select(chosen).collect_batches(chunk_size=_BATCH_ROWS, maintain_order=True)
        for batch in batches:
            for row in batch.iter_rows(named=True):
                yield to_record(row, columns=columns)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as problem:
        reason = str(problem).partition("\n")[0]
        raise SourceError(f"{opened.name} is not a parquet file that can be read: {reason}") from None


def _is_parquet(head: str) -> bool:
    return head.startswith(MAGIC)


PARQUET: Final = Format("parquet", "table of columns", (".parquet", ".pq"), _is_parquet, read_parquet)
