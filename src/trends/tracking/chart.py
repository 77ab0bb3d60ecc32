"""Tracked subfields to a chart that compares them."""

from collections.abc import Sequence

import polars as pl

from trends.charts.tracks import TrackedCurve, plot_tracks
from trends.data import Chart
from trends.tracking.result import Track


def plot(tracks: Sequence[Track]) -> Chart:
    """Draw the shares of tracked subfields of one run in one chart; those without dated papers are left out."""
    curves = []
    for tracked in tracks:
        if tracked.bands:
            loose, chosen, strict = (tracked.bands[threshold] for threshold in sorted(tracked.bands))
            row = tracked.growth.row(by_predicate=pl.col("threshold") == tracked.threshold, named=True)
            bounds = (row["growth"], row["growth_low"], row["growth_high"])
            curves.append(TrackedCurve(tracked.name, chosen, loose, strict, *bounds))
    return plot_tracks(curves, audit=tracks[0].audit if tracks else None)
