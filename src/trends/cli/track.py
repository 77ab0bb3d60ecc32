"""The command that follows subfields, named in words, through a run."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from trends.cli.options import FILE, FOLDER, JSON, print_json

if TYPE_CHECKING:
    from trends.tracking import Track


def _split(_: click.Context, __: click.Parameter, value: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (value or "").split(",") if part.strip())


@click.command()
@click.argument("run", type=FOLDER)
@click.argument("queries", nargs=-1, metavar="QUERY...")
@click.option("--name", help="What to call the subfield; its answers are kept under this name.")
@click.option("--examples", callback=_split, metavar="ID,ID", help="Papers that belong; they may stand in for a QUERY.")
@click.option(
    "--yes", callback=_split, metavar="ID,...", help="Papers that belong, as an answer to --ask; kept for the next time."
)
@click.option("--no", callback=_split, metavar="ID,...", help="Papers that do not belong; kept for the next time.")
@click.option("--ask", "n_questions", type=click.IntRange(0), default=0, help="Show so many papers nearest to the line.")
@click.option(
    "--threshold", type=click.FloatRange(0, 1, min_open=True, max_open=True), help="Probability from which a paper counts."
)
@click.option("-o", "--output", type=FILE, help="A chart of all: html, json, pdf, svg or png.")
@JSON
def track(
    run: Path,
    queries: tuple[str, ...],
    name: str | None,
    examples: tuple[str, ...],
    yes: tuple[str, ...],
    no: tuple[str, ...],
    n_questions: int,
    threshold: float | None,
    output: Path | None,
    as_json: bool,
) -> None:
    r"""Follow subfields through a RUN: how many papers, what share, how fast it grows.

    A QUERY is words ("machine unlearning"), an expression (unlearn* AND title:LLM NOT survey), or a topic of the run
    (topic:12). Several are compared.

    The tables of each are kept in RUN/tracks/NAME/, answers in RUN/tracks/NAME.toml.
    """
    from trends.tracking import plot, write_track
    from trends.tracking import track as follow

    if len(queries) != 1 and (name or examples or yes or no) and not (examples and not queries):
        raise click.UsageError("--name, --examples, --yes and --no are about one QUERY: name just one")
    if not queries and not examples:
        raise click.UsageError("name a QUERY, or papers with --examples")
    tracked = [
        follow(run, query, name=name, yes=(*examples, *yes), no=no, threshold=threshold, n_questions=n_questions)
        for query in queries or ("",)
    ]
    for one in tracked:
        write_track(one, run)
    if output:
        from trends.charts import write_figure

        write_figure(plot(tracked), output)
    if as_json:
        print_json([_as_json(one) for one in tracked])
        return
    for one in tracked:
        _print(one)
    if output:
        click.echo(output)


def _print(tracked: "Track") -> None:
    click.echo(f"{tracked.sentence}.")
    click.echo(
        f"  from {tracked.basis}; a paper counts from probability {tracked.threshold:.2f}, {tracked.n_expected:,.0f} expected"
    )
    asked = tracked.members.filter(tracked.members["id"].is_in(tracked.questions))
    if asked.height:
        click.echo("  nearest to the line; say --yes ID,ID or --no ID,ID:")
    for row in asked.iter_rows(named=True):
        click.echo(f"  {row['probability']:.2f}  {row['id']}  {row['title']} ({row['why']})")


def _as_json(tracked: "Track") -> dict[str, object]:
    return {
        "name": tracked.name,
        "query": tracked.query,
        "sentence": tracked.sentence,
        "basis": tracked.basis,
        "threshold": tracked.threshold,
        "n_papers": tracked.n_papers,
        "n_expected": tracked.n_expected,
        "growth": tracked.growth.to_dicts(),
        "series": tracked.series.to_dicts(),
        "members": tracked.members.filter("member").drop("title").to_dicts(),
        "questions": list(tracked.questions),
    }
