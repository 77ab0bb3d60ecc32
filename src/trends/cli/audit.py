"""The command that says what may be believed of papers, before anything is counted."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trends.cli.bars import Bars
from trends.cli.options import JSON, print_json

if TYPE_CHECKING:
    from trends.data import Corpus
    from trends.data.audit import Audit


@click.command()
@click.argument("papers", nargs=-1, required=True)
@click.option("--merged", is_flag=True, help="List the records that were joined to a paper instead, and why.")
@JSON
def audit(papers: tuple[str, ...], merged: bool, as_json: bool) -> None:
    """Say where the collection of PAPERS, and not the research, would make the curves.

    PAPERS are files, folders, globs, - for the standard input, or the folder of a run.
    """
    from trends.audit import audit_corpus

    corpus = _read(papers)
    if merged:
        _print_merged(corpus, as_json=as_json)
        return
    audited = audit_corpus(corpus)
    if as_json:
        print_json(
            {
                "findings": audited.findings.to_dicts(),
                "every": audited.every,
                "coverage": audited.coverage.to_dicts(),
                "advice": asdict(audited.advice),
            }
        )
    else:
        _print(audited)


def _read(papers: tuple[str, ...]) -> "Corpus":
    from trends.sources import read

    if len(papers) == 1 and (Path(papers[0]) / "manifest.json").is_file():
        from trends.studies import Study

        return Study(Path(papers[0])).corpus
    bars = Bars(sys.stderr)
    try:
        return read(papers, stdin=sys.stdin.buffer, progress=bars)
    finally:
        bars.close()


def _print_merged(corpus: "Corpus", *, as_json: bool) -> None:
    from trends.sources import list_merged

    rows = list_merged(corpus).to_dicts()
    if as_json:
        print_json(rows)
        return
    for row in rows:
        place = row["file"] if row["line"] is None else f"{row['file']}, line {row['line']}"
        click.echo(f"{row['paper']}  {row['title']}\n  {place}: {row['reason']}")
    click.echo(f"records joined to a paper that another had told of: {len(rows):,}")


def _print(audited: "Audit") -> None:
    for level, title in (("serious", "What bends curves"), ("note", "What to know")):
        found = [row for row in audited.findings.iter_rows(named=True) if row["level"] == level]
        if found:
            click.echo(f"{title}:")
        for row in found:
            click.echo(f"  - {row['sentence']}")
            click.echo(f"    {row['effect']} {row['remedy']}")
    if audited.findings.is_empty():
        click.echo("No fault was found.")
    click.echo("What to count:")
    for reason in audited.advice.reasons:
        click.echo(f"  - {reason}")
