"""Corrections of topics by hand, as a person writes them to `topics.toml`."""

import json
import tomllib
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from trends.data import UNHELD
from trends.errors import ConfigError

CORRECTIONS_FILE: Final = "topics.toml"

_FEWEST_PARTS: Final = 2
_MOST_PARTS: Final = 20


def _check_parts(value: Any) -> Any:
    """Take a list of phrases or a number of parts."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    size = value if is_number else len(value) if isinstance(value, list | tuple) else 0
    if not _FEWEST_PARTS <= size <= _MOST_PARTS:
        raise ValueError(f"a list of {_FEWEST_PARTS} to {_MOST_PARTS} phrases, or such a number of parts")
    return value


def _strip_mark(name: str) -> str:
    """Take a label as the report shows it, with the mark of a topic that does not hold."""
    return name.removesuffix(UNHELD)


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_strip_mark)]
Parts = Annotated[int | tuple[Name, ...], BeforeValidator(_check_parts)]


class _Correction(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    def __str__(self) -> str:
        """Write it on one line, as it stands in the file."""
        return ", ".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in self.model_dump().items())


class Rename(_Correction):
    """Give a topic another name."""

    rename: Name
    to: Name

    @property
    def names(self) -> tuple[str, ...]:
        """The topics that it is about."""
        return (self.rename,)


class Merge(_Correction):
    """Make one topic of several."""

    merge: Annotated[tuple[Name, ...], Field(min_length=2)]
    to: Name

    @property
    def names(self) -> tuple[str, ...]:
        """The topics that it is about."""
        return self.merge


class Split(_Correction):
    """Make several topics of one: one for each phrase of `into`, or so many as it says."""

    split: Name
    into: Parts

    @property
    def names(self) -> tuple[str, ...]:
        """The topics that it is about."""
        return (self.split,)


class Drop(_Correction):
    """End a topic; its papers belong to none."""

    drop: Name

    @property
    def names(self) -> tuple[str, ...]:
        """The topics that it is about."""
        return (self.drop,)


Correction = Rename | Merge | Split | Drop

_KINDS: Final[dict[str, type[Correction]]] = {"rename": Rename, "merge": Merge, "split": Split, "drop": Drop}


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """Read the corrections that a file lists.

    They are applied from the first to the last, each to what those before it have left, so that a person can add another at the
    end with the labels that the last report shows::

        [[correction]]
        rename = "LLM unlearning"
        to = "Unlearning in language models"

        [[correction]]
        merge = ["Sparse autoencoders", "Steering vectors"]
        to = "Interpretability"

        [[correction]]
        split = "Generation"
        into = ["image generation", "video generation"]  # or a number of parts

        [[correction]]
        drop = "Technical report"

    Raises
    ------
    ConfigError
        Where the file cannot be read, is no TOML, or lists something else.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not TOML: {error}") from error
    entries = content.pop("correction", [])
    if content:
        raise ConfigError(f"{path} has {', '.join(content)!r}, it must list [[correction]] only")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ConfigError(f"{path} has one [correction], it must list each as [[correction]]")
    return tuple(_check(entry, origin=f"{path}, correction {number}") for number, entry in enumerate(entries, start=1))


def _check(entry: dict[str, Any], *, origin: str) -> Correction:
    kinds = [kind for kind in _KINDS if kind in entry]
    if len(kinds) != 1:
        raise ConfigError(f"{origin} has the keys {', '.join(entry) or 'none'}, it must have one of {', '.join(_KINDS)}")
    kind = _KINDS[kinds[0]]
    try:
        return kind.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
    setting = first["loc"][0]
    if first["type"] == "missing":
        raise ConfigError(f"{origin} has no {setting!r}, {kinds[0]} needs {' and '.join(kind.model_fields)}")
    if first["type"] == "extra_forbidden":
        raise ConfigError(f"{origin} has {setting!r}, {kinds[0]} takes {' and '.join(kind.model_fields)} only")
    allowed = first["msg"].removeprefix("Input should be ").removeprefix("Value error, ")
    raise ConfigError(f"{origin}: {setting} is {entry[str(setting)]!r}, it must be {allowed}")
