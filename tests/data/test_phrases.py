from trends.data.phrases import counted, listing, plural


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
