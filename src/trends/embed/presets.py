"""Embedders by need: what to take when one does not want to choose."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from trends.embed.sentence import Sentence
from trends.embed.static import Static
from trends.errors import ConfigError


@dataclass(frozen=True)
class Preset:
    """An embedder and why one takes it.

    Attributes
    ----------
    settings
        What it is.
    about
        When to take it.
    licence
        Of the weights.
    n_weights
        Millions of weights.
    n_dims
        Length of a vector.
    """

    settings: Sentence | Static
    about: str
    licence: str
    n_weights: int
    n_dims: int


PRESETS: Final[Mapping[str, Preset]] = {
    "fast": Preset(
        Static(),
        "no GPU and many papers: thousands a second, topics a little coarser",
        "Apache-2.0",
        8,
        256,
    ),
    "default": Preset(Sentence(), "a laptop, English abstracts", "Apache-2.0", 23, 384),
    "best": Preset(
        Sentence(model="Qwen/Qwen3-Embedding-0.6B", prompt=""),
        "a GPU, the finest distinctions, a hundred languages, long abstracts whole",
        "Apache-2.0",
        596,
        1024,
    ),
    "scientific": Preset(
        Sentence(model="sentence-transformers/allenai-specter"),
        "papers that cite each other lie together; trained on titles and abstracts of science",
        "Apache-2.0",
        110,
        768,
    ),
    "multilingual": Preset(
        Sentence(model="intfloat/multilingual-e5-small", prompt="query: "),
        "abstracts in a hundred languages beside each other",
        "MIT",
        118,
        384,
    ),
}


def find_preset(name: str) -> Preset:
    """Return a preset by name.

    Raises
    ------
    ConfigError
        Where there is none of that name.
    """
    if name not in PRESETS:
        raise ConfigError(f"there is no embedder {name!r}, known are {', '.join(PRESETS)}")
    return PRESETS[name]
