"""The command that says how far the topics of a run can be trusted."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from trends.cli.bars import Bars
from trends.cli.options import FOLDER, JSON, print_json

if TYPE_CHECKING:
    from trends.topics.quality.assess import Quality

_FIGURES: Final = {
    "jaccard": "how much of the topic comes back in other runs: stable from 0.75, not to be trusted below 0.6",
    "npmi": "whether the same papers use its terms: chance 0, classes made by hand 0.2 to 0.35",
    "c_v": "whether its terms keep the same company: chance about 0.4, classes made by hand 0.7 to 0.85",
    "terms_apart": "terms of other topics that would be noticed among its own: chance 0.17, good from 0.85",
    "silhouette": "how much nearer its papers are to each other than to others: chance 0, good from 0.05",
    "papers_apart": "papers of other topics that would be noticed among its own: chance 0.17, good from 0.6",
}
_SHARES: Final = {
    "stable_share": "topics that are stable",
    "outlier_share": "papers in no topic",
    "ari": "agreement of other runs on all papers: chance 0, the same topics 1",
    "diversity": "different terms among the first ten of all topics: 1 where no two share one",
    "word_diversity": "the same for their words",
}


@click.command()
@click.argument("run", type=FOLDER)
@click.option(
    "--runs", "n_runs", type=click.IntRange(0, 1000), default=20, show_default=True, help="How often topics are found again."
)
@JSON
def quality(run: Path, n_runs: int, as_json: bool) -> None:
    """Say how far each topic of a RUN can be trusted: found again, coherent, apart from the others."""
    from trends.explore import measure_quality

    bars = Bars(sys.stderr)
    try:
        measured = measure_quality(run, n_runs=n_runs, progress=bars)
    finally:
        bars.close()
    if as_json:
        print_json({"topics": measured.table.to_dicts(), "totals": measured.totals._asdict()})
    else:
        _print(measured)


def _print(measured: "Quality") -> None:
    click.echo(f"{'papers':>7} {'found':>7} {'verdict':<9}{''.join(f'{name:>13}' for name in _FIGURES)}  topic")
    for row in measured.table.iter_rows(named=True):
        found = "–" if row["n_runs"] is None else f"{row['n_found']}/{row['n_runs']}"
        figures = "".join(f"{_in_figures(row[name]):>13}" for name in _FIGURES)
        click.echo(f"{row['n_papers']:>7,} {found:>7} {row['verdict'] or '–':<9}{figures}  {row['label']}")
    click.echo()
    totals = measured.totals._asdict()
    for name, meaning in (_FIGURES | _SHARES).items():
        click.echo(f"{name:<15}{_in_figures(totals[name]):>6}  {meaning}")


def _in_figures(value: Any) -> str:
    return "–" if value is None else f"{value:.2f}"
