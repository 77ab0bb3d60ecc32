"""Charts on paper: at the width of a column, in colours that print, drawn by a browser."""

from trends.charts.printing.browser import Drawing, Kind, draw_images
from trends.charts.printing.captions import print_caption
from trends.charts.printing.fit import fit_chart
from trends.charts.printing.gray import alike_in_gray
from trends.charts.printing.look import Look
from trends.charts.printing.palettes import PALETTES
from trends.charts.printing.prepare import for_print
from trends.charts.printing.spaces import SPACES, Space, find_space

__all__ = [
    "PALETTES",
    "SPACES",
    "Drawing",
    "Kind",
    "Look",
    "Space",
    "alike_in_gray",
    "draw_images",
    "find_space",
    "fit_chart",
    "for_print",
    "print_caption",
]
