import pytest

from trends.data.phrases import correlation, counted, listing, number, percent, plural


def test_one_paper_is_singular_and_thousands_have_a_comma():
    assert [counted(n, "paper") for n in (0, 1, 2, 9111)] == ["0 papers", "1 paper", "2 papers", "9,111 papers"]


def test_a_listing_joins_with_and_and_counts_what_is_too_much():
    assert listing(["A"]) == "A"
    assert listing(["A", "B", "C"]) == "A, B and C"
    assert listing(["A", "B", "C", "D"], at_most=2) == "A, B and 2 more"
    assert listing(["A", "B", "C"], at_most=2) == "A, B and C"  # naming one is as short as counting it


def test_nouns_and_verbs_follow_their_number():
    assert [counted(n, "category") for n in (1, 2)] == ["1 category", "2 categories"]
    assert [plural(n, "has") for n in (1, 2)] == ["has", "have"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (61.4, "61"),
        (387, "390"),
        (8.44, "8.4"),
        (-0.42, "−0.42"),
        (9.97, "10"),
        (99.6, "100"),
        (0, "0"),
        (4.0, "4"),
        (12345, "12,000"),
    ],
)
def test_a_number_has_two_significant_digits_and_no_trailing_zero(value, text):
    assert number(value) == text


def test_a_tiny_share_is_not_spelled_out():
    assert percent(0.00003) == "under 0.01%"
    assert percent(0) == "0%"
    assert percent(0.004) == "0.4%"


def test_a_coefficient_has_two_decimals_and_a_true_minus():
    assert [correlation(value) for value in (-0.138, 0.5, 1.0)] == ["−0.14", "0.50", "1.00"]
