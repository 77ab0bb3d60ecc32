import pytest
from pydantic import ValidationError

from trends.sources import FORMATS, SourceSettings


def test_a_field_that_no_paper_has_is_refused_with_the_fields_that_it_has():
    with pytest.raises(ValidationError, match=r"'titel' is no field of a paper, the fields are title, abstract, date"):
        SourceSettings(columns={"titel": "T"})


def test_every_format_of_the_table_can_be_named():
    for fmt in FORMATS:
        assert SourceSettings(format=fmt.name).format == fmt.name
    with pytest.raises(ValidationError, match="parquet"):
        SourceSettings(format="docx")
