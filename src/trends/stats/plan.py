"""What to count: what a user set, and where nothing is set what the audit of the papers advises."""

from datetime import date
from typing import Literal, NamedTuple

import polars as pl

from trends.data import Audit, Corpus, Every, Topics
from trends.data.audit import Advice, StratumKind
from trends.data.trust import UNTRUSTED_SCHEMA, find_holes
from trends.stats.counting.counts import Counted, count
from trends.stats.counting.parts import list_parts
from trends.stats.settings import StatsSettings


class Plan(NamedTuple):
    """Arguments of `count`, and why they are what they are.

    Attributes
    ----------
    every, shortest, since, until, stratum_kind
        As `count` takes them.
    holes
        As `count` takes them: what the audit does not trust, the edges of the time aside.
    reason
        What is held constant and why, as a sentence.
    """

    every: Every | Literal["auto"]
    shortest: Every
    since: date | None
    until: date | None
    stratum_kind: StratumKind | None
    holes: pl.DataFrame
    reason: str


def plan_count(settings: StatsSettings, audit: Audit) -> Plan:
    """Settle what to count; what a user set stands above the advice of the audit.

    A bound that is set and leaves no span before or after the advised one drops that one.
    """
    advice = audit.advice
    since, until = settings.since or advice.since, settings.until or advice.until
    if since and until and since >= until:
        since, until = settings.since, settings.until
    kind = _choose(settings, advice)
    return Plan(
        every=settings.every,
        shortest=advice.every or "day",
        since=since,
        until=until,
        stratum_kind=kind,
        holes=find_holes(audit, stratum_kind=kind) if settings.holes == "leave out" else pl.DataFrame(schema=UNTRUSTED_SCHEMA),
        reason=_explain(settings, kind=kind),
    )


def count_as_planned(topics: Topics, corpus: Corpus, *, plan: Plan, memberships: pl.DataFrame | None = None) -> Counted:
    """Count the papers of each topic in each period as planned, see `count`.

    `memberships` are how much of a paper belongs to each topic where papers count by parts; one that they lack counts whole.
    """
    return count(
        topics,
        corpus,
        every=plan.every,
        shortest=plan.shortest,
        since=plan.since,
        until=plan.until,
        stratum_kind=plan.stratum_kind,
        memberships=None if memberships is None else list_parts(topics, memberships),
        holes=plan.holes,
    )


def _choose(settings: StatsSettings, advice: Advice) -> StratumKind | None:
    if settings.strata == "auto":
        return advice.stratum_kind
    return None if settings.strata == "none" else settings.strata


def _explain(settings: StatsSettings, *, kind: StratumKind | None) -> str:
    asked = "as asked" if settings.strata != "auto" else "as the audit of the papers advises"
    if kind is None:
        return f"Papers of all venues, categories and sources are pooled, {asked}."
    return (
        f"Each {kind} with enough papers is held constant, {asked}: it is compared with itself alone, and where it has no papers "
        "its topics are taken to move as in the others."
    )
