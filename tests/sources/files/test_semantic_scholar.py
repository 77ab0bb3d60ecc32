import json

from trends.sources import SourceSettings
from trends.sources.files.semantic_scholar import read_semantic_scholar
from trends.sources.opening import Opened


def read_one(**paper):
    (record,) = read_semantic_scholar(Opened("x", json.dumps({"data": [paper]}).encode()), SourceSettings())
    return record


def test_the_names_of_the_data_set_mean_the_same_as_those_of_the_api():
    paper = {
        "title": "A title",
        "externalIds": {"ArXiv": "2307.01234", "ACL": "P19-1042", "DOI": "10.5555/1"},
        "publicationDate": "2023-07-04",
        "s2FieldsOfStudy": [{"category": "Biology"}],
        "journal": {"name": "Moss"},
    }
    record = read_one(**paper)
    assert record == read_one(**{name.lower(): value for name, value in paper.items()})
    assert (record.arxiv, record.id, record.doi) == ("2307.01234", "P19-1042", "10.5555/1")
    assert (record.date, record.categories, record.venue) == ("2023-07-04", ["Biology"], "Moss")


def test_the_address_is_that_of_semantic_scholar_only_where_no_id_leads_to_the_paper():
    assert read_one(url="https://s2", externalIds={"CorpusId": 1}).url == "https://s2"
    assert read_one(url="https://s2", externalIds={"CorpusId": 1, "DOI": "10.5555/1"}).url is None


def test_a_paper_without_a_day_keeps_its_year():
    record = read_one(publicationDate=None, year=2019)
    assert (record.date, record.year) == (None, 2019)


def test_the_venue_comes_before_its_journal():
    assert read_one(venue="ACL", journal={"name": "Proceedings"}).venue == "ACL"
    assert read_one(venue="", journal={"name": None}, publicationVenue={"name": "EMNLP"}).venue == "EMNLP"
