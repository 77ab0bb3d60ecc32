import pytest

from trends.charts.tables import largest_topics
from trends.errors import DataError


def test_a_growth_table_without_a_needed_column_is_refused(make_tables, make_growth):
    with pytest.raises(DataError, match="lacks the column 'q'"):
        make_tables([[3, 4]], growth=make_growth(growth=[0.1]).drop("q"))


def test_the_largest_topics_come_first_and_ties_by_topic(make_tables):
    tables = make_tables([[2, 2], [9, 1], [3, 1], [0, 0]])
    assert largest_topics(tables.topics, 2) == [1, 0]
    assert largest_topics(tables.topics, 9) == [1, 0, 2]
