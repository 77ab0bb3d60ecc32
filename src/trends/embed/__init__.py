"""Corpus to embeddings: encoders of several kinds, and a cache that remembers what they said."""

from typing import Annotated

from pydantic import Field

from trends.embed.corpus import embed
from trends.embed.encoder import Encoder
from trends.embed.hashing import Hashing
from trends.embed.lsa import Lsa
from trends.embed.sentence import Sentence

Embedder = Annotated[Sentence | Lsa | Hashing, Field(discriminator="kind")]

__all__ = ["Embedder", "Encoder", "Hashing", "Lsa", "Sentence", "embed"]
