"""The command that says what may be believed of papers, before anything is counted."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trends.cli.bars import Bars
from trends.cli.options import CATEGORY, FILE, JSON, SET, SINCE, UNTIL, assign, configure, print_json

if TYPE_CHECKING:
    from trends.data import Corpus
    from trends.data.audit import Audit
    from trends.sources import SourceSettings


@click.command()
@click.argument("papers", nargs=-1, required=True)
@click.option("-o", "--output", type=FILE, help="A chart of the coverage: html (with the findings), json, pdf, svg or png.")
@click.option("--merged", is_flag=True, help="List the records that were joined to a paper instead, and why.")
@SINCE
@UNTIL
@CATEGORY
@SET
@JSON
def audit(
    papers: tuple[str, ...],
    output: Path | None,
    merged: bool,
    since: str | None,
    until: str | None,
    category: str | None,
    assignments: tuple[str, ...],
    as_json: bool,
) -> None:
    """Say where the collection of PAPERS, and not the research, would make the curves.

    PAPERS are files, folders, globs, - for the standard input, or the folder of a run.
    """
    from trends.audit import audit_corpus, tell
    from trends.charts import plot_audit, write_figure

    given = assign(stats__since=since, stats__until=until, sources__categories=category)
    config = configure(None, papers=(), embedder=None, assignments=[*given, *assignments])
    corpus = _read(papers, settings=config.sources)
    if merged:
        _print_merged(corpus, as_json=as_json)
        return
    audited = audit_corpus(corpus, since=config.stats.since, until=config.stats.until)
    if output:
        write_figure(plot_audit(audited), output, sections=tell(audited))
    if as_json:
        print_json(_as_json(audited))
        return
    for heading, sentences in tell(audited):
        click.echo(f"{heading}:")
        for sentence, rest in sentences:
            click.echo(f"  - {sentence}" + (f"\n    {rest}" if rest else ""))
    if output:
        click.echo(f"chart: {output}")


def _read(papers: tuple[str, ...], *, settings: "SourceSettings") -> "Corpus":
    from trends.sources import read

    if len(papers) == 1 and (Path(papers[0]) / "manifest.json").is_file():
        from trends.studies import Study

        return Study(Path(papers[0])).corpus
    bars = Bars(sys.stderr)
    try:
        return read(papers, settings=settings, stdin=sys.stdin.buffer, progress=bars)
    finally:
        bars.close()


def _as_json(audited: "Audit") -> dict[str, object]:
    return {
        "findings": audited.findings.to_dicts(),
        "every": audited.every,
        "coverage": audited.coverage.to_dicts(),
        "advice": asdict(audited.advice),
    }


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
