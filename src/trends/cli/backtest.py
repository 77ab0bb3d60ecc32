"""The command that asks a run at earlier dates, and says whether it would have seen what came."""

import sys
from datetime import date, datetime
from pathlib import Path

import click

from trends.cli.bars import Bars
from trends.cli.options import FOLDER, JSON, print_json


def _days(_: click.Context, __: click.Parameter, values: tuple[datetime, ...]) -> tuple[date, ...]:
    return tuple(value.date() for value in values)


@click.command()
@click.argument("run", type=FOLDER)
@click.option("--origins", "n_origins", type=click.IntRange(1), default=5, show_default=True, help="At how many dates to ask.")
@click.option(
    "--at",
    "origins",
    type=click.DateTime(["%Y-%m-%d"]),
    multiple=True,
    callback=_days,
    help="A date to ask at, as 2022-01-01, in the place of the last ones; may be given several times.",
)
@click.option("--every", type=click.Choice(["month", "quarter", "year"]), help="Length of a period; that of the run.")
@click.option(
    "--horizon", type=click.IntRange(1), help="How many periods to look ahead; 1 year, 2 quarters or 3 months where left out."
)
@JSON
def backtest(run: Path, n_origins: int, origins: tuple[date, ...], every: str | None, horizon: int | None, as_json: bool) -> None:
    """Ask a RUN at earlier dates, from the papers until then alone: would it have seen what came?

    Topics are found anew at each date. Tables are kept in RUN/backtest/, charts join the report. Stopped, it goes on.
    """
    from trends.studies import Study

    bars = Bars(sys.stderr)
    try:
        asked = Study(run).backtest(
            every=every,  # type: ignore[arg-type]
            horizon=horizon,
            n_origins=n_origins,
            origins=origins,
            progress=bars,
        )
    finally:
        bars.close()
    if as_json:
        tables = {name: asked.tables[name].to_dicts() for name in ("scores", "errors", "leads", "seen", "forecasts")}
        settings = asked.settings.model_dump(mode="json")
        print_json({"verdict": asked.sentences, "origins": asked.origins, "settings": settings, **tables})
        return
    first, *others = asked.sentences
    click.echo(first)
    for sentence in others:
        click.echo(f"  - {sentence}")
