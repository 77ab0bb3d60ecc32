"""The command that fetches papers from services: one sub-command for each, made of the fields of its query."""

import io
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, get_args, get_origin

import click

from trends.cli.bars import Bars
from trends.cli.options import FILE, FOLDER, JSON, print_json
from trends.errors import ConfigError

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from trends.sources.services.service import Query, Service

_LONG_SECONDS: Final = 5
_METAVARS: Final = {date: "DATE", int: "N", tuple: "A,B,…", str: "TEXT"}
_COMMON: Final = (
    click.Option(["-o", "--output"], type=FILE, required=True, help="Parquet file of the papers."),
    click.Option(["--answers"], type=FOLDER, help="Folder of the raw answers; OUTPUT.answers where it is left out."),
    click.Option(["--mailto"], envvar="TRENDS_MAILTO", metavar="ADDRESS", help="Your address, for services that ask for one."),
)


class _Fetch(click.Group):
    """Know the services only when one is asked for: they load much."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        from trends.sources.services.catalogue import SERVICES

        return [service.name for service in SERVICES]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        from trends.sources.services.catalogue import SERVICES

        return next((_command(service) for service in SERVICES if service.name == name), None)


@click.group(cls=_Fetch)
def fetch() -> None:
    """Fetch papers from a service into a Parquet file; a fetch that was stopped goes on where it was.

    As in: trends fetch arxiv --categories cs.CL --since 2023-01-01 -o cl.parquet
    """


def _command(service: "Service[Any]") -> click.Command:
    """Make the command of a service."""
    fields = {name: field for name, field in service.query.model_fields.items() if name != "kind"}
    options = [_option(name, field) for name, field in fields.items()]

    def run(output: Path, answers: Path | None, mailto: str | None, as_json: bool, **values: Any) -> None:
        folder = answers or output.with_name(f"{output.name}.answers")
        if output.exists() and not folder.exists():
            raise ConfigError(f"{output} was not fetched by this command, name another file with -o")
        query = _settle({name: value for name, value in values.items() if value is not None}, service, folder=folder)
        click.echo(f"papers until {query.until}, answers kept in {folder}", err=True)
        _fetch(query, service, output=output, folder=folder, mailto=mailto, as_json=as_json)

    key = f"Key, where you have one: the environment variable {service.key}.\n\n" if service.key else ""
    about = f"Fetch {service.about}.\n\nTerms: {service.terms}.\n\n{key}{service.home}"
    return JSON(click.Command(service.name, params=[*options, *_COMMON], callback=run, help=about, short_help=service.about))


def _option(name: str, field: "FieldInfo") -> click.Option:
    """Make the option of a field; pydantic reads the text that the user gives."""
    kinds = [kind for kind in (field.annotation, *get_args(field.annotation)) if kind is not None]
    option, about = f"--{name.replace('_', '-')}", field.description or ""
    if bool in kinds:
        return click.Option([option], is_flag=True, default=None, help=about)
    choices = [choice for kind in kinds if get_origin(kind) is Literal for choice in get_args(kind)]
    if choices:
        return click.Option([option], type=click.Choice(choices), help=about)
    plain = next(known for known in _METAVARS if known in (*kinds, *map(get_origin, kinds)))
    as_list = _divide if plain is tuple else None
    return click.Option([option], metavar=_METAVARS[plain], callback=as_list, help=about)


def _divide(context: click.Context, option: click.Parameter, value: str | None) -> tuple[str, ...] | None:  # noqa: ARG001
    return None if value is None else tuple(filter(None, (part.strip() for part in value.split(","))))


def _settle(values: dict[str, Any], service: "Service[Any]", *, folder: Path) -> "Query":
    from pydantic import ValidationError

    from trends.sources.services.settle import settle

    try:
        query: Query = settle(values, service.query, folder=folder, today=datetime.now(UTC).date())
    except ValidationError as refused:
        first = refused.errors()[0]
        if first["type"] == "missing":
            raise ConfigError(f"{first['loc'][0]} is missing, it must say which papers") from None
        reason = first["msg"].removeprefix("Value error, ")
        raise ConfigError(f"{first['loc'][0]} is {first['input']!r}: {reason.lower()}" if first["loc"] else reason) from None
    return query


def _fetch(query: "Query", service: "Service[Any]", *, output: Path, folder: Path, mailto: str | None, as_json: bool) -> None:
    from trends.sources.services.client import Client
    from trends.sources.services.fetch import fetch
    from trends.workspace import write_atomically

    key = os.environ.get(service.key) if service.key else None
    bars = Bars(sys.stderr)
    try:
        with Client(store=folder, key=key, key_name=service.key, mailto=mailto, pause=wait_aloud) as client:
            corpus = fetch(query, client=client, progress=bars)
    finally:
        bars.close()
    table = io.BytesIO()
    corpus.table.write_parquet(table)
    write_atomically(output, table.getvalue())
    account = {"output": str(output), "answers": str(folder), "n_asked": client.n_asked, "n_stored": client.n_stored}
    counted = {**corpus.intake.sums(), "n_papers": corpus.n_papers, "reasons": corpus.intake.reasons()}
    _print({**account, "query": query.model_dump(mode="json"), **counted}, as_json=as_json)


def wait_aloud(seconds: float, *, sleep: Callable[[float], None] = time.sleep) -> None:
    """Wait, and say so where it takes long: the service asked for it, or failed and is asked again."""
    if seconds >= _LONG_SECONDS:
        click.echo(f"waiting {seconds:,.0f} seconds before the service is asked again", err=True)
    sleep(seconds)


def _print(account: dict[str, Any], *, as_json: bool) -> None:
    from trends.data.phrases import counted

    if as_json:
        print_json(account)
        return
    read = f"{counted(account['n_records'], 'record')}: {counted(account['n_papers'], 'paper')}"
    rest = f"{account['n_merged']:,} joined to another, {account['n_skipped']:,} skipped, {account['n_filtered']:,} not asked for"
    click.echo(f"{read}, {rest}")
    for reason in account["reasons"]:
        click.echo(f"  {reason['kind']}: {reason['reason']} ({reason['n']:,})")
    click.echo(f"{counted(account['n_asked'], 'answer')} fetched now, {account['n_stored']:,} kept from before")
    click.echo(f"papers: {account['output']}")
