"""Options that commands share, how they become settings, and how to print for programs."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from trends.config import Config

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)
OUTPUT = click.option("-o", "--output", type=FOLDER, help="Folder of the run; runs/NAME where it is left out.")
SET = click.option("--set", "assignments", multiple=True, metavar="NAME=VALUE", help="Any setting, as topics.min_papers=20.")
CATEGORY = click.option("--category", metavar="A,B", help="Only papers of these categories: cs.CL, or cs for all below it.")
SINCE = click.option("--since", metavar="DATE", help="First day that counts, as 2023-01-31.")
UNTIL = click.option("--until", metavar="DATE", help="First day that no longer counts.")
CACHE = click.option("--cache", type=FOLDER, help="Folder of embeddings that runs share; the user's cache where left out.")
EMBED = click.option("--embed", "embedder", metavar="NAME", help="An embedder by need, as `trends embedders` lists them.")
RAY = click.option(
    "--ray", "cluster", metavar="ADDRESS", help="Embed on a Ray cluster: its address, auto, or local for this machine's cores."
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


def assign(**values: str | None) -> list[str]:
    """Return the assignments of options that are given: ``stats__since`` sets ``stats.since``."""
    return [f"{name.replace('__', '.')}={value}" for name, value in values.items() if value]


def print_json(value: object) -> None:
    """Print a value as JSON."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))


def configure(config_file: Path | None, *, papers: Sequence[str], embedder: str | None, assignments: Sequence[str]) -> "Config":
    """Join file, arguments and options; the later wins."""
    from trends.config import Config, override, read_config
    from trends.embed import find_preset

    config = read_config(config_file) if config_file else Config()
    if embedder:
        config = config.model_copy(update={"embed": find_preset(embedder).settings})
    if papers:
        found = [paper if paper == "-" else str(Path(paper).absolute()) for paper in papers]
        config = config.model_copy(update={"inputs": tuple(found)})
    return override(config, assignments)
