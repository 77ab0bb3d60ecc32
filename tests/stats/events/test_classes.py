"""Rules of the words for topics: each with its evidence, and none for the lack of it."""

import numpy as np
import polars as pl
import pytest

from trends.data import Series, Topics
from trends.data.topics import TERMS_SCHEMA, TOPICS_SCHEMA
from trends.datasets import make_corpus
from trends.stats import count, estimate_growth
from trends.stats.events.bursts import find_bursts
from trends.stats.events.classes import CLASSES_SCHEMA, KINDS, classify
from trends.stats.events.onset import find_onsets

TOTALS = np.full(60, 1_000)
MONTHS = np.arange(60)


def words(series: Series, growth: pl.DataFrame | None = None) -> pl.DataFrame:
    grown = estimate_growth(series) if growth is None else growth
    return classify(series, grown, bursts=find_bursts(series), onsets=find_onsets(series)).sort("topic")


def grew(n_topics: int, *, low: float, growth: float, high: float, q: float, trend: str) -> pl.DataFrame:
    row = {"growth": growth, "growth_low": low, "growth_high": high, "q": q, "trend": trend}
    return pl.DataFrame([{"topic": topic, **row} for topic in range(n_topics)])


UNSURE = {"low": -0.3, "growth": 0.05, "high": 0.5, "q": 0.6, "trend": "unclear"}


@pytest.mark.parametrize(
    ("kind", "share", "growth"),
    [
        ("newborn", np.where(MONTHS < 40, 0, 30), UNSURE),
        ("rising", 20 * np.exp(0.4 * MONTHS / 12), {"low": 0.4, "growth": 0.49, "high": 0.6, "q": 0.0004, "trend": "rising"}),
        (
            "declining",
            80 * np.exp(-0.3 * MONTHS / 12),
            {"low": -0.4, "growth": -0.26, "high": -0.2, "q": 0.001, "trend": "falling"},
        ),
        ("bursting", np.where(MONTHS < 54, 20, 90), UNSURE),
        ("seasonal", 50 * (1 + 0.6 * np.cos(2 * np.pi * MONTHS / 12)), UNSURE),
        ("steady", np.full(60, 100), {"low": -0.05, "growth": 0.01, "high": 0.07, "q": 0.9, "trend": "unclear"}),
        ("dormant", np.where(MONTHS < 30, 60, 0), UNSURE),
        ("unclear", np.full(60, 5), UNSURE),
    ],
)
def test_each_word_is_earned(series_of, kind, share, growth):
    counts = np.random.default_rng(1).poisson(np.broadcast_to(share, (20, 60)))
    table = words(series_of(counts, TOTALS), grew(20, **growth))
    assert (table["kind"] == kind).mean() >= 0.9
    assert table["reason"].null_count() == 0


def test_a_wide_interval_around_no_growth_is_unclear_and_not_steady(series_of):
    series = series_of(np.full((1, 60), 100), TOTALS)
    assert words(series, grew(1, low=-0.05, growth=0.0, high=0.081, q=0.9, trend="unclear"))["kind"][0] == "unclear"
    assert words(series, grew(1, low=-0.05, growth=0.0, high=0.08, q=0.9, trend="unclear"))["kind"][0] == "steady"


def test_an_old_birth_is_not_new(series_of):
    counts = np.array([np.where(np.arange(96) < 30, 0, 30)])
    series = series_of(counts, np.full(96, 1_000))
    assert words(series, grew(1, **UNSURE))["kind"][0] != "newborn"


def test_the_reason_tells_the_numbers_of_the_rule(series_of):
    counts = np.array([[10] * 30 + [40] * 30])
    growth = grew(1, low=0.38, growth=0.61, high=0.88, q=0.001, trend="rising")
    row = words(series_of(counts, TOTALS), growth).row(0, named=True)
    assert row["kind"] == "rising"
    assert row["reason"] == ("+61% a year (95% interval +38% to +88%), q = 0.001, onset July 2020 (June 2020 to July 2020)")


def test_a_topic_with_too_few_papers_is_unclear_and_says_so(series_of):
    table = words(series_of(np.zeros((1, 60)), TOTALS))
    assert table.select("kind", "reason").row(0) == ("unclear", "too few papers or periods")
    assert table.schema == CLASSES_SCHEMA


def fit_truth(planted) -> Topics:
    """Return the planted subfields as topics, in the order of the truth."""
    names = planted.truth["subfield"].to_list()
    topic = pl.col("subfield").replace_strict(dict(zip(names, range(len(names)), strict=True)), default=-1, return_dtype=pl.Int64)
    members = planted.members.select("id", topic=topic, similarity=pl.lit(0.5), reason=pl.lit(None, pl.String))
    table = pl.DataFrame({"topic": range(len(names)), "label": names, "n_papers": planted.truth["n_papers"]})
    nothing = [pl.lit(None, dtype).alias(name) for name, dtype in TOPICS_SCHEMA.items() if name not in table.columns]
    table = table.with_columns(nothing).match_to_schema(TOPICS_SCHEMA)
    return Topics(table, pl.DataFrame(schema=TERMS_SCHEMA), members, np.ones((len(names), 1), np.float32), "the truth")


@pytest.mark.slow
@pytest.mark.parametrize("every", ["month", "quarter"])
def test_planted_subfields_get_their_word_and_births_their_date(every):
    planted = make_corpus(n_papers=9_600)
    series = count(fit_truth(planted), planted.corpus, every=every).series
    onsets = find_onsets(series)
    table = planted.truth.select("subfield", planted="kind", began="onset").with_row_index("topic").cast({"topic": pl.Int64})
    table = table.join(words(series), on="topic").join(onsets, on="topic")
    births = table.filter(pl.col("planted") == "birth")
    days = {"month": 31, "quarter": 92}[every]
    assert ((births["onset"] - births["began"]).dt.total_days().abs() <= 2 * days).all()
    assert set(births["kind"]) == {"newborn"}
    word = {
        "rise": {"rising"},
        "fall": {"declining"},
        "steady": {"steady", "unclear"},
        "season": {"seasonal"},
        "death": {"dormant"},
    }
    for planted_kind, allowed in word.items():
        assert set(table.filter(pl.col("planted") == planted_kind)["kind"]) <= allowed, planted_kind
    assert table.filter(pl.col("planted").is_in(["rise", "fall", "steady"]))["onset"].count() == 0
    assert "steady" in set(table.filter(pl.col("planted") == "steady")["kind"])


def test_the_words_are_sorted_as_they_are_listed(series_of):
    counts = np.array([[60] * 30 + [0] * 30, [0] * 40 + [30] * 20])
    series = series_of(counts, TOTALS)
    table = classify(series, grew(2, **UNSURE), bursts=find_bursts(series), onsets=find_onsets(series))
    assert table["kind"].to_list() == ["newborn", "dormant"]
    assert KINDS.index("newborn") < KINDS.index("dormant")
