"""TOML to a frozen `Config`: the settings of all rooms in one place, defaults included."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import tomli_w
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from trends.embed import Embedder, Endpoint, Hashing, Lsa, Precomputed, Sentence, Static
from trends.errors import ConfigError
from trends.report.settings import ReportSettings
from trends.sources import SourceSettings
from trends.stats.settings import StatsSettings
from trends.topics import TopicModel

_EMBEDDERS: Final = {
    model.model_fields["kind"].default: model for model in (Sentence, Static, Lsa, Hashing, Endpoint, Precomputed)
}


class Config(BaseModel):
    """Everything that decides what a run makes.

    Attributes
    ----------
    inputs
        Files, folders and globs of papers; ``-`` is the standard input; empty where the papers come from Python.
    sources, embed, topics, stats, report
        The settings of each room.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    inputs: tuple[str, ...] = ()
    sources: SourceSettings = Field(default_factory=SourceSettings)
    embed: Embedder = Field(default_factory=Sentence)
    topics: TopicModel = Field(default_factory=TopicModel)
    stats: StatsSettings = Field(default_factory=StatsSettings)
    report: ReportSettings = Field(default_factory=ReportSettings)

    def to_toml(self) -> str:
        """Return the whole configuration as TOML; a setting that is None is left out."""
        return tomli_w.dumps(self.model_dump(mode="json", exclude_none=True))


def make_config(settings: Mapping[str, Any], *, origin: str) -> Config:
    """Check settings against what the rooms know.

    Parameters
    ----------
    settings
        A table per room, as in TOML.
    origin
        Where they come from, for the error.

    Raises
    ------
    ConfigError
        Where a setting is unknown, of the wrong type or out of range.
    """
    settings = _with_default_kind(settings)
    try:
        return Config.model_validate(settings)
    except ValidationError as error:
        raise ConfigError(f"{origin}: {_first_sentence(error)}") from error


def read_config(path: Path) -> Config:
    """Read a TOML file.

    Raises
    ------
    ConfigError
        Where it cannot be read, is no TOML, or breaks a rule.
    """
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not TOML: {error}") from error
    return make_config(settings, origin=str(path))


def override(config: Config, assignments: Sequence[str]) -> Config:
    """Apply ``room.setting=value`` assignments; the value is TOML, or text where it is not.

    Raises
    ------
    ConfigError
        Where an assignment has no ``=`` or names an unknown setting.
    """
    settings = config.model_dump(mode="json", exclude_none=True)
    for assignment in sorted(assignments, key=_is_setting):
        name, equals, value = assignment.partition("=")
        if not equals or not name.strip():
            raise ConfigError(f"--set {assignment!r} must look like topics.min_papers=20")
        *rooms, setting = name.strip().split(".")
        table = settings
        for room in rooms:
            table = table.setdefault(room, {})
            if not isinstance(table, dict):
                raise ConfigError(f"--set {assignment!r}: {room} is a setting, not a table of settings")
        if setting == "kind" and table.get("kind") != value.strip():
            table.clear()  # the settings of another kind say nothing about this one
        table[setting] = value.strip() if name.strip() == "report.title" else _value(value.strip())
    return make_config(settings, origin=f"--set {' '.join(assignments)}") if assignments else config


def _is_setting(assignment: str) -> bool:
    """Sort the choice of a kind before the settings of that kind, whatever order they were typed in."""
    return not assignment.partition("=")[0].strip().endswith(".kind")


def _value(text: str) -> Any:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _with_default_kind(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Let `[embed]` without a kind mean the default kind."""
    embed = settings.get("embed")
    if isinstance(embed, Mapping) and "kind" not in embed:
        return {**settings, "embed": {"kind": "sentence", **embed}}
    return dict(settings)


def _first_sentence(error: ValidationError) -> str:
    """Put the first complaint of pydantic as: which setting, which value, what is allowed."""
    first = error.errors()[0]
    place = [str(part) for part in first["loc"]]
    name = ".".join(part for part in place if part not in _EMBEDDERS)
    if first["type"] == "extra_forbidden":
        return f"{name} is not a setting, known are {', '.join(_known(place[:-1]))}"
    if first["type"] == "union_tag_invalid":
        return f"{name}.kind is {first['ctx']['tag']!r}, it must be one of {first['ctx']['expected_tags']}"
    message = first["msg"].removeprefix("Input should be ").removeprefix("Value error, ")
    given = "" if len(place) == 1 and isinstance(first["input"], Mapping) else f" is {first['input']!r}, it"
    return f"{name}{given} must be {message}"


def _known(place: Sequence[str]) -> list[str]:
    """List the settings at a place, which names the kind of embedder where it goes through one."""
    level: Any = Config
    for part in place:
        level = _EMBEDDERS.get(part) or level.model_fields[part].annotation
    return sorted(getattr(level, "model_fields", {}))
