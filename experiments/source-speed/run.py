"""Measure how fast a dump is read, in how much memory, and how fast duplicates are found: `python run.py reading grouping`."""

import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
import dump

from trends.sources import SourceSettings, read
from trends.sources.dedupe import group
from trends.sources.fields.dates import Dated
from trends.sources.records import Record
from trends.sources.tidy import Draft, tidy

BLANK = tidy(Record(title="blank"), file="dump", settings=SourceSettings(), day_first=None)[0]
HERE = Path(__file__).parent
SETTINGS = {
    "cs.LG": SourceSettings(categories=("cs.LG",)),
    "cs.LG since 2020": SourceSettings(categories=("cs.LG",), since=date(2020, 1, 1)),
    "all": SourceSettings(),
}


def measure_reading(path: Path, *, filters: str) -> dict[str, Any]:
    """Read a dump once; memory is the most that the process ever held."""
    before, cpu_began, began = _peak_mb(), time.process_time(), time.perf_counter()
    corpus = read([path], settings=SETTINGS[filters])
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu_began
    return {
        "file": path.suffix.lstrip("."),
        "filters": filters,
        **corpus.intake.files.drop("file").to_dicts()[0],
        "seconds": seconds,
        "cpu_seconds": cpu_seconds,
        "file_mb": path.stat().st_size / 1e6,
        "peak_mb_before": before,
        "peak_mb": _peak_mb(),
    }


def measure_grouping(n_records: int) -> dict[str, Any]:
    """Group made-up drafts of which three in ten tell of a paper that another has told of, in one of three ways."""
    drafts = twins(n_records)
    cpu_began, began = time.process_time(), time.perf_counter()
    groups = group(drafts)
    return {
        "n_records": len(drafts),
        "n_papers": len(groups),
        "seconds": time.perf_counter() - began,
        "cpu_seconds": time.process_time() - cpu_began,
        "peak_mb": _peak_mb(),
    }


def twins(n_records: int) -> list[Draft]:
    """Return drafts of arXiv papers and, as every tenth each, twins: by id, by title with a DOI, by title without any id."""
    papers = [_draft(json.loads(line)) for line in dump.lines(n_records * 7 // 10) if line.endswith("}")]
    by_id = [replace(paper, title=f"{paper.title} (revised)") for paper in papers[0::7]]
    by_doi = [replace(paper, ids=(f"doi:10.1000/{number}",)) for number, paper in enumerate(papers[1::7])]
    by_title = [replace(paper, ids=(), title=paper.title.upper()) for paper in papers[2::7]]
    return [*papers, *by_id, *by_doi, *by_title]


def _draft(entry: dict[str, Any]) -> Draft:
    """Fill in a draft, without the cost of tidying that reading has measured already."""
    return replace(
        BLANK,
        ids=(f"arxiv:{entry['id']}",),
        title=entry["title"],
        abstract=entry["abstract"],
        dated=Dated(date(2000 + int(entry["id"][:2]), int(entry["id"][2:4]), 1), "month"),
        authors=tuple(entry["authors"].split(", ")),
        categories=tuple(entry["categories"].split()),
    )


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


@click.group(chain=True)
def main() -> None:
    """Run parts of the experiment and keep what they say."""


@main.command("one", hidden=True)
@click.argument("path", type=click.Path(path_type=Path))
@click.argument("filters", type=click.Choice(list(SETTINGS)))
def one(path: Path, filters: str) -> None:
    print(json.dumps(measure_reading(path, filters=filters)))


@main.command("group", hidden=True)
@click.argument("n_records", type=int)
def group_once(n_records: int) -> None:
    print(json.dumps(measure_grouping(n_records)))


@main.command("reading")
@click.option("--n-records", type=int, default=250_000, show_default=True)
def reading(n_records: int) -> None:
    """Write the dump to a temporary folder, plain and compressed, and read it with and without filters."""
    with tempfile.TemporaryDirectory() as folder:
        plain, packed = Path(folder) / "dump.json", Path(folder) / "dump.json.gz"
        dump.write(plain, packed, n_records=n_records)
        found = []
        for path, filters in [(packed, "cs.LG"), *((plain, filters) for filters in SETTINGS)]:
            found.append(_fresh("one", str(path), filters))
            _keep("reading", found)


@main.command("grouping")
@click.option("--n-records", type=int, default=250_000, show_default=True)
def grouping(n_records: int) -> None:
    """Group ever more drafts."""
    _keep("grouping", [_fresh("group", str(size)) for size in (n_records // 4, n_records // 2, n_records)])


def _fresh(*arguments: str) -> dict[str, Any]:
    """Measure in a process of its own, whose memory nothing else has touched."""
    done = subprocess.run([sys.executable, __file__, *arguments], check=True, stdout=subprocess.PIPE)
    row: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(json.dumps(row), flush=True)
    return row


def _keep(part: str, found: list[dict[str, Any]]) -> None:
    """Write what a part found beside what the other did."""
    path = HERE / "results.json"
    known = json.loads(path.read_text()) if path.exists() else {}
    machine = f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores"
    known[part] = {"date": datetime.now(UTC).date().isoformat(), "machine": machine, "found": found}
    path.write_text(json.dumps(known, indent=2) + "\n")


if __name__ == "__main__":
    main()
