import gzip
from itertools import islice

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from trends.errors import SourceError
from trends.sources.opening import Opened, open_source
from trends.sources.source import Source

TEXT = "title\nÜber Themen\n" * 50


def opened(content):
    return open_source(Source("x", content=content))


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        gzip.compress(TEXT.encode(), mtime=0),
        gzip.compress(TEXT[:100].encode(), mtime=0) + gzip.compress(TEXT[100:].encode(), mtime=0),
        zstandard.compress(TEXT.encode()),
        zstandard.compress(TEXT[:100].encode()) + zstandard.compress(TEXT[100:].encode()),
        gzip.compress(TEXT.encode("utf-16"), mtime=0),
    ],
)
def test_the_text_is_the_same_however_it_is_wrapped(content):
    assert opened(content).text == TEXT
    assert list(opened(content).lines()) == TEXT.splitlines()
    assert not opened(content).is_binary


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress])
@pytest.mark.parametrize("kept", [0.3, 0.7, 0.95])
def test_a_compressed_file_that_was_cut_off_says_so(compress, kept):
    whole = compress("".join(map(str, range(9999))).encode())
    with pytest.raises(SourceError, match=r"x ends before its (gzip|zstd) data does"):
        _ = opened(whole[: int(len(whole) * kept)]).text


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress])
def test_the_lines_before_a_cut_are_read_before_it_is_told(compress):
    whole = compress("\n".join(map(str, range(999_999))).encode())
    lines = opened(whole[:-100]).lines()
    assert list(islice(lines, 1000)) == [str(number) for number in range(1000)]
    with pytest.raises(SourceError, match=r"ends before"):
        list(lines)


@given(st.lists(st.text(st.characters(exclude_characters="\r\n", codec="utf-8"))), st.sampled_from(["\n", "\r\n"]))
def test_lines_end_at_line_feeds_and_nowhere_else(lines, end):
    content = "".join(line + end for line in lines).encode("utf-8-sig")
    assert list(Opened("x", content).lines()) == lines


@given(st.text(st.characters(codec="utf-8")).map(str.encode) | st.binary(), st.integers(1, 5))
def test_where_the_blocks_end_changes_nothing(content, size):
    blocks = [content[start : start + size] for start in range(0, len(content), size)]
    whole, divided = Opened("x", b"title\n" + content), Opened("x", lambda: iter([b"title\n", *blocks]))
    assert (divided.text, divided.head, list(divided.lines())) == (whole.text, whole.head, list(whole.lines()))


def test_the_beginning_is_told_without_reading_on():
    def blocks():
        yield b"title\n"
        for _ in range(20):
            yield b"x" * 10_000
        pytest.fail("read far more than the beginning")

    endless = Opened("x", blocks)
    assert endless.head.startswith("title\nxx")
    assert not endless.is_binary


def test_a_line_of_many_blocks_is_one_line():
    line = "x" * 3_000_000
    assert list(Opened("x", f"{line}\nshort".encode()).lines()) == [line, "short"]


@pytest.mark.parametrize("content", [b"", b" \n\n", gzip.compress(b"", mtime=0)])
def test_an_empty_file_says_so(content):
    with pytest.raises(SourceError, match="x is empty"):
        opened(content)


@pytest.mark.parametrize("magic", [b"\x1f\x8b", b"\x28\xb5\x2f\xfd"])
def test_what_only_begins_like_a_compressed_file_is_refused(magic):
    with pytest.raises(SourceError, match=r"is not the (gzip|zstd) file"):
        opened(magic + b"\xff" * 40)


def test_zeros_that_fill_up_a_compressed_file_are_no_part_of_it():
    assert opened(gzip.compress(TEXT.encode(), mtime=0) + bytes(512)).text == TEXT


def test_a_byte_that_is_not_utf8_spoils_only_its_own_line():
    assert opened(b"good\nbad \xff\ngood").text.split("\n")[::2] == ["good", "good"]


def test_half_a_character_of_utf16_is_refused():
    with pytest.raises(SourceError, match="begins like UTF-16"):
        _ = opened("title".encode("utf-16") + b"\x00").text


def test_a_file_that_cannot_be_read_says_why(tmp_path):
    with pytest.raises(SourceError, match=r"gone.csv cannot be read: no such file"):
        open_source(Source("gone.csv", tmp_path / "gone.csv"))
