from datetime import date
from typing import get_args

import pytest
from pydantic import ValidationError

from trends.sources import FORMATS, SourceSettings


def test_a_field_that_no_paper_has_is_refused_with_the_fields_that_it_has():
    with pytest.raises(ValidationError, match=r"'titel' is no field of a paper, the fields are title, abstract, date"):
        SourceSettings(columns={"titel": "T"})


def test_the_formats_that_can_be_named_are_those_of_the_table():
    assert set(get_args(SourceSettings.model_fields["format"].annotation)) == {"auto", *(fmt.name for fmt in FORMATS)}


def test_a_time_that_holds_no_day_is_refused():
    with pytest.raises(ValidationError, match="given a since before their until, not since 2021-01-01 until 2021-01-01"):
        SourceSettings(since=date(2021, 1, 1), until=date(2021, 1, 1))


def test_categories_may_be_divided_by_commas():
    assert SourceSettings(categories="cs.LG, stat.ML").categories == ("cs.LG", "stat.ML")
    with pytest.raises(ValidationError):
        SourceSettings(categories="cs.LG,")
