"""Files are found by what they hold and where they lie, and written whole or not at all."""

from pathlib import Path

import fsspec
import polars as pl
import pytest

from trends.embed.storage import Folder, digest_parquet, find_files, scan_parquet
from trends.errors import SourceError, WorkspaceError


def write(path: Path, values: list[str]) -> str:
    pl.DataFrame({"id": values}).write_parquet(path)
    return str(path)


def test_a_file_that_exists_is_replaced_and_nothing_else_is_left(tmp_path):
    folder = Folder.at(str(tmp_path / "deep" / "down"))
    assert folder.names() == set()
    folder.write("a", b"old")
    folder.write("a", b"new")
    assert (folder.names(), folder.read("a")) == ({"a"}, b"new")


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path):
    (tmp_path / "a").mkdir()  # nothing can take its name
    with pytest.raises(WorkspaceError, match=r"the folder '.*' cannot be used: Is a directory"):
        Folder.at(str(tmp_path)).write("a", b"content")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_folder_of_an_object_store_is_a_folder_too(tmp_path):
    folder = Folder.at(f"memory://{tmp_path.name}")
    folder.write("a", b"content")
    assert (folder.names(), folder.read("a")) == ({"a"}, b"content")


def test_a_folder_of_an_unknown_kind_is_an_error():
    with pytest.raises(WorkspaceError, match="the folder 'tape://x' cannot be opened: Protocol not known: tape"):
        Folder.at("tape://x")


def test_files_are_found_once_and_in_order(tmp_path):
    b, a = write(tmp_path / "b.parquet", ["b"]), write(tmp_path / "a.parquet", ["a"])
    assert find_files([b, f"{tmp_path}/*.parquet"]) == [a, b]


def test_a_url_stays_a_url(tmp_path):
    fsspec.filesystem("memory").pipe_file(f"/{tmp_path.name}/a.parquet", Path(write(tmp_path / "a.parquet", ["a"])).read_bytes())
    (url,) = find_files([f"memory://{tmp_path.name}/*"])
    assert url.startswith("memory://")
    assert scan_parquet(url).collect()["id"].to_list() == ["a"]


def test_a_name_with_brackets_is_a_name(tmp_path):
    assert scan_parquet(write(tmp_path / "[2024].parquet", ["a"])).collect().height == 1


def test_a_digest_is_of_the_content_and_not_of_the_place(tmp_path):
    here = write(tmp_path / "a.parquet", ["a", "b"])
    there = write(tmp_path / "moved.parquet", ["a", "b"])
    other = write(tmp_path / "other.parquet", ["a", "c"])
    assert digest_parquet(here) == digest_parquet(there) != digest_parquet(other)


def test_half_a_file_has_no_digest(tmp_path):
    path = tmp_path / "a.parquet"
    write(path, ["a"] * 100)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(SourceError, match="is no Parquet file, it must end with PAR1"):
        digest_parquet(str(path))
