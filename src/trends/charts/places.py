"""Where papers lie on a map: whole steps, with long empty stretches shortened, and where a topic is densest."""

import base64
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

STEPS: Final = 20_000

_EDGE: Final = 1_000
_PAPERS_PER_BAND, _MOST_BANDS = 40, 100
_SPARSE: Final = 1e-4
_SHORT: Final = 0.2
_CELLS: Final = 48
_DTYPES: Final = {"int16": "i2", "uint8": "u1", "int32": "i4"}


def to_steps(values: NDArray[np.float32]) -> NDArray[np.int16]:
    """Scale a coordinate of all papers to whole steps from 0 to `STEPS`, a little inside both ends.

    The axes of a map have no unit, and islands stand as far apart as chance wants. So the axis is cut into bands, and one
    that holds hardly a paper takes a fifth of its room; inside bands that hold papers, distances keep their proportions.
    """
    width = float(np.ptp(values))
    if not width:
        return np.full(len(values), STEPS // 2, dtype=np.int16)
    place = (values.astype(np.float64) - values.min()) / width
    n_bands = int(np.clip(len(values) // _PAPERS_PER_BAND, 1, _MOST_BANDS))
    counts, edges = np.histogram(place, bins=n_bands, range=(0, 1))
    ends = np.append(0, np.where(counts > _SPARSE * len(values), 1, _SHORT).cumsum())
    moved = np.interp(place, edges, ends / ends[-1])
    steps: NDArray[np.int16] = (_EDGE + moved * (STEPS - 2 * _EDGE)).round().astype(np.int16)
    return steps


def find_peak(x: NDArray[np.int16], y: NDArray[np.int16]) -> tuple[float, float]:
    """Return the middle of the papers where they lie densest: each in one of 48 × 48 cells and the eight around it."""
    cells = [(axis.astype(np.int64) * _CELLS // (STEPS + 1)) for axis in (x, y)]
    grid = np.zeros((_CELLS + 2, _CELLS + 2))
    np.add.at(grid, (cells[0] + 1, cells[1] + 1), 1)
    around = sum(np.roll(grid, (across, up), axis=(0, 1)) for across in (-1, 0, 1) for up in (-1, 0, 1))
    column, row = np.unravel_index(int(np.argmax(around)), grid.shape)
    near = (abs(cells[0] + 1 - column) <= 1) & (abs(cells[1] + 1 - row) <= 1)
    return float(x[near].mean()), float(y[near].mean())


def pack(values: NDArray[Any]) -> dict[str, str]:
    """Return small whole numbers as plotly reads them from JSON without writing out each."""
    little = values.astype(values.dtype.newbyteorder("<"))
    return {"dtype": _DTYPES[values.dtype.name], "bdata": base64.b64encode(little.tobytes()).decode()}
