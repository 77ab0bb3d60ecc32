"""Corpus to embeddings: encoders of several kinds, and a cache that remembers what they said."""

from typing import Annotated

from pydantic import Field

from trends.embed.alone import load_alone
from trends.embed.corpus import Account, Embedded, embed
from trends.embed.encoder import Batch, Encoder, encode_all
from trends.embed.endpoint import Endpoint
from trends.embed.files import FilesAccount, embed_files
from trends.embed.hashing import Hashing
from trends.embed.identity import identity_of
from trends.embed.lsa import Lsa
from trends.embed.models import list_models, prune
from trends.embed.precomputed import Precomputed
from trends.embed.presets import PRESETS, find_preset
from trends.embed.ray import open_ray
from trends.embed.sentence import Sentence
from trends.embed.static import Static

Embedder = Annotated[Sentence | Static | Lsa | Hashing | Endpoint | Precomputed, Field(discriminator="kind")]

__all__ = [
    "PRESETS",
    "Account",
    "Batch",
    "Embedded",
    "Embedder",
    "Encoder",
    "Endpoint",
    "FilesAccount",
    "Hashing",
    "Lsa",
    "Precomputed",
    "Sentence",
    "Static",
    "embed",
    "embed_files",
    "encode_all",
    "find_preset",
    "identity_of",
    "list_models",
    "load_alone",
    "open_ray",
    "prune",
]
