"""What the charts are drawn from, and the questions that several of them ask of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from trends.data import Corpus, Points, Series, Topics, Tree
from trends.data.audit import Audit
from trends.data.topics import UNHELD
from trends.errors import DataError

GROWTH_COLUMNS: Final = ("topic", "growth", "growth_low", "growth_high", "q", "n_papers", "share_last", "trend")

_UNHELD_NOTE: Final = f" {UNHELD.strip()} This topic did not come back reliably: its rise or fall may be another's."


@dataclass(frozen=True)
class Tables:
    """Everything that a run knows and a chart may show.

    Attributes
    ----------
    corpus, topics, tree, points
        The papers, their topics, the hierarchy over these, and the map.
    series
        Counts over periods; None where no paper is dated.
    growth
        A row per topic, best first, with at least `GROWTH_COLUMNS`: ``growth`` and its 95 % interval are fractions per
        year (0.61 is +61 %), null with ``q`` where a topic had too few papers or periods; ``n_papers`` counts complete
        periods; ``share_last`` is the share in the latest ones; ``trend`` is ``rising``, ``falling``, ``unclear`` or
        ``too few``. None where there is no series.
    statistics
        Other tables of what topics do over time, by the name under which a run keeps them: ``agreement``, ``nodes``,
        ``field``, ``regions``, ``region_papers``, ``forecast``, ``bursts``, ``changes``, ``onsets``, ``classes``,
        ``emergence``, ``terms_over_time``, ``vocabulary``, ``vocabulary_over_time``, ``languages``. Empty where there is no
        series; a run that an older version made may lack some.
    audit
        What of the papers can be trusted; None where nobody looked.
    backtest
        What would have been said at earlier dates, and what came, by the names that `trends.backtesting.Hindsight` explains:
        ``forecasts`` (``origin, topic, period, share, low, high, method, came``), ``errors`` (``origin, method, mase,
        coverage, n``), ``seen``, ``scores``, ``leads``, ``verdict`` and ``rankings``. Its topics are those of each origin, not
        those of the run, except in ``leads``. Empty where nobody asked.
    """

    corpus: Corpus
    topics: Topics
    tree: Tree
    points: Points
    series: Series | None
    growth: pl.DataFrame | None
    statistics: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    audit: Audit | None = None
    backtest: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check the rules."""
        missing = set(GROWTH_COLUMNS) - set(GROWTH_COLUMNS if self.growth is None else self.growth.columns)
        if missing:
            raise DataError(f"growth table lacks the column {min(missing)!r}, it must have {list(GROWTH_COLUMNS)}")


def largest_topics(topics: Topics, n: int) -> list[int]:
    """Return the topics with most papers, largest first, ties by topic; a topic without papers is none of them."""
    by_size = topics.table.filter(pl.col("n_papers") > 0).sort(["n_papers", "topic"], descending=[True, False])
    return by_size["topic"].head(n).to_list()


def unheld_note(labels: pl.Series) -> str:
    """Return the sentence that explains the mark of topics that do not hold, to end a caption; empty where no label bears it."""
    return _UNHELD_NOTE if labels.str.ends_with(UNHELD).any() else ""
