"""A loaded model on its devices: token sequences in, pooled vectors out."""

import logging
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from trends.embed.batches import Shape, plan_batches
from trends.errors import TrendsError

_log = logging.getLogger(__name__)

# Launched ahead on each device, so that it computes while results of the batch before are copied back.
_IN_FLIGHT: Final = 2

_LARGEST_BUDGET: Final = 32_768
_WARM_UP_TOKENS: Final = 4_096
_SHARE_OF_MEMORY: Final = 0.3
_WIDEST_WARM_UP: Final = 512


@dataclass
class Replica:
    """One copy of a model on one device.

    Attributes
    ----------
    model
        A `sentence_transformers.SentenceTransformer` in evaluation mode.
    device
        Where it lies.
    budget
        Tokens of a batch; halved when memory runs out.
    prompt_length
        Tokens that pooling leaves out, None for none.
    """

    model: Any
    device: str
    budget: int
    prompt_length: int | None = None

    def compile(self) -> None:
        """Let torch fuse what it can, for all shapes at once; on a CPU the weights are laid out anew for its products."""
        on_cpu = {"freezing": True, "cpp.threads": 1}
        self.model.compile(dynamic=True, options=on_cpu if self.device == "cpu" else None)

    def launch(self, sequences: Sequence[NDArray[np.int32]], shape: Shape) -> Any:
        """Start the forward pass of a batch; its tensor on the CPU is whole once `finish` has waited for it."""
        import torch

        with torch.inference_mode():
            vectors = self.model(self._features([sequences[row] for row in shape.rows], shape))["sentence_embedding"]
            vectors = vectors[: len(shape.rows)].float()
            if not self.device.startswith("cuda"):
                return vectors.cpu(), None
            host = torch.empty(vectors.shape, dtype=vectors.dtype, pin_memory=True)
            host.copy_(vectors, non_blocking=True)
            done = torch.cuda.Event()  # type: ignore[no-untyped-call]
            done.record(torch.cuda.current_stream(self.device))
            return host, done

    def _features(self, sequences: Sequence[NDArray[np.int32]], shape: Shape) -> dict[str, Any]:
        """Pad sequences to the shape, on the right: there padding shifts no position, and pooling goes by the mask."""
        import torch

        tokenizer = self.model.tokenizer
        ids = np.full((shape.height, shape.width), tokenizer.pad_token_id or 0, dtype=np.int64)
        mask = np.zeros((shape.height, shape.width), dtype=np.int64)
        mask[:, 0] = 1  # a row that only fills up, or has no token, still has one to look at
        for row, sequence in enumerate(sequences):
            ids[row, : len(sequence)], mask[row, : len(sequence)] = sequence, 1
        arrays = {"input_ids": ids, "attention_mask": mask}
        if "token_type_ids" in tokenizer.model_input_names:
            arrays["token_type_ids"] = np.zeros_like(ids)
        features: dict[str, Any] = {name: self._send(torch.from_numpy(array)) for name, array in arrays.items()}
        if self.prompt_length is not None:
            features["prompt_length"] = self.prompt_length
        return features

    def _send(self, tensor: Any) -> Any:
        if self.device.startswith("cuda"):
            return tensor.pin_memory().to(self.device, non_blocking=True)
        return tensor.to(self.device)


def finish(launched: Any) -> NDArray[np.float32]:
    """Wait for a batch and return its vectors: float32 (n_rows, n_dims), as the model scales them."""
    host, done = launched
    if done is not None:
        done.synchronize()
    return host.numpy()  # type: ignore[no-any-return]


@dataclass
class Fleet:
    """Copies of one model that are fed in turns.

    On GPUs, launching takes less time than computing, so one thread keeps all of them busy. On a CPU there is one copy, and
    a thread per core that computes batches of its own: nobody waits for anybody, as the threads inside of one product do.

    Attributes
    ----------
    replicas
        One per GPU, or one.
    window
        Tokens that no batch is wider than; None for no limit.
    n_threads
        Batches that a CPU computes at once.
    """

    replicas: Sequence[Replica]
    window: int | None = None
    n_threads: int = 1
    _next: int = field(default=0, init=False)

    @property
    def budget(self) -> int:
        """Tokens of a batch."""
        return min(replica.budget for replica in self.replicas)

    def run(self, sequences: Sequence[NDArray[np.int32]]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
        """Yield rows and vectors of all sequences, batch by batch.

        Raises
        ------
        TrendsError
            Where not even one sequence fits into the memory of a device.
        """
        import torch

        lengths = [len(sequence) for sequence in sequences]
        waiting = deque(plan_batches(lengths, budget=self.budget, window=self.window))
        flying: deque[tuple[Shape, Replica, Future[Any]]] = deque()
        with _launchers(self.n_threads) as pool:
            while waiting or flying:
                while waiting and len(flying) < _IN_FLIGHT * max(len(self.replicas), self.n_threads):
                    shape, replica = waiting.popleft(), self._take_turn()
                    flying.append((shape, replica, pool.submit(replica.launch, sequences, shape)))
                shape, replica, launched = flying.popleft()
                try:
                    vectors = finish(launched.result())
                except torch.OutOfMemoryError as error:
                    waiting.extendleft(reversed(self._halve(replica, shape, error=error)))
                else:
                    yield shape.rows, vectors

    def _take_turn(self) -> Replica:
        replica = self.replicas[self._next % len(self.replicas)]
        self._next += 1
        return replica

    def _halve(self, replica: Replica, shape: Shape, *, error: Exception) -> list[Shape]:
        """Take smaller batches from now on, and part the one that did not fit."""
        import torch

        if shape.height == 1:
            raise TrendsError(
                f"a text of {shape.width} tokens does not fit into the memory of {replica.device}: "
                "take a smaller model, or embed.device cpu"
            ) from error
        if replica.device.startswith("cuda"):
            torch.cuda.empty_cache()
        height = -(-shape.height // 2)
        replica.budget = min(replica.budget, height * shape.width)
        _log.warning("%s has too little memory for %d texts at once, %d are tried", replica.device, shape.height, height)
        starts = range(0, len(shape.rows), height)
        return [Shape(shape.rows[start : start + height], shape.width, height) for start in starts]


@contextmanager
def _launchers(n_threads: int) -> Iterator[Executor]:
    """Start threads that launch batches: one with all cores, or several with a core each."""
    import torch

    before = torch.get_num_threads()
    alone = partial(torch.set_num_threads, 1) if n_threads > 1 else None
    pool = ThreadPoolExecutor(n_threads, initializer=alone)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
        torch.set_num_threads(before)


def warm_up(replica: Replica, *, window: int | None) -> int:
    """Return the tokens that a CUDA GPU takes at once, from what a small batch needs: the same on equal cards.

    The budget is a power of two that fills less than a third of the memory, and at most what keeps a card busy.
    """
    import torch

    width = min(window or _WIDEST_WARM_UP, _WIDEST_WARM_UP)
    height = max(1, _WARM_UP_TOKENS // width)
    sequences = [np.ones(width, dtype=np.int32)] * height
    before = torch.cuda.memory_allocated(replica.device)
    torch.cuda.reset_peak_memory_stats(replica.device)
    finish(replica.launch(sequences, Shape(np.arange(height), width, height)))
    per_token = max(1, (torch.cuda.max_memory_allocated(replica.device) - before) // (height * width))
    total = torch.cuda.get_device_properties(replica.device).total_memory
    fitting = int((total - before) * _SHARE_OF_MEMORY) // per_token
    return min(_LARGEST_BUDGET, 1 << max(8, fitting.bit_length() - 1))
