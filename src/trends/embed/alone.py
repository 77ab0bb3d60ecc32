"""Encoders that need no corpus to be loaded: those that can be sent to another process or machine."""

from typing import Final, Protocol

import polars as pl

from trends.data import CORPUS_SCHEMA, Corpus
from trends.embed.encoder import Encoder
from trends.errors import ConfigError

# Of these, each machine would need all the papers, and nothing would be gained.
_FITTED: Final = ("lsa", "precomputed")


class Settings(Protocol):
    """Settings of an embedder of any kind."""

    @property
    def kind(self) -> str:
        """Name of the kind."""

    def load(self, corpus: Corpus) -> Encoder:
        """Load the encoder."""


def load_alone(settings: Settings) -> Encoder:
    """Load an encoder without a corpus.

    Raises
    ------
    ConfigError
        Where the embedder is made from the papers themselves.
    TrendsError
        Where the embedder cannot be loaded.
    """
    check_alone(settings)
    return settings.load(Corpus(pl.DataFrame(schema=CORPUS_SCHEMA)))


def check_alone(settings: Settings) -> None:
    """Raise a `ConfigError` where an embedder is made from the papers themselves."""
    if settings.kind in _FITTED:
        raise ConfigError(
            f"embed.kind is {settings.kind!r}, which is made from all papers on one machine: "
            "files and clusters need a kind that stands alone, such as sentence, static or hashing"
        )
