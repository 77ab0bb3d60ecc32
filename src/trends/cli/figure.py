"""The command that writes figures for papers."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from trends.cli.options import FOLDER

if TYPE_CHECKING:
    from trends.figures import Figures

ANYWHERE = click.Path(path_type=Path)


@click.command()
@click.argument("run", type=FOLDER)
@click.argument("name", required=False)
@click.option("--all", "every", is_flag=True, help="Every chart that has data, into the folder of -o.")
@click.option("--list", "listed", is_flag=True, help="List the charts, widths and palettes.")
@click.option("-o", "--output", type=ANYWHERE, help="The file; its ending is the format: pdf, svg, png, tex, html, json.")
@click.option("--format", "formats", default="pdf", show_default=True, metavar="A,B", help="Formats for --all.")
@click.option("--width", default="a4", show_default=True, help="Width in print: ieee-single, slide …, or millimetres.")
@click.option("--height", "height_mm", type=float, metavar="MM", help="Height in print; the chart's own where left out.")
@click.option("--dpi", default=300, show_default=True, help="Dots per inch of a png.")
@click.option("--palette", default="default", show_default=True, help="Colours: default, tol or gray.")
@click.option("--topics", "n_topics", type=int, metavar="N", help="Most topics in the figure.")
def figure(
    run: Path,
    name: str | None,
    every: bool,
    listed: bool,
    output: Path | None,
    formats: str,
    width: str,
    height_mm: float | None,
    dpi: int,
    palette: str,
    n_topics: int | None,
) -> None:
    """Write one chart of a RUN, by NAME, or all of them as figures for a paper.

    Beside each figure stand its caption and its data, and how the run was made, with BibTeX of what to cite.
    """
    if listed:
        _list()
        return
    if bool(name) == every:
        raise click.UsageError("name one chart, or take --all; --list shows their names")
    if output is None:
        raise click.UsageError("say where to with -o: a file, or a folder with --all")
    if every and n_topics is not None:
        raise click.UsageError("--topics is for one chart, not for --all")
    from trends.charts import Look
    from trends.figures import write_all_figures, write_figure

    look = Look(width=width, height_mm=height_mm, dpi=dpi, palette=palette)
    if every:
        _print(write_all_figures(run, output, formats=[one.strip() for one in formats.split(",")], look=look))
    else:
        _print(write_figure(run, str(name), output, look=look, n_topics=n_topics))


def _print(figures: "Figures") -> None:
    for path in figures.paths:
        click.echo(path)
    for name, reason in figures.left_out.items():
        click.echo(f"left out: {name}. {reason}", err=True)
    for note in figures.notes:
        click.echo(note, err=True)


def _list() -> None:
    from trends.charts import CHARTS, PALETTES, SPACES

    click.echo(f"charts    {', '.join(CHARTS)}")
    widths = ", ".join(f"{name} {space.width_mm:g} mm" for name, space in SPACES.items())
    click.echo(f"widths    {widths}, or any number of millimetres")
    click.echo(f"palettes  {', '.join(PALETTES)}")
