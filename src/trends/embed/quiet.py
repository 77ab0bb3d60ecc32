"""Silence for the model libraries, which draw bars and warn on stderr; what they were set to is restored."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def quiet() -> Iterator[None]:
    """Switch off progress bars and warnings of transformers and of the hub's client inside a block."""
    from transformers.utils import logging

    switches: Any = logging  # its functions carry no types
    bars, verbosity = switches.is_progress_bar_enabled(), switches.get_verbosity()
    switches.disable_progress_bar()
    switches.set_verbosity_error()
    try:
        yield
    finally:
        switches.set_verbosity(verbosity)
        if bars:
            switches.enable_progress_bar()
