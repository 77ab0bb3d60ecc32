import json

from trends.sources import SourceSettings
from trends.sources.files.hf_daily import read_hf_daily
from trends.sources.opening import Opened


def read_one(paper, **entry):
    (record,) = read_hf_daily(Opened("x", json.dumps([{"paper": paper, **entry}]).encode()), SourceSettings())
    return record


def test_the_date_is_that_of_the_paper_and_not_that_of_the_list():
    record = read_one({"id": "1706.03000", "publishedAt": "2017-06-09T08:00:00.000Z"}, publishedAt="2024-06-13T21:20:11.000Z")
    assert (record.date, record.updated) == ("2017-06-09T08:00:00.000Z", "2024-06-13T21:20:11.000Z")


def test_what_the_paper_does_not_say_its_entry_may():
    record = read_one({"id": "2406.00001"}, title="A title", summary="A summary")
    assert (record.title, record.abstract, record.arxiv) == ("A title", "A summary", "2406.00001")


def test_words_of_a_model_are_no_words_of_the_authors():
    record = read_one({"id": "2406.00001", "title": "A title", "ai_summary": "By a model", "ai_keywords": ["model"]})
    assert (record.abstract, record.categories) == (None, None)
