import numpy as np
import pytest

from trends.errors import DataError
from trends.stats.field.change import contrast, measure_change


def test_a_stratum_weighs_the_same_in_both_spans_and_one_that_comes_weighs_nothing():
    years = np.array([2020, 2020, 2020, 2021, 2021, 2021.0])
    strata = np.array([0, 0, 1, 0, 1, 2])
    change = contrast(years, strata, recent=years == 2021, earlier=years == 2020)
    # Stratum 0 weighs 1·2/3, stratum 1 weighs 1·1/2: four and three sevenths.
    np.testing.assert_allclose(change.earlier, [2 / 7, 2 / 7, 3 / 7, 0, 0, 0])
    np.testing.assert_allclose(change.recent, [0, 0, 0, 4 / 7, 3 / 7, 0])
    assert change.years == pytest.approx(1)


def test_strata_without_papers_in_both_spans_are_an_error():
    years = np.array([2020.0, 2021.0])
    with pytest.raises(DataError, match="no stratum has papers both"):
        contrast(years, np.array([0, 1]), recent=years == 2021, earlier=years == 2020)


def test_the_change_of_a_topic_by_hand():
    years = np.repeat([2020.0, 2022.0], 100)
    shares = (np.arange(200) % 100 < np.where(years == 2020, 10, 20))[:, None].astype(float)
    spans = contrast(years, np.zeros(200, dtype=int), recent=years == 2022, earlier=years == 2020)
    slope, error = measure_change(shares, spans)
    assert slope[0] == pytest.approx(np.log(20.5 / 10.5) / 2)
    assert error[0] == pytest.approx(np.sqrt(1 / 20.5 + 1 / 10.5) / 2)


def test_the_error_is_what_repeated_draws_scatter():
    random = np.random.default_rng(0)
    years = np.repeat([2020.0, 2021.0], 2000)
    spans = contrast(years, np.zeros(4000, dtype=int), recent=years == 2021, earlier=years == 2020)
    drawn = (random.random((4000, 400)) < 0.02).astype(np.float32)
    slope, error = measure_change(drawn, spans)
    assert slope.std() == pytest.approx(error.mean(), rel=0.15)
