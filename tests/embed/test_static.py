"""Rules of static embeddings: tokens add up, nothing is cut, and models of every make are read alike."""

import numpy as np
import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from trends.embed.encoder import encode_all, unit_rows
from trends.embed.static import Static

model2vec = pytest.importorskip("model2vec", reason="the extra static is not installed")

VOCABULARY = ["[UNK]", "graph", "kernel", "##s", "protein", "."]
VECTORS = np.random.default_rng(0).normal(size=(6, 4)).astype(np.float32)
TEXTS = ["Graph kernels.", "protein protein graph", "kernel", "a protein of no kernels", "graph." * 700 + " protein"]


def make_model(folder, *, vectors=VECTORS, **settings) -> str:
    tokenizer = Tokenizer(models.WordPiece({token: i for i, token in enumerate(VOCABULARY)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    model2vec.StaticModel(vectors, tokenizer, **settings).save_pretrained(folder)
    return str(folder)


@pytest.fixture
def load(tmp_path, corpus_of):
    def load_(*, n_dims=None, **settings):
        return Static(model=make_model(tmp_path / "model", **settings), n_dims=n_dims).load(corpus_of([]))

    return load_


def test_a_text_is_the_sum_of_its_tokens_scaled_to_length_one(load):
    graph, kernel, s, stop = VECTORS[[1, 2, 3, 5]]
    assert encode_all(load(), ["Graph kernels."]) == pytest.approx(unit_rows(np.array([graph + kernel + s + stop])), abs=1e-6)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"normalize": True},
        {"vectors": VECTORS.astype(np.float16)},
        {"vectors": VECTORS[:2], "token_mapping": np.array([0, 1, 0, 1, 0, 1]), "weights": np.linspace(0.5, 3, 6)},
    ],
    ids=["plain", "normalised", "half precision", "shared vectors"],
)
def test_vectors_are_those_of_model2vec(load, settings, tmp_path):
    encoder = load(max_length=None, **settings)
    peer = model2vec.StaticModel.from_pretrained(tmp_path / "model", quantize_to="float32", max_length=None)
    assert encode_all(encoder, TEXTS) == pytest.approx(unit_rows(peer.encode(TEXTS)), abs=1e-5)


def test_words_that_the_model_does_not_know_do_not_matter(load):
    known, mixed = encode_all(load(), ["graph kernel", "graph 量子 zebra kernel"])
    assert known == pytest.approx(mixed)


def test_a_text_is_not_cut_however_long(load):
    start, whole = encode_all(load(), ["graph " * 2_000, "graph " * 2_000 + "protein " * 6_000])
    assert start == pytest.approx(unit_rows(VECTORS[1:2])[0], abs=1e-5)
    assert whole == pytest.approx(unit_rows(VECTORS[1:2] + 3 * VECTORS[4:5])[0], abs=1e-5)


def test_fewer_numbers_are_the_first_ones(load):
    encoder = load(n_dims=2)
    assert encoder.n_dims == 2
    assert encode_all(encoder, ["kernel"]) == pytest.approx(unit_rows(VECTORS[2:3, :2]), abs=1e-6)
    assert encoder.fingerprint != load().fingerprint
    assert load(n_dims=9).n_dims == 4


def test_a_model_is_known_by_its_content_and_not_by_its_place(tmp_path, corpus_of):
    folders = [tmp_path / place / "model" for place in ("one", "same", "other")]
    for folder, vectors in zip(folders, [VECTORS, VECTORS, VECTORS + 1], strict=True):
        folder.mkdir(parents=True)
        make_model(folder, vectors=vectors)
    one, same, other = (Static(model=str(folder)).load(corpus_of([])).fingerprint for folder in folders)
    assert one == same != other
