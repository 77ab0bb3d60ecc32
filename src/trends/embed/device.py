"""Where a model runs, in which precision, and how many tokens it takes at once."""

from pathlib import Path
from typing import Final, Literal

from trends.errors import ConfigError

Precision = Literal["float32", "bfloat16"]

# Without units for bfloat16, small batches that stay near the caches are as fast as large ones and waste less on filling up.
_CPU_TOKENS: Final = {"float32": 1_024, "bfloat16": 4_096}
_MPS_TOKENS: Final = 8_192


def choose_devices(device: str) -> list[str]:
    """Return the devices for a setting: ``auto`` and ``cuda`` take every GPU of the machine.

    Raises
    ------
    ConfigError
        Where the machine has no such device.
    """
    import torch

    gpus = [f"cuda:{number}" for number in range(torch.cuda.device_count())] if torch.cuda.is_available() else []
    mps = ["mps"] if torch.backends.mps.is_available() else []
    if device == "auto":
        return gpus or mps or ["cpu"]
    if device == "cuda" and gpus:
        return gpus
    found = [*gpus, *mps, "cpu"]
    if device not in found:
        raise ConfigError(f"device is {device!r}, this machine has {', '.join(found)}")
    return [device]


def choose_precision(device: str, *, cpuinfo: Path = Path("/proc/cpuinfo")) -> Precision:
    """Return bfloat16 where a device computes in it natively; `cpuinfo` lists the flags of a Linux CPU."""
    import torch

    native = False
    if device.startswith("cuda"):
        native = torch.cuda.is_bf16_supported(including_emulation=False)
    elif device == "cpu" and cpuinfo.is_file():
        native = not {"amx_bf16", "avx512_bf16"}.isdisjoint(cpuinfo.read_text().split())
    return "bfloat16" if native else "float32"


def choose_budget(device: str, *, precision: Precision) -> int | None:
    """Return the tokens of a batch for a device; None where a warm-up must find them, as on a GPU."""
    if device.startswith("cuda"):
        return None
    return _MPS_TOKENS if device == "mps" else _CPU_TOKENS[precision]
