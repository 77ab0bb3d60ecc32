import gzip

import pytest
import zstandard

from trends.errors import SourceError
from trends.sources.opening import open_source
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
    assert not opened(content).is_binary


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress])
@pytest.mark.parametrize("kept", [0.3, 0.7, 0.95])
def test_a_compressed_file_that_was_cut_off_says_so(compress, kept):
    whole = compress("".join(map(str, range(9999))).encode())
    with pytest.raises(SourceError, match=r"x ends before its (gzip|zstd) data does"):
        opened(whole[: int(len(whole) * kept)])


@pytest.mark.parametrize("content", [b"", b" \n\n", gzip.compress(b"", mtime=0)])
def test_an_empty_file_says_so(content):
    with pytest.raises(SourceError, match="x is empty"):
        opened(content)


@pytest.mark.parametrize("magic", [b"\x1f\x8b", b"\x28\xb5\x2f\xfd"])
def test_what_only_begins_like_a_compressed_file_is_refused(magic):
    with pytest.raises(SourceError, match=r"is not the (gzip|zstd) file"):
        opened(magic + b"\xff" * 40)


def test_a_byte_that_is_not_utf8_spoils_only_its_own_line():
    assert opened(b"good\nbad \xff\ngood").text.split("\n")[::2] == ["good", "good"]


def test_half_a_character_of_utf16_is_refused():
    with pytest.raises(SourceError, match="begins like UTF-16"):
        _ = opened("title".encode("utf-16") + b"\x00").text


def test_a_file_that_cannot_be_read_says_why(tmp_path):
    with pytest.raises(SourceError, match=r"gone.csv cannot be read: no such file"):
        open_source(Source("gone.csv", tmp_path / "gone.csv"))
