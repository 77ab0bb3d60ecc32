"""The hierarchy over topics."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from trends.data.phrases import counted
from trends.data.rules import check_finite, check_no_nulls, check_schema, check_unique
from trends.errors import DataError

TREE_SCHEMA: Final = pl.Schema(
    {"node": pl.Int64, "parent": pl.Int64, "height": pl.Float64, "label": pl.String, "n_papers": pl.Int64}
)


@dataclass(frozen=True)
class Tree:
    """Topics joined step by step into one root.

    Attributes
    ----------
    table
        A row per node, sorted by ``node``. The leaves are the topics and carry their ids; inner nodes follow.
        ``parent`` is null for the root only; ``height`` is 0 for a leaf and for an inner node the distance at which its
        children join (never below a child's); ``n_papers`` of an inner node is the sum over its leaves.
        The table is empty where there is no topic.
    """

    table: pl.DataFrame

    def __post_init__(self) -> None:
        """Check the rules."""
        table = self.table
        check_schema(table, TREE_SCHEMA, name="tree")
        check_no_nulls(table, ["node", "height", "label", "n_papers"], name="tree")
        check_unique(table, ["node"], name="tree")
        check_finite(table, ["height"], name="tree")
        roots = table.filter(pl.col("parent").is_null())
        if table.height and roots.height != 1:
            raise DataError(f"tree has {roots.height} roots, it must have one")
        joined = table.join(table, left_on="parent", right_on="node", how="left", suffix="_parent")
        lost = joined.filter(pl.col("parent").is_not_null() & pl.col("height_parent").is_null())
        if lost.height:
            raise DataError(f"tree node {lost['node'][0]} has the parent {lost['parent'][0]}, which is no node")
        low = joined.filter(pl.col("height_parent") < pl.col("height"))
        if low.height:
            raise DataError(f"tree node {low['node'][0]} is higher than its parent {low['parent'][0]}")

    def _repr_html_(self) -> str:
        n_topics = self.table.filter(~pl.col("node").is_in(self.table["parent"].implode())).height
        return f"<p><b>Tree</b> over {counted(n_topics, 'topic')}</p>{self.table._repr_html_()}"
