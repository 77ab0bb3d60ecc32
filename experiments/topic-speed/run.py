"""Measure what topics cost, against BERTopic and as the corpus grows: `python run.py race`, `python run.py growth`."""

import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click
import numpy as np
import polars as pl

from trends.data import CORPUS_SCHEMA, Corpus, Embeddings
from trends.embed import Static, embed

HERE = Path(__file__).parent
SIZES = (5_000, 10_000, 20_000, 40_000, 80_000, 111_997)
WARM_UP = 1_000


def corpus_of(table: pl.DataFrame) -> Corpus:
    """Keep title and abstract of each row, in order."""
    empty = pl.lit([], pl.List(pl.String))
    columns = {name: pl.lit(None, dtype) for name, dtype in CORPUS_SCHEMA.items()}
    columns |= {"id": pl.format("sha:{}", pl.int_range(pl.len()).cast(pl.String).str.zfill(8))}
    columns |= {"title": pl.col("title"), "abstract": pl.col("abstract"), "authors": empty, "categories": empty, "sources": empty}
    return Corpus.of(table.select(**columns))


def load(corpora: Path, vectors: Path, *, n_papers: int) -> tuple[Corpus, Embeddings]:
    """Return papers drawn by a seed, larger draws holding the smaller, with static vectors that are made once and kept."""
    table = pl.read_parquet(corpora / "arxiv_daily_csq_2024_2026.parquet", columns=["title", "abstract"])
    path = vectors / "arxiv.npy"
    if not path.exists():
        vectors.mkdir(parents=True, exist_ok=True)
        every = corpus_of(table)
        embed(every, encoder=Static().load(every), matrix_file=path)
    rows = np.sort(np.random.default_rng(0).permutation(table.height)[:n_papers])
    corpus = corpus_of(table[rows])
    return corpus, Embeddings(corpus.ids, np.load(path, mmap_mode="r")[rows], "static")


def bertopic() -> Callable[[Corpus, Embeddings], int]:
    """Return BERTopic at its defaults: 15 neighbours, 5 dimensions."""
    from bertopic import BERTopic

    def fit(corpus: Corpus, embeddings: Embeddings) -> int:
        topics, _ = BERTopic().fit_transform(corpus.texts(), embeddings=embeddings.matrix)
        return len(set(topics) - {-1})

    return fit


def trends(**settings: int) -> Callable[[Corpus, Embeddings], int]:
    """Return our whole topic stage: topics in layers, terms, labels, tree and map."""
    from trends.topics import TopicModel

    return lambda corpus, embeddings: TopicModel(**settings).fit(corpus, embeddings, encode=None).topics.n_topics


MODELS = {"BERTopic": bertopic, "trends": trends, "trends, stability not measured": partial(trends, n_runs=0)}


def measure(corpora: Path, vectors: Path, *, model: str, n_papers: int) -> dict[str, Any]:
    """Fit once, after a warm-up that compiles what is compiled; memory is the most that the process ever held, in MB."""
    fit = MODELS[model]()
    fit(*load(corpora, vectors, n_papers=WARM_UP))
    papers = load(corpora, vectors, n_papers=n_papers)
    before, cpu_began, began = _peak_mb(), time.process_time(), time.perf_counter()
    n_topics = fit(*papers)
    return {
        "model": model,
        "n_papers": n_papers,
        "n_topics": n_topics,
        "seconds": time.perf_counter() - began,
        "cpu_seconds": time.process_time() - cpu_began,
        "peak_mb_before": before,
        "peak_mb": _peak_mb(),
    }


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def plot(rows: list[dict[str, Any]], path: Path) -> dict[str, float]:
    """Draw seconds and memory over n, both axes logarithmic, and return the exponents of the lines fitted to them."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "trends"
    from matplotlib import pyplot as plt

    n_papers = np.array([row["n_papers"] for row in rows])
    figure, axes = plt.subplots(1, 3, figsize=(9, 3), layout="constrained")
    exponents = {}
    for axis, column, unit in zip(
        axes, ("seconds", "cpu_seconds", "peak_mb"), ("seconds", "CPU seconds", "peak MB"), strict=True
    ):
        values = np.array([row[column] for row in rows])
        slope, offset = np.polyfit(np.log(n_papers), np.log(values), 1)
        exponents[column] = float(slope)
        axis.loglog(n_papers, values, "o", color="#0072b2")
        axis.loglog(n_papers, np.exp(offset) * n_papers**slope, "-", color="#999999", linewidth=1)
        axis.set(xlabel="papers", ylabel=unit, title=f"∝ n^{slope:.2f}")
    figure.savefig(path, metadata={"Date": None})
    return exponents


@click.group()
@click.option("--corpora", type=click.Path(path_type=Path), default=Path("../shared/corpora"), show_default=True)
@click.option("--vectors", type=click.Path(path_type=Path), default=Path("runs/vectors"), show_default=True, help="Kept here.")
@click.option("--results", type=click.Path(path_type=Path), default=HERE / "results.json", show_default=True)
@click.pass_context
def main(context: click.Context, corpora: Path, vectors: Path, results: Path) -> None:
    """Run parts of the experiment and keep what they say."""
    context.obj = (corpora, vectors, results)


@main.command("one", hidden=True)
@click.argument("model", type=click.Choice(list(MODELS)))
@click.argument("n_papers", type=int)
@click.pass_obj
def one(paths: tuple[Path, Path, Path], model: str, n_papers: int) -> None:
    print(json.dumps(measure(*paths[:2], model=model, n_papers=n_papers)))


@main.command("race")
@click.option("--n-papers", type=int, default=20_000, show_default=True)
@click.option("--runs", "n_runs", type=int, default=3, show_default=True)
@click.pass_obj
def race(paths: tuple[Path, Path, Path], n_papers: int, n_runs: int) -> None:
    """Let BERTopic and trends take turns, each time in a fresh process."""
    rows = []
    for run in range(n_runs):
        for model in MODELS:
            rows.append({"run": run} | _fresh(paths, model=model, n_papers=n_papers))
            _keep(paths[2], name="race", found=rows)


@main.command("growth")
@click.option("--sizes", type=int, multiple=True, default=SIZES, show_default=True)
@click.pass_obj
def growth(paths: tuple[Path, Path, Path], sizes: tuple[int, ...]) -> None:
    """Measure trends on ever more papers, and plot it."""
    rows = []
    for n_papers in sizes:
        rows.append(_fresh(paths, model="trends", n_papers=n_papers))
        _keep(paths[2], name="growth", found=rows)
    _keep(paths[2], name="exponents", found=plot(rows, HERE / "growth.svg"))


def _fresh(paths: tuple[Path, Path, Path], *, model: str, n_papers: int) -> dict[str, Any]:
    """Measure in a process of its own, whose memory nothing else has touched."""
    job = [sys.executable, __file__, "--corpora", str(paths[0]), "--vectors", str(paths[1]), "one", model, str(n_papers)]
    row: dict[str, Any] = json.loads(subprocess.run(job, check=True, stdout=subprocess.PIPE).stdout.splitlines()[-1])
    print(json.dumps(row), flush=True)
    return row


def _keep(path: Path, *, name: str, found: object) -> None:
    """Write what a part found beside what others did."""
    known = json.loads(path.read_text()) if path.exists() else {}
    machine = f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores"
    known[name] = {"date": datetime.now(UTC).date().isoformat(), "machine": machine, "found": found}
    path.write_text(json.dumps(known, indent=2) + "\n")


if __name__ == "__main__":
    main()
