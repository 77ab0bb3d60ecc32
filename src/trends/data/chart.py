"""A drawn chart, as plain data."""

import html
import json
import re
from dataclasses import dataclass
from typing import Any

import polars as pl

from trends.errors import DataError

_MOST_ROWS, _MOST_COLUMNS = 5, 8


@dataclass(frozen=True)
class Chart:
    """A figure with what a reader needs beside it.

    Attributes
    ----------
    name
        File name without ending: lower-case letters, digits and ``_``.
    title
        What the chart shows, in a few words; plain text.
    caption
        How to read it, with the denominator and what is left out; plain text.
    figure
        A plotly figure as plain JSON: ``data`` and ``layout``. Empty ``data`` means that there was not enough to draw;
        the caption then says why.
    table
        The data behind the figure.
    """

    name: str
    title: str
    caption: str
    figure: dict[str, Any]
    table: pl.DataFrame

    def __post_init__(self) -> None:
        """Check the rules."""
        if not re.fullmatch(r"[a-z][a-z0-9_]*", self.name):
            raise DataError(f"chart is named {self.name!r}, only lower-case letters, digits and _ are allowed")
        if not self.caption.strip():
            raise DataError(f"chart {self.name!r} has no caption, it must say how to read it")
        if set(self.figure) != {"data", "layout"}:
            raise DataError(f"chart {self.name!r} has the figure keys {sorted(self.figure)}, not data and layout")

    def to_json(self) -> str:
        """Return everything but the table as one JSON object, keys sorted."""
        parts = {"name": self.name, "title": self.title, "caption": self.caption, "figure": self.figure}
        return json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """Show the figure in notebooks that know plotly's media type, else what can be read without scripts."""
        return {
            "application/vnd.plotly.v1+json": {
                **self.figure,
                "config": {"displaylogo": False, "showSendToCloud": False},
            },
            "text/html": self._in_words(),
            "text/plain": f"{self.title}\n{self.caption}",
        }

    def _in_words(self) -> str:
        """Return title, caption and the first rows of the data, for pages that run no scripts."""
        said = f"<p><b>{html.escape(self.title)}</b></p><p>{html.escape(self.caption)}</p>"
        if self.table.is_empty():
            return said
        columns = sorted(self.table.columns, key=lambda name: name != "label")[:_MOST_COLUMNS]
        shown = self.table.select(columns).head(_MOST_ROWS)
        note = f"This page draws no charts; here are {shown.height} of {self.table.height:,} rows of the data behind this one."
        return f"{said}<p><small>{note}</small></p>{shown._repr_html_()}"
