"""Measure topics against labelled classes and against what readers of a field know: `python run.py all`."""

import json
import os
import platform
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import click
import numpy as np
import polars as pl
from ours import find, fit, found_in, groups_of
from papers import BENCHES, Papers, Shelf
from peers import PEERS, Found, Lookup
from scores import agreement, coherence, common_terms, diversity, words_of
from sklearn.metrics import adjusted_rand_score

from trends.data import Layers
from trends.topics import Guide
from trends.topics.quality.stability import match_topics

Row = dict[str, Any]
Model = Callable[..., Found]

HERE = Path(__file__).parent
SAYS_SO = {"Machine unlearning": r"(?i)unlearn", "OOD detection": r"(?i)out[- ]of[- ]distribution|\bOOD\b"}
GUIDES = (
    Guide(label="Machine unlearning", terms=("unlearn*",), must_exist=True),
    Guide(label="OOD detection", terms=("out-of-distribution", "OOD"), must_exist=True),
)


def benches(shelf: Shelf, models: dict[str, Model], *, n_runs: int, known: list[Row]) -> Iterator[Row]:
    """Measure models on the labelled sets, all on the same vectors; what is known already is not measured again."""
    done = {(row["set"], row["model"], row["run"]) for row in known}
    yield from known
    sets = {bench: shelf.bench(bench) for bench in BENCHES}
    lookups = {bench: Lookup(papers) for bench, papers in sets.items()}
    for run, bench, model in product(range(n_runs), BENCHES, models):
        if (bench, model, run) in done:
            continue
        began, cpu_began = time.perf_counter(), time.process_time()
        found = models[model](sets[bench], lookups[bench], seed=run)
        spent = {"seconds": time.perf_counter() - began, "cpu_seconds": time.process_time() - cpu_began}
        yield {"set": bench, "model": model, "run": run} | spent | _score(sets[bench], found)


def _score(papers: Papers, found: Found) -> Row:
    """Compare with the classes; where a model names its topics, judge its terms, their words, and terms by one rule for all."""
    scores: Row = agreement(found.labels, papers.classes)
    if found.terms:
        texts = papers.corpus.texts()
        kinds = {"own": found.terms, "words": words_of(found.terms), "common": common_terms(texts, found.labels)}
        for kind, terms in kinds.items():
            scores |= {f"{kind}_npmi": coherence(terms, texts), f"{kind}_diversity": diversity(terms)}
    return scores


def every_layer(shelf: Shelf) -> Iterator[Row]:
    """Measure every layer of ours, for many small topics are more coherent than few large ones."""
    for bench in BENCHES:
        papers = shelf.bench(bench)
        layers = fit(papers, seed=0)
        for layer, topics in enumerate(layers.topics):
            yield {"set": bench, "layer": layer, "is_default": layer == layers.chosen} | _score(papers, found_in(topics))


def pages(shelf: Shelf, *, n_runs: int) -> Iterator[Row]:
    """Look in every layer for the topic that holds most of the titles that name it: how many of them, and how much else."""
    papers = shelf.pages()
    titles, texts, lookup = papers.corpus.table["title"], pl.Series(papers.corpus.texts()), Lookup(papers)
    for run, guides in product(range(n_runs), ((), GUIDES)):
        layers = fit(papers, seed=run, encode=lookup, guides=guides)
        shown = [layers.chosen] if guides else range(layers.n_layers)
        for layer, (subject, pattern) in product(shown, SAYS_SO.items()):
            topics = layers.topics[layer]
            said = titles.str.contains(pattern).to_numpy()
            groups = groups_of(topics)
            topic = int(np.bincount(groups[said & (groups >= 0)]).argmax())
            held = groups == topic
            yield {
                "run": run,
                "guided": bool(guides),
                "layer": layer,
                "is_default": layer == layers.chosen,
                "n_topics": topics.n_topics,
                "subject": subject,
                "label": topics.table["label"][topic],
                "n_titles": int(said.sum()),
                "recall": float((said & held).sum() / said.sum()),
                "precision": float((said & held).sum() / held.sum()),
                "precision_with_abstracts": float(texts.str.contains(pattern).to_numpy()[held].mean()),
            }


def acl(shelf: Shelf, *, n_runs: int, step: int) -> Iterator[Row]:
    """List the topics of a field, and ask whether they come again with another seed and in another order."""
    papers = shelf.acl(step=step)
    layers = fit(papers, seed=0, encode=Lookup(papers))
    others = [fit(papers, seed=seed) for seed in range(1, n_runs + 1)]
    order = np.random.default_rng(0).permutation(papers.corpus.n_papers)
    turned = fit(papers.in_order(order), seed=0)
    for layer, topics in enumerate(layers.topics):
        groups = groups_of(topics)
        again = [_same_layer(other, layer - layers.chosen) for other in others]
        jaccard = np.array([match_topics(groups, other).jaccard for other in again])
        sizes = topics.table.select("label", "n_papers").rows()
        yield {
            "n_papers": papers.corpus.n_papers,
            "layer": layer,
            "is_default": layer == layers.chosen,
            "n_topics": topics.n_topics,
            "outliers": float((groups < 0).mean()),
            "ari_between_seeds": [float(adjusted_rand_score(groups, other)) for other in again],
            "ari_between_orders": float(adjusted_rand_score(groups[order], _same_layer(turned, layer - layers.chosen))),
            "median_jaccard": float(np.median(jaccard.mean(axis=0))),
            "median_share_found": float(np.median((jaccard > 0.5).mean(axis=0))),
            "topics": [f"{label} ({n}, {j:.2f})" for (label, n), j in zip(sizes, jaccard.mean(axis=0), strict=True)],
        }


def _same_layer(layers: Layers, steps: int) -> np.ndarray:
    """Return the layer so many steps finer than the default, or the nearest to it that there is."""
    return groups_of(layers.topics[min(max(layers.chosen + steps, 0), layers.n_layers - 1)])


def summarise(rows: list[Row]) -> pl.DataFrame:
    """Average the runs of each model on each set; seconds are medians, for the first run compiles."""
    table = pl.DataFrame(rows, infer_schema_length=None)
    seconds = ["seconds", "cpu_seconds"]
    figures = [name for name, kind in table.schema.items() if kind.is_numeric() and name not in ("run", *seconds)]
    groups = table.group_by("set", "model", maintain_order=True)
    return groups.agg(pl.col(figures).mean().round(3), pl.col(seconds).median().round(1))


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(["peers", "trends", "layers", "pages", "acl", "all"]), required=True)
@click.option("--corpora", type=click.Path(path_type=Path), default=Path("../shared/corpora"), show_default=True)
@click.option("--vectors", type=click.Path(path_type=Path), default=Path("runs/vectors"), show_default=True, help="Kept here.")
@click.option("--results", type=click.Path(path_type=Path), default=HERE / "results.json", show_default=True)
@click.option("--runs", "n_runs", type=int, default=3, show_default=True, help="Seeds of each model.")
@click.option("--acl-runs", type=int, default=10, show_default=True, help="Further seeds on the ACL papers.")
@click.option("--acl-step", type=int, default=1, show_default=True, help="Take one in so many of the ACL papers.")
@click.option("--again", is_flag=True, help="Measure the models on the labelled sets again, also where results are known.")
def main(
    names: tuple[str, ...], corpora: Path, vectors: Path, results: Path, n_runs: int, acl_runs: int, acl_step: int, again: bool
) -> None:
    """Run parts of the experiment and keep what they say."""
    shelf = Shelf(corpora, vectors)
    known = json.loads(results.read_text()) if results.exists() else {}
    before = {name: [] if again else known.get(name, {}).get("found", []) for name in ("peers", "trends")}
    parts = {
        "peers": lambda: benches(shelf, PEERS, n_runs=n_runs, known=before["peers"]),
        "trends": lambda: benches(shelf, {"trends": find}, n_runs=n_runs, known=before["trends"]),
        "layers": lambda: every_layer(shelf),
        "pages": lambda: pages(shelf, n_runs=n_runs),
        "acl": lambda: acl(shelf, n_runs=acl_runs, step=acl_step),
    }
    for name in parts if "all" in names else names:
        machine = f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores"
        rows: list[Row] = []
        for row in parts[name]():
            rows.append(row)
            known[name] = {"date": datetime.now(UTC).date().isoformat(), "machine": machine, "found": rows}
            results.write_text(json.dumps(known, indent=2) + "\n")
            print(json.dumps(row), flush=True)
        if name in before:
            print(summarise(rows))


if __name__ == "__main__":
    main()
