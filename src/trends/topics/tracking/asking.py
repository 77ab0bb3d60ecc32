"""Which papers to show a person, and what the person answered."""

import tomllib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from trends.errors import ConfigError
from trends.topics.tracking.calibration import Array

_EPSILON = 1e-9


class Answers(BaseModel):
    """Papers of which a person said that they belong to a subfield, or do not.

    Attributes
    ----------
    yes, no
        Paper ids; none in both.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()

    def updated(self, *, yes: tuple[str, ...], no: tuple[str, ...]) -> "Answers":
        """Return these answers with newer ones, which win.

        Raises
        ------
        ConfigError
            Where a paper is both yes and no among the newer ones.
        """
        both = sorted({*yes} & {*no})
        if both:
            raise ConfigError(f"paper {both[0]!r} is both yes and no, it must be one of them")
        return Answers(
            yes=tuple(sorted({*self.yes, *yes} - {*no})),
            no=tuple(sorted({*self.no, *no} - {*yes})),
        )


def choose_questions(probabilities: Array, *, threshold: float, answered: NDArray[np.bool_], n: int) -> NDArray[np.int64]:
    """Choose the papers whose membership is least certain: those nearest to the line.

    Parameters
    ----------
    probabilities
        Of each paper.
    threshold
        The probability from which papers count.
    answered
        Papers that a person judged already.
    n
        At most so many.

    Returns
    -------
    Rows, nearest first; papers with probability 0 are never asked about.

    Notes
    -----
    Uncertainty sampling (Lewis & Gale 1994, "A sequential algorithm for training text classifiers"), by distance in log odds.
    """
    open_ = np.flatnonzero(~answered & (probabilities > 0))
    distance = np.abs(_log_odds(probabilities[open_]) - _log_odds(np.array(threshold)))
    return open_[np.argsort(distance, kind="stable")[:n]]


def read_answers(path: Path) -> Answers:
    """Read the answers kept in a file; none where there is no file.

    Raises
    ------
    ConfigError
        Where the file is no TOML, or holds anything but the lists ``yes`` and ``no``.
    """
    if not path.exists():
        return Answers()
    try:
        kept = Answers.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not TOML: {error}") from error
    except ValidationError as error:
        first = ".".join(map(str, error.errors()[0]["loc"]))
        raise ConfigError(f"{path} has a bad {first!r}, it must hold yes and no, lists of paper ids") from error
    return Answers().updated(yes=kept.yes, no=kept.no)


def write_answers(answers: Answers) -> str:
    """Return the answers as the text of a TOML file."""
    import tomli_w

    return tomli_w.dumps(answers.model_dump(mode="json"))


def _log_odds(probabilities: Array) -> Array:
    clipped = np.clip(probabilities, _EPSILON, 1 - _EPSILON)
    odds: Array = np.log(clipped / (1 - clipped))
    return odds
