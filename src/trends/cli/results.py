"""Commands that look at a finished run."""

from pathlib import Path

import click

from trends.cli.account import print_account
from trends.cli.options import FILE, FOLDER, JSON, print_json


@click.command()
@click.argument("run", type=FOLDER)
@JSON
def status(run: Path, as_json: bool) -> None:
    """Show what a RUN read, skipped and made."""
    from trends.workspace import Workspace

    manifest = Workspace.open(run).manifest()
    if as_json:
        print_json({"run": str(run), **manifest})
        return
    print_account(manifest)
    for stage, entry in manifest["stages"].items():
        click.echo(f"{stage:<11}{entry['rows']:>8,} rows {entry['seconds']:>9.1f} s")


@click.command()
@click.argument("run", type=FOLDER)
@JSON
@click.option("--csv", "as_csv", is_flag=True, help="Print the table of growth as CSV.")
def rising(run: Path, as_json: bool, as_csv: bool) -> None:
    """Say what rises and what fades in a RUN, with intervals."""
    from trends.report import find_story
    from trends.studies import Study

    study = Study(run)
    if as_json:
        print_json(study.growth.to_dicts())
    elif as_csv:
        click.echo(study.growth.write_csv(), nl=False)
    else:
        growth = study.growth if study.series else None
        story = find_story(study.corpus, study.topics, series=study.series, growth=growth, tally=study.tally, audit=study.audit)
        for chapter in story.chapters:
            click.echo(f"{chapter.title}. {chapter.lead}".rstrip())
            for finding in chapter.findings:
                click.echo(f"  - {finding.sentence}")
            click.echo()


@click.command()
@click.argument("run", type=FOLDER)
@click.option("-o", "--output", type=FILE, help="The HTML file; RUN/report.html where it is left out.")
@click.option("--papers/--no-papers", default=None, help="Whether titles and abstracts stand in the page.")
def report(run: Path, output: Path | None, papers: bool | None) -> None:
    """Write the report of a RUN again."""
    from trends.studies import Study

    if papers is not None and output is None:
        raise click.UsageError("name another file with -o: the report in the run's folder is as the run was told")
    click.echo(Study(run).report(output or run / "report.html", papers=papers))
