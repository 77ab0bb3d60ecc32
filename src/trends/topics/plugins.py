"""Clusterers and reducers of scikit-learn's manner, from other packages: named in the settings, run with the run's seed."""

import inspect
import logging
import sys
import warnings
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, JsonValue, field_validator, model_validator

from trends.data import OUTLIER
from trends.errors import ConfigError

Method = Literal["fit_predict", "fit_transform"]

_PACKAGES: Final = {
    "cuml": "pip install --extra-index-url https://pypi.nvidia.com cuml-cu12, on a machine with a GPU",
    "evoc": "pip install evoc",
    "fast_hdbscan": "pip install fast-hdbscan",
    "hdbscan": "pip install hdbscan",
    "sklearn": "pip install scikit-learn",
    "umap": "pip install umap-learn",
}

_log = logging.getLogger(__name__)


class Plugin(BaseModel):
    """A class of another package, and the options that it is made with.

    An object in the manner of scikit-learn may stand in its place: ``Plugin.model_validate(KMeans(n_clusters=20))``, and
    so in every setting of this type. Only the options that differ from the defaults are kept.

    Attributes
    ----------
    path
        Where the class is imported from: ``sklearn.cluster.KMeans``.
    options
        Arguments of the class: text, numbers, true or false, and lists and tables of these, as TOML has them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str = Field(pattern=r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$")
    options: dict[str, JsonValue] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _read_object(cls, value: Any) -> Any:
        if isinstance(value, Mapping | Plugin) or inspect.isclass(value) or not hasattr(value, "get_params"):
            return value
        return {"path": _public_path(type(value)), "options": _changed_options(value)}

    @field_validator("options")
    @classmethod
    def _check_options(cls, options: dict[str, JsonValue]) -> dict[str, JsonValue]:
        for name, value in options.items():
            if not _is_toml(value):
                raise ValueError(f"options that TOML can hold: {name} is {value!r}")
        return options


def run_clusterer(plugin: Plugin, matrix: NDArray[np.float32], *, seed: int) -> NDArray[np.int64]:
    """Group papers by a plug-in that has ``fit_predict``.

    Parameters
    ----------
    plugin
        The class; its ``random_state`` becomes the seed where it has one and the options do not set it.
    matrix
        (n_papers, n_dims).

    Returns
    -------
    int64 (n_papers,), the plug-in's own numbers; `OUTLIER` where it gives a negative one.

    Raises
    ------
    ConfigError
        Where the class cannot be imported, refuses options or papers, or returns no group per paper.
    """
    found = np.asarray(_run(plugin, "fit_predict", matrix, seed=seed))
    if found.shape != (len(matrix),) or not np.issubdtype(found.dtype, np.number) or (found != np.round(found)).any():
        raise ConfigError(f"{plugin.path} gives {found.dtype} of shape {found.shape}, it must give a whole number per paper")
    return np.maximum(found.astype(np.int64), OUTLIER)


def run_reducer(plugin: Plugin, matrix: NDArray[np.float32], *, seed: int) -> NDArray[np.float32]:
    """Place papers in fewer dimensions by a plug-in that has ``fit_transform``.

    Parameters
    ----------
    plugin
        The class; its ``random_state`` becomes the seed where it has one and the options do not set it.
    matrix
        (n_papers, n_dims).

    Returns
    -------
    float32 (n_papers, n_components), finite.

    Raises
    ------
    ConfigError
        Where the class cannot be imported, refuses options or papers, or returns no finite row per paper.
    """
    found = np.asarray(_run(plugin, "fit_transform", matrix, seed=seed))
    if found.ndim != 2 or len(found) != len(matrix) or not np.issubdtype(found.dtype, np.number) or not np.isfinite(found).all():
        raise ConfigError(f"{plugin.path} gives {found.dtype} of shape {found.shape}, it must give finite numbers for each paper")
    return found.astype(np.float32)


def _run(plugin: Plugin, method: Method, matrix: NDArray[np.float32], *, seed: int) -> Any:
    own = np.array(matrix, order="C")  # it may write there, and compiled code refuses the read-only map of a run's vectors
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        made_by = _load(plugin.path, method=method)
        seeded = {"random_state": seed} if "random_state" in _parameters(made_by) else {}
        try:
            result = getattr(made_by(**seeded | plugin.options), method)(own)
        except (TypeError, ValueError) as error:
            raise ConfigError(f"{plugin.path} refuses its options or the papers: {_first_line(error)}") from error
    for warning in said:
        _log.info("%s warns: %s", plugin.path, _first_line(warning.message))
    return result


def _load(path: str, *, method: Method) -> Callable[..., Any]:
    """Import a class that has a method; nothing else is ever called."""
    module, _, name = path.rpartition(".")
    package = path.partition(".")[0]
    try:
        found = getattr(import_module(module), name, None)
    except ModuleNotFoundError as error:
        if error.name == package:
            hint = _PACKAGES.get(package, "install the package that it belongs to")
            raise ConfigError(f"{path} needs the package {package!r}, which is not installed: {hint}") from error
        raise ConfigError(f"{path} cannot be imported, there is no module {error.name!r}") from error
    except (ImportError, OSError) as error:
        raise ConfigError(f"{path} cannot be imported: {_first_line(error)}") from error
    if not inspect.isclass(found):
        raise ConfigError(f"{path} is no class, it must name one such as sklearn.cluster.KMeans")
    if not callable(getattr(found, method, None)):
        raise ConfigError(f"{path} has no {method}, it must be a {'clusterer' if method == 'fit_predict' else 'reducer'}")
    return found


def _public_path(made_by: type) -> str:
    """Name a class by the outermost package that offers it: ``umap.UMAP``, not ``umap.umap_.UMAP``."""
    if made_by.__module__ == "__main__" or "." in made_by.__qualname__:
        raise ValueError("of a class that a later run can import, it must stand in a module and not in a script or function")
    parts = made_by.__module__.split(".")
    outer = [".".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
    home = next(module for module in outer if getattr(sys.modules[module], made_by.__name__, None) is made_by)
    return f"{home}.{made_by.__name__}"


def _changed_options(made: Any) -> dict[str, Any]:
    """Return the options of an object that differ from the defaults of its class, numpy's numbers as Python's."""
    defaults = _parameters(type(made))
    options = {}
    for name, value in made.get_params(deep=False).items():
        plain = value.item() if isinstance(value, np.generic) else value
        is_default = name in defaults and type(plain) is type(defaults[name].default) and plain == defaults[name].default
        if not is_default:
            if not _is_toml(plain):
                raise ValueError(f"made with options that TOML can hold: {name} is {plain!r}")
            options[name] = plain
    return options


def _parameters(made_by: Callable[..., Any]) -> Mapping[str, inspect.Parameter]:
    return inspect.signature(made_by).parameters


def _is_toml(value: Any) -> bool:
    if isinstance(value, list):
        return all(map(_is_toml, value))
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_toml(part) for key, part in value.items())
    return isinstance(value, str | int | float)


def _first_line(problem: object) -> str:
    return str(problem).strip().partition("\n")[0]
