"""A topic's share over time as a small line."""

import polars as pl

from trends.data import Series

WIDTH, HEIGHT = 100, 24


def draw_sparkline(series: Series, *, topic: int) -> str:
    """Return the path of a topic's share over the complete periods; empty where there are fewer than two.

    The path fills a box of 100 × 24 with 0 at the bottom and the topic's own highest share at the top;
    it is broken where a period has no papers at all.
    """
    shares = series.complete.filter(pl.col("topic") == topic)["share"].to_list()
    if len(shares) < 2:
        return ""
    highest = max((share for share in shares if share is not None), default=0.0) or 1.0
    steps, broken = [], True
    for place, share in enumerate(shares):
        if share is None:
            broken = True
            continue
        x, y = WIDTH * place / (len(shares) - 1), 1 + (HEIGHT - 2) * (1 - share / highest)
        steps.append(f"{'M' if broken else 'L'}{x:.4g} {y:.4g}")
        broken = False
    return "".join(steps)
