"""The command that lists what papers are read from."""

import click

from trends.cli.options import JSON, print_json


@click.command()
@JSON
def sources(as_json: bool) -> None:
    """List the formats that papers are read from."""
    from trends.sources import FORMATS

    rows = [{"format": known.name, "about": known.about, "endings": list(known.endings)} for known in FORMATS]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['format']:<9} {row['about']}  ({', '.join(row['endings'])})")
