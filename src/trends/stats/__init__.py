"""Topics and dates to tables: counts and shares per calendar period, and growth with intervals."""

from trends.stats.counts import AUDIT_SCHEMA, REASONS, Counted, count, place_papers
from trends.stats.growth import GROWTH_SCHEMA, estimate_growth

__all__ = ["AUDIT_SCHEMA", "GROWTH_SCHEMA", "REASONS", "Counted", "count", "estimate_growth", "place_papers"]
