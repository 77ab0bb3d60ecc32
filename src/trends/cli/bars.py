"""Progress on a stream: a bar for people, now and then a line for logs."""

from time import monotonic
from typing import TYPE_CHECKING, Final, NoReturn, TextIO

import click

if TYPE_CHECKING:
    from tqdm import tqdm

_SECONDS_BETWEEN_LINES: Final = 30
_UNITS: Final = {"embed": " papers", "fetch": " papers"}


class Bars:
    """Hear of one stage after the other; a `trends.data.Progress` that writes to a stream."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._bar: tqdm[NoReturn] | None = None
        self._stage = ""
        self._began = self._told = 0.0

    def __call__(self, stage: str, done: int, total: int, /, *, tokens: int = 0) -> None:
        """Show how far a stage is, how fast, and how long it will take."""
        from tqdm import tqdm

        if stage != self._stage or self._bar is None:
            self.close()
            self._stage, self._began, self._told = stage, monotonic(), monotonic()
            quiet = not self._stream.isatty()
            # What was there before the first step, such as vectors from the cache, is no work and must not flatter the rate.
            self._bar = tqdm(
                initial=done,
                total=total,
                desc=stage,
                file=self._stream,
                dynamic_ncols=True,
                disable=quiet,
                unit=_UNITS.get(stage, "step"),
            )
        self._bar.total = total
        if tokens:
            rate = tokens / max(monotonic() - self._began, 1e-9)
            self._bar.set_postfix_str(f"{rate:,.0f} tokens/s", refresh=False)
        self._bar.update(done - self._bar.n)
        if self._bar.disable:
            self._log(done, total, tokens=tokens)

    def _log(self, done: int, total: int, *, tokens: int) -> None:
        seconds = monotonic() - self._began
        if done >= total:
            click.echo(f"{self._stage}: done", file=self._stream)
        elif monotonic() - self._told >= _SECONDS_BETWEEN_LINES:
            self._told = monotonic()
            read = f", {tokens / seconds:,.0f} tokens/s" if tokens else ""
            click.echo(f"{self._stage}: {done:,} of {total:,} after {seconds:,.0f} s{read}", file=self._stream)

    def close(self) -> None:
        """Leave the last bar as it stands."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None
