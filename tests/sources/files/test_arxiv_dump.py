import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trends.sources import Source, SourceSettings, read
from trends.sources.files.arxiv_dump import ARXIV_DUMP
from trends.sources.opening import Opened
from trends.sources.records import Skip

PLAIN = SourceSettings()
CS = SourceSettings(categories=("cs.LG",))


def entry(**changed):
    fields = {
        "id": "2102.01234",
        "authors": "Ada Byron and Tomasz Wrona",
        "title": "Walks on graphs",
        "journal-ref": None,
        "doi": None,
        "categories": "math.PR cs.LG",
        "abstract": "  We walk.\n",
        "versions": [{"version": "v1", "created": "Wed, 3 Feb 2021 08:00:00 GMT"}],
        "update_date": "2024-05-07",
        "authors_parsed": [["Byron", "Ada", "Jr."], ["Wrona", "Tomasz", "", "Institute of Locks"]],
    }
    return fields | changed


def records(*entries, settings=PLAIN):
    lines = [line if isinstance(line, str) else json.dumps(line) for line in entries]
    return list(ARXIV_DUMP.read(Opened("dump.json", "\n".join(lines).encode()), settings))


def test_an_entry_gives_its_fields_and_the_names_of_its_authors_in_order():
    (record,) = records(entry(doi="10.1000/x"))
    assert (record.arxiv, record.doi, record.title, record.line) == ("2102.01234", "10.1000/x", "Walks on graphs", 1)
    assert record.authors == ["Ada Byron Jr.", "Tomasz Wrona"]
    assert record.categories == ["math.PR", "cs.LG"]


def test_the_first_version_dates_a_paper_wherever_it_stands_in_the_list():
    versions = [{"version": f"v{n}", "created": f"Wed, {n} Mar 2021 08:00:00 GMT"} for n in (3, 1, 2)]
    (record,) = records(entry(versions=versions))
    assert record.date == "Wed, 1 Mar 2021 08:00:00 GMT"


def test_without_versions_the_month_in_the_id_dates_a_paper_and_the_last_update_does_not():
    content = json.dumps(entry(versions=[])).encode()
    corpus = read([Source("dump.json", content=content)])
    assert corpus.table.select("published", "precision").row(0) == (date(2021, 2, 1), "month")


def test_a_withdrawn_paper_is_skipped():
    found = records(entry(abstract="  This paper has been withdrawn by the author due to an error.\n"), entry())
    assert found[0] == Skip("withdrawn paper", "2102.01234", 1)
    assert found[1].title == "Walks on graphs"


def test_authors_that_nobody_has_parsed_are_read_from_their_line():
    assert [record.authors for record in records(entry(authors_parsed=None))] == ["Ada Byron and Tomasz Wrona"]


def test_a_quantum_paper_has_two_categories_though_the_first_has_no_dot():
    assert records(entry(categories="quant-ph cs.LG"))[0].categories == ["quant-ph", "cs.LG"]


def test_only_papers_of_the_categories_asked_for_are_parsed():
    found = records(entry(categories="hep-th"), entry(), settings=CS)
    assert [(record.title, record.categories) for record in found] == [
        (None, ["hep-th"]),
        ("Walks on graphs", ["math.PR", "cs.LG"]),
    ]


@given(st.text() | st.just('"categories":"hep-th"') | st.just('\\"categories\\":"hep-th"'), st.booleans())
def test_no_words_of_an_abstract_pass_for_its_categories(abstract, escaped):
    line = json.dumps({"abstract": abstract, **entry(abstract=abstract)}, ensure_ascii=escaped)
    assert [record.title for record in records(line, settings=CS)] == ["Walks on graphs"]


def test_lines_that_are_no_entries_are_skipped_one_by_one():
    found = records(entry(), json.dumps(entry())[:90], "[]", "", entry())
    assert [(type(record).__name__, record.line) for record in found] == [("Record", 1), ("Skip", 2), ("Skip", 3), ("Record", 5)]
    assert found[1] == Skip("line is not JSON", json.dumps(entry())[:80], 2)


@pytest.mark.parametrize("wrong", [None, 7, "text", [], [None], {"a": 1}, [[None, 3]], [{"created": 1}]])
def test_no_field_of_an_unheard_of_type_stops_the_reading(wrong):
    names = entry().keys()
    lines = [json.dumps(entry(**{name: wrong})).encode() for name in names] + [json.dumps(entry(id="2103.00001")).encode()]
    corpus = read([Source("dump.json", content=b"\n".join(lines))], settings=SourceSettings(format="arxiv_dump"))
    assert "arxiv:2103.00001" in corpus.ids


@pytest.mark.parametrize(
    ("head", "fits"),
    [
        (json.dumps(entry()), True),
        (json.dumps(entry())[:50] + "\n" + json.dumps(entry()), True),
        (json.dumps([entry()]), False),
        (json.dumps({"papers": [entry()]}), False),
        (json.dumps({"id": "x", "title": "y", "versions": []}), False),
        ("[" * 100_000, False),
        ("", False),
    ],
)
def test_it_is_told_by_the_keys_of_its_entries(head, fits):
    assert ARXIV_DUMP.fits(head) == fits
