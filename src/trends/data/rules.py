"""Checks that the types share: each raises a `DataError` that names the first offender."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from trends.errors import DataError


def check_schema(table: pl.DataFrame, schema: Mapping[str, Any], *, name: str) -> None:
    """Raise unless the table has exactly these columns, in this order, with these types."""
    if table.columns != list(schema):
        raise DataError(f"{name} has the columns {table.columns}, it must have {list(schema)}")
    for column, dtype in schema.items():
        if table.schema[column] != dtype:
            raise DataError(f"{name} column {column!r} is {table.schema[column]}, it must be {dtype}")


def check_no_nulls(table: pl.DataFrame, columns: list[str], *, name: str) -> None:
    """Raise where one of the columns holds a null."""
    for column in columns:
        if table[column].null_count():
            row = int(table[column].is_null().arg_max() or 0)
            raise DataError(f"{name} column {column!r} is null in row {row}, it must have a value")


def check_unique(table: pl.DataFrame, columns: list[str], *, name: str) -> None:
    """Raise where two rows share the same key."""
    repeated = table.select(columns).filter(pl.struct(columns).is_duplicated())
    if repeated.height:
        raise DataError(f"{name} has {repeated.row(0)} more than once in {columns}, it must stand there once")


def check_finite(table: pl.DataFrame, columns: list[str], *, name: str) -> None:
    """Raise where a float column holds an infinity or NaN (null stays allowed)."""
    for column in columns:
        bad = table[column].drop_nulls().is_finite().not_().sum()
        if bad:
            raise DataError(f"{name} column {column!r} has {bad} values that are not finite")
