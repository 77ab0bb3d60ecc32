import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trends.errors import SourceError
from trends.sources import SourceSettings, read
from trends.sources.files.pages import read_pages
from trends.sources.opening import Opened
from trends.sources.records import Record, Skip

PAGES = Path(__file__).parents[3] / "../shared/corpora/pages"

HEAD = (
    "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nDaily Papers\n\nbyAK and the research community\n\n{day}\n\n"
)
BODY = "We walk on graphs and count the steps that bring us home. " * 6
BYLINE = "  • 8 authors\n·\n"


def entry(title, *, body=BODY, byline=BYLINE, date=""):
    return f"{title}\n\n{body.strip()}\n\n\n{byline}{date}\n\n"


def records(*entries, day="Oct 31", **settings):
    page = HEAD.format(day=day) + "".join(entries)
    return list(read_pages(Opened("page.txt", page.encode()), SourceSettings(**settings)))


def dates(*entries, **options):
    return [record.date for record in records(*entries, **options)]


def test_an_entry_gives_title_abstract_date_and_the_line_of_its_title():
    (record,) = records(entry("On Graphs: Why?", date="Jun 14, 2024"))
    assert (record.title, record.abstract, record.date, record.line) == ("On Graphs: Why?", BODY.strip(), "2024-06-14", 13)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Jun 14, 2024", "2024-06-14"),
        ("Dec 6, 2023 2", "2023-12-06"),
        ("Jun 27, 2024 177", "2024-06-27"),
        ("Feb 14, 202463", "2024-02-14"),
        ("Feb 14, 2024 63 5", "2024-02-14"),
    ],
)
def test_upvotes_behind_a_date_are_no_part_of_it(text, iso):
    assert dates(entry("A title", date=text)) == [iso]


def test_a_date_without_a_year_is_younger_than_the_newest_year_on_the_page():
    found = dates(entry("One", date="Dec 14, 2024"), entry("Two", date="Oct 21 3"), entry("Three", date="Mar 11 1"), day="Oct 31")
    assert found == ["2024-12-14", "2025-10-21", "2025-03-11"]


def test_a_date_glued_to_upvotes_without_a_year_is_sure_of_its_month_only():
    assert dates(entry("One", date="Dec 14, 2024"), entry("Two", date="Feb 1463")) == ["2024-12-14", "2025-02"]


def test_a_date_after_the_capture_is_left_out_and_told():
    late = records(entry("One", date="Dec 14, 2024"), entry("Two", date="Nov 2"), day="Oct 31")[1]
    assert (late.date, late.mends) == (None, (("date lies after the day of the capture", "Nov 2"),))


def test_without_any_year_only_the_user_knows_the_year():
    unknown = records(entry("One", date="Oct 21"))[0]
    assert (unknown.date, unknown.mends[0][0]) == (None, "date without a year on a page that names none")
    assert dates(entry("One", date="Oct 21"), capture_year=2023) == ["2023-10-21"]


def test_an_organisation_is_no_part_of_the_abstract():
    for byline in ("apple Apple\n·\n", "apple Apple\n  • 8 authors\n·\n", "google Google\n\n  • 3 authors\n·\n"):
        (record,) = records(entry("A title", byline=byline, date="Mar 11, 2024 1"))
        assert (record.abstract, record.date) == (BODY.strip(), "2024-03-11")


def test_an_entry_without_a_byline_stands_between_dated_ones():
    undated = f"The second\n\n{BODY}\n\n"
    found = records(entry("The first", date="Jun 1, 2024"), undated, entry("The third", date="Jun 3, 2024"))
    assert [(record.title, record.date) for record in found] == [
        ("The first", "2024-06-01"),
        ("The second", None),
        ("The third", "2024-06-03"),
    ]


def test_an_abstract_may_have_several_paragraphs():
    body = f"{BODY}\n\nCode is at https://example.org/code\n\nIt is free."
    (record,) = records(entry("A title", body=body, date="Jun 1, 2024"))
    assert record.abstract.endswith("\nCode is at https://example.org/code\nIt is free.")


@pytest.mark.parametrize(
    ("end", "kept"),
    [
        ("all techniques.2", "all techniques."),
        ("released publicly.0", "released publicly."),
        ("by 75.7%.12", "by 75.7%."),
        ("we beat GPT-4", "we beat GPT-4"),
        ("we beat GPT-3.5", "we beat GPT-3.5"),
        ("we win on ImageNet 1", "we win on ImageNet 1"),
        ("see https://example.org/v2.1", "see https://example.org/v2.1"),
        ("as shown in Fig.2", "as shown in Fig.2"),
    ],
)
def test_only_upvotes_are_cut_from_the_end_of_an_abstract_without_a_byline(end, kept):
    first, second = records(f"One\n\n{BODY}{end}\n\n", f"Two\n\n{BODY}{end}\n")
    assert first.abstract == second.abstract == BODY + kept


def test_with_a_byline_the_end_of_the_abstract_is_its_own():
    (record,) = records(entry("A title", body=f"{BODY}among techniques.2", date="Jun 1, 2024"))
    assert record.abstract.endswith("techniques.2")


def test_a_page_that_ends_behind_a_title_counts_it_as_cut_off():
    kept, cut = records(entry("One", date="Jun 1, 2024"), "The second\n")
    assert isinstance(kept, Record)
    assert cut == Skip("cut off in the middle", "The second", 22)


def test_a_page_that_begins_with_an_abstract_counts_it_as_cut_off():
    cut, kept = records(f"{BODY}\n\n", entry("One", date="Jun 1, 2024"))
    assert (cut.reason, kept.title) == ("cut off in the middle", "One")


def test_a_page_that_ends_inside_an_abstract_keeps_what_is_there():
    assert records(f"One\n\n{BODY}and th")[0].abstract.endswith("and th")


def test_a_title_with_a_byline_and_no_abstract_is_a_paper():
    (record,) = records("Deep Regression\n\n  • 8 authors\n·\nJun 1, 2024\n")
    assert (record.title, record.abstract, record.date) == ("Deep Regression", "", "2024-06-01")


def test_a_page_of_nothing_but_a_head_is_refused():
    with pytest.raises(SourceError, match=r"page.txt is a page without entries"):
        records()


@given(
    st.lists(
        st.sampled_from(["A title", BODY, "·", "  • 8 authors", "Oct 3", "Jun 1, 2024 7", "", "", "12", "x.", "apple Apple"])
    )
)
def test_any_order_of_lines_gives_records_with_rising_lines(lines):
    try:
        found = list(read_pages(Opened("x", "\n".join(lines).encode()), SourceSettings()))
    except SourceError:
        return
    assert [record.line for record in found] == sorted({record.line for record in found})


# Read off the pages by eye. A page saved on Oct 31 or Nov 14 that names Dec 2024 was saved in 2025.
BY_HAND = {
    "A Unified Data Augmentation Framework for Low-Resource Multi-Domain Dialogue Generation": date(2024, 6, 14),
    "Personalized Face Inpainting with Diffusion Models by Parallel Visual Attention": date(2023, 12, 6),
    "DeBERTa: Decoding-enhanced BERT with Disentangled Attention": date(2020, 6, 5),
    "LinEAS: End-to-end Learning of Activation Steering with a Distributional Loss": date(2025, 3, 11),
    "Extracting alignment data in open models": date(2025, 10, 21),
    "RESTOR: Knowledge Recovery in Machine Unlearning": date(2024, 10, 31),
    "Spectrum Tuning: Post-Training for Distributional Coverage and In-Context Steerability": date(2025, 10, 7),
    "Team RAS in 9th ABAW Competition: Multimodal Compound Expression Recognition Approach": None,
    "NOVA: A Benchmark for Anomaly Localization and Clinical Reasoning in Brain MRI": None,
    "A Probabilistic Generative Grammar for Semantic Parsing": date(2016, 6, 20),
    "Rex-Thinker: Grounded Object Referring via Chain-of-Thought Reasoning": date(2025, 6, 4),
    "FW-Merging: Scaling Model Merging with Frank-Wolfe Optimization": None,
    "Who's Harry Potter? Approximate Unlearning in LLMs": date(2023, 10, 3),
    "Exploring Transformer Backbones for Heterogeneous Treatment Effect Estimation": date(2022, 2, 2),
    "UnUnlearning: Unlearning is not sufficient for content regulation in advanced generative AI": date(2024, 6, 27),
}


@pytest.fixture(scope="module")
def real():
    if not PAGES.is_dir():
        pytest.skip("the saved pages of the shared corpora are not here")
    return read([PAGES])


def test_every_entry_of_the_real_pages_is_accounted_for(real):
    files = real.intake.files
    assert files["n_records"].to_list() == [81, 65, 72, 108, 71]
    assert (files["n_records"].sum(), files["n_skipped"].sum(), files["n_merged"].sum()) == (397, 0, 48)
    assert real.n_papers == 349
    assert real.table["title"].n_unique() == 349


def test_dates_of_the_real_pages_are_those_read_by_eye(real):
    papers = real.table.filter(real.table["title"].is_in(list(BY_HAND)))
    assert dict(zip(papers["title"], papers["published"], strict=True)) == BY_HAND


def test_a_paper_on_several_real_pages_has_the_date_of_the_one_that_knows_it(real):
    paper = real.table.row(
        by_predicate=pl.col("title") == "Systematic Rectification of Language Models via Dead-end Analysis", named=True
    )
    assert (paper["published"], len(paper["sources"])) == (date(2023, 2, 27), 2)


def test_no_byline_is_left_in_the_text_of_the_real_pages(real):
    for text in [*real.table["title"], *real.table["abstract"]]:
        assert not re.search(r"•|·$|^\d+ authors|Get trending papers", text)
    assert real.table["abstract"].str.len_chars().min() > 1000
