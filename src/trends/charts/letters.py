"""How wide words are, so that names can be given just the room that they need."""

import html
import re
import unicodedata
from typing import Final

# Adobe's metrics of Helvetica, thousandths of the font size; Arial and Liberation Sans, in which figures print, have the same.
_LETTERS: Final = {
    191: "'",
    222: "ijl",
    260: "|",
    278: " !,./:;I[\\]ft",
    333: "()-`r",
    355: '"{}',
    389: "*",
    500: "Jckvsxyz^",
    556: "#$0123456789?L_abdeghnopqu†",
    584: "+<=>~−",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "…↑↓→",
    1015: "@",
}
_WIDTHS: Final = {letter: width / 1000 for width, letters in _LETTERS.items() for letter in letters}
_OTHER, _FULL = 0.6, 1.0
_BOLD: Final = 1.1
SCREEN: Final = 1.12  # what a reader's system has in its place may be wider, DejaVu Sans by this much
_TAG: Final = re.compile(r"<[^<>]*>")


def text_width(markup: str, *, size: float, bold: bool = False, wider: float = SCREEN) -> float:
    """Return the width in pixels of the widest line of a figure's text.

    Parameters
    ----------
    markup
        As plotly takes it: lines apart by ``<br>``, other tags without width.
    size
        Of the font, in pixels.
    bold
        Whether all of it is bold.
    wider
        How much wider letters may be than those of Helvetica.
    """
    lines = [html.unescape(_TAG.sub("", line)) for line in markup.split("<br>")]
    return size * wider * (_BOLD if bold else 1.0) * max(sum(map(_width, unicodedata.normalize("NFD", line))) for line in lines)


def _width(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    full = unicodedata.east_asian_width(letter) in "WF"
    return _WIDTHS.get(letter, _FULL if full else _OTHER)
