"""All charts by name, in the order in which a report shows them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from trends.charts.coverage import plot_coverage
from trends.charts.growth import plot_growth
from trends.charts.heatmap import plot_heatmap
from trends.charts.lines import plot_lines
from trends.charts.map import plot_map
from trends.charts.rising import plot_rising
from trends.charts.small_multiples import plot_small_multiples
from trends.charts.tables import Tables
from trends.charts.tree import plot_tree
from trends.data import Chart
from trends.errors import ConfigError

CHARTS: Final[Mapping[str, Callable[[Tables], Chart]]] = MappingProxyType(
    {
        "rising": plot_rising,
        "growth": plot_growth,
        "lines": plot_lines,
        "small_multiples": plot_small_multiples,
        "heatmap": plot_heatmap,
        "map": plot_map,
        "tree": plot_tree,
        "coverage": plot_coverage,
    }
)


def draw(name: str, tables: Tables) -> Chart:
    """Draw one of `CHARTS` as it stands in a report.

    Raises
    ------
    ConfigError
        Where there is no chart of this name; the message lists the known ones.
    """
    if name not in CHARTS:
        raise ConfigError(f"chart is {name!r}, it must be one of {', '.join(CHARTS)}")
    return CHARTS[name](tables)
