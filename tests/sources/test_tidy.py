from datetime import date

import pytest

from trends.sources import SourceSettings
from trends.sources.records import Record, Skip
from trends.sources.tidy import tidy


def tidied(day_first=None, **fields):
    return tidy(
        Record(**{"title": "On graphs", **fields}), file="x", settings=SourceSettings(max_abstract_chars=100), day_first=day_first
    )


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"title": None, "abstract": "We walk."}, "no title"),
        ({"title": " \u200b "}, "no title and no abstract"),
        ({"title": float("nan"), "abstract": ""}, "no title and no abstract"),
        ({"abstract": "x" * 101}, "abstract too long"),
        ({"abstract": "caf\udce9"}, "text is not UTF-8, save the file as UTF-8"),
    ],
)
def test_a_record_that_nobody_can_read_is_skipped_for_a_plain_reason(fields, reason):
    skip, mends = tidied(**fields, line=7)
    assert isinstance(skip, Skip)
    assert (skip.reason, skip.line, mends) == (reason, 7, [])


def test_a_title_alone_is_a_paper():
    draft, mends = tidied()
    assert (draft.title, draft.abstract, draft.dated, mends) == ("On graphs", "", None, [])


def test_a_date_that_is_none_is_left_out_and_told():
    draft, mends = tidied(date="2024-13-45")
    assert (draft.dated, mends) == (None, [("date not understood", "2024-13-45")])


def test_the_year_helps_out_where_the_date_is_missing_or_none():
    assert tidied(date=" ", year="2021", month="5")[0].dated == (date(2021, 5, 1), "month")
    assert tidied(date="in press", year=2021.0)[0].dated == (date(2021, 1, 1), "year")
    assert tidied(date="2021-05-07", year=2020)[0].dated == (date(2021, 5, 7), "day")


def test_the_precision_of_the_table_caps_that_of_the_date():
    assert tidied(date="1963-08-01", precision="Month")[0].dated == (date(1963, 8, 1), "month")


def test_an_undated_paper_of_arxiv_is_dated_by_its_id_and_told():
    draft, mends = tidied(id="2107.05580v2")
    assert draft.dated == (date(2021, 7, 1), "month")
    assert mends == [("dated by its arXiv id", "2107.05580")]


def test_a_link_that_is_no_web_address_is_left_out_and_told():
    draft, mends = tidied(url="javascript:alert(1)")
    assert (draft.url, mends) == (None, [("no web address", "javascript:alert(1)")])


def test_ids_give_the_link_that_is_missing():
    assert tidied(doi="https://doi.org/10.1145/X.")[0].url == "https://doi.org/10.1145/x"


def test_a_day_of_update_dates_a_paper_only_where_no_year_does():
    assert tidied(year="2019", updated="2024-05-06")[0].dated == (date(2019, 1, 1), "year")
    assert tidied(updated="2024-05-06")[0].dated == (date(2024, 5, 6), "day")


@pytest.mark.parametrize("month", ["Spring", "13"])
def test_a_month_that_is_none_leaves_the_year(month):
    draft, mends = tidied(year="2020", month=month)
    assert (draft.dated, mends) == ((date(2020, 1, 1), "year"), [("month not understood", month)])


def test_an_id_with_a_lost_byte_is_left_out_and_told():
    draft, mends = tidied(doi="10.1145/caf\udce9")
    assert (draft.ids, mends) == ((), [("id is not UTF-8", "10.1145/caf\udce9")])


def test_all_ids_of_a_record_are_kept_the_best_first():
    draft, _ = tidied(
        id="P19-1001", doi="10.18653/v1/P19-1001", venue="CoRR", aliases=["arxiv:1906.00001", "doi:10.1145/x", None]
    )
    assert draft.ids == ("arxiv:1906.00001", "doi:10.1145/x", "doi:10.18653/v1/p19-1001", "acl:P19-1001")


def test_an_arxiv_id_in_place_of_a_journal_is_an_id():
    draft, _ = tidied(venue="arXiv preprint arXiv:2107.05580")
    assert (draft.ids, draft.venue) == (("arxiv:2107.05580",), "arXiv")


def test_a_date_names_its_input():
    assert tidied(year=2020)[0].dated_by == "x"
    assert tidied()[0].dated_by is None


def test_a_day_of_update_outside_the_month_of_the_arxiv_id_dates_nothing():
    assert tidied(id="2107.05580", updated="2021-07-13")[0].dated == (date(2021, 7, 13), "day")
    draft, mends = tidied(id="2107.05580", updated="2024-05-06")
    assert (draft.dated, mends) == ((date(2021, 7, 1), "month"), [("dated by its arXiv id", "2107.05580")])


def test_a_day_of_entry_is_told_from_a_day_of_publication():
    assert tidied(updated="2024-05-06")[0].is_entry
    assert not tidied(date="2024-05-06")[0].is_entry
