"""The command that lists what papers are read and fetched from."""

import click

from trends.cli.options import JSON, print_json


@click.command()
@JSON
def sources(as_json: bool) -> None:
    """List the formats of files that papers are read from, and the services that they are fetched from."""
    from trends.sources import FORMATS
    from trends.sources.services.catalogue import SERVICES

    formats = [{"format": known.name, "about": known.about, "endings": list(known.endings)} for known in FORMATS]
    services = [
        {"service": known.name, "about": known.about, "terms": known.terms, "key": known.key, "home": known.home}
        for known in SERVICES
    ]
    if as_json:
        print_json({"formats": formats, "services": services})
        return
    click.echo("Files, for trends run PAPERS…; the content decides, not the name:")
    for known in FORMATS:
        click.echo(f"  {known.name:<17}{known.about} ({', '.join(known.endings)})")
    click.echo("\nServices, for trends fetch SERVICE … -o papers.parquet:")
    for service in SERVICES:
        click.echo(f"  {service.name:<17}{service.about}")
        click.echo(f"  {'':<17}{service.terms}{f'; key in {service.key}' if service.key else ''}")
