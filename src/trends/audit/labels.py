"""Categories that were renamed: half of the papers get new labels at once, and no paper is missing."""

from typing import Final

import numpy as np

from trends.audit.calendar import Calendar
from trends.audit.coverage import Judged, Marks
from trends.audit.finding import Finding
from trends.audit.judge import ENDED, NOT_YET
from trends.data.calendar import period_name
from trends.data.phrases import listing, percent

_MOST: Final = 0.5  # of the papers before and after carry labels that end and begin there


def find_new_labels(judged: Judged, whole: Judged, calendar: Calendar) -> Finding | None:
    """Tell of a period at which the categories of most papers end and others begin, while the papers go on; None without one."""
    if judged.kind != "category":
        return None
    ended, not_yet = judged.has(ENDED), judged.has(NOT_YET)
    for place in range(max(calendar.begin, 1), calendar.n_periods - 1):  # in this period both may be in use
        old = ended[:, place + 1] & ~ended[:, place - 1]
        new = not_yet[:, place - 1] & ~not_yet[:, place]
        before = judged.counts[old, place - 1].sum() / max(calendar.totals[place - 1], 1)
        after = judged.counts[new, place + 1].sum() / max(calendar.totals[place + 1], 1)
        if min(before, after) >= _MOST and not any(whole.reasons[0][place - 1 : place + 2]):
            return _tell(judged, old, new, place=place, shares=(float(before), float(after)), calendar=calendar)
    return None


def _tell(judged: Judged, old: Marks, new: Marks, *, place: int, shares: tuple[float, float], calendar: Calendar) -> Finding:
    gone, come = (tuple(judged.names[row] for row in np.flatnonzero(rows)) for rows in (old, new))
    start = calendar.periods[place]
    name = period_name(start, calendar.every)
    n_papers = int(judged.counts[new, place:].sum())
    return Finding(
        kind="new labels",
        level="note",
        n_papers=n_papers,
        share=n_papers / int(calendar.totals[calendar.begin :].sum()),
        sentence=f"From {name} on, categories have other names: {listing(gone)} held {percent(shares[0])} of the papers before, "
        f"{listing(come)} {percent(shares[1])} since, and papers go on as before.",
        effect="Curves inside one category begin or end there; those of all papers do not.",
        remedy="Do not compare categories across that time.",
        remedy_kind="check",
        stratum_kind=judged.kind,
        strata=(*gone, *come),
        since=start,
    )
