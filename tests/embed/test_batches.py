"""Rules of batches: every sequence once, shapes that depend on a sequence's own length alone, little padding."""

import numpy as np
import pytest

from trends.embed.batches import WIDTH_STEP, plan_batches

LENGTHS = np.random.default_rng(0).integers(1, 257, size=5_000)


def test_a_plan_by_hand():
    shapes = [(list(shape.rows), shape.width, shape.height) for shape in plan_batches([3, 20, 8, 1, 9], budget=16)]
    assert shapes == [([1], 24, 1), ([4], 16, 1), ([0, 2], 8, 2), ([3], 8, 2)]


def test_every_sequence_stands_in_one_batch_that_is_wide_enough():
    shapes = list(plan_batches(LENGTHS, budget=1_024, window=256))
    assert sorted(np.concatenate([shape.rows for shape in shapes])) == list(range(len(LENGTHS)))
    assert all((LENGTHS[shape.rows] <= shape.width).all() and len(shape.rows) <= shape.height for shape in shapes)
    assert all(shape.width * shape.height <= 1_024 for shape in shapes)


def test_the_shape_of_a_sequence_does_not_depend_on_its_company():
    whole = {int(row): (shape.width, shape.height) for shape in plan_batches(LENGTHS, budget=2_048) for row in shape.rows}
    some = np.arange(0, len(LENGTHS), 7)
    for shape in plan_batches(LENGTHS[some], budget=2_048):
        assert {whole[int(some[row])] for row in shape.rows} == {(shape.width, shape.height)}


def test_the_widest_come_first_so_that_a_lack_of_memory_shows_at_once():
    widths = [shape.width for shape in plan_batches(LENGTHS, budget=1_024)]
    assert widths == sorted(widths, reverse=True)


@pytest.mark.parametrize("window", [100, 256])
def test_no_batch_is_wider_than_the_window(window):
    widths = {shape.width for shape in plan_batches(np.minimum(LENGTHS, window), budget=4_096, window=window)}
    assert max(widths) == window
    assert all(width % WIDTH_STEP == 0 for width in widths - {window})


def test_padding_and_filling_up_cost_little_on_many_texts():
    slots = sum(shape.width * shape.height for shape in plan_batches(LENGTHS, budget=1_024, window=256))
    assert slots / LENGTHS.sum() < 1.06


def test_nothing_makes_no_batch():
    assert list(plan_batches([], budget=16)) == []


def test_a_text_without_a_token_has_a_place_all_the_same():
    assert [(list(shape.rows), shape.width) for shape in plan_batches([0, 3], budget=16)] == [([0, 1], WIDTH_STEP)]
