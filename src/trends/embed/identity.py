"""What of an embedder lies in files, which may change while its settings stay."""

from pathlib import Path

from trends.embed.endpoint import Endpoint
from trends.embed.hashing import Hashing
from trends.embed.lsa import Lsa
from trends.embed.precomputed import Precomputed
from trends.embed.sentence import Sentence
from trends.embed.static import Static
from trends.embed.weights import find_weights


def identity_of(settings: Sentence | Static | Lsa | Hashing | Endpoint | Precomputed) -> str:
    """Return a hash of the files that settings name, "" where they name none on this machine.

    A model of the hub is told by its name and revision: a branch that moved is not seen before it is loaded again.

    Raises
    ------
    TrendsError
        Where a file or folder cannot be read.
    """
    if isinstance(settings, Precomputed):
        return settings.digest()
    if isinstance(settings, Sentence | Static) and Path(settings.model).expanduser().is_dir():
        return find_weights(settings.model, revision=settings.revision).version
    return ""
