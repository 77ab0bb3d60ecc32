import polars as pl
import pytest

import trends
from trends.config import read_config
from trends.errors import ConfigError, WorkspaceError

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("studies")
    corpus = trends.make_corpus(n_papers=1500).corpus
    settings = {"embed": {"kind": "lsa", "n_dims": 64}}
    return trends.study(corpus, folder=folder / "run", settings=settings, cache=folder / "cache")


def test_a_study_shows_its_parts(study):
    assert study.corpus.n_papers == 1500
    assert study.topics.n_topics == study.growth.height
    assert study.points.table.height == 1500
    assert study.series is not None
    assert study.chart("lines").figure["data"]


def test_planted_rises_rise_and_planted_falls_do_not(study):
    truth = trends.make_corpus(n_papers=1500)
    kinds = dict(truth.truth.select("subfield", "kind").iter_rows())
    members = study.topics.members.join(truth.members, on="id").drop_nulls("subfield")
    home = members.group_by("topic", "subfield").len().sort("len", descending=True).unique("topic", keep="first")
    planted = {topic: kinds[subfield] for topic, subfield in home.select("topic", "subfield").iter_rows()}
    rising = {planted[topic] for topic in study.rising()["topic"]}
    assert rising
    assert not rising & {"fall", "death", "steady"}


def test_rising_topics_are_those_that_chance_does_not_explain(study):
    rising = study.rising()
    assert (rising["q"] <= 0.05).all()
    assert (rising["growth_low"] > 0).all()
    assert rising["label"].null_count() == 0


def test_the_topics_are_those_of_the_chosen_layer(study):
    layers = study.layers
    assert layers.topics[layers.chosen].table.equals(study.topics.table)
    assert [topics.n_topics for topics in layers.topics] == sorted(topics.n_topics for topics in layers.topics)
    assert layers.n_layers > 1


def test_memberships_are_of_the_papers_and_topics_of_the_study(study):
    shares = study.memberships
    assert set(shares["topic"]) <= set(study.topics.table["topic"])
    assert set(shares["id"]) <= set(study.corpus.ids)
    assert shares["share"].min() >= 0.1
    assert shares.group_by("id").agg(pl.col("share").sum())["share"].max() <= 1 + 1e-9


def test_free_text_finds_its_topic_and_papers_that_stand_for_it(study):
    found = study.find_topics("federated learning across hospitals", n=2)
    assert found.height == 2
    assert "ederated learning" in found["label"][0]
    shown = study.representatives(n=3).filter(pl.col("topic") == found["topic"][0])
    assert shown["rank"].to_list() == [0, 1, 2]
    assert set(shown["id"]) <= set(study.papers(found["topic"][0])["id"])


def test_terms_are_told_for_each_topic_and_period(study):
    found = study.terms_over_time(n_terms=2)
    assert set(found["topic"]) == set(study.topics.table["topic"])
    assert set(found["rank"]) == {0, 1}
    assert found.select("topic", "label").unique().height == study.topics.n_topics


def test_where_no_vocabulary_is_planted_to_change_hardly_any_does(study):
    assert study.vocabulary_changes().height <= 3


def test_quality_says_what_comes_back(study):
    quality = study.quality(n_runs=2)
    assert quality.table["topic"].equals(study.topics.table["topic"])
    assert quality.totals.ari > 0.8


def test_the_cost_of_labels_is_known_before_anything_is_sent(study):
    nobody = trends.LlmLabels(url="http://127.0.0.1:9/v1", model="nobody", price_in=1.0, price_out=2.0)
    cost = study.label_cost(nobody)
    assert (cost.n_requests, cost.n_known) == (study.topics.n_topics, 0)
    assert cost.money == pytest.approx((cost.tokens_in + 2 * cost.tokens_out) / 1e6)


def test_guides_and_corrections_are_told_what_became_of_them(tmp_path):
    corpus = trends.make_corpus(n_papers=300).corpus
    guides = [trends.Guide(label="Unlearning", terms=("machine unlearning",), must_exist=True)]
    settings = {"embed": {"kind": "lsa", "n_dims": 32}, "topics": {"guides": guides, "n_runs": 0}}
    first = trends.study(corpus, folder=tmp_path / "run", settings=settings, cache=tmp_path / "cache")
    assert first.guides.select("label", "outcome").row(0)[1] in {"found", "carved"}
    assert "Unlearning" in first.topics.table["label"].to_list()
    assert first.corrections.height == 0
    (first.folder / "topics.toml").write_text('[[correction]]\nrename = "Unlearning"\nto = "Forgetting"\n')
    second = trends.study(corpus, folder=tmp_path / "run", settings=settings, cache=tmp_path / "cache")
    assert second.corrections.rows() == [('rename = "Unlearning", to = "Forgetting"', True, "")]
    assert "Forgetting" in second.topics.table["label"].to_list()


def test_an_object_of_another_package_finds_the_topics(tmp_path):
    from sklearn.cluster import KMeans

    settings = {"embed": {"kind": "lsa", "n_dims": 32}, "topics": {"clusterer": KMeans(n_clusters=7), "n_runs": 0}}
    study = trends.study(trends.make_corpus(n_papers=300).corpus, folder=tmp_path / "run", settings=settings, cache=tmp_path)
    assert study.topics.n_topics == 7
    assert study.layers.n_layers == 1
    assert read_config(study.folder / "config.toml").topics.clusterer.options == {"n_clusters": 7}


@pytest.mark.filterwarnings("ignore")  # BERTopic's, of its own future
def test_topics_go_to_bertopic_and_come_back(study, tmp_path):
    model = study.bertopic()
    assert model.topics_ == study.topics.members["topic"].to_list()
    labels = study.topics.table["label"].to_list()
    assert model.custom_labels_ == ["Outliers", *labels]
    assert model.find_topics("federated learning", top_n=1)[0] == study.find_topics("federated learning", n=1)["topic"].to_list()
    topics = trends.from_bertopic(model, study.corpus, embeddings=study.embeddings)
    settings = {"embed": {"kind": "lsa", "n_dims": 64}}
    again = trends.study(study.corpus, topics=topics, folder=tmp_path / "run", settings=settings, cache=tmp_path / "cache")
    assert again.topics.table["label"].to_list() == labels
    assert again.compare(study)["jaccard"].unique().to_list() == [1.0]
    assert again.series.table.equals(study.series.table)


def test_a_study_opens_again_from_its_folder(study):
    again = trends.Study(study.folder)
    assert again.topics.table.equals(study.topics.table)
    with pytest.raises(WorkspaceError, match="holds no run"):
        trends.Study(study.folder.parent)


def test_an_unknown_chart_names_the_known_ones(study):
    with pytest.raises(ConfigError, match="lines"):
        study.chart("pie")


def test_the_report_goes_where_it_is_asked_to(study, tmp_path):
    assert study.report() == study.folder / "report.html"
    written = study.report(tmp_path / "mine.html", papers=True)
    assert written.read_bytes() == study.report().read_bytes()
    with pytest.raises(ConfigError, match="is a folder"):
        study.report(tmp_path)


def test_a_study_shows_itself_in_a_notebook(study):
    page = study._repr_html_()
    assert "1,500 papers" in page
    assert "What rises" in page
    assert "What cannot be said" in study.story._repr_html_()
