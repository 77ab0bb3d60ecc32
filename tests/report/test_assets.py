import base64
import gzip
import hashlib
import json

import pytest

from trends.report.assets import SCRIPTS, content_policy, pack_plotly, read_asset, read_plotly, to_json

HOSTILE = "</script><script>alert(1)</script><!-- & \u2028 \u2029 'quotes' \"too\""


def test_json_in_a_script_cannot_end_it_and_loses_nothing():
    text = to_json({"title": HOSTILE})
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == {"title": HOSTILE}


def test_json_refuses_numbers_that_are_none():
    with pytest.raises(ValueError, match="Out of range float"):
        to_json([float("nan")])


def test_packed_plotly_unpacks_to_the_source():
    assert gzip.decompress(base64.b64decode(pack_plotly())).decode() == read_plotly()


def test_only_scripts_named_by_their_hash_may_run_and_nothing_is_fetched():
    policy = content_policy(["alert(1)"], webgl=False)
    digest = base64.b64encode(hashlib.sha256(b"alert(1)").digest()).decode()
    directives = dict(directive.split(" ", 1) for directive in policy.split("; "))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == f"'sha256-{digest}'"
    assert "http" not in policy


def test_code_made_at_run_time_is_allowed_for_webgl_only():
    assert "unsafe-eval" in content_policy([], webgl=True)
    assert "unsafe-eval" not in content_policy([], webgl=False)


@pytest.mark.parametrize("name", [*SCRIPTS, "style.css"])
def test_assets_neither_end_their_element_nor_name_an_address(name):
    text = read_asset(name)
    assert "</" not in text
    assert "http" not in text


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_never_write_markup(name):
    assert not any(word in read_asset(name) for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write"))
