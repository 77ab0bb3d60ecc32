import json

import pytest

from trends.errors import WorkspaceError
from trends.workspace import Workspace, key_of


@pytest.fixture
def workspace(tmp_path):
    return Workspace.create(tmp_path / "run", clock=lambda: 0.0)


def make(workspace, stage, *, key, text):
    with workspace.writing(stage, key=key) as work:
        (work.folder / stage).mkdir()
        (work.folder / stage / "a.txt").write_text(text)
        work.rows = 1


def test_a_stage_is_fresh_under_its_key_alone(workspace):
    assert not workspace.is_fresh("topics", key="k")
    make(workspace, "topics", key="k", text="one")
    assert workspace.is_fresh("topics", key="k")
    assert not workspace.is_fresh("topics", key="other")
    assert workspace.key("topics") == "k"


def test_a_stage_whose_file_is_gone_is_not_fresh(workspace):
    make(workspace, "topics", key="k", text="one")
    (workspace.folder / "topics" / "a.txt").unlink()
    assert not workspace.is_fresh("topics", key="k")


def test_a_stage_that_fails_leaves_nothing_and_harms_nothing(workspace):
    make(workspace, "topics", key="k", text="one")
    with pytest.raises(FileNotFoundError), workspace.writing("topics", key="k2") as work:
        (work.folder / "half" / "file.txt").write_text("the folder is missing")
    assert workspace.is_fresh("topics", key="k")
    assert sorted(path.name for path in workspace.folder.iterdir()) == ["manifest.json", "topics"]


def test_what_a_killed_run_left_is_swept_up(workspace):
    (workspace.folder / ".partial-topics-x").mkdir()
    Workspace.create(workspace.folder)
    assert not list(workspace.folder.glob(".partial-*"))


def test_files_that_a_stage_no_longer_makes_go(workspace):
    make(workspace, "topics", key="k", text="one")
    with workspace.writing("topics", key="k2") as work:
        (work.folder / "b.txt").write_text("two")
    assert not (workspace.folder / "topics" / "a.txt").exists()
    assert (workspace.folder / "b.txt").read_text() == "two"


def test_a_folder_of_other_files_is_not_taken_for_a_run(tmp_path):
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(WorkspaceError, match=r"holds files but no run"):
        Workspace.create(tmp_path)
    with pytest.raises(WorkspaceError, match=r"holds no run"):
        Workspace.open(tmp_path)


def test_a_file_in_the_place_of_the_folder_is_one_clear_sentence(tmp_path):
    (tmp_path / "run").write_text("")
    with pytest.raises(WorkspaceError, match=r"is a file, a run needs a folder"):
        Workspace.create(tmp_path / "run")
    with pytest.raises(WorkspaceError, match=r"cannot make the folder"):
        Workspace.create(tmp_path / "run" / "inside")


def test_a_damaged_manifest_is_one_clear_sentence(workspace):
    (workspace.folder / "manifest.json").write_text("{")
    with pytest.raises(WorkspaceError, match="cannot read"):
        workspace.manifest()


def test_another_schema_is_refused(workspace):
    (workspace.folder / "manifest.json").write_text(json.dumps({"schema": 99, "stages": {}}))
    with pytest.raises(WorkspaceError, match="schema 99"):
        workspace.manifest()


def test_keys_tell_settings_apart_and_ignore_the_order_of_names():
    assert key_of({"a": 1, "b": 2}) == key_of({"b": 2, "a": 1})
    assert key_of({"a": 1}) != key_of({"a": 2})
