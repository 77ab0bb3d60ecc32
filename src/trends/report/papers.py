"""Papers as rows of the page: title, date, venue and a link that is safe to follow."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import quote, urlsplit

import polars as pl

from trends.data import Corpus, Topics
from trends.data.audit import StratumKind, stratum_or_none

HOMES: Final = {
    "arxiv": "https://arxiv.org/abs/",
    "doi": "https://doi.org/",
    "acl": "https://aclanthology.org/",
}
DATE_LENGTHS: Final = {"day": 10, "month": 7, "year": 4}


def find_link(paper_id: str, url: str | None) -> str | None:
    """Return the web address of a paper: its own, else the one that its id implies, else None."""
    if url is not None and _is_web_address(url):
        return url
    scheme, _, rest = paper_id.partition(":")
    return HOMES[scheme] + quote(rest) if scheme in HOMES else None


def format_date(published: date | None, precision: str | None) -> str:
    """Return an ISO date as exact as it is known: 2025-03-14, 2025-03, 2025; empty for an undated paper."""
    if published is None or precision is None:
        return ""
    return published.isoformat()[: DATE_LENGTHS[precision]]


def list_papers(corpus: Corpus, topics: Topics, *, kind: StratumKind | None = None, strata: Sequence[str] = ()) -> dict[str, Any]:
    """Return the papers as columns, in the order of the corpus, to which the points of the map refer.

    Parameters
    ----------
    corpus, topics
        The papers and the topic of each.
    kind, strata
        What the strata of the series are, and their names; none where papers are pooled.

    Returns
    -------
    dict
        ``title``, ``date``, ``venue`` (null where unknown), ``link`` (null where none is safe), ``topic`` and ``stratum``
        (place among `strata`, −1 for none of them), each with one value per paper; and ``strata``, their names.
    """
    table = _with_topics(corpus, topics)
    rows = [_as_row(row) for row in table.iter_rows(named=True)]
    columns = {name: [row[name] for row in rows] for name in ("title", "date", "venue", "link", "topic")}
    return columns | {"strata": list(strata), "stratum": _place(table, kind=kind, strata=strata)}


def _place(table: pl.DataFrame, *, kind: StratumKind | None, strata: Sequence[str]) -> list[int]:
    if kind is None:
        return []
    places = {name: place for place, name in enumerate(strata)}
    return [places.get(name, -1) for name in table.select(stratum_or_none(kind)).to_series()]


def find_best(corpus: Corpus, topics: Topics, *, n_best: int = 3) -> dict[int, list[dict[str, Any]]]:
    """Return for each topic the papers nearest to its centre, the nearest first, with their abstracts."""
    return _first_of_each(_with_topics(corpus, topics), by="similarity", n=n_best)


def find_newest(corpus: Corpus, topics: Topics, *, n_newest: int = 3) -> dict[int, list[dict[str, Any]]]:
    """Return for each topic its newest papers, the newest first, with their abstracts; an undated paper is none of them."""
    return _first_of_each(_with_topics(corpus, topics).drop_nulls("published"), by="published", n=n_newest)


def _first_of_each(table: pl.DataFrame, *, by: str, n: int) -> dict[int, list[dict[str, Any]]]:
    ordered = table.sort(by, descending=True, nulls_last=True, maintain_order=True)
    papers: dict[int, list[dict[str, Any]]] = {}
    for row in ordered.group_by("topic", maintain_order=True).head(n).iter_rows(named=True):
        papers.setdefault(row["topic"], []).append({**_as_row(row), "abstract": row["abstract"]})
    return papers


def _with_topics(corpus: Corpus, topics: Topics) -> pl.DataFrame:
    return corpus.table.join(topics.members, on="id", how="inner", maintain_order="left")


def _as_row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": row["title"].strip() or "(without a title)",
        "date": format_date(row["published"], row["precision"]),
        "venue": row["venue"],
        "link": find_link(row["id"], row["url"]),
        "topic": row["topic"],
    }


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
