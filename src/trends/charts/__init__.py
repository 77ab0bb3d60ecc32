"""Tables in, charts out: draws and writes figures, computes no statistics."""

from trends.charts.catalogue import CHARTS, OF_BACKTEST, check_drawable, draw
from trends.charts.coverage import plot_audit
from trends.charts.export import ENDINGS, check_ending, replace_file, write_figure, write_figures
from trends.charts.pgfplots import why_not
from trends.charts.printing import PALETTES, SPACES, Look, alike_in_gray, fit_chart, for_print, print_caption
from trends.charts.style import PALETTE
from trends.charts.tables import Tables

__all__ = [
    "CHARTS",
    "ENDINGS",
    "OF_BACKTEST",
    "PALETTE",
    "PALETTES",
    "SPACES",
    "Look",
    "Tables",
    "alike_in_gray",
    "check_drawable",
    "check_ending",
    "draw",
    "fit_chart",
    "for_print",
    "plot_audit",
    "print_caption",
    "replace_file",
    "why_not",
    "write_figure",
    "write_figures",
]
