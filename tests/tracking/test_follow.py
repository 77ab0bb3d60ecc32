import polars as pl
import pytest

from trends.config import make_config
from trends.datasets import make_corpus
from trends.errors import ConfigError
from trends.pipeline import Job, run
from trends.tracking import TRACK_SERIES_SCHEMA, answers_file, plot, track, write_track
from trends.workspace import Workspace, store

pytestmark = pytest.mark.slow

SETTINGS = {"embed": {"kind": "lsa", "n_dims": 64}, "topics": {"n_runs": 0}, "stats": {"every": "quarter"}}


@pytest.fixture(scope="module")
def planted():
    return make_corpus(n_papers=1500)


@pytest.fixture(scope="module")
def folder(planted, tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    run(Job(make_config(SETTINGS, origin="test"), Workspace.create(folder), corpus=planted.corpus))
    return folder


@pytest.fixture(scope="module")
def unlearning(folder):
    return track(folder, "machine unlearning")


def ids_of(tracked):
    return set(tracked.members.filter("member")["id"])


@pytest.mark.parametrize("subfield", ["machine unlearning", "speech recognition", "graph neural networks"])
def test_the_papers_of_a_planted_subfield_are_found_by_its_name(folder, planted, subfield):
    truth = set(planted.members.filter(subfield=subfield)["id"])
    found = ids_of(track(folder, subfield))
    assert len(found & truth) / len(truth) > 0.9
    assert len(found & truth) / len(found) > 0.9


def test_the_planted_growth_lies_in_the_interval_at_every_threshold(unlearning, planted):
    growth = planted.truth.filter(subfield="machine unlearning")["growth"][0]
    assert unlearning.growth.height == 3
    assert (unlearning.growth["growth_low"] <= growth).all()
    assert (unlearning.growth["growth_high"] >= growth).all()


def test_the_sentence_holds_the_numbers(unlearning):
    assert unlearning.sentence.startswith(f"machine unlearning: {unlearning.n_papers} papers (")
    assert "95% interval" in unlearning.sentence


def test_a_stricter_line_never_has_more_papers(unlearning):
    totals = unlearning.series.group_by("threshold").agg(pl.col("count").sum()).sort("threshold")["count"].to_list()
    assert totals == sorted(totals, reverse=True)
    assert unlearning.series.schema == TRACK_SERIES_SCHEMA


def test_a_topic_of_the_run_can_be_tracked_by_number_and_by_label(folder):
    topics = store.read_topics(folder)
    label = topics.table["label"][0]
    by_number, by_label = track(folder, "topic:0"), track(folder, f'topic:"{label}"')
    members = set(topics.members.filter(topic=0)["id"])
    assert ids_of(by_number) == ids_of(by_label)
    assert len(ids_of(by_number) & members) / len(members) > 0.9


def test_examples_alone_find_papers_like_them(folder, planted):
    truth = planted.members.filter(subfield="speech recognition")["id"]
    found = track(folder, "", name="speech", yes=truth.head(8).to_list())
    assert found.basis == "examples and vectors"
    assert len(ids_of(found) & set(truth)) / len(ids_of(found)) > 0.9


def test_answers_are_kept_and_applied_again(folder, unlearning):
    wrong = unlearning.members["id"][0]
    write_track(track(folder, "machine unlearning", name="kept", no=[wrong]), folder)
    again = track(folder, "machine unlearning", name="kept")
    row = again.members.row(by_predicate=pl.col("id") == wrong, named=True)
    assert (row["member"], row["answer"], row["why"]) == (False, "no", "as you said")
    assert answers_file(folder, "kept").read_text(encoding="utf-8").count(wrong) == 1


def test_a_track_is_kept_as_tables(folder, unlearning):
    target = write_track(unlearning, folder)
    assert sorted(path.name for path in target.iterdir()) == ["growth.parquet", "members.parquet", "series.parquet"]
    assert store.read_table(target / "members.parquet").equals(unlearning.members)


def test_several_are_drawn_in_one_chart(folder, unlearning):
    chart = plot([unlearning, track(folder, "speech recognition")])
    assert chart.table["track"].unique().sort().to_list() == ["machine unlearning", "speech recognition"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"query": "topic:999"}, "topic '999' is not in the run"),
        ({"query": "speech", "yes": ["nobody"]}, "paper 'nobody' is not in the run"),
        ({"query": "zzzz AND qqqq"}, "no paper holds 'zzzz' and 'qqqq': check the spelling, or name papers that belong"),
        ({"query": "speech", "threshold": 1.0}, "threshold is 1.0, it must be between 0 and 1"),
    ],
)
def test_what_is_not_there_is_named(folder, arguments, said):
    query = arguments.pop("query")
    with pytest.raises(ConfigError, match=said):
        track(folder, query, **arguments)


def test_a_word_that_no_paper_holds_is_told_at_once(folder, caplog):
    track(folder, "machine unlearnig")
    assert caplog.messages == [
        "no paper holds 'unlearnig'",
        "no paper says 'machine unlearnig': looking for papers that are like it",
    ]


def test_a_track_shows_its_sentence_in_a_notebook_and_its_name_stays_text(folder):
    page = track(folder, "machine unlearning", name="<b>Unlearning</b>")._repr_html_()
    assert page.startswith("<p>&lt;b&gt;Unlearning&lt;/b&gt;: ")
