"""A wrong address is told at once, in one sentence."""

import socket
import time

import pytest

from trends.embed.ray.cluster import connected
from trends.errors import ConfigError, TrendsError

pytest.importorskip("ray", reason="the extra `ray` is not installed")


@pytest.mark.parametrize("address", ["10.0.0.1", "ray://head:10001", "head:port", ":6379", "head:99999"])
def test_an_address_is_a_host_and_a_port(address):
    with pytest.raises(ConfigError, match="it must be host:port or auto"), connected(address):
        pass


def test_a_cluster_that_is_not_there_is_an_error_at_once():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        start = time.perf_counter()
        with pytest.raises(TrendsError, match=f"no ray cluster answers at '{address}'"), connected(address):
            pass
    assert time.perf_counter() - start < 10
