"""Would it have been seen? Backtests on the ACL Anthology and on a stream of arXiv, and when known risers were flagged."""

import argparse
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
from risers import trace_risers

from trends.backtesting import Backtest, BacktestSettings, backtest
from trends.data import Corpus, Embeddings
from trends.embed import Sentence, Static, encode_all
from trends.sources import read
from trends.topics import Fitted, TopicModel

HERE = Path(__file__).parent
CORPORA = HERE / "../../../shared/corpora"
FOUR = ("acl", "emnlp", "naacl", "findings")
YEARS = [date(year, 1, 1) for year in range(2020, 2025)]
MONTHS = [date(2025 + month // 12, month % 12 + 1, 1) for month in range(9, 17)]

_FITS: dict[tuple[int, str], Fitted] = {}


class Remembering(TopicModel):
    """A topic model that finds the topics of the same papers once, for all settings of a backtest."""

    def fit(self, corpus: Corpus, embeddings: Embeddings, **settings: object) -> Fitted:
        """Find the topics, or remember them."""
        key = (corpus.n_papers, corpus.ids[-1])
        if key not in _FITS:
            _FITS[key] = super().fit(corpus, embeddings, **settings)
        return _FITS[key]


def acl_four(folder: Path | None) -> tuple[Corpus, Embeddings]:
    """Read the papers of the four large venues, with vectors of the sentence model."""
    table = read([CORPORA / "acl_anthology.parquet"]).table
    venue, year = pl.col("categories").list.first(), pl.col("published").dt.year()
    corpus = Corpus(table.filter(venue.is_in(FOUR), year.is_between(2017, 2024)))
    return corpus, vectors(corpus, Sentence(), file=folder and folder / "acl_four.npy")


def acl_all(folder: Path | None) -> tuple[Corpus, Embeddings]:
    """Read the papers of all venues, with static vectors."""
    table = read([CORPORA / "acl_anthology.parquet"]).table
    corpus = Corpus(table.filter(pl.col("published").dt.year() >= 2014))
    return corpus, vectors(corpus, Static(), file=folder and folder / "acl_all.npy")


def arxiv(folder: Path | None) -> tuple[Corpus, Embeddings]:
    """Read the stream of arXiv, with static vectors."""
    table = read([CORPORA / "arxiv_daily_csq_2024_2026.parquet"]).table
    corpus = Corpus(table.filter(pl.col("published") >= date(2025, 1, 1)))
    return corpus, vectors(corpus, Static(), file=folder and folder / "arxiv.npy")


def vectors(corpus: Corpus, settings: Sentence | Static, *, file: Path | None) -> Embeddings:
    """Embed papers, or read the vectors that an earlier run has kept."""
    if file and file.exists():
        return Embeddings(corpus.ids, np.load(file), "kept")
    encoder = settings.load(corpus)
    matrix = encode_all(encoder, corpus.texts())
    if file:
        np.save(file, matrix)
    return Embeddings(corpus.ids, matrix, encoder.fingerprint)


def summarise(done: Backtest) -> dict[str, list[dict[str, object]]]:
    """Average over splits, and keep the five topics that each origin put first."""
    rankings = done.rankings.group_by("origin", "layer", "chosen", "method", maintain_order=True).agg(
        pl.col("n_topics", "spearman", "precision", "csi", "top_ratio").mean().round(3)
    )
    first = done.seen.sort("origin", "layer", "field", descending=[False, False, True]).group_by("origin", "layer").head(5)
    named = first.select("origin", "layer", "label", "n_recent", pl.col("field", "followed").round(3)).sort("origin", "layer")
    rows = {"rankings": rankings, "errors": done.errors.with_columns(pl.col("mase", "coverage").round(3)), "first": named}
    return {name: [{key: plain(value) for key, value in row.items()} for row in table.to_dicts()] for name, table in rows.items()}


def plain(value: object) -> object:
    """Return a date as text, anything else as it is."""
    return value.isoformat() if isinstance(value, date) else value


SETS: dict[str, tuple[Callable[[Path | None], tuple[Corpus, Embeddings]], list[date], dict[str, object]]] = {
    "acl_four": (acl_four, YEARS, {"stratum_kind": "venue"}),
    "acl_all": (acl_all, YEARS, {"stratum_kind": "venue"}),
    "arxiv": (arxiv, MONTHS, {"every": "month", "recent": 3, "earlier": 6, "horizon": 3, "stratum_kind": "category"}),
}


def main() -> None:
    """Run one set and put its numbers into the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", choices=[*SETS, "risers"])
    parser.add_argument("--vectors", type=Path, help="folder that keeps vectors between runs")
    parser.add_argument("--origins", type=int, nargs=2, metavar=("FIRST", "END"), default=(0, 99), help="some origins alone")
    given = parser.parse_args()
    for name in given.sets:
        file = HERE / "results.json"
        if name == "risers":
            keep(file, name, trace_risers(*acl_all(given.vectors)))
            continue
        load, origins, fixed = SETS[name]
        corpus, embeddings = load(given.vectors)
        for origin in origins[slice(*given.origins)]:
            for n_topics_each in (1, 3):
                settings = BacktestSettings.model_validate(fixed | {"n_topics_each": n_topics_each})
                model = Remembering(max_papers=20_000)
                done = backtest(corpus, embeddings, model=model, origins=[origin], settings=settings)
                keep(file, f"{name} {origin} {n_topics_each}", summarise(done))
            print(name, origin, flush=True)


def keep(file: Path, name: str, result: object) -> None:
    """Write a result beside the others."""
    results = json.loads(file.read_text()) if file.exists() else {}
    results[name] = result
    file.write_text(json.dumps(results, indent=1, sort_keys=True))


if __name__ == "__main__":
    main()
