"""The one callback by which long work tells how far it is."""

from typing import Protocol


class Progress(Protocol):
    """Told after each step of long work; called from the thread that works."""

    def __call__(self, stage: str, done: int, total: int, /) -> None:
        """Hear that `done` of `total` steps of a stage are finished."""


def silent(stage: str, done: int, total: int, /) -> None:
    """Take no notice."""
