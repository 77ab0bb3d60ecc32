"""Scripts and data inside the page: packed, escaped, and the only ones that may run."""

import base64
import gzip
import hashlib
import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, Final

SCRIPTS: Final = ("charts.js", "papers.js", "table.js")
ESCAPES: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def to_json(value: Any) -> str:
    """Return JSON that cannot end the script element it stands in; keys are sorted."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(ESCAPES)


def read_asset(name: str) -> str:
    """Return a style sheet or script of the page."""
    return files("trends.report").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def read_plotly() -> str:
    """Return plotly.js as published in the plotly package."""
    from plotly.offline import get_plotlyjs

    return str(get_plotlyjs())


@cache
def pack_plotly() -> str:
    """Return plotly.js gzipped and in base64: 2 MB where the source is 4.8; the page inflates it."""
    return base64.b64encode(gzip.compress(read_plotly().encode(), mtime=0)).decode()


def content_policy(scripts: Iterable[str], *, webgl: bool) -> str:
    """Return the Content-Security-Policy under which nothing is fetched and only these scripts run.

    Styles stay free because plotly sets them on the elements that it draws; images may only come from the page itself,
    which plotly uses to save a figure. WebGL traces need code that plotly makes as it runs.
    """
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    allowed = " ".join([f"'sha256-{digest}'" for digest in hashes] + (["'unsafe-eval'"] if webgl else []))
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )
