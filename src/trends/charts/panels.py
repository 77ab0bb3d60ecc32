"""Little panels side by side: where each stands, on a page and on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from trends.charts.text import escape, wrap

Places = dict[str, dict[str, Any]]

_HEAD: Final = 44


@dataclass(frozen=True)
class Grid:
    """Groups of panels below each other, the panels of a group row by row.

    Attributes
    ----------
    groups
        Number of panels in each group.
    columns
        Most panels side by side.
    panel, gap
        Height of a panel and of the room above it, which holds its title, in pixels.
    gutter
        Room between two columns, as a fraction of the width.
    headed
        Whether there is room for a heading above each group.
    """

    groups: Sequence[int]
    columns: int
    panel: int
    gap: int
    gutter: float = 0.045
    headed: bool = False

    @property
    def height(self) -> int:
        """Pixels from the top of the first panel to the foot of the last."""
        return max(self._tops()) + self.panel

    def places(self, *, own_scale: bool = False) -> Places:
        """Return the updates of the axes by name.

        Parameters
        ----------
        own_scale
            Whether each panel needs the labels of its own vertical axis, else only the first column has them.
        """
        n_columns = min(self.columns, max(self.groups))
        step = (1 + self.gutter) / n_columns
        found: Places = {}
        for number, (top, place) in enumerate(zip(self._tops(), self._numbers(), strict=True)):
            group, place_in_group = place
            column = place_in_group % n_columns
            found[f"xaxis{suffix(number)}"] = {
                "domain": [round(column * step, 4), round(min(1.0, (column + 1) * step - self.gutter), 4)],
                "anchor": f"y{suffix(number)}",
                "showticklabels": place_in_group + n_columns >= self.groups[group],
            }
            found[f"yaxis{suffix(number)}"] = {
                "domain": [max(0.0, round(1 - (top + self.panel) / self.height, 4)), round(1 - top / self.height, 4)],
                "anchor": f"x{suffix(number)}",
                "showticklabels": own_scale or column == 0,
            }
        return found

    def _numbers(self) -> list[tuple[int, int]]:
        return [(group, place) for group, size in enumerate(self.groups) for place in range(size)]

    def _tops(self) -> list[int]:
        """Return how far below the first panel's top each panel begins, in pixels."""
        n_columns = min(self.columns, max(self.groups))
        tops, start = [], 0
        for size in self.groups:
            rows = range(-(-size // n_columns))
            by_row = [start + row * (self.panel + self.gap) for row in rows]
            tops += [by_row[place // n_columns] for place in range(size)]
            start = by_row[-1] + self.panel + self.gap + (_HEAD if self.headed else 0)
        return tops


def suffix(number: int) -> str:
    """Return what plotly puts behind ``x`` and ``y`` for the axes of a panel: nothing, 2, 3 …"""
    return str(number + 1) if number else ""


def on_panel(number: int) -> dict[str, str]:
    """Return the part of a trace that puts it on a panel."""
    return {"xaxis": f"x{suffix(number)}", "yaxis": f"y{suffix(number)}"}


def panel_title(label: str, number: int, *, more: str = "", width: int = 24, lines: int = 2) -> dict[str, Any]:
    """Write a name above a panel, and below it a line of markup in ordinary type where there is more to say."""
    name = wrap(label, width=width, lines=lines)
    return {
        "text": f"<b>{name}</b><br>{more}" if more else name,
        "hovertext": escape(label),
        "xref": f"x{suffix(number)} domain",
        "yref": f"y{suffix(number)} domain",
        "x": 0,
        "y": 1,
        "xanchor": "left",
        "yanchor": "bottom",
        "align": "left",
        "showarrow": False,
        "borderpad": 0,
    }
