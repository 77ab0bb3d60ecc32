"""Answers of a service to one corpus, or the reason why not."""

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from trends.data import Corpus, Intake, Progress, silent
from trends.errors import SourceError
from trends.sources.filters import in_categories
from trends.sources.read import read
from trends.sources.services.catalogue import find_service
from trends.sources.services.client import Answer, Client
from trends.sources.services.first import keep_first
from trends.sources.services.paging import ExpiredError
from trends.sources.services.service import Query, Service
from trends.sources.settings import SourceSettings
from trends.sources.source import Source
from trends.sources.tidy import ENTRY


def fetch(query: Query, *, client: Client, progress: Progress = silent) -> Corpus:
    """Ask a service for papers and read its answers as files of their format are read.

    Parameters
    ----------
    query
        What to ask, of the type that the service understands.
    client
        Asks, and keeps the answers: what it has in store is not asked for again.
    progress
        Told after each answer of the papers so far and of those that the service says there are, then of the answers read.

    Returns
    -------
    The papers since and until the days of the query, of these the first `query.limit` that the service gave; each names the
    service as its source and as that of its date, where a day of entry stays marked as one. The intake tells what became of
    every record of every answer, and which categories gave nothing.

    Raises
    ------
    SourceError
        Where the service fails, refuses, or knows no such paper.
    """
    service = find_service(query)
    settings = SourceSettings.model_validate({"format": service.format.name, "since": query.since, "until": query.until})
    sources = _ask(service, query, client=client, progress=progress)
    corpus = read(sources, settings=settings, progress=progress)
    if query.limit:
        corpus = keep_first(corpus, limit=query.limit, sources=sources, fmt=service.format, settings=settings)
        intake = corpus.intake
    else:
        intake = _with_absent(corpus, categories=getattr(query, "categories", ()), service=service.name)
    origin = pl.lit(service.name)
    mark = pl.when(pl.col("dated_by").str.ends_with(ENTRY)).then(pl.lit(ENTRY)).otherwise(pl.lit(""))
    dated_by = pl.when(pl.col("dated_by").is_not_null()).then(origin + mark).alias("dated_by")
    return Corpus(corpus.table.with_columns(pl.concat_list(origin).alias("sources"), dated_by), intake)


def _ask(service: Service[Any], query: Query, *, client: Client, progress: Progress) -> list[Source]:
    """Return the answers as files, from the first on once more where the service no longer goes on behind those kept."""
    sources: list[Source] = []
    n_papers = 0
    try:
        for answer in _enough(service.answers(query, client), limit=query.limit, progress=progress):
            sources.append(_source(answer))
            n_papers += answer.n_papers
    except ExpiredError:
        return _ask(service, query, client=client, progress=progress)
    if not n_papers:
        raise SourceError(f"{service.name} has no paper for this query: ask for other words, categories or days")
    return sources


def _enough(answers: Iterator[Answer], *, limit: int | None, progress: Progress) -> Iterator[Answer]:
    """Pass on answers until they hold as many papers as were asked for."""
    n_papers = 0
    for answer in answers:
        n_papers += answer.n_papers
        total = answer.n_total or n_papers + 1  # where the service does not say how many there are, there may be one more
        progress("fetch", n_papers, max(n_papers, min(total, limit or total)))
        yield answer
        if limit and n_papers >= limit:
            return


def _with_absent(corpus: Corpus, *, categories: Sequence[str], service: str) -> Intake:
    """Note each category that was asked for and that no paper is in, for it may be misspelt."""
    found = set(corpus.table["categories"].explode().drop_nulls())
    absent = [name for name in categories if not in_categories(found, settings=SourceSettings(categories=(name,)))]
    rows = [(service, None, "skipped", f"nothing in {name}", name) for name in absent]
    notes = pl.DataFrame(rows, schema=corpus.intake.notes.schema, orient="row")
    return Intake(corpus.intake.files, pl.concat([corpus.intake.notes, notes]))


def _source(answer: Answer) -> Source:
    return Source(answer.name, answer.path) if answer.path else Source(answer.name, content=answer.content)
