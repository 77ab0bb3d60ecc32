from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from trends.datasets import Planted, make_corpus, planned_shares
from trends.errors import ConfigError


@pytest.fixture(scope="module")
def planted() -> Planted:
    return make_corpus(n_papers=6000, seed=1)


@pytest.fixture(scope="module")
def dated(planted) -> pl.DataFrame:
    """Papers whose day is known, with their subfield."""
    return planted.corpus.table.filter(precision="day").join(planted.members, on="id")


def row_of(planted: Planted, subfield: str) -> dict:
    return planted.truth.row(by_predicate=pl.col("subfield") == subfield, named=True)


@pytest.mark.parametrize("n_papers", [1, 50, 777])
def test_the_number_of_papers_is_the_one_asked_for(n_papers):
    corpus, truth, members = make_corpus(n_papers=n_papers)
    assert corpus.n_papers == n_papers
    assert members["id"].equals(corpus.ids)
    assert truth["n_papers"].sum() == members["subfield"].count()


@pytest.mark.parametrize("until", [date(2019, 3, 1), date(2024, 3, 5)], ids=["one year", "six years"])
def test_every_day_lies_in_the_span(until):
    table = make_corpus(n_papers=400, since=date(2018, 3, 1), until=until).corpus.table.filter(precision="day")
    assert table["published"].min() >= date(2018, 3, 1)
    assert table["published"].max() < until


def test_equal_arguments_give_equal_papers_and_another_seed_gives_others():
    first, again, other = (make_corpus(n_papers=200, seed=seed) for seed in (3, 3, 4))
    assert first.corpus.fingerprint() == again.corpus.fingerprint()
    assert first.truth.equals(again.truth)
    assert first.members.equals(again.members)
    assert not set(first.corpus.ids) & set(other.corpus.ids)


def test_drawn_papers_follow_the_planned_shares_in_every_quarter_and_subfield(dated):
    quarter = pl.col("day").dt.truncate("1q").alias("quarter")
    papers = dated.select("subfield", pl.col("published").alias("day"))
    n_of_day = papers.group_by("day").len("n")
    share = pl.col("share")
    expected = (
        planned_shares()
        .join(n_of_day, on="day")
        .group_by("subfield", quarter)
        .agg((pl.col("n") * share).sum().alias("mean"), (pl.col("n") * share * (1 - share)).sum().alias("variance"))
    )
    counted = papers.group_by("subfield", quarter).len("count")
    cells = expected.join(counted, on=["subfield", "quarter"], how="left").with_columns(pl.col("count").fill_null(0))
    assert (cells.filter(pl.col("mean") == 0)["count"] == 0).all()

    likely = cells.filter(pl.col("mean") >= 2)
    z = ((likely["count"] - likely["mean"]) / likely["variance"].sqrt()).to_numpy()
    assert len(z) > 250
    assert np.abs(z).max() < 4.5
    assert 0.75 < (z**2).mean() < 1.25


def test_the_mean_date_of_each_subfield_is_the_planned_one(dated):
    n_of_day = dated.group_by(pl.col("published").alias("day")).len("n")
    day = pl.col("day").cast(pl.Int32)
    weight = pl.col("n") * pl.col("share")
    mean = (day * weight).sum() / weight.sum()
    variance = (day**2 * weight).sum() / weight.sum() - mean**2
    planned = planned_shares().join(n_of_day, on="day").group_by("subfield").agg(mean.alias("mean"), variance.alias("variance"))
    drawn = dated.group_by("subfield").agg(pl.col("published").cast(pl.Int32).mean().alias("drawn"), pl.len())
    both = planned.join(drawn, on="subfield", validate="1:1")
    z = (both["drawn"] - both["mean"]) / (both["variance"] / both["len"]).sqrt()
    assert len(z) == 17
    assert z.abs().max() < 4


def test_raw_counts_of_a_steady_subfield_rise_although_its_share_does_not(planted, dated):
    steady = planted.truth.filter(kind="steady")["subfield"].implode()
    counts = (
        dated.filter(pl.col("subfield").is_in(steady)).group_by(pl.col("published").dt.year()).len("n").sort("published")["n"]
    )
    assert counts[4] / counts[0] == pytest.approx(1.2**4, rel=0.15)


def test_every_kind_of_trend_is_planted(planted):
    assert set(planted.truth["kind"]) == {"rise", "fall", "steady", "birth", "death", "burst", "season", "rest"}
    assert planted.truth["growth"].min() == -0.35
    assert planted.truth["growth"].max() == 0.60


def test_a_growth_in_the_truth_is_the_yearly_factor_between_its_shares(planted):
    trends = planted.truth.drop_nulls("growth")
    years = ((date(2025, 1, 1) - date(2020, 1, 1)).days - 1) / 365.25
    np.testing.assert_allclose(trends["share_end"] / trends["share_start"], (1 + trends["growth"].to_numpy()) ** years)
    assert (planted.truth.filter(kind="steady")["growth"] == 0).all()


def test_no_paper_precedes_a_birth_or_follows_a_death(planted, dated):
    birth, death = row_of(planted, "retrieval-augmented generation"), row_of(planted, "word embeddings")
    assert dated.filter(subfield=birth["subfield"])["published"].min() >= birth["onset"]
    assert dated.filter(subfield=death["subfield"])["published"].max() < death["end"]


def test_onset_and_end_of_a_burst_enclose_the_only_days_above_its_level(planted):
    burst = row_of(planted, "protein structure prediction")
    above = planned_shares().filter((pl.col("subfield") == burst["subfield"]) & (pl.col("share") > burst["share_start"] + 1e-9))
    assert above["day"].min() == burst["onset"]
    assert above["day"].max() == burst["end"] - timedelta(days=1)
    assert above["share"].max() == burst["share_peak"]


@pytest.mark.parametrize("years", range(1, 7))
def test_planned_shares_are_a_full_grid_of_positive_shares_that_sum_to_what_background_leaves(years):
    shares = planned_shares(since=date(2018, 1, 1), until=date(2018 + years, 1, 1))
    sums = shares.group_by("day").agg(pl.col("share").sum(), pl.len())
    assert shares["share"].min() >= 0
    assert shares.filter(subfield="recommender systems")["share"].min() > 0.02
    np.testing.assert_allclose(sums["share"], 0.97)
    assert sums["len"].unique().to_list() == [17]


def test_a_few_papers_have_no_subfield_no_date_or_half_a_date(planted):
    table = planted.corpus.table
    assert planted.members["subfield"].null_count() / 6000 == pytest.approx(0.03, abs=0.01)
    assert table["published"].null_count() == 120
    assert dict(table["precision"].drop_nulls().value_counts().iter_rows()) == {"day": 5760, "month": 60, "year": 60}
    assert (table.filter(precision="month")["published"].dt.day() == 1).all()
    assert (table.filter(precision="year")["published"].dt.ordinal_day() == 1).all()


def test_nothing_claims_to_be_a_real_paper(planted):
    table = planted.corpus.table
    assert table["url"].is_null().all()
    assert table["id"].str.contains("^sha:[0-9a-f]{16}$").all()
    assert table["sources"].explode().unique().to_list() == ["demo"]


@pytest.mark.parametrize("wrong", [{"n_papers": 0}, {"n_papers": 100_001}, {"seed": -1}, {"until": date(2020, 6, 1)}], ids=str)
def test_an_argument_out_of_range_is_an_error_that_names_it(wrong):
    with pytest.raises(ConfigError, match=next(iter(wrong))):
        make_corpus(**wrong)


@pytest.mark.slow
def test_words_alone_tell_the_subfields_apart():
    from sklearn.cluster import KMeans
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics import adjusted_mutual_info_score
    from sklearn.preprocessing import normalize

    corpus, truth, members = make_corpus(n_papers=1000)
    words = TfidfVectorizer(stop_words="english", sublinear_tf=True, min_df=2).fit_transform(corpus.texts())
    vectors = normalize(TruncatedSVD(50, random_state=0).fit_transform(words))
    inside = members["subfield"].is_not_null().to_numpy()
    found = KMeans(truth.height, n_init=10, random_state=0).fit_predict(vectors[inside])
    assert adjusted_mutual_info_score(members["subfield"].drop_nulls().to_list(), found) > 0.9
