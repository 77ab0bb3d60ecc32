"""Phrases inside phrases: which of `unlearning` and `machine unlearning` to show."""

from collections.abc import Sequence
from typing import Final

import polars as pl

_SAME_PAPERS: Final = 0.5


def without_nested(used: pl.DataFrame, *, key: str, phrases: Sequence[str]) -> pl.DataFrame:
    """Keep one of two phrases of which one stands inside the other.

    The longer one stays where it has at least half of the papers of the shorter one, else the shorter one.

    Parameters
    ----------
    used
        A row per group and phrase: the column `key` says which group, ``column`` the position in `phrases`, ``n_papers`` how
        many papers of the group use the phrase.
    key
        Name of the column of the group; phrases are compared inside a group only.
    phrases
        In lower case.

    Returns
    -------
    The rows that stay, in the same order. Of phrases inside each other at least one stays.
    """
    pairs = _find_nested(used["column"].unique().sort().to_list(), phrases=phrases)
    short = used.select(key, part="column", n_part="n_papers")
    both = used.join(pairs, left_on="column", right_on="whole").join(short, on=[key, "part"])
    lost = both.filter(pl.col("n_papers") >= _SAME_PAPERS * pl.col("n_part")).select(key, column="part")
    kept = used.join(lost, on=[key, "column"], how="anti", maintain_order="left")
    stays = both.join(kept, left_on=[key, "part"], right_on=[key, "column"], how="semi")
    return kept.join(stays.select(key, "column"), on=[key, "column"], how="anti", maintain_order="left")


def _find_nested(columns: Sequence[int], *, phrases: Sequence[str]) -> pl.DataFrame:
    """List pairs of phrases, ``whole`` and ``part``, where the words of one stand inside the other."""
    place = {phrases[column]: column for column in columns}
    wholes, parts = [], []
    for phrase, column in place.items():
        words = phrase.split(" ")
        for start in range(len(words)):
            for end in range(start + 1, len(words) + (start > 0)):
                part = place.get(" ".join(words[start:end]))
                if part is not None:
                    wholes.append(column)
                    parts.append(part)
    return pl.DataFrame({"whole": wholes, "part": parts}, schema={"whole": pl.Int64, "part": pl.Int64}).unique()
