import gzip
import io
import json
from contextlib import suppress
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trends.errors import SourceError
from trends.sources import FORMATS, Source, SourceSettings, read

CORPORA = Path(__file__).parents[2] / "../shared/corpora"


def source(name, text):
    return Source(name, content=text.encode() if isinstance(text, str) else text)


def notes(corpus):
    return corpus.intake.notes.rows()


def test_one_paper_of_three_formats_comes_out_once_with_the_best_of_each():
    page = "On Walks in Graphs\n\n" + "We walk. " * 40 + "\n\n  • 2 authors\n·\nJun 14, 2024\n\n"
    table = "Title;Year;DOI\nOn walks in graphs;2024;10.1145/X\n"
    lines = json.dumps({"title": "On walks in graphs.", "id": "2406.00001v2", "authors": "Ada Byron and Alan Turing"})
    corpus = read([source("page.txt", page), source("table.csv", table), source("lines.jsonl", lines)])
    paper = corpus.table.row(0, named=True)
    assert (corpus.n_papers, paper["id"], paper["published"], paper["precision"]) == (
        1,
        "arxiv:2406.00001",
        date(2024, 6, 14),
        "day",
    )
    assert (paper["authors"], paper["sources"]) == (["Ada Byron", "Alan Turing"], ["lines.jsonl", "page.txt", "table.csv"])
    assert corpus.intake.files["n_papers"].to_list() == [1, 0, 0]
    assert [note[2:] for note in notes(corpus)] == [
        ("merged", "joined: same title", "arxiv:2406.00001"),
        ("mended", "dated by its arXiv id", "2406.00001"),
        ("merged", "joined: same title", "arxiv:2406.00001"),
    ]


def test_every_record_is_counted_and_every_loss_has_a_reason_and_a_line():
    lines = ("title,abstract,date", "One walk on graphs,a,2024-13-45", ",b,2024", "One, two,c,2024", "One walk on graphs,a,")
    text = "\n".join([*lines, "A tree in bloom,c,2024-05"])
    corpus = read([source("x.csv", text)])
    assert corpus.intake.files.rows() == [("x.csv", "csv", 5, 0, 2, 1, 2)]
    joined = corpus.table.filter(pl.col("title") == "One walk on graphs")["id"][0]
    assert notes(corpus) == [
        ("x.csv", 2, "mended", "date not understood", "2024-13-45"),
        ("x.csv", 3, "skipped", "no title", "b"),
        ("x.csv", 4, "skipped", "not as many fields as the header names", "One, two,c,2024"),
        ("x.csv", 5, "merged", "joined: same title", joined),
    ]


def test_day_and_month_are_settled_by_the_other_dates_of_the_file_only():
    settled = "title,date\nA walk on graphs,03/04/2024\nA tree in bloom,25/04/2024\n"
    alone = "title,date\nA bird at dawn,03/04/2024\n"
    corpus = read([source("settled.csv", settled), source("alone.csv", alone)])
    dates = dict(zip(corpus.table["title"], corpus.table["published"], strict=True))
    assert dates == {"A walk on graphs": date(2024, 4, 3), "A tree in bloom": date(2024, 4, 25), "A bird at dawn": None}


def test_days_of_creation_settle_day_and_month_too():
    corpus = read([source("x.csv", "title,created\nA walk on graphs,03/04/2024\nA tree in bloom,25/04/2024\n")])
    assert corpus.table["published"].to_list() == [date(2024, 4, 3), date(2024, 4, 25)]


def test_a_line_that_is_not_utf8_is_skipped_and_the_next_one_read():
    corpus = read([source("x.csv", b"title,year\ncaf\xe9 society,2024\nA good walk,2024\n")])
    assert corpus.table["title"].to_list() == ["A good walk"]
    assert notes(corpus) == [("x.csv", 2, "skipped", "text is not UTF-8, save the file as UTF-8", "caf\\udce9 society")]


def test_values_in_notes_are_short():
    corpus = read([source("x.csv", f"title,abstract\nA,b\nC,{'long ' * 50}\n")], settings=SourceSettings(max_abstract_chars=100))
    assert corpus.intake.notes["reason"].to_list() == ["abstract too long"]
    assert corpus.intake.notes["value"].to_list() == ["250 characters"]


FILTERED = "\n".join(
    (
        "title,categories,date",
        "A walk on graphs,cs.LG math.PR,2021-05-04",
        "A tree in bloom,math.CO,2021-05-04",
        "A bird at dawn,cs.LG,2019-05-04",
        "A fish at dusk,cs.CL,",
        ",cs.LG,2021-05-04",
    )
)


@pytest.mark.parametrize(
    ("asked", "titles", "counts"),
    [
        ({}, ["A walk on graphs", "A tree in bloom", "A bird at dawn", "A fish at dusk"], (5, 0, 1, 0, 4)),
        ({"categories": ["cs"]}, ["A walk on graphs", "A bird at dawn", "A fish at dusk"], (5, 1, 1, 0, 3)),
        ({"since": "2020-01-01"}, ["A walk on graphs", "A tree in bloom", "A fish at dusk"], (5, 1, 1, 0, 3)),
        ({"until": "2020-01-01", "categories": ["cs.LG"]}, ["A bird at dawn"], (5, 3, 1, 0, 1)),
    ],
)
def test_records_that_are_not_asked_for_are_counted_and_not_told_one_by_one(asked, titles, counts):
    corpus = read([source("x.csv", FILTERED)], settings=SourceSettings(**asked))
    assert set(corpus.table["title"]) == set(titles)
    assert corpus.intake.files.row(0)[2:] == counts
    assert corpus.intake.notes["kind"].to_list() == ["skipped"]


def test_a_filter_that_lets_nothing_through_says_what_it_asks_for():
    with pytest.raises(SourceError, match=r"none of 5 records is in q-bio, econ and dated since 2020-01-01: ask for more"):
        read([source("x.csv", FILTERED)], settings=SourceSettings(categories=("q-bio", "econ"), since=date(2020, 1, 1)))


def test_a_file_without_any_paper_asked_for_is_no_error_beside_one_with_some():
    other = source("y.csv", "title,categories\nA stone,econ.EM\n")
    corpus = read([source("x.csv", FILTERED), other], settings=SourceSettings(categories=("econ",)))
    assert corpus.table["title"].to_list() == ["A stone"]
    assert corpus.intake.files["n_filtered"].to_list() == [5, 0]


def test_records_that_are_not_asked_for_settle_day_and_month_all_the_same():
    text = "title,category,date\nA walk on graphs,cs,03/04/2024\nA tree in bloom,math,25/04/2024\n"
    corpus = read([source("x.csv", text)], settings=SourceSettings(categories=("cs",)))
    assert corpus.table["published"].to_list() == [date(2024, 4, 3)]


def test_a_record_that_waits_for_its_date_keeps_its_place():
    text = "title,doi,date\nA walk on graphs,10.1/x,03/04/2024\nWalks on graphs,10.1000/x,25/04/2024\nA walk,10.1000/x,03/04/2024"
    notes_of = read([source("x.csv", text)]).intake.notes
    assert notes_of.filter(kind="merged")["line"].to_list() == [4]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "x is empty"),
        ("Dear reader\nthis is a letter\n", "x looks like none of the formats"),
        (b"%PDF-1.7\x00\x01", "x is a PDF: save the list of papers"),
        (b"PK\x03\x04\x00\x00", "x is a zip archive or an Excel workbook: unpack it"),
        (b"\x89PNG\x00\x01", "x is binary and not parquet"),
        (gzip.compress(b"title\nA walk\n" * 99, mtime=0)[:-9], "x ends before its gzip data does"),
    ],
)
def test_a_bad_file_stops_the_reading_with_its_name(text, message):
    with pytest.raises(SourceError, match=message):
        read([source("good.csv", "title\nA walk\n"), source("x", text)])


EMPTY = [
    ("title,abstract\n,a\n,b\n", "x holds no paper: all its 2 records are skipped, 2 of them for 'no title'"),
    ("title,abstract\n", "x holds no paper: it has no records"),
    ("[]", "x holds no list of JSON objects"),
    ('{"meta": {"count": 0, "next_cursor": null}, "results": []}', "x holds no paper: it has no records"),
    ('<feed xmlns="http://www.w3.org/2005/Atom" xmlns:a="http://arxiv.org/schemas/atom"/>', "x holds no XML element <entry>"),
]


@pytest.mark.parametrize(("text", "message"), EMPTY)
def test_a_file_without_papers_is_an_error_where_no_other_holds_any(text, message):
    with pytest.raises(SourceError, match=message):
        read([source("x", text), source("y", "[]")])


@pytest.mark.parametrize("text", [text for text, _ in EMPTY])
def test_a_file_without_papers_is_told_beside_one_with_some(text):
    corpus = read([source("x", text), source("good.csv", "title\nA walk\n")])
    assert corpus.table["title"].to_list() == ["A walk"]
    assert corpus.intake.files["n_papers"].to_list() == [0, 1]
    reasons = corpus.intake.notes.filter(file="x", kind="skipped")["reason"].unique().to_list()
    assert reasons == ["no title" if corpus.intake.files["n_records"][0] else "file without records"]


def test_no_lost_byte_in_any_column_loses_the_paper():
    names = ["id", "doi", "url", "venue", "authors", "categories", "date"]
    table = ",".join(["title", *names]) + "\nA walk" + ",https://x.org/caf\udce9" * len(names)
    lines = [json.dumps({"title": "A tree", **dict.fromkeys(names, "10.1/\ud800")})] * 2
    corpus = read([source("x.csv", table.encode("utf-8", "surrogateescape")), source("x.jsonl", "\n".join(lines))])
    assert sorted(corpus.table["title"]) == ["A tree", "A walk"]
    assert corpus.table["url"].to_list() == [None, None]


def test_a_join_by_id_of_records_with_unlike_titles_is_told_apart():
    text = "title,doi\nA long walk on graphs,10.1145/x\nLong walks on graphs,10.1145/x\nSome tree in bloom,10.1145/x\n"
    reasons = read([source("x.csv", text)]).intake.notes["reason"].to_list()
    assert reasons == ["joined: same id", "joined: same id, other title"]


def written(corpus):
    content = io.BytesIO()
    corpus.table.write_parquet(content)
    return Source("written.parquet", content=content.getvalue())


def test_a_written_corpus_keeps_the_inputs_that_knew_and_dated_its_papers():
    one, two = (
        source("a.csv", "title,date\nA walk on graphs,2020-01-02\n"),
        source("b.csv", "title,year\nA walk on graphs,2020\n"),
    )
    corpus = read([one, two])
    again = read([written(corpus)])
    assert again.table.equals(corpus.table)
    assert again.table.select("dated_by", "sources").row(0) == ("a.csv", ["a.csv", "b.csv"])


def test_a_day_of_entry_stays_one_when_a_corpus_is_written_and_read_again():
    entered = source("a.csv", "title,created\nA walk on graphs,2019-02-03\n")
    published = source("b.csv", "title,date\nA walk on graphs,2020-05-06\n")
    corpus = read([entered])
    assert corpus.table["dated_by"].to_list() == ["a.csv (day of entry)"]
    assert read([written(corpus)]).table.equals(corpus.table)
    steps, once = read([written(corpus), published]), read([entered, published])
    assert steps.table.equals(once.table)
    assert steps.table["published"].to_list() == [date(2020, 5, 6)]


def test_a_text_in_a_column_of_sources_is_no_list_of_inputs():
    corpus = read([source("a.csv", "title,year,sources,dated_by\nA walk,2020,dblp,dblp\n")])
    assert corpus.table.select("dated_by", "sources").row(0) == ("a.csv", ["a.csv"])


def test_standard_input_is_an_input_like_any_other():
    corpus = read(["-"], stdin=io.BytesIO(b'{"title": "A walk"}\n'))
    assert corpus.intake.files.rows() == [("-", "json", 1, 0, 0, 0, 1)]


def test_progress_is_told_after_each_file():
    told = []
    read([source("a", "title\nOne\n"), source("b", "title\nTwo\n")], progress=lambda *step: told.append(step))
    assert told == [("read", 1, 2), ("read", 2, 2)]


def test_the_order_of_the_inputs_changes_the_account_and_not_the_papers():
    one = source("one.csv", "title,year\nA walk on graphs,2023\nA tree in bloom,2020\n")
    two = source("two.csv", "title,year,abstract\nA Walk on Graphs,2024,We walk.\n")
    assert read([one, two]).fingerprint() == read([two, one]).fingerprint()


@given(st.sampled_from(FORMATS), st.binary(max_size=60), st.booleans())
def test_no_bytes_raise_anything_but_a_source_error(fmt, tail, is_named):
    starts = {
        "parquet": b"PAR1",
        "pages": b"byAK and the research community\n",
        "jsonl": b'{"title": "A"}\n',
        "json": b'[{"title": "A"}, ',
    }
    content = starts.get(fmt.name, b"title,year\nA walk,2024\n") + tail
    with suppress(SourceError):
        corpus = read([source("x", content)], settings=SourceSettings(format=fmt.name if is_named else "auto"))
        assert corpus.intake.files["n_papers"].sum() == corpus.n_papers


@pytest.mark.slow
def test_every_daily_paper_of_two_years_is_read():
    path = CORPORA / "hf_daily_2024_2026.parquet"
    if not path.exists():
        pytest.skip("the daily papers of the shared corpora are not here")
    corpus = read([path])
    assert corpus.intake.files.row(0)[1:] == ("parquet", 9111, 0, 0, 0, 9111)
    assert corpus.table["id"].str.starts_with("arxiv:").all()
    assert corpus.table["published"].null_count() == 0
