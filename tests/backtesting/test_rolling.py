from collections.abc import Callable
from datetime import date

import numpy as np
import polars as pl
import pytest

from trends.backtesting import Backtest, BacktestSettings, backtest
from trends.data import Corpus, Embeddings
from trends.errors import ConfigError, DataError
from trends.topics import TopicModel

ORIGIN = date(2022, 1, 1)
WORDS = ("parsing", "speech", "vision", "dialogue", "retrieval", "translation")
GROWTH = (0.8, 0.5, 0.2, -0.2, -0.5, -0.8)
MODEL = TopicModel(min_papers=10, seed=0)
SETTINGS = BacktestSettings(n_splits=5, k=2)


@pytest.fixture(scope="module")
def planted() -> tuple[np.ndarray, list[date], list[str]]:
    """Draw papers of six subjects that grow and shrink steadily from 2018 to 2022: vectors, dates and titles."""
    random = np.random.default_rng(0)
    subject, dates = [], []
    for year in range(2018, 2023):
        share = 0.15 * np.exp(np.array(GROWTH) * (year - 2020))
        drawn = random.choice(len(WORDS), size=300, p=share / share.sum())
        subject += drawn.tolist()
        dates += [date(year, int(month), 1) for month in random.integers(1, 13, 300)]
    rows = np.linalg.qr(random.normal(size=(16, 16)))[0][subject] + 0.1 * random.normal(size=(len(subject), 16))
    matrix = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return matrix.astype(np.float32), dates, [f"{WORDS[place]} of sentences {number}" for number, place in enumerate(subject)]


def run(
    corpus_of: Callable[..., Corpus],
    planted: tuple[np.ndarray, list[date], list[str]],
    settings: BacktestSettings = SETTINGS,
    origin: date = ORIGIN,
) -> Backtest:
    matrix, dates, titles = planted
    corpus = corpus_of(titles, dates=dates)
    row = {title: number for number, title in enumerate(titles)}
    vectors = matrix[[row[title] for title in corpus.table["title"]]]
    return backtest(corpus, Embeddings(corpus.ids, vectors, "made"), model=MODEL, origins=[origin], settings=settings)


@pytest.mark.slow
def test_subjects_that_grow_steadily_are_ranked_as_they_go_on_to_grow(corpus_of, planted):
    done = run(corpus_of, planted)
    field = done.rankings.filter("chosen", method="field")
    assert field["spearman"].mean() > 0.75
    assert field["top_ratio"].mean() > 1.2
    seen = done.seen.sort("field")
    assert "translation" in seen["label"][0].lower()
    assert "parsing" in seen["label"][-1].lower()
    assert set(done.errors["method"]) == {"naive", "drift", "damped", "field"}
    assert done.forecasts["came"].null_count() == 0


@pytest.mark.slow
def test_nothing_after_the_origin_enters_what_is_said(corpus_of, planted):
    matrix, dates, titles = planted
    once = run(corpus_of, planted)
    later = [number for number, day in enumerate(dates) if day >= ORIGIN]
    other = matrix.copy()
    other[later] = matrix[later[0]]
    mixed = list(titles)
    for number in later:
        mixed[number] = f"quantum cooking {number}"
    again = run(corpus_of, (other, dates, mixed))
    assert once.seen.drop("followed").equals(again.seen.drop("followed"))
    assert once.forecasts.drop("came").equals(again.forecasts.drop("came"))
    assert not once.seen["followed"].equals(again.seen["followed"])


def test_an_origin_inside_a_period_is_an_error(corpus_of, planted):
    with pytest.raises(ConfigError, match="2022-03-01 is not the first day of a year"):
        run(corpus_of, planted, origin=date(2022, 3, 1))


def test_an_origin_without_a_future_is_an_error(corpus_of, planted):
    with pytest.raises(DataError, match="must have papers before and after"):
        run(corpus_of, planted, origin=date(2024, 1, 1))


def test_papers_too_few_for_a_topic_are_an_error(corpus_of, planted):
    matrix, dates, titles = planted
    few = [number for number, day in enumerate(dates) if day.year in (2021, 2022)][::60]
    chosen = matrix[few], [dates[number] for number in few], [titles[number] for number in few]
    with pytest.raises(DataError, match="have no topic"):
        run(corpus_of, chosen)


def test_vectors_of_other_papers_are_an_error(corpus_of):
    corpus = corpus_of(["one", "two"])
    wrong = Embeddings(pl.Series(["x", "y"]), np.eye(2, dtype=np.float32), "made")
    with pytest.raises(DataError, match="of other papers"):
        backtest(corpus, wrong, model=MODEL, origins=[ORIGIN], settings=SETTINGS)
