"""Rules of devices: the best one that is there, in the precision it is made for."""

import pytest

from trends.embed.device import choose_budget, choose_devices, choose_precision
from trends.errors import ConfigError


@pytest.mark.parametrize(
    ("flags", "precision"),
    [("fpu avx512f avx512_vnni", "float32"), ("avx512f avx512_bf16", "bfloat16"), ("amx_bf16 amx_tile", "bfloat16")],
)
def test_a_cpu_computes_in_bfloat16_only_where_it_can_natively(tmp_path, flags, precision):
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text(f"model name : a CPU\nflags\t\t: {flags}\n")
    assert choose_precision("cpu", cpuinfo=cpuinfo) == precision


def test_an_unknown_cpu_computes_in_float32(tmp_path):
    assert choose_precision("cpu", cpuinfo=tmp_path / "absent") == "float32"


def test_a_device_that_is_not_there_is_an_error_that_lists_those_that_are():
    assert choose_devices("cpu") == ["cpu"]
    with pytest.raises(ConfigError, match=r"device is 'cuda:99', this machine has .*cpu"):
        choose_devices("cuda:99")


def test_only_a_gpu_needs_a_warm_up_to_know_what_fits():
    assert choose_budget("cuda:0", precision="bfloat16") is None
    assert choose_budget("cpu", precision="float32")
    assert choose_budget("mps", precision="float32")
