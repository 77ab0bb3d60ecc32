"""BERTopic without its side effects: its import silences every warning of the process, its calls warn of what is meant."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet() -> Iterator[None]:
    """Keep BERTopic from changing the process's warnings filters, and from talking; both are as before afterwards."""
    log = logging.getLogger("BERTopic")
    level = log.level
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        finally:
            log.setLevel(level)
