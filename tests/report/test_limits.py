from trends.charts import CHARTS
from trends.report.limits import _LIMITS, explain_limits


def test_what_a_chart_cannot_follow_is_said_in_a_sentence_for_each_choice():
    assert explain_limits("growth")["data-dates"] == "Growth is estimated over the whole time."
    assert explain_limits("unknown") == {}


def test_only_charts_that_there_are_have_limits():
    assert set(_LIMITS) <= set(CHARTS)
    assert all(sentence.endswith(".") for limits in _LIMITS.values() for sentence in limits.values())
