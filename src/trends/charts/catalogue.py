"""All charts by name, in the order in which a report shows them."""

import inspect
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from trends.charts.backtest import plot_backtest
from trends.charts.bursts import plot_bursts
from trends.charts.coverage import plot_coverage
from trends.charts.forecast import plot_forecast
from trends.charts.foretold import plot_foretold
from trends.charts.growth import plot_growth
from trends.charts.heatmap import plot_heatmap
from trends.charts.lines import plot_lines
from trends.charts.map import plot_map
from trends.charts.quadrant import plot_quadrant
from trends.charts.ranks import plot_ranks
from trends.charts.rising import plot_rising
from trends.charts.small_multiples import plot_small_multiples
from trends.charts.strata import plot_strata
from trends.charts.stream import plot_stream
from trends.charts.tables import Tables
from trends.charts.terms import plot_terms
from trends.charts.tree import plot_tree
from trends.data import Chart
from trends.errors import ConfigError

CHARTS: Final[Mapping[str, Callable[..., Chart]]] = MappingProxyType(
    {
        "rising": plot_rising,
        "growth": plot_growth,
        "quadrant": plot_quadrant,
        "lines": plot_lines,
        "small_multiples": plot_small_multiples,
        "ranks": plot_ranks,
        "stream": plot_stream,
        "heatmap": plot_heatmap,
        "terms": plot_terms,
        "forecast": plot_forecast,
        "bursts": plot_bursts,
        "strata": plot_strata,
        "map": plot_map,
        "tree": plot_tree,
        "coverage": plot_coverage,
        "backtest": plot_backtest,
        "foretold": plot_foretold,
    }
)

OF_BACKTEST: Final = ("backtest", "foretold")


def draw(name: str, tables: Tables, *, n_topics: int | None = None) -> Chart:
    """Draw one of `CHARTS` as it stands in a report.

    Parameters
    ----------
    name
        A name of `CHARTS`.
    tables
        What the run knows.
    n_topics
        Most topics; None takes the chart's own number.

    Raises
    ------
    ConfigError
        Where there is no chart of this name (the message lists the known ones), or `n_topics` is given for one that has no
        such number.
    """
    check_drawable(name, n_topics=n_topics)
    return CHARTS[name](tables) if n_topics is None else CHARTS[name](tables, n_topics=n_topics)


def check_drawable(name: str, *, n_topics: int | None = None) -> None:
    """Raise what `draw` would of a name and a number, for which no run need be read."""
    if default_topics(name) is None and n_topics is not None:
        raise ConfigError(f"chart {name!r} draws all topics, a number of topics is for {', '.join(_with_number())}")
    if n_topics is not None and n_topics < 1:
        raise ConfigError(f"the number of topics is {n_topics}, it must be at least 1")


def default_topics(name: str) -> int | None:
    """Return how many topics a chart draws at most; None where it has no such number."""
    parameter = inspect.signature(_find(name)).parameters.get("n_topics")
    return None if parameter is None else int(parameter.default)


def _find(name: str) -> Callable[..., Chart]:
    if name not in CHARTS:
        raise ConfigError(f"chart is {name!r}, it must be one of {', '.join(CHARTS)}")
    return CHARTS[name]


def _with_number() -> list[str]:
    return [name for name in CHARTS if default_topics(name) is not None]
