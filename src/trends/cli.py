"""The command line: one short function per command that parses, calls and prints."""

import json
import sys
from collections.abc import Sequence
from glob import has_magic
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from trends import __version__
from trends.errors import ConfigError, TrendsError

if TYPE_CHECKING:
    from tqdm import tqdm

    from trends.config import Config

_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, dir_okay=False)
_OUTPUT = click.option("-o", "--output", type=_FOLDER, help="Folder of the run; runs/NAME where it is left out.")
_SET = click.option("--set", "assignments", multiple=True, metavar="NAME=VALUE", help="Any setting, as topics.min_papers=20.")
_CACHE = click.option("--cache", type=_FOLDER, help="Folder of embeddings that runs share; the user's cache where left out.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0 done, 1 an error that the user can mend, 2 wrong usage, 130 stopped by Ctrl-C."""
    try:
        commands.main(arguments, prog_name="trends", standalone_mode=False)
    except click.exceptions.Abort:
        _stop("stopped; the same command goes on where it was", code=130)
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


@commands.command(name="run")
@click.argument("papers", nargs=-1)
@_OUTPUT
@click.option("--config", "config_file", type=_FILE, help="Settings as TOML; RUN/config.toml repeats a run.")
@click.option("--every", type=click.Choice(["auto", "day", "week", "month", "quarter", "year"]), help="Length of a period.")
@click.option("--since", metavar="DATE", help="First day that counts, as 2023-01-31.")
@click.option("--until", metavar="DATE", help="First day that no longer counts.")
@_SET
@_CACHE
@_JSON
def run_command(
    papers: tuple[str, ...],
    output: Path | None,
    config_file: Path | None,
    every: str | None,
    since: str | None,
    until: str | None,
    assignments: tuple[str, ...],
    cache: Path | None,
    as_json: bool,
) -> None:
    """Make a report of PAPERS: files, folders, globs, or - for the standard input."""
    calendar = [f"stats.{name}={value}" for name, value in (("every", every), ("since", since), ("until", until)) if value]
    config = _configure(config_file, papers=papers, assignments=[*calendar, *assignments])
    if not config.inputs:
        raise click.UsageError("name the PAPERS: files, folders, globs, or - for the standard input")
    _run(config, folder=output or _default_output(config, config_file), cache=cache, as_json=as_json)


@commands.command()
@_OUTPUT
@click.option("--n-papers", type=click.IntRange(50, 20_000), default=2400, show_default=True, help="How many papers to make up.")
@_SET
@_CACHE
@_JSON
def demo(output: Path | None, n_papers: int, assignments: tuple[str, ...], cache: Path | None, as_json: bool) -> None:
    """Make a report of made-up papers, in which rises and falls are planted."""
    from trends.datasets import make_corpus
    from trends.workspace import Workspace, store

    folder = output or Path("runs/demo")
    papers = Workspace.create(folder).folder / "demo" / "papers.parquet"
    store.write_table(make_corpus(n_papers=n_papers).corpus.table, papers)
    config = _configure(None, papers=[str(papers)], assignments=assignments)
    _run(config, folder=folder, cache=cache, as_json=as_json)


@commands.command()
@click.argument("run", type=_FOLDER)
@_JSON
def status(run: Path, as_json: bool) -> None:
    """Show what a RUN read, skipped and made."""
    from trends.workspace import Workspace

    manifest = Workspace.open(run).manifest()
    if as_json:
        _print_json({"run": str(run), **manifest})
        return
    _print_account(manifest)
    for stage, entry in manifest["stages"].items():
        click.echo(f"{stage:<11}{entry['rows']:>8,} rows {entry['seconds']:>9.1f} s")


@commands.command()
@click.argument("config", type=_FILE)
def check(config: Path) -> None:
    """Check the settings in CONFIG and print all of them, defaults included."""
    from trends.config import read_config

    click.echo(read_config(config).to_toml(), nl=False)


@commands.command()
@_JSON
def sources(as_json: bool) -> None:
    """List the formats that papers are read from."""
    from trends.sources import FORMATS

    rows = [{"format": known.name, "about": known.about, "endings": list(known.endings)} for known in FORMATS]
    if as_json:
        _print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['format']:<9} {row['about']}  ({', '.join(row['endings'])})")


@commands.command()
@click.argument("run", type=_FOLDER)
@_JSON
@click.option("--csv", "as_csv", is_flag=True, help="Print the table of growth as CSV.")
def rising(run: Path, as_json: bool, as_csv: bool) -> None:
    """Say what rises and what fades in a RUN, with intervals."""
    from trends.report import find_story
    from trends.studies import Study

    study = Study(run)
    if as_json:
        _print_json(study.growth.to_dicts())
    elif as_csv:
        click.echo(study.growth.write_csv(), nl=False)
    else:
        growth = study.growth if study.series else None
        story = find_story(study.corpus, study.topics, series=study.series, growth=growth, audit=study.audit)
        for chapter in story.chapters:
            click.echo(f"{chapter.title}. {chapter.lead}".rstrip())
            for finding in chapter.findings:
                click.echo(f"  - {finding.sentence}")
            click.echo()


@commands.command()
@click.argument("run", type=_FOLDER)
@click.option("-o", "--output", type=_FILE, help="The HTML file; RUN/report.html where it is left out.")
@click.option("--papers/--no-papers", default=None, help="Whether titles and abstracts stand in the page.")
def report(run: Path, output: Path | None, papers: bool | None) -> None:
    """Write the report of a RUN again."""
    from trends.studies import Study

    if papers is not None and output is None:
        raise click.UsageError("name another file with -o: the report in the run's folder is as the run was told")
    click.echo(Study(run).report(output or run / "report.html", papers=papers))


@commands.command()
@click.argument("run", type=_FOLDER)
@click.argument("name")
@click.option("-o", "--output", type=_FILE, required=True, help="The file; its ending decides: pdf, svg, png, html or json.")
@click.option("--width-mm", type=click.IntRange(40, 600), default=180, show_default=True, help="Width in print.")
def figure(run: Path, name: str, output: Path, width_mm: int) -> None:
    """Write one chart of a RUN, by NAME, as a file."""
    from trends.charts import write_figure
    from trends.studies import Study

    write_figure(Study(run).chart(name), output, width_mm=width_mm)
    click.echo(output)


def _configure(config_file: Path | None, *, papers: Sequence[str], assignments: Sequence[str]) -> "Config":
    """Join file, arguments and options; the later wins."""
    from trends.config import Config, override, read_config

    config = read_config(config_file) if config_file else Config()
    if papers:
        found = [paper if paper == "-" else str(Path(paper).absolute()) for paper in papers]
        config = config.model_copy(update={"inputs": tuple(found)})
    return override(config, assignments)


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


def _run(config: "Config", *, folder: Path, cache: Path | None, as_json: bool) -> None:
    """Run the pipeline and say what came out."""
    from trends.pipeline import Job, run
    from trends.studies import default_cache
    from trends.workspace import Workspace

    workspace = Workspace.create(folder)
    bars = _Bars()
    try:
        made = run(Job(config, workspace, stdin=sys.stdin.buffer, cache=cache or default_cache(), progress=bars))
    finally:
        bars.close()
    if as_json:
        _print_json({"run": str(folder), "made": made, **workspace.manifest()})
        return
    _print_account(workspace.manifest())
    click.echo(f"made: {', '.join(made)}" if made else "nothing to do: every stage is up to date")
    click.echo(f"report: {folder / 'report.html'}")


def _print_account(manifest: dict[str, Any]) -> None:
    """Say what became of every record, and what was found."""
    stages = manifest["stages"]
    if "corpus" in stages:
        account = stages["corpus"]["facts"]
        click.echo(
            f"{account['n_records']:,} records: {account['n_papers']:,} papers ({account['n_undated']:,} undated), "
            f"{account['n_merged']:,} joined to another, {account['n_skipped']:,} skipped"
        )
        for reason in account["reasons"]:
            click.echo(f"  {reason['kind']}: {reason['reason']} ({reason['n']:,})")
    if "topics" in stages:
        facts = stages["topics"]["facts"]
        click.echo(f"{facts['n_topics']:,} topics, {facts['n_outliers']:,} papers in none")
    if "stats" in stages:
        click.echo(f"periods: {stages['stats']['facts']['periods']}")


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))


def _stop(sentence: str, *, code: int) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(code)


class _Bars:
    """Show progress on the standard error: a bar for people, a line per finished stage for logs."""

    def __init__(self) -> None:
        self._bar: tqdm[NoReturn] | None = None
        self._stage = ""

    def __call__(self, stage: str, done: int, total: int, /) -> None:
        from tqdm import tqdm

        if not sys.stderr.isatty():
            if done >= total:
                click.echo(f"{stage}: done", err=True)
            return
        if stage != self._stage:
            self.close()
            self._stage, self._bar = stage, tqdm(total=total, desc=stage, file=sys.stderr, dynamic_ncols=True)
        if self._bar is not None:
            self._bar.total = total
            self._bar.update(done - self._bar.n)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


if __name__ == "__main__":
    main()
