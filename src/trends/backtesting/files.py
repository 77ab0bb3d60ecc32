"""Where a run keeps its backtest: a folder for each origin, so that one that was stopped goes on, and the tables of all."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import polars as pl

from trends.backtesting.rolling import Backtest
from trends.workspace import store, write_atomically

_PARTS: Final = ("rankings", "seen", "forecasts", "errors")


def origin_folder(run: Path, origin: object, *, key: str) -> Path:
    """Return where what was found at an origin is kept; other papers or settings, another key, have another place."""
    return run / "backtest" / "origins" / f"{origin}-{key[:12]}"


def read_origin(folder: Path) -> Backtest | None:
    """Read what was found at an origin, None where it was not asked yet."""
    return Backtest(*(store.read_table(folder / f"{name}.parquet") for name in _PARTS)) if folder.exists() else None


def write_origin(done: Backtest, folder: Path) -> None:
    """Keep what was found at an origin, whole or not at all."""
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    for name in _PARTS:
        store.write_table(getattr(done, name), unfinished / f"{name}.parquet")
    unfinished.replace(folder)


def write_backtest(tables: Mapping[str, pl.DataFrame], run: Path, *, note: Mapping[str, object], key: str) -> None:
    """Keep the tables of a backtest in ``backtest/``, its settings in ``backtest/made.json``, and no origins of other settings.

    Parameters
    ----------
    tables
        By name.
    run
        The run's folder.
    note
        What was asked; its ``key`` is that of the state of the run that was asked.
    key
        That of the origins that are to stay.
    """
    target = run / "backtest"
    (target / "made.json").unlink(missing_ok=True)
    for name, table in tables.items():
        unfinished = target / f".{name}.unfinished"
        store.write_table(table, unfinished)
        unfinished.replace(target / f"{name}.parquet")
    write_atomically(target / "made.json", json.dumps(note, indent=2, sort_keys=True, default=str) + "\n")
    for folder in (target / "origins").iterdir():
        if not folder.name.endswith(key[:12]):
            shutil.rmtree(folder)
