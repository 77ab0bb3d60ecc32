"""Figures as pgfplots, so that LaTeX sets their type."""

from trends.charts.pgfplots.document import Document, to_pgfplots, why_not

__all__ = ["Document", "to_pgfplots", "why_not"]
