import pytest

from trends.errors import WorkspaceError
from trends.workspace import write_atomically


def test_a_file_is_written_whole_and_nothing_else_is_left(tmp_path):
    write_atomically(tmp_path / "new" / "a.txt", "text")
    write_atomically(tmp_path / "new" / "a.txt", b"bytes")
    assert [path.read_bytes() for path in (tmp_path / "new").iterdir()] == [b"bytes"]


def test_a_place_that_cannot_be_written_is_one_clear_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(WorkspaceError, match=r"cannot write .*a\.txt"):
        write_atomically(tmp_path / "file" / "a.txt", "text")
