"""The chapters of a story: which findings stand in each, and the sentence that sums them up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from trends.data.phrases import counted, listing, plural
from trends.report.finding import Finding
from trends.report.grounds import MAX_Q
from trends.report.regions import introduce_regions
from trends.report.stability import MARK

MAX_CANDIDATES: Final = 3
_NEW: Final = (
    "A topic is new where its rise began in the last three years and it held at most a tenth of its present share before. "
)
_BURST: Final = (
    "In a burst a topic holds a multiple of its usual share, for longer or by more than chance explains (Kleinberg 2003). "
)
_RULES: Final = "These are rules and no tests: about 1 in 20 topics that stand still may be named, and more where shares drift."


@dataclass(frozen=True)
class Chapter:
    """A heading, the sentence that sums it up, and its findings, the strongest first.

    Attributes
    ----------
    title, lead, findings
        On the topics of the run.
    aside, finer
        The same on families of topics and finer topics inside them, or on regions; empty where there is nothing to tell.
    """

    title: str
    lead: str
    findings: tuple[Finding, ...]
    aside: str = ""
    finer: tuple[Finding, ...] = ()


def tell_moves(
    tested: Sequence[Finding],
    *,
    kind: Literal["rising", "falling"],
    finer: Sequence[Finding],
    past: Sequence[Finding] = (),
    regions: Sequence[Finding] = (),
) -> Chapter:
    """Tell what rises, or what fades.

    Parameters
    ----------
    tested
        The findings on all topics whose growth can be told, in the order of the growth table.
    kind
        Which of them to tell: those proven to move this way, else up to three unproven candidates.
    finer
        The findings on families and finer topics, all proven.
    past
        What to tell at the end: topics past their peak.
    regions
        Groups of papers that grow whatever the topics: named where no topic is proven to move.
    """
    title, verb, gained = ("What rises", "rise", "gained") if kind == "rising" else ("What fades", "fade", "lost")
    proven = [finding for finding in tested if finding.kind == kind]
    inside = _order([finding for finding in finer if finding.kind == kind], kind=kind)
    tests = counted(len(tested), "tested topic")
    if proven:
        lead = f"{len(proven)} of {tests} {plural(len(proven), 'is')} proven to have {gained} share{_doubt(proven)}."
        told = _order(proven, kind=kind)
    else:
        told = _find_candidates(tested, up=kind == "rising", but=past)
        lead = f"{_tell_none(tests, verb=verb, inside=inside, regions=regions)}{_announce(told)}"
    if past:
        last = (
            "topic at the end may be past its peak" if len(past) == 1 else f"{len(past)} topics at the end may be past their peak"
        )
        lead += f" The {last}."
    return Chapter(title, lead, (*told, *past), _tell_aside(inside, gained=gained, more=bool(proven)), inside)


def tell_new(found: Sequence[Finding], *, regions: Sequence[Finding]) -> Chapter:
    """Tell what is new and what is in a burst, what these words mean, and where the literature grows whatever the topics."""
    n_new = sum(finding.kind == "new" for finding in found)
    n_bursting = len(found) - n_new
    parts = [f"{counted(n, 'topic')} {plural(n, 'is')} {what}" for n, what in ((n_new, "new"), (n_bursting, "in a burst")) if n]
    lead = " and ".join(parts) or "No topic is new, and none is in a burst"
    told = sorted(found, key=lambda finding: (not finding.holds, finding.kind != "new"))
    meaning = f"{_NEW if n_new or not n_bursting else ''}{_BURST if n_bursting or not n_new else ''}{_RULES}"
    return Chapter("What is new", f"{lead}. {meaning}", tuple(told), introduce_regions(regions), tuple(regions))


def keep_silent(why: str) -> tuple[Chapter, Chapter, Chapter]:
    """Return the chapters on what rises, what is new and what fades where nothing can be said."""
    rises, new, fades = (Chapter(title, why, ()) for title in ("What rises", "What is new", "What fades"))
    return rises, new, fades


def _order(proven: Sequence[Finding], *, kind: str) -> tuple[Finding, ...]:
    """Put topics that came back reliably first, then the surest falls; rises stay in the order of the growth table."""
    if kind == "rising":
        return tuple(sorted(proven, key=lambda finding: not finding.holds))
    return tuple(sorted(proven, key=lambda finding: (not finding.holds, finding.numbers["growth_high"])))


def _doubt(found: Sequence[Finding]) -> str:
    """Say of how many of these topics it is in doubt that they are topics."""
    n_unheld = sum(not finding.holds for finding in found)
    who = "it" if len(found) == 1 else f"{n_unheld:,} of them"
    return f"; {who} did not come back reliably ({MARK})" if n_unheld else ""


def _find_candidates(tested: Sequence[Finding], *, up: bool, but: Sequence[Finding]) -> tuple[Finding, ...]:
    told = {finding.topic for finding in but}
    unclear = [finding for finding in tested if finding.kind == "unclear" and (finding.numbers["growth"] > 0) == up]
    others = [finding for finding in unclear if finding.topic not in told]
    return tuple(sorted(others, key=lambda finding: finding.numbers["p"])[:MAX_CANDIDATES])


def _announce(candidates: Sequence[Finding]) -> str:
    if not candidates:
        return ""
    return " The strongest candidates are unproven." if len(candidates) > 1 else " The strongest candidate is unproven."


def _tell_none(tests: str, *, verb: str, inside: Sequence[Finding], regions: Sequence[Finding]) -> str:
    """Say that no topic moves as a whole, and which smaller or larger groups of papers do all the same."""
    n_families = sum(finding.inside is None for finding in inside)
    groups = [
        (len(inside) - n_families, "finer topic", " inside them"),
        (n_families, "group", " of topics taken together"),
        (len(regions), "small group", " of papers in recent years (see What is new)"),
    ]
    moving = [f"{counted(n, noun)}{rest}" for n, noun, rest in groups if n]
    if not moving:
        return f"No topic is proven to {verb}: of {tests} none reaches q ≤ {MAX_Q}."
    number = plural(len(inside) + len(regions), "is")
    return (
        f"No topic is proven to {verb} as a whole: of {tests} none reaches q ≤ {MAX_Q}. "
        f"Proven to {verb} {number} {listing(moving)}."
    )


def _tell_aside(inside: Sequence[Finding], *, gained: str, more: bool) -> str:
    if not inside:
        return ""
    n, among = len(inside), inside[0].numbers["n_tested"]
    return (
        f"Of {among:,} topics, families of topics and finer topics that were tested together, {n:,}{' more' if more else ''} "
        f"{plural(n, 'is')} proven to have {gained} share{_doubt(inside)}."
    )
