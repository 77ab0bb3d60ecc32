"""Charts as files: vectors or pixels for print, a page of its own, or plain JSON."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from trends.charts.page import Sections, render_page
from trends.charts.printing import Drawing, Kind, Look, draw_images, for_print
from trends.data import Chart
from trends.errors import ConfigError, DataError, WorkspaceError

_KINDS: Final[Mapping[str, Kind]] = {".pdf": "pdf", ".svg": "svg", ".png": "png"}
ENDINGS: Final = (*_KINDS, ".html", ".json")


def write_figure(chart: Chart, path: Path, *, look: Look | None = None, sections: Sections = ()) -> None:
    """Write a chart to a file, in the format that the ending names; an older file is replaced in one step.

    Parameters
    ----------
    chart
        The chart; an image needs one that has data.
    path
        Ends in ``.pdf``, ``.svg`` or ``.png`` (need the extra ``figures`` and a Chrome or Chromium on this machine),
        ``.html`` (one page that needs no network) or ``.json``.
    look
        Size and colours of an image; None takes the width of an A4 page.
    sections
        What a page says above the figure, see `render_page`; other formats go without.

    Raises
    ------
    ConfigError
        Where the ending is unknown.
    DataError
        Where a chart without data is to become an image.
    MissingExtraError
        Where kaleido is needed and not installed.
    TrendsError
        Where no browser is found or it fails to draw.
    WorkspaceError
        Where the file cannot be written.
    """
    write_figures({path: chart}, look=look, sections=sections)


def write_figures(charts: Mapping[Path, Chart], *, look: Look | None = None, sections: Sections = ()) -> None:
    """Write charts to files as `write_figure` does, all images by one browser; where one fails, none is written."""
    look = look or Look()
    for path in charts:
        if path.suffix.lower() not in ENDINGS:
            raise ConfigError(f"figure {path.name!r} ends in {path.suffix!r}, it must end in one of {', '.join(ENDINGS)}")
    images = {path: _drawing(chart, _KINDS[path.suffix.lower()], look=look) for path, chart in charts.items() if _is_image(path)}
    contents = dict(zip(images, draw_images(list(images.values())), strict=True))
    for path, chart in charts.items():
        if not _is_image(path):
            contents[path] = (
                chart.to_json() if path.suffix.lower() == ".json" else render_page(chart, sections=sections)
            ).encode()
    for path, content in contents.items():
        replace_file(path, content)


def replace_file(path: Path, content: bytes) -> None:
    """Write beside the file, then take its place, so that no reader meets half a file.

    Raises
    ------
    WorkspaceError
        Where the file cannot be written.
    """
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError as error:
        raise WorkspaceError(f"figure {str(path)!r} cannot be written: {error.strerror or error}") from error


def _is_image(path: Path) -> bool:
    return path.suffix.lower() in _KINDS


def _drawing(chart: Chart, kind: Kind, *, look: Look) -> Drawing:
    if not chart.figure["data"]:
        raise DataError(f"chart {chart.name!r} has nothing to draw: {chart.caption}")
    figure = for_print(chart, look=look)
    return Drawing(chart.name, figure, kind, zoom=look.space.zoom, dpi=look.dpi)
