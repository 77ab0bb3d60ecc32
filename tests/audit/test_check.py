"""Each fault is planted alone and found alone; clean papers give no finding."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from trends.audit import audit_corpus
from trends.data import Corpus
from trends.errors import ConfigError

CORPORA = Path(__file__).parents[2] / "../shared/corpora"
STEADY = [200] * 9


def kinds(audit):
    return audit.findings["kind"].to_list()


def only(audit):
    """Return the one finding, or fail by naming them all."""
    assert audit.findings.height == 1, audit.findings.select("kind", "sentence").rows()
    return audit.findings.row(0, named=True)


def noise(rng, mean, n):
    return rng.negative_binomial(20, 20 / (20 + mean), size=n).tolist()


@pytest.mark.parametrize("seed", range(4))
def test_a_complete_corpus_of_noisy_venues_is_silent(plant, seed):
    rng = np.random.default_rng(seed)
    audit = audit_corpus(plant({f"venue {mean}": noise(rng, mean, 9) for mean in (300, 150, 90, 60, 40, 30)}))
    assert kinds(audit) == []
    assert audit.coverage["trusted"].all()
    assert audit.advice.reasons == ("Count the papers as they are: no fault was found that bends a curve.",)


def test_a_field_that_doubles_every_two_years_is_silent(plant):
    assert kinds(audit_corpus(plant({"A": [round(40 * 1.41**year) for year in range(10)], "B": [80] * 10}))) == []


def test_a_field_with_seasons_is_silent(plant):
    season = [round(120 * (1 + 0.45 * np.sin(month * np.pi / 6))) for month in range(30)]
    assert kinds(audit_corpus(plant({"A": season, "B": [90] * 30}, every="month"))) == []


def test_conferences_that_come_in_one_month_of_every_year_are_silent(plant):
    def yearly(month, n):
        return [n if place % 12 == month else 0 for place in range(36)]

    assert kinds(audit_corpus(plant({"A": yearly(4, 300), "B": yearly(8, 200), "C": yearly(10, 150)}, every="month"))) == []


def test_a_venue_that_comes_every_second_year_is_named(plant):
    audit = audit_corpus(plant({"yearly": STEADY, "biennial": [150, 0] * 4 + [150]}))
    found = only(audit)
    assert found["kind"] == "alternates"
    assert found["level"] == "serious"
    assert found["strata"] == ["biennial"]
    assert found["sentence"].startswith(
        "The venue biennial comes only every second year. It holds 43% of the papers of 2015 and 0%"
    )
    assert audit.advice.stratum_kind == "venue"
    assert audit.advice.reasons[-1].startswith("Hold venues constant: ")
    assert found["remedy"] == "A run mends this by itself: it compares each venue with itself alone."


def test_venues_that_alternate_are_told_together_largest_first(plant):
    audit = audit_corpus(plant({"A": STEADY, "small": [60, 0] * 4 + [60], "large": [0, 90] * 4 + [0]}))
    assert only(audit)["strata"] == ["large", "small"]


def test_a_venue_that_starts_late_is_named_with_its_year(plant):
    found = only(audit_corpus(plant({"A": STEADY, "new": [0] * 4 + [120] * 5})))
    assert (found["kind"], found["strata"]) == ("starts late", ["new"])
    assert (found["since"], found["until"]) == (date(2015, 1, 1), date(2019, 1, 1))
    assert "new (2019)" in found["sentence"]


def test_a_venue_that_grows_from_small_beginnings_is_no_late_start(plant):
    assert kinds(audit_corpus(plant({"A": STEADY, "growing": [3, 6, 12, 24, 48, 96, 120, 140, 160]}))) == []


def test_a_venue_that_ends_is_named_with_its_last_year(plant):
    found = only(audit_corpus(plant({"A": STEADY, "old": [120] * 5 + [0] * 4})))
    assert (found["kind"], found["strata"], found["since"]) == ("ends early", ["old"], date(2020, 1, 1))
    assert "old (last 2019)" in found["sentence"]


def test_a_venue_that_pauses_is_named_with_the_years(plant):
    found = only(audit_corpus(plant({"A": STEADY, "gappy": [120] * 4 + [0] + [120] * 4})))
    assert (found["kind"], found["strata"], found["since"]) == ("pauses", ["gappy"], date(2019, 1, 1))


def test_a_volume_that_is_missing_in_the_last_year_is_named(plant):
    audit = audit_corpus(plant({"A": STEADY, "late": [120] * 8 + [0]}))
    found = only(audit)
    assert (found["kind"], found["strata"]) == ("missing at the end", ["late"])
    assert (found["since"], found["until"]) == (date(2023, 1, 1), date(2024, 1, 1))
    assert "late (120 papers in 2022)" in found["sentence"]
    last = audit.coverage.filter(period=date(2023, 1, 1), stratum_kind="all").row(0, named=True)
    assert (last["trusted"], last["reason"]) == (False, "strata are missing")


def test_a_sudden_fall_of_one_venue_is_told_apart_from_noise(plant):
    found = only(audit_corpus(plant({"A": STEADY, "B": STEADY, "halved": [240] * 6 + [40] * 3})))
    assert (found["kind"], found["strata"], found["since"]) == ("sudden drop", ["halved"], date(2021, 1, 1))
    assert "from 240 to 40 papers in 2021" in found["sentence"]


def test_a_month_without_papers_is_a_hole_of_the_whole_and_not_of_each_venue(plant):
    row = [90] * 11 + [0] + [90] * 12
    found = only(audit_corpus(plant({"A": row, "B": row}, every="month")))
    assert (found["kind"], found["since"], found["strata"]) == ("hole", date(2015, 12, 1), [])
    assert found["sentence"] == "Dec 2015 holds 0 papers; a usual month holds 180."


@pytest.mark.parametrize(("n_left", "until"), [(0, date(2016, 2, 1)), (0, date(2016, 4, 1)), (5, date(2016, 3, 1))])
def test_months_side_by_side_without_papers_are_one_hole_of_the_whole(plant, n_left, until):
    n_months = until.month
    row = [90] * 11 + [n_left] * n_months + [90] * 12
    audit = audit_corpus(plant({"A": row, "B": row}, every="month"))
    found = only(audit)
    assert (found["kind"], found["since"], found["until"], found["strata"]) == ("hole", date(2015, 12, 1), until, [])
    assert found["n_papers"] == 2 * n_left * n_months
    lost = audit.coverage.filter(pl.col("period").is_between(date(2015, 12, 1), until, closed="left"))
    assert lost.filter(stratum_kind="venue", stratum="A")["reason"].unique().to_list() == ["all papers are missing"]
    assert "strata are missing" not in lost["reason"].to_list()


def test_a_last_month_that_is_cut_short_is_named_with_its_day(plant):
    whole = plant({"A": [310] * 14}, every="month")
    audit = audit_corpus(Corpus.of(whole.table.filter(pl.col("published") < date(2016, 2, 12))))
    found = only(audit)
    assert (found["kind"], found["since"], found["until"]) == ("partial end", date(2016, 2, 1), date(2016, 2, 12))
    assert found["sentence"].startswith("Feb 2016 ends on 11 Feb 2016")
    assert (audit.advice.since, audit.advice.until) == (None, date(2016, 2, 1))


def test_a_last_month_that_ends_before_its_last_weekend_is_complete(plant):
    whole = plant({"A": [310] * 14}, every="month")
    assert kinds(audit_corpus(Corpus.of(whole.table.filter(pl.col("published") < date(2016, 2, 27))))) == []


def test_a_last_year_without_its_autumn_is_cut_short(plant):
    whole = plant({"A": STEADY, "B": STEADY})
    audit = audit_corpus(Corpus.of(whole.table.filter(pl.col("published") < date(2023, 9, 1))))
    assert kinds(audit) == ["partial end"]
    assert audit.advice.until == date(2023, 9, 1)


def test_a_thin_scatter_before_dense_coverage_is_a_ragged_start(plant):
    audit = audit_corpus(plant({"A": [1, 0, 2, 1, 2, 300, 310, 320, 330, 340, 350]}))
    found = only(audit)
    assert (found["kind"], found["n_papers"], found["until"]) == ("ragged start", 6, date(2020, 1, 1))
    assert audit.advice.since == date(2020, 1, 1)
    assert audit.coverage.filter(pl.col("trusted"))["period"].min() == date(2020, 1, 1)


def test_a_stream_that_begins_inside_a_month_is_advised_from_the_next(plant):
    whole = plant({"A": [310] * 14}, every="month")
    audit = audit_corpus(Corpus.of(whole.table.filter(pl.col("published") >= date(2015, 1, 18))))
    found = only(audit)
    assert found["sentence"] == "Dense coverage begins on 18 Jan 2015, inside the first month of the papers."
    assert audit.advice.since == date(2015, 2, 1)


def test_a_finding_and_the_advice_name_the_same_day(plant):
    whole = plant({"A": STEADY})
    audit = audit_corpus(Corpus.of(whole.table.filter(pl.col("published").is_between(date(2015, 3, 20), date(2023, 9, 9)))))
    start, end = audit.findings.sort("since").iter_rows(named=True)
    assert start["remedy"] == "Count from 1 Apr 2015 on, as a run does by itself."
    assert end["remedy"].startswith("Count until 1 Sep 2023, ")
    assert (audit.advice.since, audit.advice.until) == (date(2015, 4, 1), date(2023, 9, 1))


def test_a_few_dates_far_behind_the_others_are_strays(plant):
    audit = audit_corpus(plant({"A": [*STEADY, *[0] * 20, 2]}))
    assert only(audit)["kind"] == "stray dates"
    assert audit.advice.until == date(2024, 1, 1)


def test_a_source_that_stops_is_found_as_a_source(plant):
    corpus = plant({"A": STEADY, "B": [150] * 5 + [0] * 4})
    sources = [["b.csv" if venue == "B" else "a.csv"] for venue in corpus.table["venue"]]
    table = corpus.table.with_columns(sources=pl.Series(sources), venue=pl.lit(None, pl.String))
    found = only(audit_corpus(Corpus.of(table)))
    assert (found["kind"], found["stratum_kind"], found["strata"]) == ("ends early", "source", ["b.csv"])


def test_a_fault_that_two_kinds_of_strata_show_is_told_once(plant):
    corpus = plant({"A": STEADY, "B": [150] * 5 + [0] * 4})
    sources = [["b.csv" if venue == "B" else "a.csv"] for venue in corpus.table["venue"]]
    assert only(audit_corpus(Corpus.of(corpus.table.with_columns(sources=pl.Series(sources)))))["stratum_kind"] == "venue"


def test_a_mix_that_changes_at_once_is_told_with_its_year(plant):
    found = only(audit_corpus(plant({"A": [300] * 5 + [200] * 4, "B": [100] * 5 + [200] * 4})))
    assert (found["kind"], found["since"], found["strata"]) == ("mix changes", date(2020, 1, 1), ["A"])
    assert "A goes from 75% to 50%" in found["sentence"]


def test_categories_that_get_other_names_are_no_gap_in_the_papers(plant):
    counts = {"one": [120] * 9, "two": [120] * 9}
    old, new = [["Deep learning"]] * 600, [["ML"]] * 480
    audit = audit_corpus(plant(counts, categories=[*old, *new, *old, *new]))
    found = only(audit)
    assert (found["kind"], found["level"], found["since"]) == ("new labels", "note", date(2020, 1, 1))
    assert found["strata"] == ["Deep learning", "ML"]
    assert audit.advice.stratum_kind is None


def test_a_venue_named_other_is_pooled_with_the_small_ones(plant):
    audit = audit_corpus(plant({"A": STEADY, "B": STEADY, "other": STEADY}))
    assert audit.coverage.filter(pl.col("stratum_kind") == "venue")["stratum"].unique(maintain_order=True).to_list() == [
        "A",
        "B",
        "other",
    ]


def test_a_mix_that_drifts_is_research(plant):
    rows = {"A": [300 - 20 * year for year in range(9)], "B": [100 + 20 * year for year in range(9)]}
    assert kinds(audit_corpus(plant(rows))) == []


def test_the_safe_span_ends_where_a_large_venue_is_missing(plant):
    advice = audit_corpus(plant({"A": STEADY, "late": [120] * 8 + [0]})).advice
    assert (advice.since, advice.until, advice.stratum_kind) == (None, date(2023, 1, 1), "venue")
    assert advice.reasons[0] == "Count until 1 Jan 2023: later papers are not all there."


def test_papers_that_come_in_bursts_are_counted_by_the_year(plant):
    row = [300 if place % 12 == 5 else 0 for place in range(72)]
    audit = audit_corpus(plant({"A": row, "B": [0, *row[:-1]]}, every="month"))
    assert kinds(audit) == []
    assert audit.advice.every == "year"
    assert audit.advice.reasons[0].startswith("Count years: papers come in bursts, ")


def test_bounds_limit_what_is_looked_at(plant):
    corpus = plant({"A": STEADY, "new": [0] * 4 + [120] * 5})
    assert kinds(audit_corpus(corpus, since=date(2019, 1, 1))) == []
    with pytest.raises(ConfigError, match="since is 2019-01-01, it must be before until"):
        audit_corpus(corpus, since=date(2019, 1, 1), until=date(2018, 1, 1))


def test_undated_papers_give_no_coverage_and_no_advice(corpus_of):
    audit = audit_corpus(corpus_of(["One", "Two"]))
    assert audit.coverage.is_empty()
    assert audit.advice.reasons == ("No paper is dated, so that nothing can be counted over time.",)


def test_the_order_of_the_papers_changes_nothing(plant):
    corpus = plant({"A": STEADY, "biennial": [150, 0] * 4 + [150]})
    renamed = corpus.table.sample(fraction=1, shuffle=True, seed=3).with_columns(id=pl.Series(corpus.ids))
    one, other = audit_corpus(corpus), audit_corpus(Corpus.of(renamed))
    assert one.findings.equals(other.findings)
    assert one.coverage.equals(other.coverage)
    assert one.advice == other.advice


def monthly(*rows, n_years):
    """Return counts of months, a row of twelve for each kind of year by turns."""
    return [n for year in range(n_years) for n in rows[year % len(rows)]]


@pytest.mark.parametrize("n_months", [1, 3, 5])
def test_months_without_papers_are_seen_in_a_corpus_of_many_years(plant, n_months):
    row = monthly([40] * 12, n_years=7)
    row[36 : 36 + n_months] = [0] * n_months
    audit = audit_corpus(plant({"A": row}, every="month"))
    found = only(audit)
    assert (found["kind"], found["level"], found["since"], found["n_papers"]) == ("hole", "serious", date(2018, 1, 1), 0)
    (reason,) = audit.advice.reasons
    assert reason.startswith("Leave out the periods in which papers are missing")
    assert audit.coverage.filter(period=date(2018, 1, 1))["reason"].to_list() == ["months are missing"]


def test_months_without_one_of_two_venues_are_a_pause_of_that_venue(plant):
    row = monthly([40] * 12, n_years=7)
    gappy = [*row[:56], *[0] * 4, *row[60:]]
    audit = audit_corpus(plant({"A": row, "gappy": gappy}, every="month"))
    found = only(audit)
    assert (found["kind"], found["strata"], found["since"]) == ("pauses", ["gappy"], date(2019, 9, 1))
    assert found["until"] == date(2020, 1, 1)
    assert audit.advice.stratum_kind == "venue"


@pytest.mark.parametrize("seed", range(3))
def test_noisy_months_with_a_quiet_summer_in_a_field_that_grows_are_silent(plant, seed):
    rng = np.random.default_rng(seed)
    season = [1.0] * 6 + [0.4, 0.2] + [1.2] * 4
    rows = {name: [int(rng.poisson(25 * 1.2 ** (m / 12) * season[m % 12])) for m in range(72)] for name in "AB"}
    assert kinds(audit_corpus(plant(rows, every="month"))) == []


def test_conferences_of_every_second_year_are_named_in_four_years(plant):
    def conference(month, n):
        return [n if place == month else 0 for place in range(12)]

    off = [0] * 12
    audit = audit_corpus(
        plant(
            {
                "acl": monthly(conference(4, 300), n_years=4),
                "emnlp": monthly(conference(10, 350), n_years=4),
                "lrec": monthly(off, conference(5, 350), n_years=4),
                "coling": monthly(off, conference(9, 250), n_years=4),
            },
            every="month",
        )
    )
    found = only(audit)
    assert (found["kind"], found["strata"]) == ("alternates", ["lrec", "coling"])
    assert audit.advice.stratum_kind == "venue"


def test_conferences_of_two_years_are_too_short_to_tell(plant):
    rows = {
        name: [200 if place in (at, at + 12) else 0 for place in range(24)] for name, at in zip("ABC", (0, 1, 6), strict=True)
    }
    audit = audit_corpus(plant(rows, every="month"))
    assert kinds(audit) == []
    assert "too few years" in audit.advice.reasons[0]


def test_a_second_kind_of_strata_that_stays_faulty_is_named(plant):
    corpus = plant({"A": STEADY, "biennial": [150, 0] * 4 + [150]})
    late = (pl.col("published").dt.year() >= 2020) | (pl.int_range(pl.len()) % 2 == 0)
    sources = pl.when(late).then(pl.lit(["one"])).otherwise(pl.lit(["two"]))
    audit = audit_corpus(Corpus.of(corpus.table.with_columns(sources=sources)))
    assert {"alternates", "ends early"} <= set(kinds(audit))
    assert "ends early (source two)" in audit.advice.reasons[-1]


def test_rhythms_of_other_strata_in_other_years_are_both_told(plant):
    corpus = plant({"A": [300] * 9, "even": [0, 100] * 4 + [0]})
    odd = (pl.col("venue") == "A") & (pl.col("published").dt.year() % 2 == 1) & (pl.int_range(pl.len()) % 3 == 0)
    categories = pl.when(odd).then(pl.lit(["odd"])).otherwise(pl.lit(["x"]))
    findings = audit_corpus(Corpus.of(corpus.table.with_columns(categories=categories))).findings
    assert {("venue", "alternates"), ("category", "alternates")} <= set(findings.select("stratum_kind", "kind").rows())


@pytest.mark.parametrize(("row", "every"), [([60] * 6 + [360] * 5, "year"), ([60] * 15 + [120] + [360] * 14, "month")])
def test_a_sudden_rise_of_all_papers_is_noted(plant, row, every):
    audit = audit_corpus(plant({"A": row}, every=every))
    found = only(audit)
    assert (found["kind"], found["level"]) == ("sudden rise", "note")
    assert "the ones before hold 60" in found["sentence"]
    assert "sudden rise" in audit.advice.reasons[0]


def test_a_stratum_of_one_year_is_to_be_checked_and_not_to_be_left_out_for_its_topic_may_be_new(plant):
    found = only(audit_corpus(plant({"A": [200] * 9, "B": [200] * 9, "young": [0, 0, 0, 0, 0, 3, 60, 0, 0]})))
    assert (found["kind"], found["strata"], found["remedy_kind"]) == ("only once", ["young"], "check")
    assert found["sentence"].startswith("The venue young (2021) is there in one year and hardly in another. ")
    assert "topics found there are new, or the collection" in found["remedy"]


def test_names_that_stand_only_once_are_no_strata(plant):
    rows = {f"Volume {chr(65 + year)}": [150 if place == year else 0 for place in range(9)] for year in range(9)}
    audit = audit_corpus(plant(rows))
    assert kinds(audit) == []
    assert audit.coverage["stratum_kind"].unique().to_list() == ["all"]


@pytest.mark.slow
@pytest.mark.skipif(not CORPORA.exists(), reason="the real papers are not here")
def test_what_is_known_of_the_acl_anthology_is_found():
    from trends.sources import read

    audit = audit_corpus(read([CORPORA / "acl_anthology.parquet"]))
    by_kind = {row["kind"]: row for row in audit.findings.iter_rows(named=True)}
    assert {"lrec", "coling"} <= set(by_kind["alternates"]["strata"])
    assert {"acl", "emnlp"} <= set(by_kind["missing at the end"]["strata"])
    assert by_kind["missing at the end"]["since"] == date(2025, 1, 1)
    assert "French" in by_kind["not English"]["sentence"]
    assert "Chinese" in by_kind["not English"]["sentence"]
    assert "coarse dates" in by_kind
    assert (audit.advice.since, audit.advice.until) == (date(2016, 1, 1), date(2025, 1, 1))
    assert (audit.advice.every, audit.advice.stratum_kind) == ("year", "venue")


@pytest.mark.slow
@pytest.mark.skipif(not CORPORA.exists(), reason="the real papers are not here")
def test_of_the_arxiv_stream_only_its_ends_are_told():
    from trends.sources import read

    audit = audit_corpus(read([CORPORA / "arxiv_daily_csq_2024_2026.parquet"]))
    assert kinds(audit) == ["ragged start", "partial end"]
    assert (audit.advice.since, audit.advice.until) == (date(2025, 1, 1), date(2026, 8, 1))
