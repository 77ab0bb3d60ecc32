from trends.report.stability import explain_stability, find_unheld, name_topics, tell_return


def test_a_topic_holds_from_an_overlap_of_60_percent_and_where_nobody_measured(make):
    topics = make.topics(make.papers([]), members={}, labels=["A", "B", "C"], stability=[0.6, 0.59, None])
    assert find_unheld(topics) == {1}


def test_a_topic_that_does_not_hold_bears_one_mark_however_often_it_is_named(make):
    topics = make.topics(make.papers([]), members={}, labels=["A", "B"], stability=[0.9, 0.2])
    assert name_topics(topics) == name_topics(topics.marked()) == {0: "A", 1: "B †"}


def test_how_often_a_topic_came_back_is_told_with_its_overlap():
    assert tell_return(n_found=9, n_runs=10, stability=0.69) == "Came back in 9 of 10 runs, with an overlap of 69% on average."
    assert tell_return(n_found=8, n_runs=10, stability=0.593).endswith("of 59% on average: not reliably (†).")


def test_the_mark_is_explained_only_where_a_topic_bears_it(make):
    firm = make.topics(make.papers([]), members={}, labels=["A", "B"], stability=[0.9, None])
    loose = make.topics(make.papers([]), members={}, labels=["A", "B"], stability=[0.9, 0.3])
    assert "found again in 10 runs" in explain_stability(firm)
    assert "†" not in explain_stability(firm)
    assert "† marks topics whose overlap is below 60%" in explain_stability(loose)


def test_without_measurement_there_is_nothing_to_explain(make):
    assert explain_stability(make.topics(make.papers([]), members={}, labels=["A"], stability=[None])) == ""
    assert explain_stability(make.topics(make.papers([]), members={}, labels=[])) == ""
