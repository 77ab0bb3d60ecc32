"""Measure what our files weigh and how fast a browser draws them: `python run.py map RUN`, `python run.py report RUN…`."""

import json
import os
import platform
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import numpy as np
import polars as pl
from reader import Page, measure, read_report

from trends.charts import Tables, draw, write_figure
from trends.data import Corpus, Embeddings, Points, Topics
from trends.pipeline import read_tables
from trends.studies import Study
from trends.topics import to_bertopic
from trends.workspace import store

HERE = Path(__file__).parent
CHROMIUM = {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox", "--enable-unsafe-swiftshader"]}
DRAWN = "() => document.querySelector('.gl-canvas, .main-svg .scatterlayer .trace') !== null"
PAN = """async () => {
    const figure = document.querySelector(".plotly-graph-div"), {xaxis} = figure._fullLayout, [low, high] = xaxis.range;
    const began = performance.now();
    for (let step = 1; step <= 5; step++) {
        await Plotly.relayout(figure, {"xaxis.range": [low + step * (high - low) / 50, high]});
    }
    return (performance.now() - began) / 5000;
}"""


def sample(folder: Path, *, n_papers: int, seed: int) -> tuple[Tables, Embeddings]:
    """Read a run and keep some of its papers, drawn by a seed, with their topics, places and vectors."""
    tables, embeddings = read_tables(folder), store.read_embeddings(folder)
    n_known = tables.corpus.n_papers
    rows = np.sort(np.random.default_rng(seed).permutation(n_known)[:n_papers])
    members = tables.topics.members[rows]
    sizes = members.group_by("topic").len().select("topic", n_papers=pl.col("len").cast(pl.Int64))
    counted = tables.topics.table.drop("n_papers").join(sizes, on="topic", how="left", maintain_order="left")
    table = counted.with_columns(pl.col("n_papers").fill_null(0)).select(tables.topics.table.columns)
    corpus = Corpus(tables.corpus.table[rows])
    smaller = replace(
        tables,
        corpus=corpus,
        topics=replace(tables.topics, table=table, members=members),
        points=Points(tables.points.table[rows]),
    )
    return smaller, Embeddings(corpus.ids, np.asarray(embeddings.matrix)[rows], embeddings.model)


def write_ours(tables: Tables, path: Path) -> dict[str, Any]:
    """Write our map as a page; the figure is what a report or a notebook holds of it, plotly.js left out."""
    began = time.perf_counter()
    chart = draw("map", tables)
    write_figure(chart, path)
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "page_mb": path.stat().st_size / 1e6, "figure_mb": len(chart.to_json().encode()) / 1e6}


def write_bertopics(tables: Tables, embeddings: Embeddings, *, texts: list[str], path: Path) -> dict[str, Any]:
    """Write BERTopic's map of the same papers, topics and places as a page."""
    model = to_bertopic(tables.corpus, plain(tables.topics), embeddings=embeddings)
    places = tables.points.table.select("x", "y").to_numpy()
    began = time.perf_counter()
    figure = model.visualize_documents(texts, reduced_embeddings=places)
    figure.write_html(path)
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "page_mb": path.stat().st_size / 1e6, "figure_mb": len(figure.to_json().encode()) / 1e6}


def plain(topics: Topics) -> Topics:
    """Leave out topics that the sample holds no paper of."""
    held = topics.table["n_papers"] > 0
    return replace(topics, table=topics.table.filter(held), centroids=topics.centroids[held.to_numpy()])


def open_page(path: Path) -> dict[str, float]:
    """Open a page in headless Chromium without a graphics card: seconds until it is drawn, and per step of a pan."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(**CHROMIUM)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        began = time.perf_counter()
        page.goto(path.resolve().as_uri(), timeout=300_000)
        page.wait_for_function(DRAWN, timeout=300_000)
        drawn = time.perf_counter() - began
        page.wait_for_timeout(2_000)
        pan = float(page.evaluate(PAN))
        browser.close()
    return {"drawn_seconds": drawn, "pan_seconds": pan}


def write_plotly_alone(path: Path) -> None:
    """Write a page with nothing but plotly.js and one curve: no report that draws with it opens in less."""
    from plotly.graph_objects import Figure

    figure = Figure({"data": [{"type": "scatter", "x": [1, 2, 3], "y": [1, 3, 2]}]})
    path.write_text(f"<div class='plot'>{figure.to_html(full_html=False)}</div>", encoding="utf-8")


@click.group()
@click.option("--results", type=click.Path(path_type=Path), default=HERE / "results.json", show_default=True)
@click.pass_context
def main(context: click.Context, results: Path) -> None:
    """Run parts of the experiment and keep what they say."""
    context.obj = results


@main.command("report")
@click.argument("runs", type=click.Path(path_type=Path, exists=True), nargs=-1, required=True)
@click.option("--n-openings", type=int, default=5, show_default=True)
@click.pass_obj
def measure_report(results: Path, runs: tuple[Path, ...], n_openings: int) -> None:
    """Weigh the reports of finished runs, and time how they open and answer."""
    found: list[dict[str, Any]] = []

    def keep(row: dict[str, Any]) -> None:
        found.append(row)
        click.echo(json.dumps(row))

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        write_plotly_alone(path)
        keep({"run": "plotly.js alone"} | measure(path, Page.open, n_openings=n_openings))
        for run in runs:
            study = Study(run)
            began = time.perf_counter()
            study.report(path)
            written = {"mb": path.stat().st_size / 1e6, "written_seconds": time.perf_counter() - began}
            keep(
                {"run": run.name, "n_papers": study.corpus.n_papers} | written | measure(path, read_report, n_openings=n_openings)
            )
    write_result(results, name="report", found=found)


@main.command("map")
@click.argument("run", type=click.Path(path_type=Path, exists=True))
@click.option("--n-papers", type=int, default=20_000, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@click.pass_obj
def measure_map(results: Path, run: Path, n_papers: int, seed: int) -> None:
    """Compare our map with BERTopic's visualize_documents, and weigh that of the whole run."""
    tables, embeddings = sample(run, n_papers=n_papers, seed=seed)
    titles, whole = tables.corpus.table["title"].fill_null("").to_list(), tables.corpus.texts()
    found = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "map.html"

        def keep(name: str, n: int, written: dict[str, Any]) -> None:
            found.append({"map": name, "n_papers": n} | written | open_page(path))
            print(json.dumps(found[-1]), flush=True)

        keep("trends, titles and dates", n_papers, write_ours(tables, path))
        for name, texts in (("titles", titles), ("titles and abstracts", whole)):
            keep(f"BERTopic, {name}", n_papers, write_bertopics(tables, embeddings, texts=texts, path=path))
        every = read_tables(run)
        keep("trends, titles and dates", every.corpus.n_papers, write_ours(every, path))
    write_result(results, name="map", found=found)


def write_result(path: Path, *, name: str, found: object) -> None:
    """Write what a part found beside what others did."""
    known = json.loads(path.read_text()) if path.exists() else {}
    machine = f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores"
    known[name] = {"date": datetime.now(UTC).date().isoformat(), "machine": machine, "found": found}
    path.write_text(json.dumps(known, indent=2) + "\n")


if __name__ == "__main__":
    main()
