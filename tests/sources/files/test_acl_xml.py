import pytest

from trends.sources import SourceSettings
from trends.sources.files.acl_xml import ACL_XML, anthology_id
from trends.sources.opening import Opened
from trends.sources.records import Record, Skip

META = "<meta><booktitle>Proceedings of Toys</booktitle><month>July 9-14</month><year>2023</year><venue>toy</venue></meta>"


def rows(content):
    return list(ACL_XML.read(Opened("x", content.encode()), SourceSettings()))


def paper(inside="", *, meta=META):
    """Read one paper of a volume."""
    volume = f'<volume id="long" ingest-date="2023-07-20">{meta}<paper id="1"><title>On toys</title>{inside}</paper></volume>'
    (row,) = rows(f'<collection id="2023.toy">{volume}</collection>')
    return row


@pytest.mark.parametrize(
    ("collection", "volume", "number", "whole"),
    [
        ("2023.acl", "long", "12", "2023.acl-long.12"),
        ("W19", "76", "4", "W19-7604"),
        ("W19", "1", "4", "W19-0104"),
        ("P18", "1", "3", "P18-1003"),
        ("D19", "1", "3", "D19-1003"),
        ("D19", "50", "3", "D19-5003"),
        ("C69", "1", "10", "C69-0110"),
        ("W19", "x", "4", None),
        ("W19", "", "4", None),
        ("", "1", "4", None),
    ],
)
def test_the_id_of_a_paper_is_made_as_the_anthology_makes_it(collection, volume, number, whole):
    assert anthology_id(collection, volume=volume, paper=number) == whole


def test_a_paper_has_the_month_and_year_of_its_volume():
    found = paper()
    assert (found.year, found.month, found.updated) == ("2023", "July", "2023-07-20")


@pytest.mark.parametrize(
    ("written", "month"),
    [("June-July", "June"), ("April 30–May 1", "April"), ("9-14 July", "July"), ("Sept.", "Sept"), ("11", "11"), ("", "")],
)
def test_of_several_months_the_first_counts(written, month):
    assert paper(meta=META.replace("July 9-14", written)).month == month


def test_a_paper_may_differ_from_its_volume():
    assert paper("<month>May</month>").month == "May"


def test_the_first_venue_is_the_venue_and_all_are_categories():
    found = paper(meta=META.replace("</meta>", "<venue>ws</venue></meta>"))
    assert (found.venue, found.categories) == ("toy", ["toy", "ws"])


def test_a_volume_without_a_venue_has_its_name():
    assert paper(meta=META.replace("<venue>toy</venue>", "")).venue == "Proceedings of Toys"


def test_a_volume_does_not_inherit_from_the_one_before_it():
    second = '<volume id="short"><paper id="1"><title>Undated</title></paper></volume>'
    first = f'<volume id="long">{META}<paper id="1"><title>Dated</title></paper></volume>'
    found = rows(f'<collection id="2023.toy">{first}{second}</collection>')
    assert [(row.id, row.year, row.venue) for row in found] == [
        ("2023.toy-long.1", "2023", "toy"),
        ("2023.toy-short.1", "", ""),
    ]


@pytest.mark.parametrize("notice", ["retracted", "removed"])
def test_a_paper_that_was_withdrawn_is_skipped_with_the_reason(notice):
    assert paper(f'<{notice} date="2024-01-01">Wrong.</{notice}>') == Skip(notice, "2023.toy-long.1: Wrong.", 1)


def test_revised_papers_stay():
    assert isinstance(paper('<revision id="1" href="a"/><erratum id="1">b</erratum>'), Record)


def test_a_broken_paper_is_skipped_by_its_name_and_the_next_one_has_its_volume():
    content = (
        f'<collection id="2023.toy"><volume id="long">{META}\n<paper id="1"><title>On toys</paper>\n'
        '<paper id="2"><title>On</title></paper>\n</volume></collection>'
    )
    broken, good = rows(content)
    assert (broken.reason, broken.value.partition(":")[0], broken.line) == (
        "record is not well-formed XML",
        "2023.toy-long.1",
        2,
    )
    assert (good.id, good.year) == ("2023.toy-long.2", "2023")


@pytest.mark.parametrize(
    "head", ["<collection><volume id='1'>", "<feed><volume/></feed>", 'title\n<collection id="1"><volume>', "<collection id='1'>"]
)
def test_other_xml_is_not_claimed(head):
    assert not ACL_XML.fits(head)
