"""How many workers a cluster has room for, and what each of them gets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from trends.errors import ConfigError

# More cores make one model hardly faster, and to feed a GPU with tokens takes no more.
_CORES: Final = 4


@dataclass(frozen=True)
class Machine:
    """What a machine of a cluster offers."""

    n_cores: int
    n_gpus: int


@dataclass(frozen=True)
class Crew:
    """Equal workers: how many, and the cores and GPUs of each."""

    n_workers: int
    n_cores: int
    n_gpus: int


def plan_crew(machines: Sequence[Machine], *, n_workers: int | None = None, cores_per_worker: int | None = None) -> Crew:
    """Plan a worker for each GPU, or for every few cores where no machine has a GPU.

    Parameters
    ----------
    machines
        Those of the cluster. Where one has a GPU, those without are left alone.
    n_workers
        How many; None takes as many as there is room for.
    cores_per_worker
        Cores of each; None takes 4, or fewer where no machine has 4 for each of its workers.

    Raises
    ------
    ConfigError
        Where a number is not positive, or there is less room than asked for.
    """
    for name, number in {"n_workers": n_workers, "cores_per_worker": cores_per_worker}.items():
        if number is not None and number < 1:
            raise ConfigError(f"{name} is {number}, it must be at least 1")
    n_gpus = int(any(machine.n_gpus for machine in machines))
    usable = [machine for machine in machines if machine.n_gpus >= n_gpus]
    fair = max((machine.n_cores // max(machine.n_gpus, 1) for machine in usable), default=0)
    n_cores = cores_per_worker or max(1, min(_CORES, fair))
    room = sum(min(machine.n_cores // n_cores, machine.n_gpus or machine.n_cores) for machine in usable)
    each = f"{n_cores} cores" + (" and a GPU" if n_gpus else "")
    if room == 0:
        raise ConfigError(f"no machine has {each} for a worker: set cores_per_worker to fewer")
    if n_workers is not None and n_workers > room:
        raise ConfigError(f"n_workers is {n_workers}, the machines have room for {room} with {each} for each")
    return Crew(n_workers or room, n_cores, n_gpus)
