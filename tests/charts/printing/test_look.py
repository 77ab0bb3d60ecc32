import pytest

from trends.charts import Look
from trends.errors import ConfigError


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"width": "column"}, "width is 'column'"),
        ({"height_mm": 0}, "height_mm is 0, it must be from 20 to 1000"),
        ({"height_mm": float("nan")}, "height_mm is nan"),
        ({"dpi": 5}, "dpi is 5, it must be from 72 to 2400"),
        ({"palette": "pink"}, "palette is 'pink', it must be one of default, tol, gray"),
    ],
)
def test_what_cannot_be_printed_is_refused_at_once(settings, message):
    with pytest.raises(ConfigError, match=message):
        Look(**settings)
