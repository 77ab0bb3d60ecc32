"""Figures for papers: a run's charts as images, with caption, data, methods paragraph and references beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from trends.charts import (
    CHARTS,
    Look,
    Tables,
    alike_in_gray,
    check_drawable,
    check_ending,
    fit_chart,
    for_print,
    print_caption,
    replace_file,
    why_not,
    write_figures,
)
from trends.data import Chart
from trends.data.phrases import counted
from trends.errors import ConfigError, WorkspaceError
from trends.methods import describe, make_bibliography, to_latex, to_plain
from trends.report import hide_papers
from trends.workspace import Workspace

FORMATS: Final = ("pdf", "svg", "png", "tex", "html", "json")

_NAMED_PAIRS: Final = 3


@dataclass(frozen=True)
class Figures:
    """What was written.

    Attributes
    ----------
    paths
        The figures and the files beside them, in the order of the charts.
    left_out
        Why a chart was not drawn, by its name.
    notes
        What to know before one is printed, a sentence each.
    """

    paths: list[Path]
    left_out: Mapping[str, str] = field(default_factory=dict)
    notes: Sequence[str] = ()


def write_figure(folder: Path, name: str, path: Path, *, look: Look, n_topics: int | None = None) -> Figures:
    """Write a chart of a run as a figure, with its caption and its data beside it.

    Parameters
    ----------
    folder
        Of the run.
    name
        A name of `CHARTS`.
    path
        The figure; its ending, one of `FORMATS`, is the format. Beside ``fig.pdf`` stand ``fig.caption.txt``, ``fig.data.csv``,
        and how the run was made: ``fig.methods.txt``, ``fig.methods.tex`` and what these cite, ``fig.bib``.
    look
        Size and colours of an image.
    n_topics
        Most topics; None takes the chart's own number, or as many as fit the page.

    Raises
    ------
    TrendsError
        Where the run cannot be read, the chart is unknown or has nothing to draw, or a file cannot be written.
    """
    check_drawable(name, n_topics=n_topics)
    check_ending(path)
    manifest, tables = _read(folder)
    hide = not manifest["settings"]["report"]["papers"]
    chart = _discreet(fit_chart(name, tables, look=look, n_topics=n_topics), hide=hide)
    paths = write_figures({path: chart}, look=look)
    beside = _companions(chart, path, look=look) | _methods(manifest, path.with_suffix(".methods"), bib=path.with_suffix(".bib"))
    return Figures([*paths, *_write(beside)], notes=_gray_notes([chart], look))


def write_all_figures(folder: Path, target: Path, *, formats: Sequence[str], look: Look) -> Figures:
    """Write every chart of a run that has data into a folder, all images by one browser.

    How the run was made stands there once: ``methods.txt``, ``methods.tex`` and ``references.bib``.

    Parameters
    ----------
    folder
        Of the run.
    target
        Where to; made where it is missing.
    formats
        Of `FORMATS`; each chart is written in all of them.
    look
        Size and colours of images.

    Raises
    ------
    TrendsError
        Where the run cannot be read, a format is unknown, or a file cannot be written.
    """
    unknown = [one for one in formats if one not in FORMATS]
    if unknown or not formats:
        raise ConfigError(f"format is {' '.join(unknown) or 'empty'!r}, it must be one of {', '.join(FORMATS)}")
    manifest, tables = _read(folder)
    hide = not manifest["settings"]["report"]["papers"]
    charts = [_discreet(fit_chart(name, tables, look=look), hide=hide) for name in CHARTS]
    drawn = [chart for chart in charts if chart.figure["data"]]
    _make_folder(target)
    left_out = {chart.name: chart.caption for chart in charts if not chart.figure["data"]}
    if "tex" in formats:
        left_out |= {f"{chart.name}.tex": why for chart in drawn if (why := why_not(chart))}
    wanted = {target / f"{chart.name}.{ending}": chart for chart in drawn for ending in formats}
    paths = write_figures({path: chart for path, chart in wanted.items() if path.name not in left_out}, look=look)
    beside = [_companions(chart, target / chart.name, look=look) for chart in drawn]
    beside.append(_methods(manifest, target / "methods", bib=target / "references.bib"))
    return Figures([*paths, *(path for files in beside for path in _write(files))], left_out, _gray_notes(drawn, look))


def _read(folder: Path) -> tuple[dict[str, Any], Tables]:
    """Read a run's manifest and tables."""
    from trends.pipeline import STAGES, read_tables

    workspace = Workspace.open(folder)
    workspace.check_finished(STAGES[:-2])
    return workspace.manifest(), read_tables(folder)


def _discreet(chart: Chart, *, hide: bool) -> Chart:
    """Leave the titles of papers out of a chart where the run's report does."""
    return replace(hide_papers(chart), table=chart.table.drop("title", strict=False)) if hide else chart


def _companions(chart: Chart, path: Path, *, look: Look) -> dict[Path, str]:
    """Return the text of the files beside a figure."""
    caption = f"{print_caption(chart, palette=look.palette)}\n"
    return {path.with_suffix(".caption.txt"): caption, path.with_suffix(".data.csv"): chart.table.write_csv()}


def _gray_notes(charts: Sequence[Chart], look: Look) -> list[str]:
    """Say what cannot be told apart without colour, and what to do."""
    notes = []
    for chart in charts:
        pairs = alike_in_gray(for_print(chart, look=look))
        if pairs:
            named = "; ".join(f"{one!r} and {other!r}" for one, other in pairs[:_NAMED_PAIRS])
            more = f"; and {counted(len(pairs) - _NAMED_PAIRS, 'more pair')}" if len(pairs) > _NAMED_PAIRS else ""
            notes.append(f"{chart.name}: {_remedy(chart, look)}, for without colour these look alike: {named}{more}")
    return notes


def _remedy(chart: Chart, look: Look) -> str:
    """Say how a chart can be read without colour."""
    if look.palette != "gray" and not alike_in_gray(for_print(chart, look=replace(look, palette="gray"))):
        return "take the palette gray"
    return "print this chart in colour"


def _methods(manifest: Mapping[str, Any], path: Path, *, bib: Path) -> dict[Path, str]:
    """Return the text of the files that say how the run was made."""
    text = describe(manifest)
    return {
        path.with_name(f"{path.name}.txt"): f"{to_plain(text)}\n",
        path.with_name(f"{path.name}.tex"): f"{to_latex(text)}\n",
        bib: make_bibliography(text, version=manifest["software"]["trends"]),
    }


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorkspaceError(f"folder {str(folder)!r} cannot be made: {error.strerror or error}") from error


def _write(files: Mapping[Path, str]) -> list[Path]:
    for path, content in files.items():
        replace_file(path, content.encode())
    return list(files)
