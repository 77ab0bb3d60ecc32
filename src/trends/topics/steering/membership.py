"""How surely a paper belongs to a wanted topic, calibrated by the papers that say its words."""

import numpy as np
from numpy.typing import NDArray

_SURE = 0.5
_FAR_OUT = 3.0
_TINY = 1e-12


def fit_papers(matrix: NDArray[np.float32], *, users: NDArray[np.bool_], name: NDArray[np.float32] | None) -> NDArray[np.float64]:
    """Tell how well each paper fits a topic, given the papers that use its terms.

    A paper that uses them belongs unless it lies where papers use them less than anywhere, which is a mention in passing;
    another one belongs where most papers like it use them.

    Parameters
    ----------
    matrix
        float32 (n_papers, n_dims), rows of unit length.
    users
        bool (n_papers,), the papers that use the terms.
    name
        float32 (n_dims,), unit length: the topic's name in the space of `matrix`, or None.

    Returns
    -------
    float64 (n_papers,): the share of papers as similar to the topic as this one that use its terms, 0 to 1; 0 for a paper
    that does not belong.

    Notes
    -----
    Similar is by cosine to the mean of the users (a user's own vector left out), plus the name where there is one, both of
    unit length. The share as a rising function of the cosine is isotonic regression (Zadrozny & Elkan 2002, "Transforming
    classifier scores into accurate multiclass probability estimates"). So the users set their own floor and no similarity
    has to be chosen, which would differ from model to model.
    """
    from scipy.optimize import isotonic_regression

    if not users.any():
        return np.zeros(len(matrix))
    similarity = _similarity(matrix, users=users, name=name)
    order = np.argsort(similarity, kind="stable")
    share = np.empty(len(matrix))
    share[order] = isotonic_regression(users[order].astype(np.float64)).x
    return np.where(share >= np.where(users, users.mean(), _SURE), share, 0.0)


def find_far_out(matrix: NDArray[np.float32], *, name: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Mark papers so much like a name that they stand apart from all others.

    Notes
    -----
    Above the outer fence of Tukey 1977: the third quartile plus 3 times the distance between the quartiles.
    """
    similarity = matrix @ name
    low, high = np.quantile(similarity, [0.25, 0.75])
    return np.asarray(similarity > high + _FAR_OUT * (high - low))


def _similarity(
    matrix: NDArray[np.float32], *, users: NDArray[np.bool_], name: NDArray[np.float32] | None
) -> NDArray[np.float64]:
    """Cosine to the middle of the users and the name; a user's own vector does not count for itself."""
    middle = matrix[users].sum(axis=0, dtype=np.float64)
    if name is not None:
        middle += np.linalg.norm(middle) * name
    similarity = (matrix @ middle.astype(np.float32)).astype(np.float64)  # a float64 copy of the matrix would be large
    length = np.full(len(matrix), middle @ middle)
    length[users] += 1 - 2 * similarity[users]
    similarity[users] -= 1
    cosine: NDArray[np.float64] = similarity / np.sqrt(np.maximum(length, _TINY))
    return cosine
