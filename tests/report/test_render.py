import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise

import polars as pl
import pytest

from trends.data import Intake, Layers
from trends.data.corpus import FILES_SCHEMA, NOTES_SCHEMA
from trends.report import render, render_site
from trends.report.assets import unpack
from trends.report.render import summarize, tie

HOSTILE = "</script></style></title><script>alert(1)</script><img src=x onerror=alert(2)><!-- \"'` \u2028 &amp; {{ 7*7 }}"
VOID = {"meta", "link", "input", "br", "path"}


class Page(HTMLParser):
    """What a browser would see: elements with their attributes, the text of each, headings in order."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.texts, self._open = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self._open.pop() == tag

    def handle_data(self, data):
        self.texts.append((self._open[-1] if self._open else None, data))

    def of(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    def text(self):
        return " ".join(" ".join(text for tag, text in self.texts if tag not in {"script", "style"}).split())


def unpacked(page):
    """Return a page with the text of its packed data behind it."""
    packed = re.findall(r'<script type="text/plain" id="data-(?!plotly)[^"]*">(.*?)</script>', page)
    return page + "".join(unpack(text) for text in packed)


def make_hostile(make):
    """Return content in which every text that comes from outside is an attack."""
    files = pl.DataFrame([(HOSTILE, HOSTILE, 2, 0, 1, 0, 1)], schema=FILES_SCHEMA, orient="row")
    notes = pl.DataFrame([(HOSTILE, 1, "skipped", HOSTILE, HOSTILE)], schema=NOTES_SCHEMA, orient="row")
    paper = {"title": HOSTILE, "abstract": HOSTILE, "venue": HOSTILE, "url": f"https://example.org/{HOSTILE}"}
    corpus = make.papers([paper], intake=Intake(files, notes))
    topics = make.topics(corpus, members={"sha:0": 0}, labels=[HOSTILE])
    topics = replace(topics, terms=topics.terms.with_columns(term=pl.lit(HOSTILE)))
    chart = replace(make.chart(data=[{"type": "scatter", "text": [HOSTILE]}]), title=HOSTILE, caption=HOSTILE)
    return make.content(
        title=HOSTILE,
        corpus=corpus,
        topics=topics,
        tree=make.tree({0: None}),
        series=make.series({0: [1, 1]}, totals=[1, 1]),
        growth=make.growth({}),
        charts=[chart],
        facts={HOSTILE: {HOSTILE: HOSTILE}},
        command=HOSTILE,
    )


def test_no_element_comes_out_of_a_text_that_came_from_outside(make):
    hostile, plain = Page(render(make_hostile(make))), Page(render(make.content()))
    assert not hostile.of("img")
    assert len(hostile.of("script")) == len(plain.of("script"))
    assert {name for _, attributes in hostile.elements for name in attributes if name.startswith("on")} == set()
    assert "{{ 7*7 }}" in hostile.text()


def test_a_script_address_never_becomes_a_link(make):
    corpus = make.papers([{"url": "javascript:alert(1)"}])
    page = render(make.content(corpus=corpus, topics=make.topics(corpus, members={}, labels=[]), series=None, growth=None))
    assert "javascript:" not in page


def test_links_leave_without_telling_where_from(make):
    corpus = make.papers([{"url": "https://example.org/1"}])
    topics = make.topics(corpus, members={"sha:0": 0}, labels=["A"])
    page = Page(render(make.content(corpus=corpus, topics=topics, tree=make.tree({0: None}), series=None, growth=None)))
    outside = [link for link in page.of("a") if link["href"].startswith("https://")]
    assert outside
    assert all(link["rel"] == "noopener noreferrer" for link in outside)


def test_equal_content_gives_equal_bytes(make):
    assert render(make.content()) == render(make.content())


def test_the_page_loads_nothing(make):
    page = Page(render(make.content()))
    sources = [attributes[name] for _, attributes in page.elements for name in ("src", "srcset", "data") if name in attributes]
    assert sources == []
    assert [link["href"] for link in page.of("link")] == ["data:,"]


def test_headings_descend_step_by_step_and_ids_are_unique(make):
    page = Page(render(make.content()))
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_every_link_inside_the_page_has_its_goal(make):
    page = Page(render(make.content()))
    goals = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    links = [link["href"] for link in page.of("a") if link["href"].startswith("#")]
    assert {link[1:].partition("&")[0] for link in links} <= goals


def test_every_label_points_to_something_that_is_there(make):
    page = Page(render(make.content()))
    goals = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    named = [
        goal
        for _, attributes in page.elements
        for name in ("aria-labelledby", "aria-describedby")
        for goal in attributes.get(name, "").split()
    ]
    assert named
    assert set(named) <= goals


def test_findings_come_first_then_charts_topics_papers_and_the_making(make):
    page = Page(render(make.content()))
    assert [text for tag, text in page.texts if tag == "h2"] == [
        "What rises",
        "What is new",
        "What fades",
        "What cannot be said",
        "Charts",
        "Topics",
        "Each topic",
        "Papers",
        "Data quality",
        "How this was made",
    ]
    assert "Unlearning grew by 27% within 181 days" in page.text()


def test_each_topic_says_how_often_it_came_back_and_the_page_what_that_means(make):
    corpus = make.papers([{}, {}])
    topics = make.topics(corpus, members={"sha:0": 0, "sha:1": 1}, labels=["Firm", "Loose"], stability=[0.9, 0.4])
    page = render(make.content(corpus=corpus, topics=topics.marked(), series=None, growth=None, charts=[]))
    text = Page(page).text()
    assert "found again in 10 runs" in text
    assert "Came back in 9 of 10 runs" in text
    assert "4 of 10 (40" in text
    assert page.count(">Loose\xa0†</h3>") == page.count(">Firm</h3>") == 1


def test_where_nobody_measured_no_column_stands_empty(make):
    corpus = make.papers([{}])
    topics = make.topics(corpus, members={"sha:0": 0}, labels=["A"], stability=[None])
    text = Page(render(make.content(corpus=corpus, topics=topics, tree=make.tree({0: None}), series=None, growth=None))).text()
    assert "Came back" not in text
    assert "was not measured" in text


def test_a_topic_stands_between_the_coarser_one_and_its_subtopics(make):
    content = make.content()
    coarse = make.topics(content.corpus, members=dict.fromkeys(content.corpus.ids, 0), labels=["The field"])
    fine = make.topics(content.corpus, members={"sha:0": 0, "sha:1": 0, "sha:2": 1}, labels=["Exact", "Approximate"])
    page = Page(render(make.content(layers=Layers((coarse, content.topics, fine), 1))))
    assert page.text().count("The field") == 2
    assert page.text().count("Exact and Approximate") == 1


def test_a_run_that_no_command_repeats_offers_none(make):
    assert "Run it again" in render(make.content())
    assert "Run it again" not in render(make.content(command=""))


def test_without_papers_no_title_and_no_abstract_stand_in_the_page(make):
    corpus = make.papers([{"title": "A secret title", "abstract": "A secret abstract"}])
    topics = make.topics(corpus, members={"sha:0": 0}, labels=["A"])
    secret = make.chart(
        data=[{"type": "scatter", "text": ["A secret title"]}], table=pl.DataFrame({"id": ["a"], "title": ["A secret title"]})
    )
    content = make.content(corpus=corpus, topics=topics, tree=make.tree({0: None}), series=None, growth=None, charts=[secret])
    assert "secret" in unpacked(render(content))
    assert "secret" not in unpacked(render(content, papers=False))


def test_a_chart_without_data_is_put_in_words_and_needs_no_plotly(make):
    page = Page(render(make.content(charts=[make.chart(data=[])], series=None, growth=None)))
    assert "How to read lines." in page.text()
    assert not [element for element in page.of("div") if element.get("class") == "plot"]
    assert not [script for script in page.of("script") if script.get("id") == "data-plotly"]


@pytest.mark.parametrize("n_papers", [0, 1])
def test_without_topics_and_dates_the_page_still_tells_what_there_is(make, n_papers):
    corpus = make.papers([{"published": None, "precision": None}] * n_papers)
    empty = make.content(
        corpus=corpus,
        topics=make.topics(corpus, members={}, labels=[]),
        tree=make.tree({}),
        series=None,
        growth=None,
        charts=[],
        facts={},
    )
    text = Page(render(empty)).text()
    assert "Nothing: no topics were found." in text
    assert "There is no account of the input" in text


def test_nine_thousand_papers_stay_below_six_megabytes(make):
    n_papers = 9_111
    title = "A title of the usual length that says what the paper is about, and for whom"
    papers = [
        {"id": f"arxiv:{n:05}", "title": f"{title} {n}", "venue": "EMNLP Findings", "abstract": "word " * 200}
        for n in range(n_papers)
    ]
    corpus = make.papers(papers)
    topics = make.topics(
        corpus, members={paper: place % 60 for place, paper in enumerate(corpus.ids)}, labels=[f"Topic {n}" for n in range(60)]
    )
    tree = make.tree({**dict.fromkeys(range(60), 60), 60: None})
    page = render(make.content(corpus=corpus, topics=topics, tree=tree, series=None, growth=None))
    assert len(page.encode()) < 6_000_000


def test_the_summary_counts_papers_dates_and_topics(make):
    corpus = make.papers([{"published": date(2023, 1, 1), "precision": "month"}, {}, {"published": None, "precision": None}])
    topics = make.topics(corpus, members={"sha:0": 0}, labels=["A"])
    series = make.series({0: [1]}, totals=[1])
    assert summarize(corpus, topics, series=series) == "3 papers, dated Jan 2023 to 17 May 2024, in 1 topic, counted by quarter."


def test_the_summary_of_undated_papers_names_no_date(make):
    corpus = make.papers([{"published": None, "precision": None}])
    assert summarize(corpus, make.topics(corpus, members={}, labels=[]), series=None) == "1 paper, in 0 topics."


def test_an_equation_stays_on_one_line():
    assert tie("61% a year; q = 0.04, q < 0.001") == "61% a year; q\xa0=\xa00.04, q\xa0<\xa00.001"


def test_a_mark_stays_with_its_label_and_with_its_explanation():
    assert tie("Law & courts †, Text. † This topic") == "Law & courts\xa0†, Text.\xa0†\xa0This topic"


def test_a_site_holds_what_the_page_packs_and_its_page_reads_only_its_own_files(make):
    content = make.content(charts=[make.chart(table=pl.DataFrame({"topic": [1]}))])
    site = render_site(content)
    page = Page(site["index.html"])
    named = {script["data-file"] for script in page.of("script") if "data-file" in script}
    assert named == set(site) - {"index.html"}
    assert {"plotly.js", "data/papers.json", "data/series.json", "charts/lines.json", "charts/lines.csv"} <= named
    assert len(site["index.html"]) < len(render(content)) / 10
    policy = next(meta["content"] for meta in page.of("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    assert "connect-src 'self'" in policy


def test_a_site_without_papers_has_no_file_of_them(make):
    assert not [name for name in render_site(make.content(), papers=False) if "papers" in name]
