from datetime import date

import polars as pl
import pytest

from trends.report import find_story

LABELS = ["A", "B", "C", "D", "E", "F"]
RISE = {"trend": "rising"}
FALL = {"trend": "falling", "growth": -0.3, "growth_low": -0.45}
UNCLEAR = {"trend": "unclear", "growth_low": -0.1, "q": 0.3}


@pytest.fixture
def tell(make):
    """Tell the story of topics A to F of one paper each, one row of growth for each topic that is given."""

    def tell(*rows, stability=None, statistics=None, **tally):
        corpus = make.papers([{}] * len(LABELS))
        topics = make.topics(
            corpus, members={f"sha:{topic}": topic for topic in range(len(LABELS))}, labels=LABELS, stability=stability
        )
        series = make.series({topic: [1] * 4 for topic in range(len(LABELS))}, totals=[6] * 4)
        growth = make.growth(*[{"topic": topic, **row} for topic, row in enumerate(rows)]) if rows else None
        known = statistics or {}
        return find_story(
            corpus, topics, series=series if rows else None, growth=growth, statistics=known, tally=make.tally(**tally)
        )

    return tell


def labels(chapter):
    return [finding.label for finding in chapter.findings]


def test_rises_keep_the_order_of_the_table_and_fades_begin_with_the_surest_fall(tell):
    story = tell(RISE, RISE, FALL | {"growth_high": -0.05}, FALL | {"growth_high": -0.2}, UNCLEAR)
    assert (labels(story.rises), labels(story.fades)) == (["A", "B"], ["D", "C"])
    assert story.rises.lead == "2 of 5 tested topics are proven to have gained share."
    assert story.fades.lead == "2 of 5 tested topics are proven to have lost share."


def test_a_topic_that_did_not_come_back_is_told_last_marked_and_doubted(tell):
    story = tell(RISE, RISE, UNCLEAR, stability=[0.3, 0.9, 0.2, 0.9, 0.9, None])
    firm, doubtful = story.rises.findings
    assert (firm.label, doubtful.label) == ("B", "A †")
    assert (firm.holds, doubtful.holds) == (True, False)
    assert "in another, the rise may be another topic's" in doubtful.evidence
    assert story.rises.lead == "2 of 3 tested topics are proven to have gained share; 1 of them did not come back reliably (†)."


def test_a_lone_fall_of_a_topic_that_did_not_come_back_is_doubted_in_the_lead(tell):
    story = tell(FALL | {"growth_high": -0.2}, stability=[0.3] * 6)
    assert story.fades.lead == "1 of 1 tested topic is proven to have lost share; it did not come back reliably (†)."


def test_untested_topics_are_not_counted_as_tested(tell, make):
    assert tell(RISE, {"trend": "too few", **make.untested}).rises.lead == "1 of 1 tested topic is proven to have gained share."


def test_without_proof_the_three_strongest_candidates_are_named_as_unproven(tell):
    story = tell(*[UNCLEAR | {"p": p} for p in (0.5, 0.1, 0.3, 0.2)])
    assert labels(story.rises) == ["B", "D", "C"]
    assert story.rises.lead == (
        "No topic is proven to rise: of 4 tested topics none reaches q ≤ 0.05. The strongest candidates are unproven."
    )
    assert {finding.kind for finding in story.rises.findings} == {"unclear"}


def test_a_candidate_for_rising_is_none_for_fading(tell):
    story = tell(UNCLEAR | {"p": 0.1})
    assert story.rises.lead.endswith("The strongest candidate is unproven.")
    assert story.fades.findings == ()
    assert story.fades.lead == "No topic is proven to fade: of 1 tested topic none reaches q ≤ 0.05."


def test_each_topic_of_the_table_has_its_finding(tell):
    story = tell(RISE, FALL | {"growth_high": -0.2}, UNCLEAR)
    assert {topic: finding.kind for topic, finding in story.topics.items()} == {0: "rising", 1: "falling", 2: "unclear"}


def test_a_sentence_about_a_topic_begins_with_its_label(tell, make):
    story = tell(RISE, FALL | {"growth_high": -0.2}, UNCLEAR, {"trend": "too few", **make.untested})
    assert all(finding.sentence.startswith(finding.label) for finding in story.topics.values())


def test_without_papers_in_a_period_the_story_says_nothing_and_why(tell):
    story = tell(counted=0, undated=2, before_since=4)
    why = "Nothing: none of 6 papers stands in a period (2 with no date and 4 with a date before the first day that is counted)."
    assert story.rises.lead == story.new.lead == story.fades.lead == why
    assert (story.rises.findings, story.note) == ((), "")


def test_without_topics_the_story_says_so(make):
    corpus = make.papers([{}])
    topics = make.topics(corpus, members={}, labels=[])
    story = find_story(corpus, topics, series=None, growth=None, statistics={}, tally=make.tally())
    assert story.rises.lead == "Nothing: no topics were found."


def test_where_every_topic_is_too_small_nothing_is_claimed(tell, make):
    story = tell({"trend": "too few", **make.untested})
    assert story.rises.lead == "Nothing: no topic has enough papers over enough periods to be tested."


def test_a_new_topic_is_told_as_such_and_no_longer_among_what_the_papers_do_not_tell(tell):
    days = dict.fromkeys(["onset", "onset_low", "onset_high"], date(2023, 7, 1))
    onsets = pl.DataFrame([{"topic": 0, **days, "share_before": 0.0, "share_since": 0.1}])
    classes = pl.DataFrame({"topic": [0, 1], "kind": ["newborn", "unclear"]})
    story = tell(UNCLEAR, UNCLEAR, statistics={"onsets": onsets, "classes": classes})
    assert labels(story.new) == ["A"]
    assert story.new.lead.startswith("1 topic is new. A topic is new where")
    assert "burst" not in story.new.lead  # a word is explained where it is used
    (unclear,) = [gap.sentence for gap in story.gaps.findings if "may grow, shrink or stand still" in gap.sentence]
    assert unclear.startswith("1 topic may")
    assert unclear.endswith(": B.")


def test_where_nothing_is_new_the_chapter_says_so_and_what_would_be(tell):
    lead = tell(RISE).new.lead
    assert lead.startswith("No topic is new, and none is in a burst. A topic is new where its rise began in the last three years")


def test_finer_topics_that_rise_are_told_apart_from_those_of_the_run(tell, make):
    rows = [{"topic": 0, **UNCLEAR}, {"topic": 0, **RISE}]
    where = [{"node": 0, "parent": None, "layer": 1, "label": "A"}, {"node": 9, "parent": 0, "layer": 2, "label": "Inner"}]
    nodes = make.growth(*rows).hstack(pl.DataFrame(where)).with_columns(finest=pl.col("node") == 9)
    story = tell(UNCLEAR, statistics={"nodes": nodes})
    assert labels(story.rises) == ["A"]
    assert [(finding.label, finding.topic, finding.inside) for finding in story.rises.finer] == [("Inner", None, 0)]
    assert story.rises.aside.startswith("Of 2 topics, families of topics and finer topics that were tested together, 1 is")
    assert story.rises.lead == (
        "No topic is proven to rise as a whole: of 1 tested topic none reaches q ≤ 0.05. "
        "Proven to rise is 1 finer topic inside them. The strongest candidate is unproven."
    )


def test_finer_topics_that_did_not_come_back_are_marked_and_counted(tell, make):
    where = [
        {"node": 0, "parent": None, "layer": 1, "label": "A", "stability": 0.9},
        {"node": 8, "parent": 0, "layer": 2, "label": "Firm", "stability": 0.8},
        {"node": 9, "parent": 0, "layer": 2, "label": "Loose", "stability": 0.3},
    ]
    rows = make.growth({"topic": 0, **UNCLEAR}, {"topic": 0, **RISE}, {"topic": 1, **RISE})
    nodes = rows.hstack(pl.DataFrame(where)).with_columns(finest=pl.col("node") > 0, n_found=pl.lit(5), n_runs=pl.lit(10))
    rises = tell(UNCLEAR, statistics={"nodes": nodes}).rises
    assert [finding.label for finding in rises.finer] == ["Firm", "Loose †"]
    assert rises.aside.endswith("2 are proven to have gained share; 1 of them did not come back reliably (†).")


def test_groups_of_papers_that_grow_are_announced_where_no_topic_rises_as_a_whole(tell):
    region = {"label": "Spot", "terms": "a, b", "growth": 1.3, "growth_low": 0.9, "growth_high": 1.9, "p": 0.005, "n_papers": 7}
    regions = pl.DataFrame([region | {"topics": [0], "rises": True}])
    lead = tell(UNCLEAR, statistics={"regions": regions}).rises.lead
    assert "Proven to rise is 1 small group of papers in recent years (see What is new)." in lead
    assert "Proven to" not in tell(RISE, statistics={"regions": regions}).rises.lead


def test_an_untested_topic_that_is_new_still_stands_among_what_cannot_be_said(tell, make):
    days = dict.fromkeys(["onset", "onset_low", "onset_high"], date(2023, 7, 1))
    onsets = pl.DataFrame([{"topic": 0, **days, "share_before": 0.0, "share_since": 0.1}])
    classes = pl.DataFrame({"topic": [0, 1], "kind": ["newborn", "unclear"]})
    untested = {"trend": "too few", **make.untested}
    story = tell(untested, untested, RISE, statistics={"onsets": onsets, "classes": classes})
    assert any("2 topics could not be tested" in gap.sentence and "A and B" in gap.sentence for gap in story.gaps.findings)


def test_the_table_holds_a_row_with_its_sentence_for_each_finding_on_growth(tell):
    story = tell(RISE, FALL, UNCLEAR)
    assert story.table["sentence"].to_list() == [finding.sentence for finding in story.topics.values()]
    assert story.table["growth"].to_list() == [0.61, -0.3, 0.61]


def test_what_a_forecast_is_worth_is_said_where_one_is_told(tell):
    ahead = {"topic": 0, "period": date(2026, 7, 1), "share": 0.03, "low": 0.014, "high": 0.052, "method": "field"}
    told = tell(RISE, statistics={"forecast": pl.DataFrame([ahead])})
    assert told.rises.findings[0].sentence.endswith("In Q3 2026, expect 3% (90% interval 1.4 to 5.2%).")
    assert told.table["share_expected"].to_list() == [0.03]
    assert "A share to expect is a forecast" in told.note
    assert "forecast" not in tell(RISE).note


def test_regions_end_the_table_and_the_chapter_on_what_is_new(tell):
    region = {"label": "Spot", "terms": "a, b", "growth": 1.3, "growth_low": 0.9, "growth_high": 1.9, "p": 0.005, "n_papers": 7}
    regions = pl.DataFrame([region | {"topics": [0], "rises": True}])
    story = tell(RISE, statistics={"regions": regions})
    assert labels(story.new) == []
    assert [finding.label for finding in story.new.finer] == ["Spot"]
    assert story.table.select("label", "kind", "growth").rows()[-1] == ("Spot", "region", 1.3)
