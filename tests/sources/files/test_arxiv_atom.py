import json
from pathlib import Path

import pytest

from trends.errors import SourceError
from trends.sources import SourceSettings
from trends.sources.files.arxiv_atom import ARXIV_ATOM
from trends.sources.opening import Opened
from trends.sources.records import Record, Skip

FIXTURE = Path(__file__).parents[1] / "fixtures" / "arxiv_atom.xml"
FEED = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">'


def read(text):
    content = text if isinstance(text, bytes) else text.encode()
    return list(ARXIV_ATOM.read(Opened("x.xml", content), SourceSettings()))


def read_entry(inside):
    (record,) = read(f"{FEED}<title>A query</title><entry>{inside}</entry></feed>")
    return record


def test_an_entry_is_dated_by_its_first_version_and_never_by_the_last():
    entry = "<id>http://arxiv.org/abs/2105.00001v3</id><updated>2023-01-01T00:00:00Z</updated><title>A</title>"
    assert read_entry(f"{entry}<published>2021-05-01T00:00:00Z</published>").date == "2021-05-01T00:00:00Z"
    undated = read_entry(entry)
    assert (undated.date, undated.updated) == ("", None)


def test_the_primary_category_comes_first_and_those_of_other_schemes_are_left_out():
    terms = "".join(f'<category term="{term}"/>' for term in ("cs.AI", "stat.ML", "I.2.6", "68T05", "62-XX; 65C", "hep-th"))
    record = read_entry(f'<title>A</title><arxiv:primary_category term="stat.ML"/>{terms}')
    assert record.categories == ["stat.ML", "cs.AI", "hep-th"]


def test_affiliations_are_no_authors():
    author = "<author><name>Ada Byron</name><arxiv:affiliation>Nowhere</arxiv:affiliation></author>"
    assert read_entry(f"<title>A</title>{author}").authors == ["Ada Byron"]


@pytest.mark.parametrize(
    "notice", ["This paper has been withdrawn.", "\n  this submission was withdrawn by arXiv administrators"]
)
def test_a_withdrawn_paper_is_skipped(notice):
    assert read_entry(f"<id>http://arxiv.org/abs/2105.00001v2</id><title>A</title><summary>{notice}</summary>") == Skip(
        "withdrawn paper", "http://arxiv.org/abs/2105.00001v2", 1
    )


def test_a_paper_about_withdrawal_is_one():
    assert isinstance(read_entry("<title>A</title><summary>Sap is withdrawn. This paper says how.</summary>"), Record)


def test_an_error_of_the_api_is_no_paper():
    entry = "<id>http://arxiv.org/api/errors#incorrect_id_format</id><title>Error</title><summary>incorrect id format</summary>"
    assert read_entry(entry) == Skip("an error of arXiv instead of a paper", "incorrect id format", 1)


def test_a_broken_entry_takes_no_other_with_it():
    text = FIXTURE.read_text(encoding="utf-8")
    whole = [record.title for record in read(text) if isinstance(record, Record)]
    broken = read(text.replace("<summary>The third version", "<summary <<The third version", 1))
    left = [record.title for record in broken if isinstance(record, Record)]
    assert next(record.line for record in broken if isinstance(record, Skip)) == 32
    assert left == [title for title in whole if title != "A Paper That Was Changed Two Years Later"]


def test_a_feed_without_entries_is_an_error_with_its_name():
    with pytest.raises(SourceError, match=r"x\.xml holds no XML element <entry>"):
        read(f"{FEED}<title>A query</title></feed>")


@pytest.mark.parametrize(
    ("head", "fits"),
    [
        (FEED, True),
        ('<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n<id>http://arxiv.org/api/cHx</id>', True),
        ('<feed xmlns="http://www.w3.org/2005/Atom"><id>https://blog.example</id>', False),
        ('<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><metadata>http://arxiv.org/OAI/arXiv/', False),
        ("<PubmedArticleSet>", False),
        ("title,abstract\nhttp://arxiv.org/abs/2105.00001,b", False),
        (json.dumps({"title": "On the web format http://www.w3.org/2005/Atom"}), False),
    ],
)
def test_only_feeds_of_arxiv_are_taken_for_such(head, fits):
    assert ARXIV_ATOM.fits(head) == fits
