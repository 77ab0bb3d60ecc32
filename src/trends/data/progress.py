"""The one callback by which long work tells how far it is."""

from typing import Protocol


class Progress(Protocol):
    """Told after each step of long work; called from the thread that works."""

    def __call__(self, stage: str, done: int, total: int, /, *, tokens: int = 0) -> None:
        """Hear that `done` of `total` steps of a stage are finished, with `tokens` read by a model so far."""


def silent(stage: str, done: int, total: int, /, *, tokens: int = 0) -> None:
    """Take no notice."""
