"""Loading a sentence transformer from its folder."""

from pathlib import Path
from typing import Any

from trends.embed.device import Precision
from trends.embed.quiet import quiet
from trends.errors import TrendsError


def load_model(folder: Path, *, device: str, precision: Precision) -> Any:
    """Return a `sentence_transformers.SentenceTransformer` that is ready to encode.

    Raises
    ------
    TrendsError
        Where its files are damaged, or it needs code of its own.
    """
    import torch
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer

    kinds = {"float32": torch.float32, "bfloat16": torch.bfloat16}
    try:
        with quiet():
            model = SentenceTransformer(
                str(folder), device=device, local_files_only=True, model_kwargs={"dtype": kinds[precision]}
            )
    except (OSError, ValueError, SafetensorError) as error:
        reason = str(error).partition("\n")[0]
        raise TrendsError(
            f"the model in {str(folder)!r} cannot be loaded ({reason}): its files must be whole, and need no code of their own"
        ) from error
    return model.eval()
