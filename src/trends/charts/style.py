"""The one look that all charts share: colours, fonts, axes, and how a figure adapts to a phone."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

# Okabe and Ito's hues, moved so that each stands out on white and on near-black and stays apart for colour-blind readers.
PALETTE: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#7F5A24", "#6A45F0", "#8A92FA", "#86A455")
DASHES: Final = ("solid", "dash", "dashdot", "longdash")
SYMBOLS: Final = ("circle", "square", "diamond", "triangle-up")

GREY: Final = "#8C8C8C"
FAINT: Final = "rgba(128,128,128,0.25)"
CLEAR: Final = "rgba(0,0,0,0)"
RISING: Final = "#0072B2"
FALLING: Final = "#D55E00"
TREND_COLORS: Final[Mapping[str, str]] = {"rising": RISING, "falling": FALLING, "unclear": GREY, "too few": GREY}

FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif"
FONT_SIZE: Final = 13
SMALL_SIZE: Final = 11
PHONE_WIDTH: Final = 600

# Of a cell whose value is a fraction of the best in its row.
OF_ITS_BEST: Final = {
    "colorscale": "Viridis",
    "cmin": 0,
    "cmax": 1,
    "colorbar": {
        "thickness": 10,
        "len": 1,
        "tickformat": ".0%",
        "outlinewidth": 0,
        "nticks": 5,
        "title": {"text": "of its best", "font": {"size": SMALL_SIZE}},
    },
}

# The same on a phone: its scale above the plot.
OF_ITS_BEST_ON_PHONE: Final = {
    "coloraxis.colorbar.orientation": "h",
    "coloraxis.colorbar.title.side": "top",
    "coloraxis.colorbar.x": 0.92,
    "coloraxis.colorbar.xanchor": "right",
    "coloraxis.colorbar.y": 1,
    "coloraxis.colorbar.yanchor": "bottom",
    "coloraxis.colorbar.len": 0.8,
    "coloraxis.colorbar.nticks": 3,
}

Figure = dict[str, Any]


def topic_color(topic: int) -> str:
    """Return the colour of a topic, the same in every chart; colours repeat after `PALETTE`."""
    return PALETTE[topic % len(PALETTE)]


def topic_dash(topic: int) -> str:
    """Return the line style that tells topics of the same colour apart."""
    return DASHES[topic // len(PALETTE) % len(DASHES)]


def topic_symbol(topic: int) -> str:
    """Return the marker that tells topics of the same colour apart."""
    return SYMBOLS[topic // len(PALETTE) % len(SYMBOLS)]


def base_layout(
    *, height: int, margin: Mapping[str, int], phone: Mapping[str, Any], time: bool = False, screen_only: Sequence[str] = ()
) -> dict[str, Any]:
    """Return the layout on which every chart builds.

    Text has no colour of its own and the background is clear, so that the page decides between light and dark.

    Parameters
    ----------
    height
        Height in pixels; the width follows the page.
    margin
        Pixels ``l``, ``r``, ``t`` and ``b`` around the plot.
    phone
        Updates by dotted name (``{"margin.r": 8}``) for pages narrower than `PHONE_WIDTH` pixels.
    time
        Whether the horizontal axes are dates, so that a page can narrow them to a span.
    screen_only
        Phrases of the caption that are not true of a printed figure.
    """
    meta: dict[str, Any] = {"phone": dict(phone)}
    meta |= {"time": True} if time else {}
    meta |= {"screen_only": list(screen_only)} if screen_only else {}
    return {
        "font": {"family": FONT, "size": FONT_SIZE},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "autosize": True,
        "height": height,
        "margin": dict(margin),
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"align": "left", "font": {"family": FONT, "size": 12}},
        "meta": meta,
    }
