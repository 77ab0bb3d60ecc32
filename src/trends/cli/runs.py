"""Commands that make a run: of papers, or of made-up ones."""

import sys
from contextlib import redirect_stdout
from glob import has_magic
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trends.cli.account import print_account
from trends.cli.bars import Bars
from trends.cli.options import (
    CACHE,
    CATEGORY,
    EMBED,
    FILE,
    FOLDER,
    JSON,
    OUTPUT,
    RAY,
    SET,
    SINCE,
    UNTIL,
    assign,
    configure,
    print_json,
)
from trends.errors import ConfigError

if TYPE_CHECKING:
    from trends.config import Config


@click.command(name="run")
@click.argument("papers", nargs=-1)
@OUTPUT
@click.option("--config", "config_file", type=FILE, help="Settings as TOML; RUN/config.toml repeats a run.")
@click.option("--every", type=click.Choice(["auto", "day", "week", "month", "quarter", "year"]), help="Length of a period.")
@SINCE
@UNTIL
@CATEGORY
@EMBED
@SET
@CACHE
@RAY
@JSON
def run_command(
    papers: tuple[str, ...],
    output: Path | None,
    config_file: Path | None,
    every: str | None,
    since: str | None,
    until: str | None,
    category: str | None,
    embedder: str | None,
    assignments: tuple[str, ...],
    cache: Path | None,
    cluster: str | None,
    as_json: bool,
) -> None:
    """Make a report of PAPERS: files, folders, globs, or - for the standard input."""
    given = assign(stats__every=every, stats__since=since, stats__until=until, sources__categories=category)
    config = configure(config_file, papers=papers, embedder=embedder, assignments=[*given, *assignments])
    if not config.inputs:
        raise click.UsageError("name the PAPERS: files, folders, globs, or - for the standard input")
    _run(config, folder=output or _default_output(config, config_file), cache=cache, cluster=cluster, as_json=as_json)


@click.command()
@click.argument("folder", type=FOLDER)
@click.argument("papers", nargs=-1, required=True)
@CACHE
@RAY
@JSON
def update(folder: Path, papers: tuple[str, ...], cache: Path | None, cluster: str | None, as_json: bool) -> None:
    """Add PAPERS to the run in FOLDER, and say what became of its topics and what is newly rising."""
    from dataclasses import asdict

    from trends.start import default_cache
    from trends.updating import update as add

    bars = Bars(sys.stderr)
    try:
        with redirect_stdout(sys.stderr):  # Ray tells on the standard output of workers that died
            changed = add(folder, papers, cache=cache or default_cache(), cluster=cluster, progress=bars)
    finally:
        bars.close()
    if as_json:
        print_json({"run": str(folder), **asdict(changed)})
        return
    for sentence in changed.sentences:
        click.echo(sentence)
    click.echo(f"report: {folder / 'report.html'}")


@click.command()
@OUTPUT
@click.option("--n-papers", type=click.IntRange(50, 20_000), default=2400, show_default=True, help="How many papers to make up.")
@EMBED
@SET
@CACHE
@JSON
def demo(
    output: Path | None, n_papers: int, embedder: str | None, assignments: tuple[str, ...], cache: Path | None, as_json: bool
) -> None:
    """Make a report of made-up papers, in which rises and falls are planted."""
    from trends.datasets import make_corpus
    from trends.workspace import Workspace, store

    folder = output or Path("runs/demo")
    papers = Workspace.create(folder).folder / "demo" / "papers.parquet"
    store.write_table(make_corpus(n_papers=n_papers).corpus.table, papers)
    config = configure(None, papers=[str(papers)], embedder=embedder, assignments=assignments)
    _run(config, folder=folder, cache=cache, as_json=as_json)


@click.command()
@click.argument("config", type=FILE)
def check(config: Path) -> None:
    """Check the settings in CONFIG and print all of them, defaults included."""
    from trends.config import read_config

    click.echo(read_config(config).to_toml(), nl=False)


def _default_output(config: "Config", config_file: Path | None) -> Path:
    """Repeat a run in its own folder; name a new one after its papers.

    Raises
    ------
    ConfigError
        Where the folder of that name holds a run of other papers.
    """
    from trends.config import read_config

    if config_file and config_file.name == "config.toml" and (config_file.parent / "manifest.json").exists():
        return config_file.parent
    first = Path(config.inputs[0])
    several = len(config.inputs) > 1 or has_magic(first.name)
    name = first.parent.name if several else first.name.split(".")[0]
    folder = Path("runs") / ("stdin" if config.inputs[0] == "-" else name or "papers")
    before = folder / "config.toml"
    if before.exists() and read_config(before).inputs != config.inputs:
        raise ConfigError(f"{folder} holds a run of other papers: name another folder with -o")
    return folder


def _run(config: "Config", *, folder: Path, cache: Path | None, as_json: bool, cluster: str | None = None) -> None:
    """Run the pipeline and say what came out."""
    from trends.pipeline import Job, run
    from trends.start import default_cache
    from trends.workspace import Workspace

    workspace = Workspace.create(folder)
    bars = Bars(sys.stderr)
    job = Job(config, workspace, stdin=sys.stdin.buffer, cache=cache or default_cache(), cluster=cluster, progress=bars)
    try:
        with redirect_stdout(sys.stderr):  # Ray tells on the standard output of workers that died
            made = run(job)
    finally:
        bars.close()
    if as_json:
        print_json({"run": str(folder), "made": made, **workspace.manifest()})
        return
    print_account(workspace.manifest())
    click.echo(f"made: {', '.join(made)}" if made else "nothing to do: every stage is up to date")
    click.echo(f"report: {folder / 'report.html'}")
