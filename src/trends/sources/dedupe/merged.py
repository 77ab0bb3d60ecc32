"""The records that were joined to a paper, for a person to look over."""

import polars as pl

from trends.data import Corpus


def list_merged(corpus: Corpus) -> pl.DataFrame:
    """List every record that was joined to a paper which an earlier record had opened.

    Returns
    -------
    A row per record, those of one paper together and in the order read: ``paper`` (its id), ``title`` (that of the paper),
    ``file`` and ``line`` of the record (null where the format has no lines), ``reason`` (a common id, or the title).
    """
    merged = corpus.intake.notes.filter(pl.col("kind") == "merged").rename({"value": "paper"})
    titles = corpus.table.select(pl.col("id").alias("paper"), "title")
    return (
        merged.join(titles, on="paper", how="left", maintain_order="left")
        .select("paper", "title", "file", "line", "reason")
        .sort("paper", maintain_order=True)
    )
