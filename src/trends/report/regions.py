"""Groups of papers around which the literature grows, found without topics, in sentences."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from trends.data.phrases import counted, listing, number, plural
from trends.report.finding import Finding
from trends.report.phrases import interval, rate

_MOST_TERMS: Final = 4


def describe_regions(regions: pl.DataFrame, *, labels: Mapping[int, str]) -> list[Finding]:
    """Say of each region that rises how fast the literature around its papers grows, and in which topics these are.

    Parameters
    ----------
    regions
        ``label``, ``terms`` joined by commas, ``growth`` a year with its 95 % interval, ``p``, ``n_papers``, ``topics`` that
        hold at least a tenth of the papers, the most first, and ``rises``.
    labels
        Of the topics.
    """
    return [_describe(row, labels=labels) for row in regions.filter("rises").iter_rows(named=True)]


def introduce_regions(found: Sequence[Finding]) -> str:
    """Say what the findings on regions are; empty where there is none."""
    if not found:
        return ""
    groups = f"{counted(len(found), 'group')} of similar papers {plural(len(found), 'stands')}"
    return (
        f"Whatever the topics, {groups} where the literature has lately grown more than chance explains; "
        "the chance that even one of them is there by accident is at most 5%. "
        "The literature around a group is as many papers, the nearest to its middle; its growth is that from earlier to recent "
        "periods, not that of the topic over the whole time, and is flattered, for groups were chosen by it."
    )


def _describe(row: Mapping[str, Any], *, labels: Mapping[int, str]) -> Finding:
    homes = [labels[topic] for topic in row["topics"] if topic in labels]
    where = f", {'mostly ' if len(homes) == 1 else ''}inside {listing(homes)}" if homes else ""
    bounds = interval(row["growth_low"], row["growth_high"])
    said = f"{where}: the literature around {counted(row['n_papers'], 'paper')} grew {rate(row['growth'])} a year"
    terms = ", ".join(row["terms"].split(", ")[:_MOST_TERMS])
    return Finding(
        "region",
        f"{row['label']}{said} (95% interval {bounds}).",
        f"p = {number(row['p'])}; on {terms}.",
        label=row["label"],
        inside=row["topics"][0] if homes else None,
        numbers={name: row[name] for name in ("growth", "growth_low", "growth_high", "p", "n_papers")},
    )
