"""Tables in, charts out: draws and writes figures, computes no statistics."""

from trends.charts.catalogue import CHARTS, draw
from trends.charts.export import write_figure
from trends.charts.tables import Tables

__all__ = ["CHARTS", "Tables", "draw", "write_figure"]
