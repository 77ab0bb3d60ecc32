import base64
import hashlib
import re

import pytest
from plotly.offline import get_plotlyjs

from trends.report.assets import SCRIPTS, bundle_scripts, content_policy, pack, read_asset, read_plotly, to_json, unpack

HOSTILE = "</script><script>alert(1)</script><!-- & \u2028 \u2029 'quotes' \"too\""


def test_packed_text_cannot_end_its_script_and_loses_nothing():
    packed = pack(HOSTILE)
    assert not {"<", "/", "\n"} & set(packed)
    assert unpack(packed) == HOSTILE


@pytest.mark.parametrize("n", range(9))
def test_texts_of_any_length_are_packed_and_given_back(n):
    assert unpack(pack("é" * n)) == "é" * n


def test_a_packed_text_does_not_depend_on_the_clock():
    assert pack("a") == pack("a")


def test_the_whole_of_plotly_stands_in_brackets_so_that_a_browser_reads_it_once():
    published, ours = get_plotlyjs(), read_plotly()
    assert len(ours) == len(published) + 2
    assert ", (() => {" in ours[:1000]
    assert ours.endswith("})));")


def test_json_refuses_numbers_that_are_none():
    with pytest.raises(ValueError, match="Out of range float"):
        to_json([float("nan")])


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


def test_files_beside_the_page_may_be_read_only_where_there_is_a_server():
    assert "connect-src" not in content_policy([], webgl=False)
    assert "connect-src 'self'" in content_policy([], webgl=False, own_server=True)


def test_bundled_scripts_import_nothing_and_stand_in_an_order_in_which_each_finds_what_it_needs():
    bundle = bundle_scripts()
    assert not re.search(r"^(import|export) ", bundle, re.MULTILINE)
    made = [bundle.index(f"const {name}_js = ") for name in SCRIPTS]
    assert made == sorted(made)
    for name in SCRIPTS:
        for needed in re.findall(r'from "\./(\w+)\.js"', read_asset(f"scripts/{name}.js")):
            assert SCRIPTS.index(needed) < SCRIPTS.index(name)


@pytest.mark.parametrize("name", [*(f"scripts/{script}.js" for script in SCRIPTS), "templates/style.css"])
def test_assets_neither_end_their_element_nor_name_an_address(name):
    text = read_asset(name)
    assert "</s" not in text.lower()
    assert "http" not in text


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_never_write_markup(name):
    text = read_asset(f"scripts/{name}.js")
    assert not any(word in text for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write"))
