"""Papers that count by parts: in each topic as far as they belong to it."""

import polars as pl

from trends.data import OUTLIER, Topics


def list_parts(topics: Topics, memberships: pl.DataFrame) -> pl.DataFrame:
    """Say what part of each paper counts in each topic.

    Parameters
    ----------
    topics
        Topics of the papers.
    memberships
        ``id, topic, share``: how much of a paper belongs to a topic. May lack papers, and then those of a topic count whole.

    Returns
    -------
    Columns of `memberships`, a row per paper and topic. What a paper's shares lack of 1 counts in no topic.
    """
    whole = topics.members.filter(pl.col("topic") != OUTLIER).select("id", "topic", share=pl.lit(1.0))
    return pl.concat([memberships, whole.join(memberships, on="id", how="anti")])
