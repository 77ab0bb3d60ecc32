"""Commands that look at a finished run."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from trends.cli.account import print_account
from trends.cli.options import FILE, FOLDER, JSON, print_json

if TYPE_CHECKING:
    from trends.report import Chapter, Finding

MOST_FINER: Final = 10


@click.command()
@click.argument("run", type=FOLDER)
@JSON
def status(run: Path, as_json: bool) -> None:
    """Show what a RUN read, skipped and made, and what is missing."""
    from trends.pipeline import STAGES
    from trends.workspace import Workspace

    workspace = Workspace.open(run)
    manifest, faults = workspace.manifest(), workspace.find_faults(STAGES)
    if as_json:
        print_json({"run": str(run), **manifest, "faults": faults})
        return
    print_account(manifest)
    for stage, entry in manifest["stages"].items():
        click.echo(f"{stage:<11}{entry['rows']:>8,} rows {entry['seconds']:>9.1f} s")
    for stage, fault in faults.items():
        click.echo(f"not finished: {stage} is to be made ({fault}); run the same command again")


@click.command()
@click.argument("run", type=FOLDER)
@JSON
@click.option("--csv", "as_csv", is_flag=True, help="Print a table of every number behind the sentences.")
@click.option("--latex", "as_latex", is_flag=True, help="Print a table of what is proven, for a paper; it needs booktabs.")
def rising(run: Path, as_json: bool, as_csv: bool, as_latex: bool) -> None:
    """Say what rises, what is new and what fades in a RUN, with intervals."""
    from trends.report import to_latex
    from trends.studies import Study

    if as_json + as_csv + as_latex > 1:
        raise click.UsageError("choose one of --json, --csv and --latex")
    study = Study(run)
    if as_json:
        print_json(study.story.table.to_dicts())
    elif as_csv:
        click.echo(study.story.table.write_csv(), nl=False)
    elif as_latex:
        click.echo(to_latex(study.story.table, series=study.series), nl=False)
    else:
        for chapter in study.story.chapters:
            _print_chapter(chapter)
        click.echo(study.story.note)


def _print_chapter(chapter: "Chapter") -> None:
    click.echo(f"{chapter.title}. {chapter.lead}".rstrip())
    _print_findings(chapter.findings)
    if chapter.finer:
        click.echo(f"\n{chapter.aside}")
        _print_findings(chapter.finer[:MOST_FINER])
        if more := chapter.finer[MOST_FINER:]:
            click.echo(f"  {len(more):,} more: see --csv.")
    click.echo()


def _print_findings(findings: "Sequence[Finding]") -> None:
    for finding in findings:
        click.echo(f"  - {finding.sentence}")
        if finding.evidence:
            click.echo(f"    {finding.evidence}")


@click.command()
@click.argument("run", type=FOLDER)
@click.option("-o", "--output", type=FILE, help="The HTML file; RUN/report.html where it is left out.")
@click.option("--site", type=FOLDER, help="A folder for a web server: the report as several small files instead of one.")
@click.option("--papers/--no-papers", default=None, help="Whether titles and abstracts stand in the page.")
def report(run: Path, output: Path | None, site: Path | None, papers: bool | None) -> None:
    """Write the report of a RUN again, as one file or as a web site."""
    from trends.studies import Study

    if output and site:
        raise click.UsageError("choose one of -o and --site")
    if papers is not None and not (output or site):
        raise click.UsageError("name another file with -o: the report in the run's folder is as the run was told")
    if site:
        click.echo(Study(run).site(site, papers=papers))
        return
    click.echo(Study(run).report(output or run / "report.html", papers=papers))
