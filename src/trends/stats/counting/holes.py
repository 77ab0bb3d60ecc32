"""Papers of periods that the collection does not cover: known, and not counted."""

from typing import Final

import polars as pl

LOST: Final = "not trusted"


def leave_out(papers: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """Give the papers that would be counted in a cell that is not trusted another reason.

    Parameters
    ----------
    papers
        A row per paper with ``stratum``, ``period`` and ``reason``.
    cells
        ``stratum`` and ``period`` of what is not trusted; a null stratum stands for all.
    """
    of_all = cells.filter(pl.col("stratum").is_null()).select("period", lost=True).unique()
    of_strata = cells.drop_nulls("stratum").select("stratum", "period", lost_here=True).unique()
    marked = papers.join(of_all, on="period", how="left", maintain_order="left")
    marked = marked.join(of_strata, on=["stratum", "period"], how="left", maintain_order="left")
    lost = pl.coalesce("lost", "lost_here", False) & (pl.col("reason") == "counted")
    return marked.select(*papers.drop("reason").columns, pl.when(lost).then(pl.lit(LOST)).otherwise("reason").alias("reason"))
