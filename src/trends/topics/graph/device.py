"""Nearest neighbours on a graphics card: products in half precision choose, products in full precision rank."""

from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from trends.errors import ConfigError
from trends.topics.graph.neighbours import Neighbours

Device = Literal["auto", "cpu", "cuda"]

_WORTH_IT: Final = 20_000
_N_PRODUCTS: Final = 200_000_000
_N_RANKED: Final = 50_000_000
_SPARE: Final = 1.5


def choose_device(device: Device, *, n_papers: int) -> Literal["cpu", "cuda"]:
    """Choose where neighbours are found: ``auto`` takes a graphics card for 20,000 papers or more.

    Raises
    ------
    ConfigError
        Where ``cuda`` is asked for and torch sees none.
    """
    if device == "cpu" or (device == "auto" and n_papers < _WORTH_IT):
        return "cpu"
    import torch

    if torch.cuda.is_available():
        return "cuda"
    if device == "cuda":
        raise ConfigError("topics.device is 'cuda', torch sees no such device here: choose auto or cpu")
    return "cpu"


def find_neighbours_by_torch(matrix: NDArray[np.float32], *, n_neighbours: int, device: str) -> Neighbours:
    """Find nearest neighbours by cosine, as `find_neighbours` does, on a device of torch.

    Half as many again as wanted are chosen by products of bfloat16, then ranked by products of float32: a neighbour is
    missed only where the rounding of a product (2⁻⁸ of it) moves it behind all the spare ones.

    Parameters
    ----------
    matrix
        (n_papers, n_dims), rows of unit length.
    n_neighbours
        How many per row, the row itself counted; at most n_papers.
    device
        As torch names it.
    """
    import torch

    n_papers, n_dims = matrix.shape
    full = torch.from_numpy(np.ascontiguousarray(matrix)).to(device)
    half = full.to(torch.bfloat16)
    n_chosen = min(n_papers, round(_SPARE * n_neighbours) + 16)
    step = max(1, min(_N_PRODUCTS // n_papers, _N_RANKED // (n_chosen * n_dims)))
    rows = np.empty((n_papers, n_neighbours), dtype=np.int32)
    likeness = np.empty((n_papers, n_neighbours), dtype=np.float32)
    for start in range(0, n_papers, step):
        block = torch.arange(start, min(start + step, n_papers), device=device)
        products = half[block] @ half.T
        products[torch.arange(len(block), device=device), block] = torch.inf  # itself is nearest, also among copies
        chosen = products.topk(n_chosen, dim=1).indices.sort(dim=1).values
        exact = torch.einsum("bd,bkd->bk", full[block], full[chosen])
        exact[chosen == block[:, None]] = torch.inf
        ranked = exact.sort(dim=1, descending=True, stable=True)
        part = slice(start, start + len(block))
        rows[part] = chosen.gather(1, ranked.indices[:, :n_neighbours]).cpu().numpy()
        likeness[part] = ranked.values[:, :n_neighbours].cpu().numpy()
    return Neighbours(rows, np.clip(1 - likeness, 0, 2))
