"""Rules of the forward pass: all devices are fed, a lack of memory halves batches instead of ending the run."""

import logging
import shutil
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from trends.embed.forward import Fleet, Replica
from trends.errors import TrendsError

SEQUENCES = [np.arange(1, 1 + length, dtype=np.int32) for length in (3, 30, 8, 12, 5, 30, 7)]


class Sums:
    """A model whose vector is the sum and the number of a text's tokens; remembers the shapes that it saw."""

    def __init__(self, *, fits: int = 10**9) -> None:
        self.tokenizer = SimpleNamespace(pad_token_id=0, model_input_names=["input_ids", "token_type_ids"])
        self.fits = fits
        self.shapes: list[tuple[int, ...]] = []
        self.features: list[dict[str, torch.Tensor]] = []

    def __call__(self, features):
        ids = features["input_ids"]
        if ids.numel() > self.fits:
            raise torch.OutOfMemoryError("no room")
        self.shapes.append(tuple(ids.shape))
        self.features.append(features)
        return {"sentence_embedding": torch.stack([ids.sum(1), (features["attention_mask"] * (ids > 0)).sum(1)], dim=1)}


def vectors(fleet: Fleet) -> np.ndarray:
    matrix = np.zeros((len(SEQUENCES), 2))
    for rows, part in fleet.run(SEQUENCES):
        matrix[rows] = part
    return matrix


EXPECTED = [[sequence.sum(), len(sequence)] for sequence in SEQUENCES]


def test_each_sequence_gets_its_own_vector_and_padding_stands_on_the_right():
    model = Sums()
    assert vectors(Fleet([Replica(model, "cpu", 32)])).tolist() == EXPECTED
    assert "token_type_ids" in model.features[0]
    padded = model.features[-1]["attention_mask"][0].tolist()
    assert padded == sorted(padded, reverse=True)


def test_batches_are_filled_up_to_their_fixed_shapes():
    model = Sums()
    vectors(Fleet([Replica(model, "cpu", 32)]))
    assert set(model.shapes) == {(1, 32), (2, 16), (4, 8)}


def test_all_devices_take_turns():
    models = [Sums(), Sums(), Sums()]
    assert vectors(Fleet([Replica(model, "cpu", 8) for model in models])).tolist() == EXPECTED
    assert [len(model.shapes) for model in models] == [3, 2, 2]


def test_a_lack_of_memory_halves_the_batches_and_loses_nothing(caplog):
    model = Sums(fits=40)
    fleet = Fleet([Replica(model, "cpu", 128)])
    with caplog.at_level(logging.WARNING):
        assert vectors(fleet).tolist() == EXPECTED
    assert "too little memory for 4 texts at once, 2 are tried" in caplog.text
    assert fleet.budget <= 64
    assert max(height * width for height, width in model.shapes) <= 40


def test_a_text_that_never_fits_is_one_sentence():
    with pytest.raises(TrendsError, match="a text of 32 tokens does not fit into the memory of cpu"):
        vectors(Fleet([Replica(Sums(fits=20), "cpu", 64)]))


def test_a_prompt_that_pooling_leaves_out_travels_with_the_tokens():
    model = Sums()
    vectors(Fleet([Replica(model, "cpu", 32, prompt_length=4)]))
    assert model.features[0]["prompt_length"] == 4


class Tiny(torch.nn.Module):
    """A model with something to fuse."""

    def __init__(self) -> None:
        super().__init__()
        self.tokenizer = SimpleNamespace(pad_token_id=0, model_input_names=["input_ids"])
        self.embedding, self.linear = torch.nn.Embedding(64, 16), torch.nn.Linear(16, 16)

    def forward(self, features):
        read = torch.nn.functional.gelu(self.linear(self.embedding(features["input_ids"])))
        return {"sentence_embedding": (read * features["attention_mask"][..., None]).sum(1)}


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("g++") is None and shutil.which("clang++") is None, reason="torch needs a C++ compiler")
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")  # of torch's compiler
def test_a_compiled_model_gives_the_same_vectors_in_every_thread():
    torch.manual_seed(0)
    model = Tiny().eval()

    def matrix(replica: Replica) -> np.ndarray:
        found = np.zeros((len(SEQUENCES), 16), dtype=np.float32)
        for rows, part in Fleet([replica], n_threads=2).run(SEQUENCES):
            found[rows] = part
        return found

    plain = matrix(Replica(model, "cpu", 32))
    compiled = Replica(model, "cpu", 32)
    compiled.compile()
    assert matrix(compiled) == pytest.approx(plain, abs=1e-5)


def test_threads_of_torch_are_as_before_when_all_is_done_and_when_the_reader_leaves_early():
    before = torch.get_num_threads()
    fleet = Fleet([Replica(Sums(), "cpu", 8)], n_threads=2)
    assert vectors(fleet).tolist() == EXPECTED
    reader = fleet.run(SEQUENCES)
    next(reader)
    reader.close()
    assert torch.get_num_threads() == before
