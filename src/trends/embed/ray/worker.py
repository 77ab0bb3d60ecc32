"""What runs in each process of a cluster: an encoder that waits for work."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from trends.embed.alone import Settings, load_alone
from trends.embed.encoder import Encoder
from trends.embed.ray.crew import Crew
from trends.errors import TrendsError

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Refusal:
    """An error of ours on its way to the user: as data, because not every exception survives the journey."""

    kind: type[TrendsError]
    text: str


class Worker:
    """An encoder in a process of its own; loaded with the first call, which can answer that it cannot be."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def _encoder(self) -> Encoder:
        return load_alone(self._settings)

    def greet(self) -> dict[str, Any] | Refusal:
        """Say what the encoder is: its attributes by name."""
        names = ("fingerprint", "facts", "n_dims", "max_tokens", "is_costly", "reads_any_text")
        return self.do(lambda encoder, _: {name: getattr(encoder, name) for name in names}, None)

    def do(self, work: Callable[[Encoder, Item], Result], item: Item) -> Result | Refusal:
        """Do a piece of work with the encoder."""
        try:
            return work(self._encoder, item)
        except TrendsError as error:
            return Refusal(type(error), str(error))


def start_worker(settings: Settings, crew: Crew) -> Any:
    """Start a worker that is started again whenever it dies, on whatever machine has room; return its handle."""
    import ray

    threads = {name: str(crew.n_cores) for name in ("OMP_NUM_THREADS", "RAYON_NUM_THREADS")}
    placed = ray.remote(
        num_cpus=crew.n_cores, num_gpus=crew.n_gpus, max_restarts=-1, max_task_retries=0, runtime_env={"env_vars": threads}
    )
    return placed(Worker).remote(settings)


def opened(answer: Any) -> Any:
    """Return what a worker answered, or raise what it refused with."""
    if isinstance(answer, Refusal):
        raise answer.kind.__new__(answer.kind, answer.text)
    return answer
