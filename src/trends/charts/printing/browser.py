"""Images of figures, drawn by one browser through kaleido."""

import base64
import json
import re
import struct
import subprocess
import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

from trends.charts.printing.kaleido_worker import FAILED, NO_BROWSER
from trends.charts.printing.spaces import PIXELS_PER_MM
from trends.charts.style import Figure
from trends.errors import MissingExtraError, TrendsError

Kind = Literal["pdf", "svg", "png"]

_WORKER: Final = Path(__file__).with_name("kaleido_worker.py")
_START_SECONDS, _EACH_SECONDS = 90, 90
_PIXELS_PER_INCH: Final = 96
_METRES_PER_INCH: Final = 0.0254
_HEADER_BYTES: Final = 33  # of a PNG: its mark and the chunk IHDR


@dataclass(frozen=True)
class Drawing:
    """An image to be drawn.

    Attributes
    ----------
    name
        Of the chart, for messages.
    figure
        As `for_print` returns it.
    kind
        The format.
    zoom
        Of the space that it is made for.
    dpi
        Dots per inch in print, of a ``png``.
    """

    name: str
    figure: Figure
    kind: Kind
    zoom: float
    dpi: int


def draw_images(drawings: Sequence[Drawing]) -> list[bytes]:
    """Draw figures as images, all in one browser; for none, no browser is started.

    Raises
    ------
    MissingExtraError
        Where kaleido is not installed.
    TrendsError
        Where no Chrome or Chromium is found, or it does not draw a figure, or not in time.
    """
    if not drawings:
        return []
    if find_spec("kaleido") is None:
        raise MissingExtraError(package="kaleido", extra="figures", purpose=f"a figure as .{drawings[0].kind}")
    answers = _run_worker([{"figure": one.figure, "options": _options(one)} for one in drawings])
    for drawing, answer in zip(drawings, answers, strict=True):
        if answer.startswith(FAILED):
            raise TrendsError(f"the browser could not draw chart {drawing.name!r}: {answer.removeprefix(FAILED).strip()}")
    return [_finish(base64.b64decode(answer), drawing) for drawing, answer in zip(drawings, answers, strict=True)]


def _options(drawing: Drawing) -> dict[str, object]:
    layout = drawing.figure["layout"]
    scale = drawing.zoom * drawing.dpi / _PIXELS_PER_INCH if drawing.kind == "png" else drawing.zoom
    return {"format": drawing.kind, "width": layout["width"], "height": layout["height"], "scale": scale}


def _run_worker(jobs: Sequence[dict[str, object]]) -> list[str]:
    command, patience = [sys.executable, "-P", str(_WORKER)], _START_SECONDS + _EACH_SECONDS * len(jobs)
    try:
        done = subprocess.run(command, input=json.dumps(jobs).encode(), capture_output=True, timeout=patience, check=False)
    except subprocess.TimeoutExpired as error:
        raise TrendsError(f"the browser did not draw the figures within {patience} s: write .html instead") from error
    if done.returncode == NO_BROWSER:
        raise TrendsError("no Chrome or Chromium was found to draw images with: install one, or write .html or .json")
    if done.returncode:
        why = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise TrendsError(f"the browser could not draw: {' '.join(why) or 'it gave no reason'}")
    return done.stdout.decode().splitlines()


def _finish(image: bytes, drawing: Drawing) -> bytes:
    """Set the size in print, and put constant bytes in the place of what differs at each drawing."""
    match drawing.kind:
        case "pdf":
            return re.sub(rb"\(D:\d{14}", b"(D:20000101000000", image)
        case "svg":
            chance = re.search(rb'id="defs-([0-9a-f]{6})"', image)
            return _in_millimetres(image.replace(chance[1], b"000000") if chance else image)
        case "png":
            return _with_dpi(image, drawing.dpi)


def _in_millimetres(svg: bytes) -> bytes:
    """Write width and height of the whole image in millimetres, which no program takes for other pixels than ours."""
    head, mark, rest = svg.partition(b">")
    exact = re.sub(rb' (width|height)="([\d.]+)"', lambda found: _length(found[1].decode(), float(found[2])), head)
    return exact + mark + rest


def _length(side: str, pixels: float) -> bytes:
    return f' {side}="{pixels / PIXELS_PER_MM:.2f}mm"'.encode()


def _with_dpi(png: bytes, dpi: int) -> bytes:
    """Add the chunk from which LaTeX and others learn the size in print (PNG specification, 11.3.5.3)."""
    per_metre = round(dpi / _METRES_PER_INCH)
    chunk = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
    whole = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return png[:_HEADER_BYTES] + whole + png[_HEADER_BYTES:]
