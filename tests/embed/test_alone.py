"""What can be sent away without the papers, and what cannot."""

import pytest

from trends.embed.alone import load_alone
from trends.embed.encoder import encode_all
from trends.embed.hashing import Hashing
from trends.embed.lsa import Lsa
from trends.embed.precomputed import Precomputed
from trends.embed.ray import open_ray
from trends.errors import ConfigError


def test_an_embedder_that_stands_alone_loads_without_papers(corpus_of):
    corpus = corpus_of(["a graph", "a kernel"])
    alone, beside = load_alone(Hashing()), Hashing().load(corpus)
    assert alone.fingerprint == beside.fingerprint
    assert encode_all(alone, corpus.texts()).tobytes() == encode_all(beside, corpus.texts()).tobytes()


@pytest.mark.parametrize("settings", [Lsa(), Precomputed(path="vectors.npy")], ids=["lsa", "precomputed"])
def test_an_embedder_that_is_made_from_the_papers_is_refused(settings):
    with pytest.raises(ConfigError, match=f"embed.kind is '{settings.kind}', which is made from all papers"):
        load_alone(settings)


def test_it_is_refused_before_a_cluster_is_started():
    pytest.importorskip("ray", reason="the extra `ray` is not installed")
    with pytest.raises(ConfigError, match="'lsa', which is made from all papers"), open_ray(Lsa()):
        pass
