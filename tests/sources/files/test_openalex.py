import json

import pytest

from trends.sources import SourceSettings
from trends.sources.files.openalex import read_openalex
from trends.sources.opening import Opened
from trends.sources.records import Record, Skip


def read_one(**work):
    (record,) = read_openalex(Opened("x", json.dumps({"results": [{"title": "A title", **work}]}).encode()), SourceSettings())
    return record


@pytest.mark.parametrize(
    ("index", "abstract"),
    [
        ({"the": [1, 3], "We": [0], "see": [2], "sea": [4]}, "We the see the sea"),
        ({"after": [9], "gap": [400]}, "after gap"),
        ({"twice": [0, 0], "said": [1]}, "twice said"),
        ({"end": [10**15], "start": [-1]}, "start end"),
        ({"good": [0], "bad": ["1", None, True, 1.5], "worse": 3}, "good"),
        ({}, None),
        (None, None),
        ("no index", None),
    ],
)
def test_an_abstract_is_rebuilt_from_the_places_of_its_words(index, abstract):
    assert read_one(abstract_inverted_index=index).abstract == abstract


@pytest.mark.parametrize(
    ("day", "precision"), [("2024-01-01", "year"), ("2024-05-01", "month"), ("2024-05-11", None), ("2024", None), (None, None)]
)
def test_a_first_day_says_no_more_than_the_month_or_year_that_it_begins(day, precision):
    assert read_one(publication_date=day).precision == precision


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        ({"is_retracted": True, "type": "article"}, "retracted"),
        ({"is_paratext": True, "type": "article"}, "not a paper: front matter"),
        ({"type": "erratum"}, "not a paper: correction"),
        ({"type": "dataset"}, "not a paper: data set"),
    ],
)
def test_what_is_no_paper_is_skipped_and_says_why(work, reason):
    assert read_one(**work) == Skip(reason, "A title", 1)


def test_the_arxiv_id_is_found_at_any_place_of_a_published_work():
    places = [
        {"landing_page_url": "https://doi.org/10.5555/1"},
        {"landing_page_url": None, "pdf_url": "https://arxiv.org/pdf/2402.01234"},
    ]
    record = read_one(doi="https://doi.org/10.5555/1", primary_location=places[0], locations=places)
    assert (record.doi, record.arxiv, record.url) == (
        "https://doi.org/10.5555/1",
        "https://arxiv.org/pdf/2402.01234",
        "https://doi.org/10.5555/1",
    )


def test_categories_are_the_likeliest_topic_from_wide_to_narrow():
    topic = {"display_name": "Topic Modeling", "subfield": {"display_name": "AI"}, "field": {"display_name": "Computer Science"}}
    assert read_one(primary_topic=topic, concepts=[{"display_name": "Old", "level": 0}]).categories == [
        "Computer Science",
        "AI",
        "Topic Modeling",
    ]


def test_categories_of_older_snapshots_are_their_wide_concepts():
    concepts = [{"display_name": name, "level": level} for level, name in enumerate(["Computer science", "AI", "Topic model"])]
    assert read_one(concepts=concepts).categories == ["Computer science", "AI"]


def test_a_work_that_has_only_a_title_is_a_record():
    assert isinstance(read_one(), Record)
