import sys

import numpy as np
import pytest
from pydantic import BaseModel, ValidationError

from trends.errors import ConfigError
from trends.topics.plugins import Plugin, run_clusterer, run_reducer


class Odd:
    """A clusterer that answers with what it was told to."""

    def __init__(self, answer="", random_state=None):
        self.answer = answer
        self.random_state = random_state

    def get_params(self, deep=True):
        return {"answer": self.answer, "random_state": self.random_state}

    def fit_predict(self, matrix):
        answers = {
            "short": [0],
            "words": ["a"] * len(matrix),
            "halves": [0.5] * len(matrix),
            "seed": [self.random_state] * len(matrix),
        }
        if self.answer == "refuse":
            raise ValueError("no papers like these\nand more lines")
        if self.answer == "write":
            matrix[0] = 0
        return answers.get(self.answer, [-3, 7.0] + [2] * (len(matrix) - 2))

    def fit_transform(self, matrix):
        return np.full((len(matrix), 2), np.nan) if self.answer == "nan" else matrix[:, 0]


class Settings(BaseModel):
    clusterer: Plugin | None = None


@pytest.fixture
def odd():
    """Give the path of `Odd`, as if its module were installed."""
    name = "odd_package_of_tests"
    sys.modules[name] = sys.modules[__name__]
    yield lambda answer, **options: Plugin(path=f"{name}.Odd", options={"answer": answer, **options})
    sys.modules.pop(name)


@pytest.mark.parametrize(
    ("path", "options"),
    [
        ("sklearn.cluster.KMeans", {"n_clusters": 4}),
        ("sklearn.cluster.HDBSCAN", {"min_cluster_size": 5, "copy": True}),
        pytest.param("hdbscan.HDBSCAN", {"min_cluster_size": 5, "core_dist_n_jobs": 1}, marks=pytest.mark.slow),
    ],
)
def test_planted_groups_are_found_by_any_clusterer(blobs, path, options):
    matrix, planted = blobs(4, 25)
    matrix.setflags(write=False)  # as a run's vectors are
    found = run_clusterer(Plugin(path=path, options=options), matrix, seed=0)
    assert found.dtype == np.int64
    assert len(set(zip(found.tolist(), planted.tolist(), strict=True))) == 4


@pytest.mark.parametrize("path", ["sklearn.decomposition.PCA", pytest.param("umap.UMAP", marks=pytest.mark.slow)])
def test_reducers_give_few_dimensions_and_the_same_again(blobs, path):
    matrix, _ = blobs(4, 25)
    places = [run_reducer(Plugin(path=path, options={"n_components": 2}), matrix, seed=3) for _ in range(2)]
    assert places[0].shape == (100, 2)
    assert places[0].dtype == np.float32
    assert np.array_equal(*places)


def test_the_seed_is_the_random_state_unless_the_options_set_one(blobs, odd):
    matrix, _ = blobs(2, 5)
    assert set(run_clusterer(odd("seed"), matrix, seed=11)) == {11}
    assert set(run_clusterer(odd("seed", random_state=5), matrix, seed=11)) == {5}


def test_every_negative_number_is_an_outlier(blobs, odd):
    assert run_clusterer(odd("other"), blobs(2, 5)[0], seed=0).tolist() == [-1, 7] + [2] * 8


def test_a_plug_in_cannot_change_the_vectors(blobs, odd):
    matrix, _ = blobs(2, 5)
    before = matrix.copy()
    run_clusterer(odd("write"), matrix, seed=0)
    assert np.array_equal(matrix, before)


def test_an_object_becomes_its_path_and_the_options_that_differ_from_the_defaults():
    from sklearn.cluster import KMeans

    plugin = Settings(clusterer=KMeans(n_clusters=np.int64(20), random_state=4)).clusterer
    assert plugin == Plugin(path="sklearn.cluster.KMeans", options={"n_clusters": 20, "random_state": 4})
    assert Plugin.model_validate(plugin.model_dump(mode="json")) == plugin


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ImportWarning")  # umap's, of what it does without
def test_the_path_is_the_one_that_people_import():
    from hdbscan import HDBSCAN
    from umap import UMAP

    assert Plugin.model_validate(UMAP(n_neighbors=5)) == Plugin(path="umap.UMAP", options={"n_neighbors": 5})
    assert Plugin.model_validate(HDBSCAN(min_cluster_size=9)) == Plugin(path="hdbscan.HDBSCAN", options={"min_cluster_size": 9})


def test_an_object_that_is_no_data_is_refused():
    from sklearn.cluster import KMeans, SpectralClustering

    with pytest.raises(ValidationError, match="made with options that TOML can hold: init is array"):
        Settings(clusterer=KMeans(init=np.zeros((2, 2))))
    with pytest.raises(ValidationError, match="made with options that TOML can hold: affinity is <function"):
        Settings(clusterer=SpectralClustering(affinity=lambda a, b: 0))

    class Local(Odd):
        pass

    with pytest.raises(ValidationError, match="a class that a later run can import"):
        Settings(clusterer=Local())
    with pytest.raises(ValidationError, match="options that TOML can hold: tol is None"):
        Plugin(path="sklearn.cluster.KMeans", options={"tol": None})


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("evoc.EVoC", "evoc.EVoC needs the package 'evoc', which is not installed: pip install evoc"),
        ("cuml.cluster.HDBSCAN", "needs the package 'cuml', which is not installed: .*nvidia.* on a machine with a GPU"),
        ("fast_hdbscan.HDBSCAN", "needs the package 'fast_hdbscan', which is not installed: pip install fast-hdbscan"),
        ("nobody_has_this.Thing", "needs the package 'nobody_has_this', .* install the package that it belongs to"),
        ("sklearn.clusters.KMeans", "cannot be imported, there is no module 'sklearn.clusters'"),
        ("sklearn.cluster.KMeens", "sklearn.cluster.KMeens is no class, it must name one"),
        ("os.system", "os.system is no class"),
        ("subprocess.Popen", "subprocess.Popen has no fit_predict, it must be a clusterer"),
        ("sklearn.decomposition.PCA", "has no fit_predict, it must be a clusterer"),
    ],
)
def test_what_cannot_be_a_clusterer_is_named_and_never_called(blobs, path, sentence):
    if path.split(".")[0] in {"evoc", "cuml", "fast_hdbscan"}:
        from importlib.util import find_spec

        if find_spec(path.split(".")[0]):
            pytest.skip(f"{path} is installed here")
    with pytest.raises(ConfigError, match=sentence):
        run_clusterer(Plugin(path=path, options={"args": "true"}), blobs(2, 5)[0], seed=0)


def test_a_clusterer_is_no_reducer(blobs):
    with pytest.raises(ConfigError, match="has no fit_transform, it must be a reducer"):
        run_reducer(Plugin(path="sklearn.cluster.DBSCAN"), blobs(2, 5)[0], seed=0)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("refuse", "refuses its options or the papers: no papers like these$"),
        ("short", r"gives int64 of shape \(1,\), it must give a whole number per paper"),
        ("words", "gives <U1 of shape .* a whole number per paper"),
        ("halves", "gives float64 of shape .* a whole number per paper"),
    ],
)
def test_a_bad_answer_is_one_sentence(blobs, odd, answer, sentence):
    with pytest.raises(ConfigError, match=sentence):
        run_clusterer(odd(answer), blobs(2, 5)[0], seed=0)


@pytest.mark.parametrize("answer", ["nan", "one axis"])
def test_a_reducer_must_give_finite_rows(blobs, odd, answer):
    with pytest.raises(ConfigError, match="it must give finite numbers for each paper"):
        run_reducer(odd(answer), blobs(2, 5)[0], seed=0)


def test_unknown_options_are_refused_by_name(blobs):
    with pytest.raises(ConfigError, match=r"sklearn\.cluster\.KMeans refuses its options .* 'k'"):
        run_clusterer(Plugin(path="sklearn.cluster.KMeans", options={"k": 3}), blobs(2, 5)[0], seed=0)


def test_a_path_has_a_module():
    with pytest.raises(ValidationError, match="path"):
        Plugin(path="KMeans")
