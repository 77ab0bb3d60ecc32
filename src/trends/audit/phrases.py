"""Shares as the sentences of the audit write them."""


def percent(fraction: float) -> str:
    """Return a fraction as percent: 31 %, 3.1 %, 0.6 %, under 0.1 %."""
    if 0 < fraction < 0.001:
        return "under 0.1 %"
    digits = 0 if fraction >= 0.0995 or fraction == 0 else 1
    return f"{100 * fraction:.{digits}f} %"
