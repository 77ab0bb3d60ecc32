import io
import os

import pytest

from trends.errors import SourceError
from trends.sources import fingerprint, resolve
from trends.sources.source import Source


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in (
        "papers/b.csv",
        "papers/a.jsonl.gz",
        "papers/deep/c.txt",
        "papers/.hidden/d.csv",
        "papers/.e.csv",
        "papers/README.md",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path


def names(*inputs, **options):
    return [source.name for source in resolve(inputs, **options)]


def test_a_folder_gives_its_known_files_sorted_and_the_hidden_ones_stay_hidden(folder):
    assert names("papers") == ["a.jsonl.gz", "b.csv", "c.txt"]


def test_a_hidden_folder_is_read_where_it_is_named(folder):
    assert names("papers/.hidden") == ["d.csv"]


def test_a_glob_is_sorted_too(folder):
    assert names("papers/**/*.[ct]*") == ["b.csv", "c.txt"]


def test_a_file_named_twice_is_read_once(folder):
    assert names("papers/b.csv", "papers", "./papers/b.csv", folder / "papers/b.csv")[0] == "b.csv"
    assert len(names("papers/b.csv", "papers", folder / "papers/b.csv")) == 3


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path):
    for name in ("one/same/a.csv", "two/same/a.csv", "two/b.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("title\nOne\n")
    assert names(tmp_path) == ["one/same/a.csv", "b.csv", "two/same/a.csv"]


def test_standard_input_is_read_once_and_stays_readable():
    sources = resolve(["-"], stdin=io.BytesIO(b"title\nOne\n"))
    assert [source.read() for source in resolve(sources) * 2] == [b"title\nOne\n"] * 2


def test_a_pipe_is_read_once_and_stays_readable(tmp_path):
    reading, writing = os.pipe()
    os.write(writing, b"title\nOne\n")
    os.close(writing)
    (source,) = resolve([f"/dev/fd/{reading}"])
    os.close(reading)
    assert source.read() == source.read() == b"title\nOne\n"


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ([], "no input is given"),
        (["gone.csv"], "gone.csv is no file and no folder"),
        (["*.nothing"], r"\*.nothing is no file and no folder, and as a glob it matches nothing"),
        (["-"], "- stands for standard input, and there is none here"),
    ],
)
def test_an_input_that_stands_for_nothing_says_so(folder, inputs, message):
    with pytest.raises(SourceError, match=message):
        resolve(inputs)


def test_a_folder_without_papers_tells_what_papers_end_in(folder):
    (folder / "empty").mkdir()
    with pytest.raises(SourceError, match=r"empty is a folder without papers, their files end in \.parquet"):
        resolve(["empty"])


def test_the_fingerprint_changes_with_bytes_and_names_only(folder):
    before = fingerprint(resolve(["papers"]))
    os.utime("papers/b.csv", (0, 0))
    assert fingerprint(resolve(["papers"])) == before
    (folder / "papers/b.csv").write_text("other")
    assert fingerprint(resolve(["papers"])) != before
    assert fingerprint([Source("a", content=b"x")]) != fingerprint([Source("b", content=b"x")])


def test_the_folders_of_runs_are_left_alone(folder):
    for name in ("run/config.toml", "run/manifest.json", "run/tables/corpus.csv", "other/manifest.json"):
        (folder / "papers" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "papers" / name).write_text("{}")
    assert names(".") == ["a.jsonl.gz", "b.csv", "c.txt"]


def test_names_that_are_not_utf8_are_shown_and_told_apart(tmp_path):
    for name in (b"caf\xe8.csv", b"caf\xe9.csv"):
        (tmp_path / os.fsdecode(name)).write_text("title\nA walk on graphs\n")
    sources = resolve([tmp_path])
    assert [source.name for source in sources] == ["caf\\udce8.csv", "caf\\udce9.csv"]
    assert len(fingerprint(sources)) == len(fingerprint([Source("\ud800", content=b"x")])) == 64
