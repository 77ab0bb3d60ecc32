"""A chart as a file: vectors or pixels for print, a page of its own, or plain JSON."""

from pathlib import Path
from typing import Final

from trends.charts.image import Kind, draw_image
from trends.charts.page import render_page
from trends.data import Chart
from trends.errors import ConfigError, DataError, WorkspaceError

_KINDS: Final[dict[str, Kind]] = {".pdf": "pdf", ".svg": "svg", ".png": "png"}
_ENDINGS: Final = (*_KINDS, ".html", ".json")


def write_figure(
    chart: Chart, path: Path, *, width_mm: float = 180.0, height_mm: float | None = None, scale: float = 3.0
) -> None:
    """Write a chart to a file, in the format that the ending names; an older file is replaced in one step.

    Parameters
    ----------
    chart
        The chart; an image needs one that has data.
    path
        Ends in ``.pdf``, ``.svg`` or ``.png`` (need the extra ``figures`` and a Chrome or Chromium on this machine),
        ``.html`` (one page that needs no network) or ``.json``.
    width_mm
        Width on paper, for images. Below 159 mm, 600 pixels, the figure takes the form that it has on a phone.
    height_mm
        Height on paper, for images; by default the chart's own.
    scale
        Pixels of a ``.png`` per 1/96 inch: 3 is 288 dpi.

    Raises
    ------
    ConfigError
        Where the ending is unknown or a size is not positive.
    DataError
        Where a chart without data is to become an image.
    MissingExtraError
        Where kaleido is needed and not installed.
    TrendsError
        Where no browser is found or it fails to draw.
    WorkspaceError
        Where the file cannot be written.
    """
    sizes = {"width_mm": width_mm, "height_mm": height_mm, "scale": scale}
    for name, size in sizes.items():
        if size is not None and not 0 < size < float("inf"):
            raise ConfigError(f"{name} is {size}, it must be a positive number")
    match path.suffix.lower():
        case ".json":
            content = chart.to_json().encode()
        case ".html":
            content = render_page(chart).encode()
        case ".pdf" | ".svg" | ".png" as ending:
            if not chart.figure["data"]:
                raise DataError(f"chart {chart.name!r} has nothing to draw: {chart.caption}")
            content = draw_image(chart, _KINDS[ending], width_mm=width_mm, height_mm=height_mm, scale=scale)
        case ending:
            raise ConfigError(f"figure {path.name!r} ends in {ending!r}, it must end in one of {', '.join(_ENDINGS)}")
    _replace(path, content)


def _replace(path: Path, content: bytes) -> None:
    """Write beside the file, then take its place, so that no reader meets half a file."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError as error:
        raise WorkspaceError(f"figure {str(path)!r} cannot be written: {error.strerror or error}") from error
