import pytest

from trends.sources.fields.names import read_authors, read_categories, surnames

ADA_ALAN = ("Ada Byron", "Alan Turing")


@pytest.mark.parametrize(
    "value",
    [
        ["Ada Byron", "Alan Turing"],
        [{"name": "Ada Byron"}, {"given": "Alan", "family": "Turing"}],
        "Ada Byron; Alan Turing",
        "Ada Byron and Alan Turing",
        "Ada Byron, Alan Turing",
        "['Ada Byron', 'Alan Turing']",
        ["Ada Byron", None, "", "Alan Turing", "Ada Byron"],
    ],
)
def test_authors_come_out_one_by_one(value):
    assert read_authors(value) == ADA_ALAN


@pytest.mark.parametrize(
    "value",
    ["Ada Byron and Alan Turing and others", "Ada Byron; Alan Turing et al.", ["Ada Byron", "Alan Turing", "et al."]],
)
def test_the_others_are_nobody(value):
    assert read_authors(value) == ADA_ALAN


@pytest.mark.parametrize(
    "name",
    [
        *("Ada Byron", "Byron, Ada", "A. Byron", "Byron A", "Byron AK", "BYRON, A. K.", "Byron, A", "Byron"),
        *("Ada von Byron", "von Byron, Ada", "Ada Byron, PhD", "Ada Byron Jr.", "Byron, Jr., Ada", "Ada Byron 0002", "Àda Býron"),
    ],
)
def test_an_author_has_one_surname_however_the_name_is_written(name):
    assert "byron" in surnames([name])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wei Zhang", "Zhang Wei"),
        ("García-Márquez, Gabriel", "Gabriel García Márquez"),
        ("Søren Müller", "Soren Muller"),
        ("Strauß, Johann", "J. Strauss"),
        ("O'Brien, Pat", "Pat O’Brien"),
        ("张伟", "张伟"),
    ],
)
def test_two_spellings_of_one_author_have_a_name_in_common(one, other):
    assert surnames([one]) & surnames([other])


def test_given_names_and_initials_are_nothing_in_common():
    assert not surnames(["Ada Byron", "A. M. Turing"]) & surnames(["Ada Hopper", "A. M. Noether"])
    assert surnames([]) == surnames(["", "1", "Jr."]) == frozenset()


@pytest.mark.parametrize(
    "value",
    [
        ["Byron, Ada", "Turing, Alan"],
        "Byron, Ada; Turing, Alan",
        "Byron, Ada and Turing, Alan",
        "Byron, Ada & Alan Turing",
        "Byron, Ada; Alan Turing",
        ["Byron, Ada, et al.", "Turing, Alan"],
    ],
)
def test_a_name_is_written_as_it_is_spoken(value):
    assert read_authors(value) == ADA_ALAN


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("King, Jr., Martin Luther", "Martin Luther King Jr."),
        ("King, Martin Luther, Jr.", "Martin Luther King Jr."),
        ("King, Martin Luther Jr", "Martin Luther King Jr"),
        ("Martin Luther King, Jr.", "Martin Luther King Jr."),
        ("Smith, J., III", "J. Smith III"),
        ("Ada Byron, Ph.D.", "Ada Byron Ph.D."),
        ("van der Berg, Jan", "Jan van der Berg"),
        ("van der Berg, Jan Pieter", "Jan Pieter van der Berg"),
        ("Berg, Jan van der", "Jan van der Berg"),
        (r"M{\"u}ller, J{\"u}rgen", "Jürgen Müller"),
        ("张, 伟", "张伟"),
        ("张伟", "张伟"),
        ("Zhang, Wei", "Wei Zhang"),
        ("Cher", "Cher"),
    ],
)
@pytest.mark.parametrize("wrap", [lambda name: [name], lambda name: name, lambda name: f"{name}; "])
def test_suffixes_follow_particles_stay_and_single_names_are_whole(written, spoken, wrap):
    assert read_authors(wrap(written)) == (spoken,)
    assert read_authors([spoken]) == (spoken,)


@pytest.mark.parametrize(
    "name", ["Google, Inc.", "University of Ulm, Institute of Toys", "The Toy Group, Ulm", "Wei Zhang, Fellow, IEEE"]
)
def test_a_comma_that_divides_no_surname_stays(name):
    assert read_authors([name]) == (name,)


def test_what_an_object_calls_its_name_stays():
    assert read_authors([{"name": "Barnes, Noble"}, {"given": "Ada", "family": "Byron", "suffix": "Jr."}]) == (
        "Barnes, Noble",
        "Ada Byron Jr.",
    )


def test_a_suffix_is_no_person():
    assert read_authors("Ada Byron, Martin King, Jr. and Alan Turing") == ("Ada Byron", "Martin King Jr.", "Alan Turing")


@pytest.mark.parametrize(
    "value",
    [
        ["cs.CL", "cs.LG"],
        "cs.CL cs.LG",
        "cs.CL\n cs.LG",
        "cs.CL; cs.LG",
        "cs.CL, cs.LG",
        "['cs.CL', 'cs.LG']",
        [{"term": "cs.CL"}, {"term": "cs.LG"}],
    ],
)
def test_categories_come_out_one_by_one(value):
    assert read_categories(value) == ("cs.CL", "cs.LG")


@pytest.mark.parametrize("text", ["quant-ph cs.LG", "hep-th math-ph", "hep-th cmp-lg", "cmp-lg cs.CL", "gr-qc", "cs.LG stat"])
def test_archives_without_a_dot_are_categories_of_arxiv_too(text):
    assert read_categories(text) == tuple(text.split())


@pytest.mark.parametrize("text", ["few-shot zero-shot", "math physics", "semi-supervised cs.LG"])
def test_words_of_one_keyword_stay_together(text):
    assert read_categories(f"{text}; graphs") == (text, "graphs")
    assert read_categories(text) == (text,)


@pytest.mark.parametrize("value", [None, "", [], float("nan")])
def test_nothing_gives_nobody(value):
    assert read_authors(value) == read_categories(value) == ()
