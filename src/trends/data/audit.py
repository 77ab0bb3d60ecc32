"""What the audit of a corpus found: where the data, and not the research, makes the curve."""

import html
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, get_args

import polars as pl

from trends.data.calendar import PERIODS, Every
from trends.data.phrases import counted
from trends.data.rules import check_no_nulls, check_schema, check_unique
from trends.errors import DataError

StratumKind = Literal["venue", "category", "source"]
Level = Literal["serious", "note"]
Remedy = Literal["restrict", "stratify", "coarsen", "drop", "check"]

STRATUM_KINDS: Final[tuple[StratumKind, ...]] = get_args(StratumKind)

FINDINGS_SCHEMA: Final = pl.Schema(
    {
        "kind": pl.String(),
        "level": pl.String(),
        "stratum_kind": pl.String(),
        "strata": pl.List(pl.String()),
        "since": pl.Date(),
        "until": pl.Date(),
        "n_papers": pl.Int64(),
        "share": pl.Float64(),
        "sentence": pl.String(),
        "effect": pl.String(),
        "remedy": pl.String(),
        "remedy_kind": pl.String(),
    }
)

COVERAGE_SCHEMA: Final = pl.Schema(
    {
        "stratum_kind": pl.String,
        "stratum": pl.String,
        "period": pl.Date,
        "n_papers": pl.Int64,
        "trusted": pl.Boolean,
        "reason": pl.String,
    }
)

# What changes in the name of a volume from year to year: the year, the ordinal, the part.
_OF_THE_YEAR: Final = r"(?i)\b(?:19|20)\d\d\b|\b\d+(?:st|nd|rd|th)\b|\((?:volume|vol\.?|part)[^)]*\)|['’]\d\d\b"

# Names of DBLP carry more: an acronym before the year, place and date behind commas, ordinals in words, a number at the end.
_ACRONYM: Final = (
    r"(?:^|[,(:]\s*|\bof\s+)([A-Z][A-Za-z]*[A-Z][A-Za-z]*(?:[-/@][A-Z][A-Za-z]+)*)(?:[ '’-]{1,2}(?:19|20)?\d\d)\s*(?:$|[,)\]:;])"
)
_PUBLISHERS: Final = ("IEEE", "ACM", "AAAI Press")  # are not the venue
_PLACE_AND_DATE: Final = (
    r"(?:,\s*\p{Lu}[\p{L}.’'-]*(?:\s\p{Lu}[\p{L}.’'-]*)*)*,\s*(?:\d{1,2}(?:\s*[-–]\s*\d{1,2})?\s+)?"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d.*$"
)
_UNITS: Final = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_TENS: Final = "twent|thirt|fort|fift|sixt|sevent|eight|ninet"
_TEENS: Final = "tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth"
_ORDINAL: Final = rf"(?i)\b(the\s+)(?:(?:(?:{_TENS})y[- ])?(?:{_UNITS})|{_TEENS}|(?:{_TENS})ieth)\b|\b(?:{_TENS})y-(?:{_UNITS})\b"
_NUMBER_AT_END: Final = r"(?i)[\s,]+(?:vol(?:ume)?\.?\s*)?\d+\s*$"
_ANTHOLOGY_VENUE: Final = r"^acl:\d{4}\.([a-z0-9_]+)-"
_SHORT_NAME: Final = "^[a-z][a-z0-9_]*$"


@dataclass(frozen=True)
class Advice:
    """What to count, so that curves tell of research.

    Attributes
    ----------
    every
        Shortest length of a period that the dates and the rhythm of the papers allow; None leaves the choice open.
    since, until
        First day of the safe span and first day after it; None where the papers set no bound.
    stratum_kind
        What to hold constant, so that each stratum is compared with itself alone; None where papers may be pooled.
    reasons
        A sentence for each choice.
    """

    every: Every | None = None
    since: date | None = None
    until: date | None = None
    stratum_kind: StratumKind | None = None
    reasons: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check the rules."""
        if self.since and self.until and self.since >= self.until:
            raise DataError(f"the advised span begins on {self.since}, it must begin before its end, {self.until}")


@dataclass(frozen=True)
class Audit:
    """Findings about a corpus, its coverage, and what to do.

    Attributes
    ----------
    findings
        A row per finding, serious ones first, what bends most curves before the rest. ``kind`` is a short name of the fault;
        ``level`` is ``serious`` (it makes curves wrong) or ``note``; ``stratum_kind`` is ``venue``, ``category``, ``source``
        or null for the whole corpus, and ``strata`` are those concerned, largest first; ``since`` and ``until`` bound the time
        concerned, null where it is all; ``n_papers`` are concerned, ``share`` of the papers looked at, a fraction.
        ``sentence`` says what was found, ``effect`` what it does to trends and ``remedy`` what to do, of the kind
        ``remedy_kind`` (``restrict``, ``stratify``, ``coarsen``, ``drop`` or ``check``).
    coverage
        A row per stratum and period, a full grid within each stratum kind, sorted as the strata are named: ``all`` first,
        then by kind, the largest stratum first, small ones pooled as ``other``. ``n_papers`` is 0 in a gap; where
        ``trusted`` is false, ``reason`` says why, else it is null.
    every
        Length of a period of the coverage.
    advice
        What to count.
    """

    findings: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FINDINGS_SCHEMA))
    coverage: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=COVERAGE_SCHEMA))
    every: Every = "year"
    advice: Advice = field(default_factory=Advice)

    def __post_init__(self) -> None:
        """Check the rules."""
        check_schema(self.findings, FINDINGS_SCHEMA, name="findings")
        optional = {"stratum_kind", "since", "until"}
        check_no_nulls(self.findings, [name for name in FINDINGS_SCHEMA if name not in optional], name="findings")
        for column, allowed in (("level", get_args(Level)), ("remedy_kind", get_args(Remedy))):
            wrong = self.findings.filter(~pl.col(column).is_in(allowed))
            if wrong.height:
                raise DataError(f"findings column {column!r} is {wrong[column][0]!r}, it must be one of {allowed}")
        check_schema(self.coverage, COVERAGE_SCHEMA, name="coverage")
        check_no_nulls(self.coverage, ["stratum_kind", "stratum", "period", "n_papers", "trusted"], name="coverage")
        check_unique(self.coverage, ["stratum_kind", "stratum", "period"], name="coverage")
        silent = self.coverage.filter(pl.col("trusted") != pl.col("reason").is_null())
        if silent.height:
            raise DataError(f"coverage of {silent['stratum'][0]!r} must have a reason where it is not trusted, and nowhere else")
        if self.every not in PERIODS:
            raise DataError(f"coverage has periods of {self.every!r}, it must be one of {PERIODS}")

    def _repr_html_(self) -> str:
        columns = self.findings.select("level", "sentence", "effect", "remedy")
        rows = "".join(
            f"<li><b>{level}</b>: {html.escape(' '.join(sentences))}</li>" for level, *sentences in columns.iter_rows()
        )
        advice = "".join(f"<li>{html.escape(reason)}</li>" for reason in self.advice.reasons)
        found = f"<p><b>Audit</b>: {counted(self.findings.height, 'finding')}</p><ul>{rows}</ul>"
        return f"{found}<p>What to count</p><ul>{advice}</ul>" if advice else found


def stratum_of(kind: StratumKind) -> pl.Expr:
    """Return the stratum of each paper of a corpus table, null where it has none.

    The first category and the first source stand for all. A venue goes by the acronym before its year, else by its name
    without year, ordinal, place, date and volume, so that the volumes of a series are one venue. A paper with an id of the
    ACL Anthology, be it an alias, goes by the short name of its venue, which is a category there: the one that its id names,
    else the first.
    """
    match kind:
        case "venue":
            name: pl.Expr = pl.coalesce(_anthology_venue(), _acronym(), _name_of_series())
        case "category":
            name = pl.col("categories").list.first()
        case "source":
            name = pl.col("sources").list.first()
    return name.alias("stratum")


def stratum_or_none(kind: StratumKind) -> pl.Expr:
    """Return the stratum of each paper as it is counted: papers without a name are one more, ``no venue``."""
    return stratum_of(kind).fill_null(_unnamed(kind))


def has_name() -> pl.Expr:
    """Tell whether ``stratum`` is a venue, category or source, and not the papers without one."""
    return ~pl.col("stratum").is_in([_unnamed(kind) for kind in STRATUM_KINDS])


def _unnamed(kind: StratumKind) -> str:
    return f"no {kind}"


def _acronym() -> pl.Expr:
    """Return the short name that stands before the year, null where there is none: ICLR of “…, ICLR 2019, New Orleans”."""
    acronym = pl.col("venue").str.extract(_ACRONYM)
    return pl.when(~acronym.is_in(_PUBLISHERS)).then(acronym)


def _name_of_series() -> pl.Expr:
    """Return the name of a venue without what changes from volume to volume, null where nothing is left."""
    named = pl.col("venue").str.replace(_PLACE_AND_DATE, "").str.replace_all(_ORDINAL, "$1").str.replace_all(_OF_THE_YEAR, " ")
    named = named.str.replace_all(r"\s+", " ").str.strip_chars(" ,-–:").str.replace(_NUMBER_AT_END, "").str.strip_chars(" ,-–:")
    return pl.when(named != "").then(named)


def _anthology_venue() -> pl.Expr:
    """Return the short name of the venue in the ACL Anthology, null for other papers."""
    element = pl.element()
    ids = pl.concat_list("id", pl.col("aliases").fill_null(pl.lit([], dtype=pl.List(pl.String))))
    acl = ids.list.eval(element.filter(element.str.starts_with("acl:"))).list.first()
    named = acl.str.extract(_ANTHOLOGY_VENUE)
    short = pl.col("categories").list.eval(element.filter(element.str.contains(_SHORT_NAME)))
    return pl.when(acl.is_not_null()).then(pl.when(short.list.contains(named)).then(named).otherwise(short.list.first()))
