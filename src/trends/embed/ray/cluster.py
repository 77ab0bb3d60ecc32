"""The way to a Ray cluster, or to one of this machine's own."""

import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from trends.embed.ray.crew import Machine
from trends.errors import ConfigError, TrendsError

_PATIENCE_SECONDS: Final = 5
_PREFIX: Final = "RAY_"


@contextmanager
def connected(address: str | None) -> Iterator[list[Machine]]:
    """Connect to Ray quietly, give its machines, and let go of it at the end.

    Parameters
    ----------
    address
        ``host:port`` of a cluster, ``auto`` for the one that runs on this machine. None takes the connection that the process
        has, and keeps it, or else starts a cluster of this machine for the block.

    Raises
    ------
    ConfigError
        Where the address is none, or the process is connected already.
    TrendsError
        Where no cluster is there, or it does not let this process in.
    """
    import ray
    from ray.exceptions import AuthenticationError

    if address not in (None, "auto"):
        _check_reachable(address)
    if ray.is_initialized():
        if address is not None:
            raise ConfigError(f"the address of the ray cluster is {address!r}, but this process is connected: leave it out")
        yield _machines()
        return
    with _own_environment():
        try:
            ray.init(address or "local", include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
        except (ConnectionError, AuthenticationError) as error:
            raise TrendsError(
                f"no ray cluster lets this process in at {address!r}: one must have been started with `ray start`, "
                "with the same RAY_AUTH_MODE and token"
            ) from error
        try:
            yield _machines()
        finally:
            ray.shutdown()


def _check_reachable(address: str) -> None:
    """Raise where nobody listens: Ray itself would try for minutes, then end the process."""
    host, _, port = address.rpartition(":")
    if not host or "/" in host or not port.isdecimal() or int(port) > 65_535:
        raise ConfigError(f"the address of the ray cluster is {address!r}, it must be host:port or auto")
    try:
        socket.create_connection((host, int(port)), timeout=_PATIENCE_SECONDS).close()
    except OSError as error:
        reason = error.strerror or error
        raise TrendsError(
            f"no ray cluster answers at {address!r} ({reason}): `ray status` there says where it listens"
        ) from error


@contextmanager
def _own_environment() -> Iterator[None]:
    """Keep what is set for Ray, and what Ray sets for its processes, to the length of a block."""
    before = {name: value for name, value in os.environ.items() if name.startswith(_PREFIX)}
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    try:
        yield
    finally:
        for name in [name for name in os.environ if name.startswith(_PREFIX)]:
            del os.environ[name]
        os.environ.update(before)


def _machines() -> list[Machine]:
    import ray

    cluster: Any = ray  # its functions carry no types
    offers = [node["Resources"] for node in cluster.nodes() if node["Alive"]]
    return [Machine(int(offer.get("CPU", 0)), int(offer.get("GPU", 0))) for offer in offers]
