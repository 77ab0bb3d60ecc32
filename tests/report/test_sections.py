from trends.report.sections import find_near, make_sections


def test_the_nearest_topics_are_those_that_the_tree_joins_first(make):
    tree = make.tree({0: 3, 1: 3, 2: 4, 3: 4, 4: None}, sizes={0: 5, 1: 2, 2: 9})
    assert find_near(tree) == {0: [1], 1: [0], 2: [0, 1]}


def test_a_lone_topic_or_none_has_no_neighbours(make):
    assert find_near(make.tree({0: None})) == {}
    assert find_near(make.tree({})) == {}


def test_sections_come_largest_first_with_terms_by_rank(make):
    content = make.content()
    sections = make_sections(content.corpus, content.topics, tree=content.tree, series=content.series, findings={}, papers=True)
    assert [(section.label, section.n_papers, section.share) for section in sections] == [
        ("Unlearning", 3, 0.5),
        ("Legal text", 2, 2 / 6),
    ]
    assert sections[0].terms == ["term 0 0", "term 0 1", "term 0 2"]


def test_sections_without_papers_keep_their_numbers(make):
    content = make.content()
    sections = make_sections(content.corpus, content.topics, tree=content.tree, series=None, findings={}, papers=False)
    assert [(section.n_papers, section.best, section.curve) for section in sections] == [(3, [], ""), (2, [], "")]
