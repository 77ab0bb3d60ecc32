"""Charts as files: vectors or pixels for print, pgfplots for LaTeX, a page of its own, or plain JSON."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from trends.charts.page import Sections, render_page
from trends.charts.pgfplots import to_pgfplots
from trends.charts.printing import Drawing, Kind, Look, draw_images, for_print
from trends.data import Chart
from trends.errors import ConfigError, DataError, WorkspaceError

_KINDS: Final[Mapping[str, Kind]] = {".pdf": "pdf", ".svg": "svg", ".png": "png"}
ENDINGS: Final = (*_KINDS, ".tex", ".html", ".json")


def write_figure(chart: Chart, path: Path, *, look: Look | None = None, sections: Sections = ()) -> None:
    """Write a chart to a file, in the format that the ending names; an older file is replaced in one step.

    Parameters
    ----------
    chart
        The chart; an image needs one that has data.
    path
        Ends in ``.pdf``, ``.svg`` or ``.png`` (need the extra ``figures`` and a Chrome or Chromium on this machine),
        ``.tex`` (pgfplots, with the numbers in ``.plot.csv`` beside it), ``.html`` (one page that needs no network) or ``.json``.
    look
        Size and colours of an image; None takes the width of an A4 page.
    sections
        What a page says above the figure, see `render_page`; other formats go without.

    Raises
    ------
    ConfigError
        Where the ending is unknown, or the name of a ``.tex`` holds what LaTeX takes for a command.
    DataError
        Where a chart without data is to become an image, or one of areas, cells or many points is to become pgfplots.
    MissingExtraError
        Where kaleido is needed and not installed.
    TrendsError
        Where no browser is found or it fails to draw.
    WorkspaceError
        Where the file cannot be written.
    """
    write_figures({path: chart}, look=look, sections=sections)


def write_figures(charts: Mapping[Path, Chart], *, look: Look | None = None, sections: Sections = ()) -> list[Path]:
    """Write charts to files as `write_figure` does, all images by one browser; where one fails, none is written.

    Returns
    -------
    The files that were written.
    """
    look = look or Look()
    for path in charts:
        check_ending(path)
    images = {path: chart for path, chart in charts.items() if path.suffix.lower() in _KINDS}
    texts = [_as_text(chart, path, look=look, sections=sections) for path, chart in charts.items() if path not in images]
    drawn = draw_images([_drawing(chart, _KINDS[path.suffix.lower()], look=look) for path, chart in images.items()])
    contents = dict(zip(images, drawn, strict=True))
    for files in texts:
        contents |= {path: text.encode() for path, text in files.items()}
    for path, content in contents.items():
        replace_file(path, content)
    return list(contents)


def check_ending(path: Path) -> None:
    """Raise a `ConfigError` where the ending of a file is none of `ENDINGS`."""
    if path.suffix.lower() not in ENDINGS:
        raise ConfigError(f"figure {path.name!r} ends in {path.suffix!r}, it must end in one of {', '.join(ENDINGS)}")


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


def _as_text(chart: Chart, path: Path, *, look: Look, sections: Sections) -> dict[Path, str]:
    """Return the content of the files that a chart becomes without a browser."""
    match path.suffix.lower():
        case ".json":
            return {path: chart.to_json()}
        case ".tex":
            numbers = path.with_suffix(".plot.csv")
            document = to_pgfplots(chart, look=look, file=numbers.name)
            return {path: document.tex, numbers: document.csv}
        case _:
            return {path: render_page(chart, sections=sections)}


def _drawing(chart: Chart, kind: Kind, *, look: Look) -> Drawing:
    if not chart.figure["data"]:
        raise DataError(f"chart {chart.name!r} has nothing to draw: {chart.caption}")
    figure = for_print(chart, look=look)
    return Drawing(chart.name, figure, kind, zoom=look.space.zoom, dpi=look.dpi)
