"""Work on its way through the workers of a cluster, some of which are slow and some of which die."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from trends.embed.encoder import Encoder
from trends.embed.ray.worker import opened
from trends.errors import TrendsError

Item = TypeVar("Item")
Result = TypeVar("Result")

# A worker may die of anything; when four die of the same item, the item is what they die of.
_MOST_DEATHS: Final = 4

# Workers that are away are asked again after so long, and given up after so many times if nobody is left.
_ROUND_SECONDS: Final = 1
_MOST_ROUNDS: Final = 900


@dataclass(frozen=True)
class _Job(Generic[Item]):
    """An item, and how many workers died while they had it."""

    item: Item
    n_deaths: int = 0


class Shift(Generic[Item, Result]):
    """One pass of items through workers.

    Each worker has a few places. A place is free, at work on a job, asked whether its worker is ready, or away: its worker has
    died and is not back. A job whose worker dies goes to the next free place, so that a machine that never comes back holds
    nothing up.

    Parameters
    ----------
    workers
        Handles of workers.
    work
        What is done with each item; it must be importable where the workers are.
    n_places
        Jobs that a worker holds at once: one at work, the others waiting beside it.
    fingerprint
        Of the encoder that each worker must have.
    """

    def __init__(
        self, workers: Sequence[Any], work: Callable[[Encoder, Item], Result], *, n_places: int, fingerprint: str
    ) -> None:
        self._work = work
        self._fingerprint = fingerprint
        self._free: deque[Any] = deque()  # workers, once for each place
        self._jobs: dict[Any, tuple[Any, _Job[Item]]] = {}  # answer to come → worker and job
        self._asked: dict[Any, Any] = {}  # answer to come → worker
        self._away: list[Any] = [*workers] * n_places
        self._returned: deque[_Job[Item]] = deque()
        self._n_rounds = 0  # in which nobody was at work or came back

    def run(self, items: Iterable[Item]) -> Iterator[Result]:
        """Yield results as they come, and read items as places fall free.

        Raises
        ------
        TrendsError
            Where the work raises one, an item kills its workers, or no worker is left.
        """
        fresh = (_Job(item) for item in items)
        self._ask()
        while True:
            while self._free and (job := self._returned.popleft() if self._returned else next(fresh, None)):
                worker = self._free.popleft()
                self._jobs[worker.do.remote(self._work, job.item)] = worker, job
            if self._free and not self._jobs:
                return
            answer = self._next_answer()
            if answer is None:
                self._pass_round()
            elif answer in self._asked:
                self._hear_greeting(answer)
            else:
                yield from self._hear_result(answer)
                self._ask()

    def _ask(self) -> None:
        """Ask the workers that are away whether they are back."""
        self._asked |= {worker.greet.remote(): worker for worker in self._away}
        self._away.clear()

    def _next_answer(self) -> Any | None:
        """Wait for an answer; None where none came for a round."""
        import ray

        pending = [*self._jobs, *self._asked]
        if not pending:
            time.sleep(_ROUND_SECONDS)
            return None
        done, _ = ray.wait(pending, timeout=_ROUND_SECONDS)
        return done[0] if done else None

    def _pass_round(self) -> None:
        """Ask again; work may take as long as it takes, but where nobody is at work somebody has to come back."""
        self._n_rounds = 0 if self._jobs else self._n_rounds + 1
        is_deserted = not (self._jobs or self._asked or self._away)
        if is_deserted or self._n_rounds == _MOST_ROUNDS:
            raise TrendsError("all workers died and none could be started again: see `ray status` for what is left")
        self._ask()

    def _hear_greeting(self, answer: Any) -> None:
        """Give a worker that is ready its place."""
        import ray
        from ray.exceptions import ActorDiedError, ActorUnavailableError

        worker = self._asked.pop(answer)
        try:
            said = opened(ray.get(answer))
        except ActorUnavailableError:
            self._away.append(worker)
            return
        except ActorDiedError:  # it will not be started again, and its place is gone
            return
        if said["fingerprint"] != self._fingerprint:
            raise TrendsError(
                f"workers have different encoders, {self._fingerprint!r} and {said['fingerprint']!r}: "
                "all machines need the same versions and kind of device, or a precision that is set"
            )
        self._free.append(worker)
        self._n_rounds = 0

    def _hear_result(self, answer: Any) -> Iterator[Result]:
        """Yield a result, or take back the job of a worker that died."""
        import ray
        from ray.exceptions import ObjectLostError, RayActorError

        worker, job = self._jobs.pop(answer)
        try:
            result = opened(ray.get(answer))
        except (RayActorError, ObjectLostError) as error:
            n_deaths = job.n_deaths + 1
            if n_deaths == _MOST_DEATHS:
                raise TrendsError(
                    f"{n_deaths} workers died over the same papers: give each more memory, or set smaller batches"
                ) from error
            self._returned.append(_Job(job.item, n_deaths))
            self._away.append(worker)
            return
        self._free.append(worker)
        yield result
