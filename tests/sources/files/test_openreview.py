import json

import pytest

from trends.sources import SourceSettings
from trends.sources.files.openreview import read_openreview
from trends.sources.opening import Opened
from trends.sources.records import Skip


def read_one(content=None, **note):
    fields = {"title": "A title", **(content or {})}
    new = {"id": "N1", "forum": "N1", "content": {name: {"value": value} for name, value in fields.items()}, **note}
    old = {**new, "content": fields}
    new, old = (next(read_openreview(Opened("x", json.dumps({"notes": [one]}).encode()), SourceSettings())) for one in (new, old))
    assert new == old, "both APIs say the same"
    return new


@pytest.mark.parametrize(
    ("venueid", "venue", "name", "decision"),
    [
        ("ICLR.cc/2024/Conference", "ICLR 2024 poster", "ICLR", "poster"),
        ("ICLR.cc/2023/Conference", "ICLR 2023 notable top 5%", "ICLR", "oral"),
        ("ICLR.cc/2023/Conference", "ICLR 2023 notable top 25%", "ICLR", "spotlight"),
        ("ICML.cc/2023/Conference", "ICML 2023 OralPoster", "ICML", "oral"),
        ("ICLR.cc/2024/Conference/Rejected_Submission", "Submitted to ICLR 2024", "ICLR", "rejected"),
        ("ICLR.cc/2024/Conference/Submission", "ICLR 2024 Conference Submission", "ICLR", "submitted"),
        ("ICLR.cc/2024/Conference/Withdrawn_Submission", "ICLR 2024 Conference Withdrawn Submission", "ICLR", "withdrawn"),
        (
            "ICLR.cc/2024/Conference/Desk_Rejected_Submission",
            "ICLR 2024 Conference Desk Rejected Submission",
            "ICLR",
            "desk rejected",
        ),
        ("TMLR", "Accepted by TMLR", "TMLR", "accepted"),
        ("TMLR/Withdrawn_Submission", "Withdrawn by Authors", "TMLR", "withdrawn"),
        ("robot-learning.org/CoRL/2023", "Conference on Robot Learning 2023 Oral", "Conference on Robot Learning", "oral"),
        ("NeurIPS.cc/2023/Track/D", "NeurIPS 2023 Datasets and Benchmarks Poster", "NeurIPS Datasets and Benchmarks", "poster"),
    ],
)
def test_the_venue_is_the_same_every_year_and_the_decision_is_a_category(venueid, venue, name, decision):
    record = read_one({"venueid": venueid, "venue": venue, "keywords": ["bells"]})
    assert (record.venue, record.categories) == (name, ["bells", f"decision: {decision}"])


def test_without_venue_there_is_no_decision():
    assert read_one().categories == [None]


def test_an_imported_paper_was_not_decided_here():
    assert read_one({"venueid": "dblp.org/journals/X/2023", "venue": "X 2023"}).categories == [None]


@pytest.mark.parametrize(
    ("days", "date"),
    [
        ({"cdate": 1695801600000, "tcdate": 1, "pdate": 1705421640000}, "2023-09-27"),
        ({"tcdate": 1695801600000, "pdate": 1705421640000}, "2023-09-27"),
        ({"pdate": 1705421640000}, "2024-01-16"),
        ({"cdate": 1704067199999}, "2023-12-31"),
        ({}, "None"),
    ],
)
def test_a_paper_counts_from_the_day_of_its_submission(days, date):
    assert str(read_one(**days).date) == date


@pytest.mark.parametrize("absurd", [10**18, -(10**18), "yesterday", [1], float("inf")])
def test_an_absurd_day_is_told_of_and_costs_no_paper(absurd):
    record = read_one(cdate=absurd)
    assert record.date is None
    assert record.mends[0][0] == "date not understood"


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        ({"forum": "N0"}, "not a submission: a reply to one"),
        ({"replyto": "N0"}, "not a submission: a reply to one"),
        ({"ddate": 1700000000000}, "deleted"),
    ],
)
def test_only_submissions_that_still_stand_are_papers(note, reason):
    assert read_one(**note) == Skip(reason, "A title", 1)


def test_authors_may_be_names_objects_or_hidden():
    assert read_one({"authors": ["Ada Byron", {"fullname": "Zoë Bell"}, "Anonymous"]}).authors == ["Ada Byron", "Zoë Bell"]


def test_an_endless_venue_is_cut_and_not_searched_forever():
    assert len(read_one({"venue": "A" + " (" * 100_000}).venue) <= 300
