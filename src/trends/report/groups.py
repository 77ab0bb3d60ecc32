"""Charts under the questions that a reader asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from trends.data import Chart

_QUESTIONS: Final = {
    "What moves": ("rising", "growth", "quadrant"),
    "When": ("lines", "small_multiples", "ranks", "stream", "heatmap", "bursts", "forecast"),
    "What it is about": ("map", "tree", "terms"),
    "Can it be trusted": ("strata", "coverage", "backtest", "foretold"),
}
_OTHERS: Final = "More charts"


@dataclass(frozen=True)
class Group:
    """Charts that answer one question, in the order of the run."""

    title: str
    charts: list[Chart]

    @property
    def slug(self) -> str:
        """The title as part of an address."""
        return self.title.lower().replace(" ", "-")


def group(charts: Sequence[Chart]) -> list[Group]:
    """Sort charts under their questions; one that is under none comes last, and a question without charts is left out."""
    question = {name: title for title, names in _QUESTIONS.items() for name in names}
    groups = [
        Group(title, [chart for chart in charts if question.get(chart.name, _OTHERS) == title])
        for title in (*_QUESTIONS, _OTHERS)
    ]
    return [found for found in groups if found.charts]
