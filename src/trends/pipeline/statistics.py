"""The stages of numbers: what may be believed, and what topics do over time."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from trends.audit import audit_corpus, find_topic_languages
from trends.data import Corpus, Layers, Series, Topics
from trends.pipeline.job import Job, key_after, writing
from trends.stats import TABLES, count_as_planned, measure, place_papers, plan_count
from trends.topics import WORD_TABLES, PhraseCounts, count_phrases, name_groups, tell_words
from trends.workspace import store

STATISTICS: Final = (*TABLES, *WORD_TABLES, "languages")

_N_REGION_TERMS: Final = 6


def make_audit(job: Job) -> bool:
    """Audit the papers; False where that was done."""
    folder, settings = job.workspace.folder, job.config.stats
    bounds = {"since": settings.since, "until": settings.until}
    key = key_after(job, {name: str(day) for name, day in bounds.items()}, after="topics")
    if job.workspace.is_fresh("audit", key=key):
        return False
    audit = audit_corpus(store.read_corpus(folder), **bounds)
    with writing(job, "audit", key=key) as work:
        store.write_audit(audit, work.folder)
        work.rows = audit.findings.height
        work.facts = {"advice": list(audit.advice.reasons)}
        job.progress("audit", 1, 1)
    return True


def make_stats(job: Job) -> bool:
    """Count topics and work out `STATISTICS`; False where they were fresh."""
    folder, settings = job.workspace.folder, job.config.stats
    key = key_after(job, settings.model_dump(mode="json"), list(STATISTICS), after="audit")
    if job.workspace.is_fresh("stats", key=key):
        return False
    plan = plan_count(settings, store.read_audit(folder))
    layers, corpus = store.read_layers(folder), store.read_corpus(folder)
    parts = store.read_table(folder / "topics" / "memberships.parquet") if settings.memberships == "soft" else None
    counted = count_as_planned(layers.topics[layers.chosen], corpus, plan=plan, memberships=parts)
    whole = None if parts is None else parts.clear()  # nobody asked how papers lie between the topics of finer layers
    finer = [
        count_as_planned(topics, corpus, plan=plan, memberships=whole).series for topics in layers.topics[layers.chosen + 1 :]
    ]
    with writing(job, "stats", key=key) as work:
        store.write_series(counted.series, work.folder)
        store.write_table(counted.tally, work.folder / "stats" / "tally.parquet")
        if counted.series is not None:
            tables = _work_out(counted.series, finer=finer, layers=layers, corpus=corpus, folder=folder)
            for name, table in tables.items():
                store.write_table(table, work.folder / "stats" / f"{name}.parquet")
            work.rows = counted.series.table.height
        work.facts = {
            "periods": counted.choice,
            "strata": plan.reason,
            "denominator": counted.series.denominator if counted.series else None,
            "papers": dict(counted.tally.iter_rows()),
        }
        job.progress("stats", 1, 1)
    return True


def _work_out(
    series: Series, *, finer: Sequence[Series | None], layers: Layers, corpus: Corpus, folder: Path
) -> dict[str, pl.DataFrame]:
    """Work out each of `STATISTICS`, by name."""
    topics = layers.topics[layers.chosen]
    tables = measure(
        series,
        finer=[counts for counts in finer if counts is not None],
        layers=layers,
        tree=store.read_tree(folder),
        corpus=corpus,
        matrix=np.asarray(store.read_embeddings(folder).matrix),
    )
    counts = count_phrases(corpus.texts())
    regions = _name_regions(tables["regions"], tables["region_papers"], counts=counts, ids=corpus.ids)
    words = _tell_words(counts, series, topics=topics, corpus=corpus)
    return {**tables, **words, "regions": regions, "languages": find_topic_languages(corpus, topics)}


def _tell_words(counts: PhraseCounts, series: Series, *, topics: Topics, corpus: Corpus) -> dict[str, pl.DataFrame]:
    """Work out which words topics use when."""
    days = series.table["period"].unique().sort()
    n_complete = series.complete["period"].n_unique()
    return tell_words(counts, topics=topics, period=place_papers(corpus, series), days=days, n_complete=n_complete)


def _name_regions(regions: pl.DataFrame, papers: pl.DataFrame, *, counts: PhraseCounts, ids: pl.Series) -> pl.DataFrame:
    """Put ``label`` and ``terms``, joined by commas, behind the number of each region."""
    rows = papers.join(ids.alias("id").to_frame().with_row_index("row"), on="id", maintain_order="left")
    groups = [rows.filter(region=region)["row"].sort().to_numpy().astype(np.int64) for region in regions["region"]]
    names = name_groups(counts, groups, n_terms=_N_REGION_TERMS)
    label = pl.Series("label", [label for label, _ in names], dtype=pl.String)
    terms = pl.Series("terms", [", ".join(terms) for _, terms in names], dtype=pl.String)
    return regions.select("region", label, terms, pl.exclude("region"))
