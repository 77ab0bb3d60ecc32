"""Style, scripts and data of the page: joined, packed, escaped, and the only ones that may run."""

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, Final

SCRIPTS: Final = (
    "data",
    "elements",
    "view",
    "rows",
    "papers",
    "panels",
    "lanes",
    "shares",
    "recount",
    "within",
    "narrow",
    "plots",
    "choose",
    "tables",
    "main",
)

_LEVEL: Final = 6  # 9 takes thrice the time to save 1 %
_IMPORT: Final = re.compile(r'^import \{ (.+) \} from "\./(\w+)\.js";$', re.MULTILINE)
_WHOLE: Final = re.compile(r"\A(.{,999}?\}\s*\([^()]*, )(\(\) => \{.*\})(\s*\)\);?\s*)$", re.DOTALL)
_EXPORT: Final = re.compile(r"^export (?=(?:async )?(?:const|function) (\w+))", re.MULTILINE)


def to_json(value: Any) -> str:
    """Return compact JSON with sorted keys; it is packed before it stands in a page."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def read_asset(name: str) -> str:
    """Return a file of the page by its path in this package."""
    return files("trends.report").joinpath(name).read_text(encoding="utf-8")


@cache
def bundle_scripts() -> str:
    """Return the scripts as one, for a page on disk cannot import: each in a scope of its own, which gives what it exports."""
    return "\n".join(_as_scope(name, read_asset(f"scripts/{name}.js")) for name in SCRIPTS)


def _as_scope(name: str, source: str) -> str:
    imported = _IMPORT.sub(lambda found: f"const {{ {found[1].replace(' as ', ': ')} }} = {found[2]}_js;", source)
    exported = ", ".join(_EXPORT.findall(source))
    return f"const {name}_js = (() => {{\n{_EXPORT.sub('', imported)}return {{ {exported} }};\n}})();"


@cache
def read_plotly() -> str:
    """Return plotly.js as published in the plotly package, its outermost function in brackets.

    A browser first skims a function that is not called where it stands; one in brackets it reads once instead of twice.
    """
    from plotly.offline import get_plotlyjs

    return _WHOLE.sub(r"\1(\2)\3", str(get_plotlyjs()))


def pack(text: str) -> str:
    """Return a text gzipped and in base 85, which the page inflates: 1.8 MB of plotly.js where its source is 4.8.

    Base 85 takes a sixteenth less room than base 64. A dot stands for its ``<``, with which markup could begin.
    """
    return base64.b85encode(gzip.compress(text.encode(), _LEVEL, mtime=0)).decode().replace("<", ".")


@cache
def pack_plotly() -> str:
    """Pack plotly.js, once for all pages of a process."""
    return pack(read_plotly())


def unpack(packed: str) -> str:
    """Return the text that `pack` was given."""
    return gzip.decompress(base64.b85decode(packed.replace(".", "<"))).decode()


def content_policy(scripts: Iterable[str], *, webgl: bool, own_server: bool = False) -> str:
    """Return the Content-Security-Policy under which only these scripts run and nothing is fetched from elsewhere.

    Styles stay free because plotly sets them on the elements that it draws; images may only come from the page itself,
    which plotly uses to save a figure. WebGL traces need code that plotly makes as it runs.

    Parameters
    ----------
    scripts
        What stands in script elements of the page.
    webgl
        Whether a chart draws with WebGL.
    own_server
        Whether the page reads files beside it, which only a web server gives; otherwise it reads nothing at all.
    """
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    allowed = [f"'sha256-{digest}'" for digest in hashes]
    allowed += ["'self'"] * own_server + ["'unsafe-eval'"] * webgl
    files_beside = "connect-src 'self'; " if own_server else ""
    return (
        f"default-src 'none'; script-src {' '.join(allowed)}; style-src 'unsafe-inline'; img-src data: blob:; "
        f"{files_beside}base-uri 'none'; form-action 'none'"
    )
