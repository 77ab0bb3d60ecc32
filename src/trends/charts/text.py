"""Words and numbers as the charts write them; every text from a paper passes through here on its way into a figure."""

import html

from trends.data import Series
from trends.data.audit import has_name
from trends.data.phrases import NEARLY_ALL, TENFOLD, counted, number
from trends.data.topics import UNHELD


def escape(text: str) -> str:
    """Turn a text into plotly markup that shows just this text.

    Quotes stay, plotly knows no entity for them; ``%{`` is broken up, which plotly would fill in even in labels.
    """
    return html.escape(" ".join(text.split()), quote=False).replace("%{", "%&#123;")


def wrap(text: str, *, width: int, lines: int) -> str:
    """Break a text at words and hyphens, shorten it to fit, and escape it.

    Parameters
    ----------
    text
        Plain text; the mark of a topic that does not hold stays behind a label however much of it is cut.
    width
        Most characters in a line, that mark not counted.
    lines
        Most lines; what is beyond is cut and marked by ``…``.
    """
    mark = UNHELD if text.endswith(UNHELD) else ""
    rest = " ".join(text.removesuffix(mark).split()).replace(UNHELD, f"\N{NO-BREAK SPACE}{UNHELD.strip()}")
    broken: list[str] = []
    while len(rest) > width and len(broken) < lines - 1:
        cut = max(rest.rfind(" ", 0, width + 1), rest.rfind("-", 0, width) + 1)
        cut = cut if cut > 0 else width
        broken.append(rest[:cut])
        rest = rest[cut:].lstrip()
    last = rest if len(rest) <= width else f"{rest[: width - 1].rstrip()}…"
    return "<br>".join(escape(line) for line in [*broken, last + mark])


def n_lines(markup: str) -> int:
    """Count the lines of a wrapped text."""
    return markup.count("<br>") + 1


def some_of(n_shown: int, n_known: int, *, noun: str, how: str) -> str:
    """Write which things are shown: ``the 8 largest of 30 topics``, ``both topics``, ``all 5 topics``."""
    if n_shown < n_known:
        return f"the {n_shown} {how} of {counted(n_known, noun)}" if n_shown > 1 else f"the {how} of {counted(n_known, noun)}"
    return {1: f"the only {noun}", 2: f"both {noun}s"}.get(n_known, f"all {counted(n_known, noun)}")


def papers_of(series: Series) -> str:
    """Write what a share is a share of: ``all papers dated to the month``, ``papers, the mix of 17 venues held constant``."""
    if not series.stratum_kind:
        return f"all papers dated to the {series.every}"
    known = series.strata["stratum"].unique()
    if len(known) == 1:
        return f"the papers of the {series.stratum_kind} {wrap(known[0], width=40, lines=1)} dated to the {series.every}"
    n_named = series.strata.filter(has_name())["stratum"].n_unique()
    rest = " or none" if n_named < len(known) else ""
    return f"papers, the mix of {counted(n_named, series.stratum_kind)}{rest} held constant"


def signed_percent(fraction: float) -> str:
    """Write a change with its sign and two digits: 0.61 is ``+61%``, 0 is ``0%``."""
    per_cent = round(100 * fraction, 2)
    return f"{'+' if per_cent > 0 else ''}{number(per_cent)}%"


def signed_rate(growth: float) -> str:
    """Write growth per year with as many digits as the sentences of the report: ``+61%``, ``≥10×``, ``≤−99%``."""
    if growth >= TENFOLD:
        return "≥10×"
    return "≤−99%" if growth < NEARLY_ALL else signed_percent(growth)


def growth_words(growth: float, low: float, high: float) -> str:
    """Write growth per year with its interval: ``+61% a year (+38% to +88%)``."""
    return f"{signed_rate(growth)} a year ({signed_rate(low)} to {signed_rate(high)})"
