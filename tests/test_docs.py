import ast
import re
import tomllib
from pathlib import Path

import pytest

from trends.config import make_config
from trends.topics import TopicModel, read_corrections

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks_of(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_settings_in_the_documentation_can_be_copied(page, tmp_path):
    for block in blocks_of(page, "toml"):
        if "[[correction]]" in block:
            (tmp_path / "topics.toml").write_text(block, encoding="utf-8")
            assert read_corrections(tmp_path / "topics.toml")
        else:
            make_config(tomllib.loads(block), origin=page.name)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_python_in_the_documentation_is_python(page):
    for block in blocks_of(page, "python"):
        ast.parse(block)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_in_the_documentation_lead_to_files(page):
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert not missing


def test_the_page_on_topics_names_every_setting():
    page = (ROOT / "docs" / "topics.md").read_text(encoding="utf-8")
    assert [name for name in TopicModel.model_fields if f"| `{name}`" not in page and f", `{name}` |" not in page] == []
