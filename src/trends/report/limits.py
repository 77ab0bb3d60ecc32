"""Why a chart does not follow all that the reader chooses, in the words that stand under it then."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_GROWTH: Final = {
    "dates": "Growth is estimated over the whole time.",
    "stratum": "Growth within each part of the papers stands with each topic.",
}
_TOGETHER: Final = {"stratum": "It is worked out for all papers together."}
_UNKNOWN: Final = dict.fromkeys(("dates", "stratum"), "This report does not hold what its points stand for.")
_WHOLE: Final = dict.fromkeys(("dates", "stratum"), "Its areas are all papers of a topic.")
_EARLIER: Final = {
    "topics": "Its topics are those of earlier dates.",
    "dates": "It looks back from dates of its own.",
    "stratum": "It was asked of all papers together.",
}

_LIMITS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "rising": {"recounted": "Growth below a name is that of all papers."},
        "growth": _GROWTH | {"within": "Hollow: whether it is beyond chance was not tested there."},
        "quadrant": _GROWTH,
        "ranks": {"stratum": "Ranks are those among all papers."},
        "forecast": _TOGETHER,
        "bursts": _TOGETHER,
        "terms": _TOGETHER,
        "strata": {"stratum": "It shows only the largest parts of the papers."},
        "map": _UNKNOWN,
        "tree": _WHOLE,
        "coverage": {"topics": "It is about the collection.", "stratum": "It shows only the largest parts of the papers."},
        "backtest": _EARLIER,
        "foretold": _EARLIER,
    }
)


def explain_limits(chart: str) -> dict[str, str]:
    """Return what to say under a chart, by its name, of a choice that it does not follow.

    Returns
    -------
    dict
        A sentence each for ``data-topics``, ``data-dates`` and ``data-stratum``, ``data-recounted`` for what stays as it was
        where shares are counted anew, and ``data-within`` for growth within a part of the papers; none where there is nothing
        to say.
    """
    return {f"data-{choice}": sentence for choice, sentence in _LIMITS.get(chart, {}).items()}
