"""What is proven, as a table that LaTeX sets in a paper."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import polars as pl

from trends.data import Series
from trends.data.calendar import period_name
from trends.data.phrases import counted, percent
from trends.report.grounds import MAX_Q
from trends.report.outlook import is_telling
from trends.report.phrases import change, interval, q_value, shares

MOST_FINER: Final = 10
_PARTS: Final = {"Rising": "rising", "Fading": "falling"}


def to_latex(table: pl.DataFrame, *, series: Series | None) -> str:
    r"""Write the topics that are proven to move as a table in LaTeX, of the packages ``booktabs`` only.

    Parameters
    ----------
    table
        That of a `Story`.
    series
        What was counted; names the denominator in the caption.

    Returns
    -------
    A comment and a ``table`` environment, the topics of the run first, then up to 10 families and finer topics for each
    direction. Everything that TeX would take for a command is escaped; letters of other scripts stay as they are and need
    XeLaTeX or LuaLaTeX. Without a proven topic the body says so.
    """
    escape = _make_escape()
    body = [line for name, trend in _PARTS.items() for line in _list_part(name, table.filter(pl.col("trend") == trend), escape)]
    head = ["Topic", "Growth a year", "95% interval", *_spans(table), _outlook(table, series), "Papers", "q", "Found"]
    return "\n".join(
        [
            "% In a paper of two columns, write table* in the place of table.",
            r"\begin{table}",
            r"\centering",
            rf"\caption{{{escape(_explain(table, series))}}}",
            r"\label{tab:trends}",
            r"\small",
            rf"\begin{{tabular}}{{@{{}}p{{0.25\linewidth}}{'r' * (len(head) - 1)}@{{}}}}",
            r"\toprule",
            _row([escape(name) for name in head]),
            r"\midrule",
            *(body or [rf"\multicolumn{{{len(head)}}}{{@{{}}l@{{}}}}{{No topic is proven to move.}} \\"]),
            r"\bottomrule",
            r"\end{tabular}",
            r"\end{table}",
            "",
        ]
    )


def _make_escape() -> Callable[[str], str]:
    from pylatexenc.latexencode import UnicodeToLatexEncoder

    encoder = UnicodeToLatexEncoder(unknown_char_policy="keep", unknown_char_warning=False)

    def escape(text: str) -> str:
        return str(encoder.unicode_to_latex(" ".join(text.split())))

    return escape


def _list_part(name: str, rows: pl.DataFrame, escape: Callable[[str], str]) -> list[str]:
    """Return the lines of the topics that move one way, under a heading."""
    if rows.is_empty():
        return []
    own = rows.filter(pl.col("topic").is_not_null())
    finer = rows.filter(pl.col("topic").is_null()).head(MOST_FINER)
    lines = [_row([escape(cell) for cell in _cells(row)]) for row in pl.concat([own, finer]).iter_rows(named=True)]
    return [rf"\emph{{{name}}} \\", *lines]


def _cells(row: Mapping[str, Any]) -> list[str]:
    inside = f" (in {row['inside_label']})" if row["inside"] is not None else ""
    return [
        f"{row['label']}{inside}",
        change(row["growth"]),
        interval(row["growth_low"], row["growth_high"]),
        percent(row["share_first"]),
        percent(row["share_last"]),
        shares(row["share_expected_low"], row["share_expected_high"]) if is_telling(row) else "–",
        f"{row['n_papers']:,}",
        q_value(row["q"]).removeprefix("q ").removeprefix("= "),
        f"{row['n_found']} of {row['n_runs']}" if row["n_runs"] else "–",
    ]


def _row(cells: Sequence[str]) -> str:
    return " & ".join(cells) + r" \\"


def _spans(table: pl.DataFrame) -> list[str]:
    spans = table.select("span_first", "span_last").drop_nulls().head(1)
    return [f"Share, {span}" for span in spans.row(0)] if spans.height else ["First share", "Last share"]


def _outlook(table: pl.DataFrame, series: Series | None) -> str:
    when = table["expected"].drop_nulls()
    return f"Expected, {period_name(when[0], series.every)}" if series and len(when) else "Expected"


def _explain(table: pl.DataFrame, series: Series | None) -> str:
    """Say what the numbers are: of what, by which method, how sure."""
    if series is None or table.is_empty():
        return "No paper is dated: there is no trend to tell."
    periods = counted(len(series.measured_periods), series.every)
    finer = table.filter(pl.col("topic").is_null() & pl.col("n_tested").is_not_null())  # regions are found, not tested
    together = f", of families and finer topics over {finer['n_tested'][0]:,}" if finer.height else ""
    return (
        f"Topics whose share is proven to move over {periods} (q ≤ {MAX_Q}), as a share of {series.denominator}. "
        "Growth of the share by negative-binomial regression of a topic's papers on time, with the logarithm of all papers as "
        "offset; the interval allows for overdispersion and for drift. "
        f"q: false discovery rate after Benjamini and Hochberg over {table['n_tested'][0]:,} topics{together}. "
        "Expected: 90% interval of a forecast of the share, where it leaves out the first share. "
        "Papers: those counted over these periods. "
        "Found: how often the topic came back when papers were clustered again; † marks one that did not do so reliably."
    )
