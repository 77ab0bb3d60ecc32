import json

import pytest

from trends.errors import SourceError
from trends.sources import FORMATS, SourceSettings
from trends.sources.formats import find_format, has_known_ending
from trends.sources.opening import Opened

PAPER = {"title": "On graphs", "abstract": "We walk."}


def found(content, **settings):
    return find_format(
        Opened("x", content.encode() if isinstance(content, str) else content), settings=SourceSettings(**settings)
    ).name


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("title,abstract\na,b\n", "csv"),
        ("title;abstract\na;b\n", "csv"),
        ("Title\nOn graphs\n", "csv"),
        ("headline,body\na,b\n", "csv"),
        ("title\tabstract\na\tb\n", "tsv"),
        (json.dumps(PAPER), "json"),
        (json.dumps(PAPER) + "\n" + json.dumps(PAPER), "jsonl"),
        (json.dumps({**PAPER, "abstract": "word " * 20_000}) + "\n" + json.dumps(PAPER), "jsonl"),
        ('{"title": "cut\n{"title": "a"}', "jsonl"),
        (json.dumps(PAPER) + "\nno json\n", "jsonl"),
        (json.dumps({"papers": [PAPER]}) + "\n", "json"),
        (json.dumps([PAPER], indent=1), "json"),
        (json.dumps({"papers": [PAPER]}, indent=1), "json"),
        ("new\n\nDaily Papers\n\nbyAK and the research community\n\nOct 31\n", "pages"),
        ("A title\n\nAn abstract.\n\n  • 8 authors\n·\nJun 14, 2024\n", "pages"),
        (b"PAR1\x00\x00", "parquet"),
    ],
)
def test_a_format_is_told_by_its_content(content, name):
    assert found(content) == name


def test_what_looks_like_nothing_is_refused_with_what_is_known():
    with pytest.raises(
        SourceError, match=r"looks like none of the formats parquet, .*, csv: name one with --set sources.format=NAME"
    ):
        found("Dear reader\nthis is a letter.\n")


def test_a_binary_file_is_refused_even_where_a_format_is_named():
    for settings in ({}, {"format": "csv"}):
        with pytest.raises(SourceError, match="x is a zip archive"):
            found(b"PK\x03\x04\x00\x00", **settings)


def test_the_user_knows_best():
    assert found("anything at all", format="pages") == "pages"


@pytest.mark.parametrize("name", ["a.csv", "a.TSV", "b.jsonl.gz", "c.parquet", "page.txt", "d.json.zst"])
def test_usual_endings_are_known(name):
    assert has_known_ending(name)


def test_no_two_formats_share_a_name():
    names = [fmt.name for fmt in FORMATS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", ["README.md", "a.gz", "csv", "a.py", "a.csv.bak"])
def test_other_endings_are_not(name):
    assert not has_known_ending(name)
