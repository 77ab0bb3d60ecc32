"""Numbers as people read them."""

from math import ceil

from trends.data.phrases import NEARLY_ALL, TENFOLD, counted, number, percent


def shares(low: float, high: float) -> str:
    """Return the bounds of a share: 0.61 to 2.2%."""
    return f"{percent(low).removesuffix('%')} to {percent(high)}"


def q_value(q: float) -> str:
    """Return a q-value with its name: q = 0.04, q < 0.001; small ones are rounded up, so that none looks proven that is not."""
    if q < 0.001:
        return "q < 0.001"
    return f"q = {number(ceil(round(1000 * q, 9)) / 1000 if q < 0.1 else q)}"


def rate(growth: float) -> str:
    """Return the size of a yearly change without its direction: 61%, more than tenfold, more than 99%."""
    if growth >= TENFOLD:
        return "more than tenfold"
    return "more than 99%" if growth < NEARLY_ALL else percent(abs(growth))


def change(growth: float) -> str:
    """Return a growth with its sign: 61%, −30%, below −99%, more than tenfold."""
    return rate(growth) if growth >= TENFOLD else f"{_bound(growth)}%"


def interval(low: float, high: float) -> str:
    """Return a 95% interval of growth: −5 to 38%; what is above tenfold or below −99% is not spelled out."""
    if low >= TENFOLD:
        return "above tenfold throughout"
    if high < NEARLY_ALL:
        return "below −99% throughout"
    if high >= TENFOLD:
        return f"{_bound(low)}% to more than tenfold"
    return f"{_bound(low)} to {_bound(high)}%"


def _bound(growth: float) -> str:
    return "below −99" if growth < NEARLY_ALL else number(100 * growth)


def duration(years: float) -> str:
    """Return a time in years as people say it: 4 months, 17 months, 3.2 years."""
    return f"{number(years)} years" if years >= 2 else counted(max(1, round(12 * years)), "month")


def durations(low: float, high: float) -> str:
    """Return an interval of times in years, its unit once where both have the same: 6 to 16 months, 10 months to 2.1 years."""
    first, last = duration(low), duration(high)
    number_of_first, unit = first.split(" ")
    return f"{number_of_first if last.endswith(f' {unit}') else first} to {last}"
