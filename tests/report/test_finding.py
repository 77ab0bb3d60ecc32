from datetime import date

import pytest

from trends.report.finding import describe


@pytest.fixture
def tell(make):
    """Describe a topic that rises, but for the numbers given."""
    return lambda **row: describe(make.evidence | row, every="quarter")


def test_a_rising_topic_is_told_with_interval_shares_periods_and_pace(tell):
    assert tell().sentence == (
        "Machine unlearning grew 61% a year (95% interval 38 to 88%), from 0.4% of papers in Q1–Q2 2023 "
        "to 2.1% in Q2–Q3 2025, doubling about every 17 months."
    )


def test_a_falling_topic_fell_and_its_interval_is_negative(tell):
    falling = {"growth": -0.3, "growth_low": -0.45, "growth_high": -0.12, "share_first": 0.12, "share_last": 0.05}
    assert tell(trend="falling", doubling_years=-1.94, **falling).sentence == (
        "Machine unlearning fell 30% a year (95% interval −45 to −12%), from 12% of papers in Q1–Q2 2023 "
        "to 5% in Q2–Q3 2025, halving about every 23 months."
    )


def test_a_share_of_nothing_is_none_and_has_no_doubling_time(tell):
    assert "from none in Q1–Q2 2023 to 2.1% of papers in Q2–Q3 2025." in tell(share_first=0.0).sentence


def test_a_doubling_time_is_told_only_where_the_share_did_double(tell):
    assert "doubling" not in tell(growth=0.05, share_first=0.020, share_last=0.023).sentence


def test_growth_that_changes_is_told_as_a_mean_without_a_doubling_time(tell):
    assert tell(bend=1.2).sentence == (
        "Machine unlearning grew 61% a year on average, ever faster (95% interval 38 to 88%), from 0.4% of papers in Q1–Q2 2023 "
        "to 2.1% in Q2–Q3 2025."
    )
    assert "a year on average, ever more slowly (95%" in tell(bend=-1.2).sentence


def test_growth_beyond_tenfold_is_told_in_words(tell):
    sentence = tell(growth=41.0, growth_low=2.1, growth_high=900.0).sentence
    assert sentence.startswith("Machine unlearning grew more than tenfold a year (95% interval 210% to more than tenfold),")
    assert "doubling" not in sentence


def test_a_rise_with_a_known_onset_tells_when_it_began(tell):
    onset = {"onset": date(2024, 1, 1), "onset_low": date(2023, 10, 1), "onset_high": date(2024, 4, 1)}
    assert tell(**onset).sentence.endswith(" The rise began in Q1 2024 (95% interval Q4 2023–Q2 2024).")


def test_an_onset_that_is_known_no_better_than_a_quarter_of_the_time_seen_has_no_date(tell):
    onset = {"onset": date(2024, 1, 1), "onset_low": date(2023, 4, 1), "onset_high": date(2024, 4, 1)}
    assert tell(**onset).sentence.endswith(" The rise began some time between Q2 2023 and Q2 2024.")


def test_a_rise_that_has_passed_its_peak_says_so(tell):
    peak = {"peak": date(2024, 7, 1), "share_peak": 0.05, "half_life": 1.2, "half_life_low": 0.6, "half_life_high": 2.4}
    assert tell(**peak).sentence.endswith(
        " It may have peaked at about 5% of papers (smoothed) in Q3 2024, with a half-life of about 14 months since "
        "(95% interval 7 months to 2.4 years)."
    )


def test_an_unclear_topic_is_never_said_to_grow(tell):
    unclear = {"growth": 0.18, "growth_low": -0.05, "growth_high": 0.45, "q": 0.4}
    assert tell(trend="unclear", **unclear).sentence == (
        "Machine unlearning may have grown 18% a year, but this is not proven (95% interval −5 to 45%)."
    )


def test_an_unclear_fall_may_have_fallen(tell):
    assert "may have fallen 18% a year" in tell(trend="unclear", growth=-0.18, growth_low=-0.4, growth_high=0.1, q=0.4).sentence


def test_a_topic_with_too_few_papers_has_no_rate_and_no_evidence(make, tell):
    finding = tell(trend="too few", n_papers=3, n_periods=1, **dict.fromkeys(["growth", "q", "n_tested"]))
    assert finding.sentence == "Machine unlearning: no growth rate can be told (3 papers over 1 quarter)."
    assert finding.evidence == ""


def test_a_topic_of_many_papers_without_a_rate_is_not_said_to_have_too_few(make, tell):
    finding = tell(trend="no rate", n_papers=235, n_periods=9, **dict.fromkeys(["growth", "q", "n_tested"]))
    assert finding.sentence == (
        "Machine unlearning: no growth rate can be told, as all papers stand at one end of the time (235 papers over 9 quarters)."
    )


def test_numbers_stand_beside_the_sentence_unrounded_and_what_is_unknown_is_absent(tell):
    numbers = tell(growth=0.6123).numbers
    assert numbers["growth"] == 0.6123
    assert "onset" not in numbers


def test_where_less_than_a_year_was_seen_the_change_is_that_of_the_days_seen(tell):
    short = {"n_days": 181, "change": 1.1, "change_low": 0.41, "change_high": 2.0}
    assert tell(**short).sentence == (
        "Machine unlearning grew by 110% within 181 days (95% interval 41 to 200%), "
        "from 0.4% of papers in Q1–Q2 2023 to 2.1% in Q2–Q3 2025."
    )
    unproven = tell(trend="unclear", **short).sentence
    assert unproven.startswith("Machine unlearning may have grown by 110% within 181 days, but this is not proven")


def test_a_finer_topic_names_what_holds_it_and_a_family_what_it_is_made_of(tell):
    finer = tell(topic=None, inside=4, inside_label="Model safety").sentence
    family = tell(topic=None, inside_label="Model safety and Privacy").sentence
    assert finer.startswith("Machine unlearning, inside Model safety, grew 61% a year")
    assert family.startswith("Machine unlearning, the family of Model safety and Privacy, grew 61% a year")
