"""What every format of the table promises, held against a fixture of its own.

A format takes part by its line in the table and two files in ``fixtures``: ``NAME.ending`` with at least twenty made-up
records, the awkward ones among them, and ``NAME.expected.json`` with what the papers really are.
"""

import codecs
import gzip
import json
from contextlib import suppress
from functools import cache
from pathlib import Path
from random import Random

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trends.errors import SourceError
from trends.sources import FORMATS, Source, SourceSettings, read
from trends.sources.formats import find_format
from trends.sources.opening import open_source

FIXTURES = Path(__file__).parent / "fixtures"
MIN_RECORDS = 20
EXPECTED = ".expected.json"
SHOWN = 60
BINARY = {"parquet"}
# One document or one table: a few bytes less may break it as a whole, which is an error and no silent loss.
ALL_OR_NOTHING = {"parquet", "json"}
# Papers that a cut inside one record may cost: the one that is cut, and the next where what divided them is gone.
MAY_BE_LOST = 2

each_format = pytest.mark.parametrize("fmt", FORMATS, ids=lambda fmt: fmt.name)
each_text_format = pytest.mark.parametrize("fmt", [fmt for fmt in FORMATS if fmt.name not in BINARY], ids=lambda fmt: fmt.name)


@cache
def content_of(name):
    (path,) = [path for path in FIXTURES.glob(f"{name}.*") if not path.name.endswith(EXPECTED)]
    return path.read_bytes()


def shown(corpus):
    columns = ["id", "title", "authors", "published", "precision", "venue"]
    papers = corpus.table.select(*columns, abstract_begins=corpus.table["abstract"].str.slice(0, SHOWN)).to_dicts()
    return json.loads(json.dumps(papers, default=str))


def papers_in(content, name="auto"):
    return shown(read([Source("x", content=content)], settings=SourceSettings(format=name)))


def titles_in(content, name):
    return {paper["title"] for paper in papers_in(content, name)}


@each_format
def test_the_fixture_has_enough_records(fmt):
    records = fmt.read(open_source(Source("x", content=content_of(fmt.name))), SourceSettings())
    assert sum(1 for _ in records) >= MIN_RECORDS


@each_format
def test_the_fixture_is_recognised_as_what_it_is(fmt):
    opened = open_source(Source("x", content=content_of(fmt.name)))
    assert find_format(opened, settings=SourceSettings()).name == fmt.name


@pytest.mark.parametrize("name", sorted({path.name.partition(".")[0] for path in FIXTURES.iterdir()}))
def test_the_papers_are_those_that_are_told_of(name):
    expected = json.loads((FIXTURES / f"{name}{EXPECTED}").read_text())
    assert papers_in(content_of(name)) == expected


@each_format
@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress])
def test_compression_changes_nothing(fmt, compress):
    assert papers_in(compress(content_of(fmt.name))) == papers_in(content_of(fmt.name))


@each_text_format
def test_line_ends_and_byte_order_marks_change_nothing(fmt):
    content = content_of(fmt.name).replace(b"\r\n", b"\n").removeprefix(codecs.BOM_UTF8)
    plain = papers_in(content)
    assert papers_in(content.replace(b"\n", b"\r\n")) == plain
    assert papers_in(codecs.BOM_UTF8 + content) == plain


@each_format
def test_a_few_bytes_less_cost_no_other_paper(fmt):
    content = content_of(fmt.name)
    titles = titles_in(content, fmt.name)
    random = Random(0)
    for _ in range(20):
        start = random.randrange(len(content) // 10, len(content))  # the beginning is the header's, which all records need
        cut = content[:start] + content[start + random.randrange(1, 12) :]
        try:
            found = titles_in(cut, fmt.name)
        except SourceError:
            assert fmt.name in ALL_OR_NOTHING
            continue
        assert len(titles - found) <= MAY_BE_LOST, (start, titles - found)


@each_text_format
def test_zeros_that_a_crash_has_written_into_a_text_cost_no_other_paper(fmt):
    content = content_of(fmt.name)
    middle = len(content) * 2 // 3
    try:
        found = titles_in(content[:middle] + bytes(4096) + content[middle:], "auto")
    except SourceError:
        assert fmt.name in ALL_OR_NOTHING
        return
    assert len(titles_in(content, "auto") - found) <= MAY_BE_LOST


@st.composite
def spoiled(draw, content):
    """Draw a content with a slice of it cut out, doubled, moved or written over."""
    for _ in range(draw(st.integers(1, 3))):
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(content))] * 2)))
        piece = draw(
            st.sampled_from([b"", content[start:end] * 2, content[: end - start], bytes([0xFF, 0x00, 0x22])]) | st.binary()
        )
        content = content[:start] + piece + content[end:]
    return content


@each_format
@given(data=st.data(), is_named=st.booleans())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_spoiled_files_raise_nothing_but_a_source_error_and_end_soon(fmt, data, is_named):
    content = data.draw(spoiled(content_of(fmt.name)))
    with suppress(SourceError):
        papers_in(content, fmt.name if is_named else "auto")


@each_format
@given(text=st.text() | st.text("{}[]<>@\"'\n\r\t -,;:=|\\$1aTIAUER"))
@settings(max_examples=50)
def test_any_text_raises_nothing_but_a_source_error(fmt, text):
    fmt.fits(text)
    with suppress(SourceError):
        papers_in(text.encode("utf-8", "surrogatepass"), fmt.name)
