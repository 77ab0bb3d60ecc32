from datetime import date

import polars as pl
import pytest

from trends.backtesting.ranking import RANKINGS_SCHEMA
from trends.backtesting.scores import score_origins
from trends.backtesting.settings import BacktestSettings


def ranking(**values):
    usual = {"origin": date(2020, 1, 1), "layer": 0, "chosen": True, "method": "naive", "split": 0, "n_topics": 12}
    usual |= {"spearman": 0.4, "precision": 0.5, "csi": None, "top_ratio": 1.2, "halves": 0.5}
    return usual | values


def table(*rows):
    return pl.DataFrame(rows, schema=RANKINGS_SCHEMA)


def test_splits_are_averaged_and_other_layers_left_out():
    rows = [ranking(spearman=0.2), ranking(spearman=0.4, split=1), ranking(spearman=-1.0, chosen=False, layer=1)]
    assert score_origins(table(*rows), settings=BacktestSettings())["spearman"].to_list() == pytest.approx([0.3])


def test_by_lot_as_many_are_right_as_are_drawn():
    scored = score_origins(
        table(ranking(n_topics=12), ranking(n_topics=60, origin=date(2021, 1, 1))), settings=BacktestSettings()
    )
    assert scored["chance"].to_list() == pytest.approx([4 / 12, 15 / 60])


@pytest.mark.parametrize(("halves", "ceiling"), [(0.5, (2 / 3) ** 0.5), (1.0, 1.0), (0.0, None), (-0.2, None)])
def test_the_ceiling_follows_from_how_far_halves_agree(halves, ceiling):
    assert score_origins(table(ranking(halves=halves)), settings=BacktestSettings())["ceiling"][0] == (
        None if ceiling is None else pytest.approx(ceiling)
    )
