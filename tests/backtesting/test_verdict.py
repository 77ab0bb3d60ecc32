from datetime import date

import polars as pl
import pytest

from trends.backtesting.leads import LEADS_SCHEMA
from trends.backtesting.levels import ERRORS_SCHEMA
from trends.backtesting.scores import SCORES_SCHEMA
from trends.backtesting.settings import BacktestSettings
from trends.backtesting.verdict import judge
from trends.embed import Hashing, Lsa, Sentence

SETTINGS = BacktestSettings()
NO_LEADS = pl.DataFrame(schema=LEADS_SCHEMA)


def scores_of(ours, plain, *, n_topics=40):
    rows = [
        {"origin": date(2020 + year, 1, 1), "method": method, "n_topics": n_topics, "spearman": rank}
        | {"precision": 0.5, "chance": 0.3, "csi": 0.2, "top_ratio": 1.3, "ceiling": 0.7}
        for method, ranks in (("borrowed", ours), ("naive", plain))
        for year, rank in enumerate(ranks)
    ]
    return pl.DataFrame([row | {"every": "year"} for row in rows], schema=SCORES_SCHEMA)


def errors_of(coverage):
    rows = [(date(2020, 1, 1), method, mase, coverage, 9) for method, mase in (("naive", 1.1), ("field", 0.9))]
    return pl.DataFrame(rows, schema=ERRORS_SCHEMA, orient="row")


def say(scores, *, errors=None, leads=NO_LEADS, embed=None):
    return judge(scores, errors_of(0.9) if errors is None else errors, leads=leads, settings=SETTINGS, embed=embed or Sentence())


@pytest.mark.parametrize(
    ("ranks", "word"),
    [([0.6, 0.6], "most"), ([0.3, 0.4], "part"), ([0.2, 0.3], "a little"), ([0.1, 0.1], "no more than chance shows")],
)
def test_the_first_sentence_says_how_much_would_have_been_seen(ranks, word):
    first = say(scores_of(ranks, [0.0, 0.0], n_topics=90))[0]
    assert first.startswith("Asked at the start of 2020 and 2021, from earlier papers alone, ")
    assert first.endswith(f"it would have seen {word} of which topics grew in the year after.")


def test_what_chance_would_do_as_well_is_nothing_however_high_it_looks():
    assert "seen no more than chance" in say(scores_of([0.5], [0.0], n_topics=10))[0]
    assert "seen most" in say(scores_of([0.5], [0.0], n_topics=100))[0]


def test_it_stands_beside_growth_taken_as_it_is():
    second = say(scores_of([0.5, 0.3], [0.1, 0.4]))[1]
    assert "0.40 on average (0.30 to 0.50), 0.25 for growth over the last year taken as it is" in second
    assert "did worse at 1 of 2 origins" in second
    assert "perfect foresight would reach about 0.70" in second


@pytest.mark.parametrize(
    ("coverage", "words"), [(0.7, "too narrow"), (0.9, "as wide as they should be"), (1.0, "wider than they need be")]
)
def test_intervals_are_called_what_they_are(coverage, words):
    assert any(words in sentence for sentence in say(scores_of([0.5], [0.1]), errors=errors_of(coverage)))


def test_calls_that_came_to_nothing_are_told():
    leads = pl.DataFrame(
        [
            (0, "rising", date(2020, 1, 1), 20, 0.01, 0.02, 2.0),
            (1, "rising", None, None, None, 0.02, None),
            (2, "unclear", date(2020, 1, 1), 20, 0.01, 0.01, 2.0),
        ],
        schema=LEADS_SCHEMA,
        orient="row",
    )
    told = next(sentence for sentence in say(scores_of([0.5], [0.1]), leads=leads) if "rise today" in sentence)
    assert "Of the topics that rise today, 1 of 2 would have been called" in told
    assert "2.0 years ago and at 0.50 of their present share" in told
    assert "of those that ever were called so, 1 of 2 rise today" in told


@pytest.mark.parametrize(
    ("embed", "words"),
    [
        (Sentence(), "trained in 2021"),
        (Sentence(model="other"), "nobody here knows"),
        (Lsa(), "fitted on all papers"),
        (Hashing(), "Nothing of later"),
    ],
)
def test_the_leak_that_remains_is_named(embed, words):
    assert words in say(scores_of([0.5], [0.1]), embed=embed)[-1]


def test_too_few_topics_are_no_verdict():
    (only,) = say(scores_of([None], [None]))
    assert "too few topics" in only
