"""An encoder that is many workers."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import Any, Final, TypeVar

from trends.embed.alone import Settings, check_alone
from trends.embed.encoder import Batch, Encoder, gather
from trends.embed.ray.cluster import connected
from trends.embed.ray.crew import plan_crew
from trends.embed.ray.shift import Shift
from trends.embed.ray.worker import opened, start_worker
from trends.errors import MissingExtraError, TrendsError

Item = TypeVar("Item")
Result = TypeVar("Result")

# Enough texts for an encoder to find many of each length, few enough that each worker gets several slices.
_SMALLEST_SLICE: Final = 256
_LARGEST_SLICE: Final = 16_384
_SLICES_PER_WORKER: Final = 4

_PATIENCE_SECONDS: Final = 900


@dataclass(frozen=True)
class RayEncoder:
    """Workers that each hold the same encoder, together an `Encoder`; `open_ray` starts them."""

    workers: tuple[Any, ...]
    fingerprint: str
    facts: Mapping[str, str]
    n_dims: int
    max_tokens: int | None
    is_costly: bool
    reads_any_text: bool

    def encode(self, texts: Sequence[str]) -> Iterator[Batch]:
        """Yield the vectors of texts, a slice as soon as a worker has done it; the same bytes as one worker's alone.

        Raises
        ------
        TrendsError
            As `map`.
        """
        n_texts = len(texts)
        size = max(_SMALLEST_SLICE, min(_LARGEST_SLICE, n_texts // (len(self.workers) * _SLICES_PER_WORKER)))
        slices = ((start, list(texts[start : start + size])) for start in range(0, n_texts, size))
        return self.map(_encode_slice, slices, n_places=2)

    def map(self, work: Callable[[Encoder, Item], Result], items: Iterable[Item], *, n_places: int = 1) -> Iterator[Result]:
        """Yield what the workers make of items, in the order in which they finish.

        Parameters
        ----------
        work
            Function of a module that the workers can import, or a `functools.partial` of one. It may be called again with an
            item whose worker died.
        items
            Read as workers fall free.
        n_places
            Items that a worker holds: 1 for long work, 2 where the way to the worker counts.

        Raises
        ------
        TrendsError
            Where the work raises one, an item kills its workers again and again, or no worker is left.
        """
        return Shift(self.workers, work, n_places=n_places, fingerprint=self.fingerprint).run(items)


def _encode_slice(encoder: Encoder, texts: tuple[int, list[str]]) -> Batch:
    """Return one batch for texts that stand from a given row on."""
    start, chosen = texts
    batch = gather(encoder, chosen)
    return replace(batch, rows=start + batch.rows)


@contextmanager
def open_ray(
    settings: Settings, *, address: str | None = None, n_workers: int | None = None, cores_per_worker: int | None = None
) -> Iterator[RayEncoder]:
    """Start workers that encode together for the length of a block.

    Parameters
    ----------
    settings
        Of an embedder that stands alone. Each worker loads it: what it needs must be on every machine.
    address
        ``host:port`` of a cluster of which this machine is a part, or ``auto`` for the one that runs here. None and ``local``
        take the connection that the process has, and keep it, or else start a cluster of this machine for the block.
    n_workers
        How many; None takes one for each GPU, or as many as the cores allow where there is no GPU.
    cores_per_worker
        Cores, and so threads, of each; None takes 4, or fewer where machines have fewer.

    Raises
    ------
    MissingExtraError
        Where Ray is not installed.
    ConfigError
        Where the embedder does not stand alone, or there is no room for these workers.
    TrendsError
        Where the cluster cannot be reached, or a worker cannot load the embedder.
    """
    if find_spec("ray") is None:
        raise MissingExtraError(package="ray", extra="ray", purpose="embedding on many machines")
    check_alone(settings)
    import ray
    from ray.exceptions import RayError

    with connected(None if address == "local" else address) as machines:
        crew = plan_crew(machines, n_workers=n_workers, cores_per_worker=cores_per_worker)
        workers = tuple(start_worker(settings, crew) for _ in range(crew.n_workers))
        try:
            yield _meet(workers)
        finally:
            for worker in workers:
                with suppress(RayError):  # one that cannot be reached has nothing to be stopped
                    ray.kill(worker)


def _meet(workers: tuple[Any, ...]) -> RayEncoder:
    """Wait for the first worker to say what it is; the others go on loading."""
    import ray
    from ray.exceptions import RayActorError

    greetings = [worker.greet.remote() for worker in workers]
    done, _ = ray.wait(greetings, timeout=_PATIENCE_SECONDS)
    if not done:
        raise TrendsError(f"no worker has loaded the embedder within {_PATIENCE_SECONDS} s: see `ray status` for what is free")
    try:
        said = opened(ray.get(done[0]))
    except RayActorError as error:
        reason = str(error).strip().splitlines()[-1].rstrip(".")
        raise TrendsError(
            f"a worker died before it was ready ({reason}): it needs memory for the model, and the RAY_AUTH_MODE of its cluster"
        ) from error
    facts = {**said.pop("facts"), "workers": f"{len(workers)} on ray"}
    return RayEncoder(workers=workers, facts=facts, **said)
