import pytest

from trends.report.finding import describe


@pytest.fixture
def series(make):
    """Eleven complete quarters and one that runs."""
    return make.series({0: [1] * 12}, totals=[10] * 12)


def tell(make, series, **row):
    return describe(make.row | {"n_pooled": 2} | row, label="Machine unlearning", series=series)


def test_a_rising_topic_is_told_with_interval_shares_periods_and_evidence(make, series):
    assert tell(make, series).sentence == (
        "Machine unlearning grew 61 % a year (95 % interval 38 to 88 %), from 0.4 % (Q1–Q2 2023) "
        "to 2.1 % of papers (Q2–Q3 2025); q = 0.001, 84 papers. Its share doubled about every 17 months."
    )


def test_a_falling_topic_fell_and_its_interval_is_negative(make, series):
    falling = {"growth": -0.3, "growth_low": -0.45, "growth_high": -0.12, "share_first": 0.12, "share_last": 0.05}
    assert tell(make, series, trend="falling", **falling).sentence == (
        "Machine unlearning fell 30 % a year (95 % interval −45 to −12 %), from 12 % (Q1–Q2 2023) "
        "to 5 % of papers (Q2–Q3 2025); q = 0.001, 84 papers. Its share halved about every 23 months."
    )


def test_a_doubling_time_is_told_only_where_the_share_did_double(make, series):
    slow = tell(make, series, growth=0.05, share_first=0.020, share_last=0.023)
    assert "doubled" not in slow.sentence


def test_growth_beyond_tenfold_is_told_in_words(make, series):
    sentence = tell(make, series, growth=41.0, growth_low=2.1, growth_high=900.0).sentence
    assert sentence.startswith("Machine unlearning grew more than tenfold a year (95 % interval 210 % to more than tenfold),")
    assert "doubled" not in sentence


def test_an_unclear_topic_is_never_said_to_grow(make, series):
    unclear = {"growth": 0.18, "growth_low": -0.05, "growth_high": 0.45, "q": 0.4, "n_papers": 1}
    assert tell(make, series, trend="unclear", **unclear).sentence == (
        "Machine unlearning may have grown 18 % a year, but this is not proven (95 % interval −5 to 45 %; q = 0.4, 1 paper)."
    )


def test_an_unclear_fall_may_have_fallen(make, series):
    unclear = {"growth": -0.18, "growth_low": -0.4, "growth_high": 0.1, "q": 0.4}
    assert "may have fallen 18 % a year" in tell(make, series, trend="unclear", **unclear).sentence


def test_a_topic_with_too_few_papers_has_no_rate(make, series):
    finding = tell(make, series, trend="too few", n_papers=3, n_periods=1, **make.untested)
    assert finding.sentence == "Machine unlearning: no growth rate can be told (3 papers over 1 quarter)."
    assert finding.numbers == {"n_papers": 3, "n_periods": 1}


def test_numbers_stand_beside_the_sentence_unrounded(make, series):
    assert tell(make, series, growth=0.6123).numbers["growth"] == 0.6123


def test_quarters_without_any_paper_are_not_named_as_the_ends(make):
    finding = tell(make, make.series({0: [0, 1, 1, 0]}, totals=[0, 9, 9, 5]), n_pooled=1)
    assert "(Q2 2023) to 2.1 % of papers (Q3 2023)" in finding.sentence


def test_where_less_than_a_year_was_seen_the_change_is_that_of_the_days_seen(make):
    half_a_year = make.series({0: [1, 1, 0]}, totals=[9, 9, 9])
    growth = {"growth": 3.4544, "growth_low": 1.0, "growth_high": 8.0, "n_pooled": 1}
    assert tell(make, half_a_year, **growth).sentence == (
        "Machine unlearning grew by 110 % within 181 days (95 % interval 41 to 200 %), "
        "from 0.4 % (Q1 2023) to 2.1 % of papers (Q2 2023); q = 0.001, 84 papers."
    )
    unproven = tell(make, half_a_year, trend="unclear", **growth).sentence
    assert unproven.startswith("Machine unlearning may have grown by 110 % within 181 days, but this is not proven")


def test_a_share_that_began_at_nothing_has_no_doubling_time(make, series):
    assert "doubled" not in tell(make, series, share_first=0.0).sentence
