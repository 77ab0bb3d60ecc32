"""Rules of presets: each is a valid embedder, and an unknown name lists the known ones."""

import pytest

from trends.embed.presets import PRESETS, find_preset
from trends.errors import ConfigError


def test_the_default_preset_is_the_default_embedder():
    from trends.config import Config

    assert find_preset("default").settings == Config().embed


def test_every_need_has_a_licence_and_a_size():
    assert set(PRESETS) == {"fast", "default", "best", "scientific", "multilingual"}
    assert all(preset.licence and preset.n_weights > 0 and preset.n_dims > 0 for preset in PRESETS.values())


def test_an_unknown_preset_lists_the_known_ones():
    with pytest.raises(ConfigError, match="there is no embedder 'better', known are fast, default, best"):
        find_preset("better")
