"""Charts with a named row for each topic: names beside the plot, or above their rows where a phone has no room beside it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from trends.charts.axes import axis
from trends.charts.style import SMALL_SIZE
from trends.charts.text import wrap

ROW: Final = 34

_LEAST_ROWS: Final = 3
# Of a row, from its middle: below its own name and above that of the next.
_ABOVE, _BELOW = 0.2, 0.33


def row_axis(labels: Sequence[str]) -> dict[str, Any]:
    """Return a vertical axis with the rows 0, 1, 2 … from the top down, named by `labels`."""
    return axis(
        {
            "tickvals": list(range(len(labels))),
            "ticktext": [wrap(label, width=34, lines=2) for label in labels],
            "range": [len(labels) - 0.4, -0.6],
            "ticklabelstandoff": 8,
            "gridcolor": "rgba(128,128,128,0.12)",
        }
    )


def rows_height(n_rows: int, *, margin: Mapping[str, int]) -> int:
    """Return the height of the figure in pixels."""
    return margin["t"] + margin["b"] + ROW * max(n_rows, _LEAST_ROWS)


def names_above(labels: Sequence[str]) -> dict[str, Any]:
    """Return the updates that write each name inside the plot, above its row."""
    names = [
        {
            "text": wrap(label, width=50, lines=1),
            "xref": "paper",
            "x": 0,
            "y": row,
            "yshift": 15,
            "xanchor": "left",
            "showarrow": False,
            "font": {"size": SMALL_SIZE},
        }
        for row, label in enumerate(labels)
    ]
    return {"yaxis.showticklabels": False, "annotations": names}


def between_names(line: Mapping[str, Any], *, n_rows: int) -> list[dict[str, Any]]:
    """Return an upright line in pieces, one in each row, so that it crosses none of the `names_above`."""
    place = {"yref": "y", "layer": "below"}
    return [dict(line) | place | {"y0": row - _ABOVE, "y1": row + _BELOW} for row in range(n_rows)]
