"""Topics and dates to tables: counts, shares and growth with intervals, bursts, change points, onsets and what they add up to."""

from trends.stats.counting.counts import REASONS, TALLY_SCHEMA, Counted, count, place_papers
from trends.stats.events.bursts import find_bursts
from trends.stats.events.changes import find_changes
from trends.stats.events.classes import classify
from trends.stats.events.emergence import score_emergence
from trends.stats.events.onset import find_onsets
from trends.stats.growth.estimate import GROWTH_SCHEMA, estimate_growth
from trends.stats.measure import TABLES, measure
from trends.stats.plan import Plan, count_as_planned, plan_count

__all__ = [
    "GROWTH_SCHEMA",
    "REASONS",
    "TABLES",
    "TALLY_SCHEMA",
    "Counted",
    "Plan",
    "classify",
    "count",
    "count_as_planned",
    "estimate_growth",
    "find_bursts",
    "find_changes",
    "find_onsets",
    "measure",
    "place_papers",
    "plan_count",
    "score_emergence",
]
