import json

import pytest

from trends.sources import SourceSettings
from trends.sources.files.crossref import read_crossref
from trends.sources.opening import Opened
from trends.sources.records import Skip


def read_one(**work):
    content = json.dumps({"message-type": "work-list", "message": {"items": [{"title": ["A title"], **work}]}})
    (record,) = read_crossref(Opened("x", content.encode()), SourceSettings())
    return record


def dated(**days):
    return read_one(**{name.replace("_", "-"): {"date-parts": [parts]} for name, parts in days.items()})


@pytest.mark.parametrize(
    ("days", "date"),
    [
        ({"published_online": [2023, 6, 9], "published_print": [2023, 9, 1]}, "2023-06-09"),
        ({"published_online": [2023, 9, 1], "published_print": [2023, 6]}, "2023-09-01"),
        ({"published_print": [2021], "published_online": [2021, 3, 17]}, "2021-03-17"),
        ({"published_print": [2021, 4], "issued": [2021]}, "2021-04"),
        ({"posted": [2020, 2, 3], "issued": [2020, 2, 3]}, "2020-02-03"),
        ({"issued": [1987]}, "1987"),
        ({"issued": [2020, None, 5]}, "2020"),
        ({"issued": [None]}, None),
        ({"issued": []}, None),
    ],
)
def test_a_work_counts_from_its_earliest_day_in_public_or_the_span_that_is_known(days, date):
    assert dated(**days).date == date


def test_the_day_of_registration_is_no_day_of_publication():
    record = read_one(created={"date-time": "2023-08-20T09:12:44Z", "date-parts": [[2023, 8, 20]]})
    assert (record.date, record.updated) == (None, "2023-08-20T09:12:44Z")


def test_a_day_that_does_not_exist_is_told_of_and_another_taken():
    record = dated(published_online=[2023, 2, 30], published_print=[2023, 5])
    assert record.date == "2023-05"
    assert record.mends == (("date not understood", "published-online 2023-02-30"),)


@pytest.mark.parametrize(
    ("title", "subtitle", "whole"),
    [
        ("Bells", ["How they ring"], "Bells: How they ring"),
        ("Bells: How They Ring", ["How they ring"], "Bells: How They Ring"),
        ("Bells", [], "Bells"),
    ],
)
def test_a_subtitle_belongs_to_the_title(title, subtitle, whole):
    assert read_one(title=[title], subtitle=subtitle).title == whole


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        ({"type": "journal-issue"}, "not a paper: whole volume"),
        ({"update-to": [{"type": "erratum", "DOI": "10.5555/1"}]}, "not a paper: notice about another paper"),
        ({"updated-by": [{"type": "correction"}, {"type": "retraction"}]}, "retracted"),
    ],
)
def test_what_is_no_paper_is_skipped_and_says_why(work, reason):
    assert read_one(**work) == Skip(reason, "A title", 1)


def test_a_corrected_paper_is_a_paper():
    assert read_one(**{"updated-by": [{"type": "correction"}]}).title == "A title"


def test_a_preprint_gives_its_arxiv_id_and_no_other_doi():
    assert read_one(relation={"has-preprint": [{"id": "10.1101/1"}, {"id": "10.48550/arXiv.2303.04321"}]}).arxiv == "2303.04321"
    assert read_one(relation={"has-preprint": [{"id": "10.1101/1"}]}).arxiv is None


def test_an_answer_with_one_work_is_one_record():
    content = json.dumps({"status": "ok", "message-type": "work", "message": {"title": ["Alone"], "DOI": "10.5555/1"}})
    (record,) = read_crossref(Opened("x", content.encode()), SourceSettings())
    assert (record.title, record.doi) == ("Alone", "10.5555/1")
