"""The map: a place in the plane for each paper."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from trends.data.phrases import counted
from trends.data.rules import check_finite, check_no_nulls, check_schema, check_unique

POINTS_SCHEMA: Final = pl.Schema({"id": pl.String, "x": pl.Float32, "y": pl.Float32})


@dataclass(frozen=True)
class Points:
    """Places of papers on a map where near means alike; the axes have no unit.

    Attributes
    ----------
    table
        A row per paper in corpus order: ``id``, ``x``, ``y``; finite.
    """

    table: pl.DataFrame

    def __post_init__(self) -> None:
        """Check the rules."""
        check_schema(self.table, POINTS_SCHEMA, name="points")
        check_no_nulls(self.table, ["id", "x", "y"], name="points")
        check_unique(self.table, ["id"], name="points")
        check_finite(self.table, ["x", "y"], name="points")

    def _repr_html_(self) -> str:
        return f"<p><b>Points</b> of {counted(self.table.height, 'paper')} on the map</p>{self.table._repr_html_()}"
