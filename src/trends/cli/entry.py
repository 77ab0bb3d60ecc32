"""The entry: finds the command, and turns errors into one line and an exit code."""

import os
import sys
from collections.abc import Sequence
from typing import Final, NoReturn

import click

from trends import __version__
from trends.cli.audit import audit
from trends.cli.backtest import backtest
from trends.cli.embedding import cache, embed, embedders
from trends.cli.fetch import fetch
from trends.cli.figure import figure
from trends.cli.quality import quality
from trends.cli.results import report, rising, status
from trends.cli.runs import check, demo, run_command, update
from trends.cli.sources import sources
from trends.cli.track import track
from trends.errors import TrendsError


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0 done, 1 an error that the user can mend, 2 wrong usage, 130 stopped by Ctrl-C."""
    try:
        commands.main(arguments, prog_name="trends", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("stopped; the same command goes on where it was", err=True)
        sys.stdout.flush()
        os._exit(130)  # all is written: threads that wait for a server or a device are not waited for
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except TrendsError as error:
        _stop(f"trends: {error}", code=1)
    sys.exit(0)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="trends %(version)s")
def commands() -> None:
    """Find what is rising in a field of papers, and say how sure that is."""


_COMMANDS: Final = (
    *(run_command, update, demo, fetch, audit, sources, check),
    *(status, rising, track, report, figure, quality, backtest),
    *(embed, embedders, cache),
)

for command in _COMMANDS:
    commands.add_command(command)


def _stop(sentence: str, *, code: int) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(code)
