import contextlib
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


def test_corrections_may_stand_in_the_folder_of_a_new_run_and_other_files_may_not(tmp_path):
    (tmp_path / "topics.toml").touch()
    assert Workspace.create(tmp_path).manifest()["stages"] == {}
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").touch()
    with pytest.raises(WorkspaceError, match="holds files but no run"):
        Workspace.create(tmp_path / "other")


def test_a_stage_whose_file_is_gone_is_not_fresh(workspace):
    make(workspace, "topics", key="k", text="one")
    (workspace.folder / "topics" / "a.txt").unlink()
    assert not workspace.is_fresh("topics", key="k")


def test_a_run_whose_file_is_gone_or_cut_short_is_not_finished_and_names_the_file(workspace):
    make(workspace, "topics", key="k", text="one")
    path = workspace.folder / "topics" / "a.txt"
    path.write_text("o")
    assert workspace.find_faults(["topics"]) == {"topics": f"{path} is cut short"}
    path.unlink()
    with pytest.raises(WorkspaceError, match=r"topics is to be made \(.*a\.txt is missing\): run the same command again"):
        workspace.check_finished(["topics"])


def test_a_stage_that_fails_leaves_nothing_and_harms_nothing(workspace):
    make(workspace, "topics", key="k", text="one")
    with pytest.raises(FileNotFoundError), workspace.writing("topics", key="k2") as work:
        (work.folder / "half" / "file.txt").write_text("the folder is missing")
    assert workspace.is_fresh("topics", key="k")
    assert sorted(path.name for path in workspace.folder.iterdir()) == ["manifest.json", "topics"]


def test_a_file_that_was_cut_short_is_not_fresh(workspace):
    make(workspace, "topics", key="k", text="one")
    (workspace.folder / "topics" / "a.txt").write_text("o")
    assert not workspace.is_fresh("topics", key="k")


def test_what_a_killed_run_left_is_swept_up(workspace):
    (workspace.folder / ".partial-topics-x").mkdir()
    with workspace.alone():
        assert not list(workspace.folder.glob(".partial-*"))


def test_a_second_process_is_kept_out(workspace):
    with workspace.alone(), pytest.raises(WorkspaceError, match="another process"), Workspace(workspace.folder).alone():
        pass


def test_a_remade_stage_outdates_those_after_it(workspace):
    make(workspace, "topics", key="k", text="one")
    make(workspace, "stats", key="k", text="one")
    workspace.check_finished(["topics", "stats"])
    with workspace.writing("topics", key="k2", before=["stats"]):
        pass
    assert not workspace.is_fresh("stats", key="k")
    with pytest.raises(WorkspaceError, match="not finished, stats is to be made"):
        workspace.check_finished(["topics", "stats"])


class Killed(BaseException):
    """What the process meets where kill -9 would end it."""


@pytest.mark.parametrize("at", range(6))
def test_a_kill_at_any_write_leaves_no_old_file_to_be_read_as_new(workspace, at):
    with workspace.writing("stats", key="old") as work:
        (work.folder / "series.txt").write_text("old")
        (work.folder / "growth.txt").write_text("old")
    fragile = Fragile(workspace.folder, at)
    with contextlib.suppress(Killed), fragile.writing("stats", key="new") as work:
        (work.folder / "series.txt").write_text("new!")
    texts = {path.name: path.read_text() for path in workspace.folder.glob("*.txt")}
    if workspace.is_fresh("stats", key="new"):
        assert texts == {"series.txt": "new!"}
    elif workspace.is_fresh("stats", key="old"):
        assert texts == {"series.txt": "old", "growth.txt": "old"}
    with workspace.writing("stats", key="newer"):
        pass
    assert not list(workspace.folder.glob("*.txt"))


class Fragile(Workspace):
    """A workspace that is killed before its n-th change of the folder."""

    def __init__(self, folder, left):
        super().__init__(folder, clock=lambda: 0.0)
        self.left = left

    def _count(self):
        self.left -= 1
        if self.left < 0:
            raise Killed

    def _write(self, manifest):
        self._count()
        super()._write(manifest)
        self._count()

    def _move(self, folder, *, files, stage):
        self._count()
        super()._move(folder, files=files, stage=stage)
        self._count()


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


@pytest.mark.parametrize("content", ["[]", '{"schema": 1}', '{"schema": 1, "stages": []}'])
def test_a_manifest_of_another_shape_is_refused(workspace, content):
    (workspace.folder / "manifest.json").write_text(content)
    with pytest.raises(WorkspaceError, match="is not the manifest of a run"):
        workspace.manifest()


def test_another_schema_is_refused(workspace):
    (workspace.folder / "manifest.json").write_text(json.dumps({"schema": 99, "stages": {}}))
    with pytest.raises(WorkspaceError, match="schema 99"):
        workspace.manifest()


def test_keys_tell_settings_apart_and_ignore_the_order_of_names():
    assert key_of({"a": 1, "b": 2}) == key_of({"b": 2, "a": 1})
    assert key_of({"a": 1}) != key_of({"a": 2})
