import json

import polars as pl

from trends.data import OUTLIER
from trends.report.bundle import gather, to_csv


def test_the_page_reads_only_what_there_is(make):
    content = make.content()
    assert set(gather(content, charts=content.charts, papers=True)) == {
        "topics",
        "series",
        "papers",
        "chart-lines",
        "plotly",
    }
    tabled = make.chart(table=pl.DataFrame({"topic": [1]}))
    assert "table-lines" in gather(content, charts=[tabled], papers=True)
    bare = make.content(series=None, growth=None, charts=[make.chart(data=[])])
    assert set(gather(bare, charts=bare.charts, papers=False)) == {"topics"}


def test_the_list_of_papers_is_complete(make):
    content = make.content()
    papers = json.loads(gather(content, charts=[], papers=True)["papers"])
    assert {len(papers[name]) for name in ("title", "date", "venue", "link", "topic")} == {content.corpus.n_papers}
    assert papers["topic"].count(OUTLIER) == 1
    assert papers["stratum"] == papers["strata"] == []


def test_topics_come_with_their_labels_and_colours(make):
    topics = json.loads(gather(make.content(palette=("#111111",)), charts=[], papers=False)["topics"])
    assert topics == {"labels": {"0": "Unlearning", "1": "Legal text"}, "palette": ["#111111"]}


def test_the_data_behind_a_chart_is_rounded_and_names_papers_by_id_alone():
    table = pl.DataFrame({"id": ["sha:0"], "title": ["A title"], "x": [0.123456789]})
    assert to_csv(table) == "id,x\nsha:0,0.123457\n"
