import pytest

from trends.report import find_story

LABELS = ["A", "B", "C", "D", "E", "F"]
RISE = {"trend": "rising"}
FALL = {"trend": "falling", "growth": -0.3, "growth_low": -0.45}
UNCLEAR = {"trend": "unclear", "growth_low": -0.1, "q": 0.3}


@pytest.fixture
def tell(make):
    """Tell the story of topics A to F of one paper each, one row of growth for each topic that is given."""

    def tell(*rows, stability=None, **tally):
        corpus = make.papers([{}] * len(LABELS))
        topics = make.topics(
            corpus, members={f"sha:{topic}": topic for topic in range(len(LABELS))}, labels=LABELS, stability=stability
        )
        series = make.series({topic: [1] * 4 for topic in range(len(LABELS))}, totals=[6] * 4)
        growth = make.growth(*[{"topic": topic, **row} for topic, row in enumerate(rows)]) if rows else None
        return find_story(corpus, topics, series=series if rows else None, growth=growth, tally=make.tally(**tally))

    return tell


def labels(chapter):
    return [finding.label for finding in chapter.findings]


def test_rises_keep_the_order_of_the_table_and_fades_begin_with_the_surest_fall(tell):
    story = tell(RISE, RISE, FALL | {"growth_high": -0.05}, FALL | {"growth_high": -0.2}, UNCLEAR)
    assert (labels(story.rises), labels(story.fades)) == (["A", "B"], ["D", "C"])
    assert story.rises.lead == "2 of 5 tested topics are proven to have gained share."
    assert story.fades.lead == "2 of 5 tested topics are proven to have lost share."


def test_a_rise_of_a_topic_that_did_not_come_back_is_never_told_as_one_that_did(tell):
    story = tell(RISE, RISE, UNCLEAR, stability=[0.3, 0.9, 0.2, 0.9, 0.9, None])
    doubtful, firm = story.rises.findings
    assert doubtful.sentence.startswith("A † grew")
    assert doubtful.sentence.endswith("† This topic did not come back reliably: in another run, the rise may be another topic's.")
    assert "†" not in firm.sentence
    assert (doubtful.holds, firm.holds) == (False, True)
    assert story.rises.lead == ("2 of 3 tested topics are proven to have gained share; 1 of them did not come back reliably (†).")


def test_a_lone_fall_of_a_topic_that_did_not_come_back_is_doubted_in_the_lead(tell):
    story = tell(FALL | {"growth_high": -0.2}, stability=[0.3] * 6)
    assert story.fades.lead == "1 of 1 tested topic is proven to have lost share; it did not come back reliably (†)."
    assert story.fades.findings[0].sentence.endswith("in another run, the fall may be another topic's.")


def test_untested_topics_are_not_counted_as_tested(tell, make):
    assert tell(RISE, {"trend": "too few", **make.untested}).rises.lead == "1 of 1 tested topic is proven to have gained share."


def test_without_proof_the_three_strongest_candidates_are_named_as_unproven(tell):
    story = tell(*[UNCLEAR | {"p": p} for p in (0.5, 0.1, 0.3, 0.2)])
    assert labels(story.rises) == ["B", "D", "C"]
    assert story.rises.lead == (
        "No topic is proven to rise: of 4 tested topics none reaches q ≤ 0.05. The strongest candidates are unproven:"
    )
    assert {finding.kind for finding in story.rises.findings} == {"unclear"}


def test_a_candidate_for_rising_is_none_for_fading(tell):
    story = tell(UNCLEAR | {"p": 0.1})
    assert story.rises.lead.endswith("The strongest candidate is unproven:")
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
    assert story.rises.lead == story.fades.lead == why
    assert (story.rises.findings, story.note) == ((), "")


def test_without_topics_the_story_says_so(make):
    corpus = make.papers([{}])
    story = find_story(corpus, make.topics(corpus, members={}, labels=[]), series=None, growth=None, tally=make.tally())
    assert story.rises.lead == "Nothing: no topics were found."


def test_where_every_topic_is_too_small_nothing_is_claimed(tell, make):
    story = tell({"trend": "too few", **make.untested})
    assert story.rises.lead == "Nothing: no topic has enough papers over enough periods to be tested."
