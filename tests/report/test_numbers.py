"""Every number that a sentence prints stands in the table, so that a reader can check it."""

import re
from datetime import date

import pytest

from trends.report.finding import describe
from trends.report.phrases import duration, number
from trends.report.turns import describe_new, describe_past

DATES = {
    "onset": date(2024, 1, 1),
    "onset_low": date(2023, 10, 1),
    "onset_high": date(2024, 4, 1),
    "peak": date(2024, 7, 1),
    "burst": date(2024, 10, 1),
}
SHARES = {"share_before": 0.003, "share_since": 0.034, "share_peak": 0.052, "share_burst": 0.061, "share_usual": 0.023}
DECLINE = {"half_life": 1.2, "half_life_low": 0.6, "half_life_high": 2.4}
RECENT = {"growth_recent": 1.7, "growth_recent_low": 1.1, "growth_recent_high": 2.9, "n_recent": 5}
SEEN_AGAIN = {"n_found": 19, "n_runs": 20, "stability": 0.47, "n_same": 7, "n_strata": 8, "against": "lrec"}
TIMES = ("doubling_years", "half_life", "half_life_low", "half_life_high")
LEVEL = {"95"}  # of the intervals


def printed(text):
    """Return the numbers of a text but for those of quarters."""
    return set(re.findall(r"\d+(?:[.,]\d+)*", re.sub(r"Q\d", "", text)))


def known(row):
    """Return every way in which a number of the row may be printed."""
    values = [value for value in row.values() if isinstance(value, int | float)]
    words = [number(abs(value)) for value in values] + [number(100 * abs(value)) for value in values]
    words += [
        duration(abs(row[name])) for name in ("doubling_years", "half_life", "half_life_low", "half_life_high") if row[name]
    ]
    words += [f"{value:,}" for value in values] + [str(value) for value in row.values()]
    return LEVEL | {digits for word in words for digits in printed(word)}


@pytest.mark.parametrize("doubt", [True, False])
def test_each_number_of_a_sentence_and_of_its_evidence_stands_in_the_row(make, doubt):
    row = make.evidence | DATES | SHARES | DECLINE | RECENT | SEEN_AGAIN
    series = make.series({0: [1] * 12}, totals=[10] * 12)
    told = [
        describe(row, every="quarter", holds=doubt),
        describe_new(row, every="quarter", holds=doubt),
        describe_new(row | {"kind": "newborn"}, every="quarter", holds=doubt),
        describe_past(row | {"trend": "unclear"}, series=series, holds=doubt),
    ]
    for finding in told:
        assert printed(f"{finding.sentence} {finding.evidence}") <= known(row), finding.sentence
        assert finding.numbers.items() <= (row | {"trend": "unclear", "kind": "newborn"}).items() | row.items()
