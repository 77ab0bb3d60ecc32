"""How well does a tracked subfield find its papers? Words alone, vectors alone and both, on judgements by hand."""

import argparse
import json
from pathlib import Path
from time import perf_counter
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.sources import read
from trends.topics.tracking import LEVELS, Evidence, choose_threshold, estimate_membership, parse_query, weigh_words

HERE: Final = Path(__file__).parent
CORPORA: Final = ("pages", "hf_daily_2024_2026", "arxiv_daily_csq_2024_2026")
QUERIES: Final = ("machine unlearning", "out-of-distribution detection")
TITLE: Final = LEVELS.index("title")
N_DRAWS: Final = 4_000


class Score(NamedTuple):
    """Of the papers taken: how many, and precision, recall and F1 as the weighted judgements estimate them."""

    n_papers: int
    precision: float
    recall: float
    f1: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--vectors", type=Path, required=True, help="NAME.npy for each corpus, a row per row of its papers")
    options = parser.parse_args()
    judgements = pl.read_csv(HERE / "judgements.csv", schema_overrides={"id": pl.String})
    rows = []
    for corpus in CORPORA:
        papers = load(options.corpora, corpus)
        matrix = np.load(options.vectors / f"{corpus}.npy")
        for query in QUERIES:
            judged = judgements.filter(corpus=corpus, query=query)
            rows.append({"corpus": corpus, "query": query, **measure(papers, matrix, query=query, judged=judged)})
            print(json.dumps(rows[-1]), flush=True)
    (HERE / "results.json").write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


def load(folder: Path, corpus: str) -> pl.DataFrame:
    """Return ``id, title, abstract`` in the order of the vectors."""
    if corpus == "pages":
        return read([folder / "pages"]).table.select("id", "title", "abstract")
    return pl.read_parquet(folder / f"{corpus}.parquet").select("id", pl.col("title", "abstract").fill_null(""))


def find(papers: pl.DataFrame, matrix: NDArray[np.float32], *, query: str) -> tuple[NDArray[np.float64], Evidence, float]:
    """Return the probability of each paper, what its words say, and the threshold."""
    nobody = np.zeros(len(papers), dtype=bool)
    titles, abstracts = papers["title"].to_list(), papers["abstract"].to_list()
    evidence = weigh_words(parse_query(query), titles=titles, abstracts=abstracts, find_topic=lambda _: nobody)
    found = estimate_membership(matrix, evidence, yes=nobody, no=nobody).probabilities
    return found, evidence, choose_threshold(found)


def nearest_to_titles(matrix: NDArray[np.float32], evidence: Evidence, *, n: int) -> NDArray[np.bool_]:
    """Say which papers are the n nearest to the mean of those whose title says the phrase."""
    nearest = np.zeros(len(matrix), dtype=bool)
    nearest[np.argsort(-(matrix @ matrix[evidence.levels == TITLE].mean(axis=0)))[:n]] = True
    return nearest


def measure(papers: pl.DataFrame, matrix: NDArray[np.float32], *, query: str, judged: pl.DataFrame) -> dict[str, object]:
    """Score three ways to find the papers of a query."""
    begun = perf_counter()
    found, evidence, threshold = find(papers, matrix, query=query)
    seconds = perf_counter() - begun
    ours = found >= threshold
    nearest = nearest_to_titles(matrix, evidence, n=int(ours.sum()))
    ways = {"both": ours, "words": evidence.matched, "vectors": nearest}
    ways |= {"from 0.3": found >= 0.3, "from 0.7": found >= 0.7}
    told: dict[str, object] = {
        "n_papers": len(papers),
        "seconds": round(seconds, 1),
        "threshold": round(threshold, 3),
        "n_expected": round(float(found.sum()), 1),
    }
    for sample in ("first", "second"):
        place = papers.with_row_index("row").join(judged.filter(sample=sample), on="id", how="inner", maintain_order="left")
        if len(place) != judged.filter(sample=sample).height:
            raise SystemExit("some judged papers are not in the corpus")
        scores = {way: score(place, taken[place["row"]], n_papers=int(taken.sum())) for way, taken in ways.items()}
        told[sample] = {
            "n_relevant": round(float(place.filter("relevant")["weight"].sum()), 1),
            **{way: scores[way]._asdict() for way in ways},
            **({"bounds": bound(place, ours[place["row"]])} if sample == "second" else {}),
        }
    return told


def bound(judged: pl.DataFrame, taken: NDArray[np.bool_]) -> dict[str, list[float]]:
    """Bound precision and recall of the papers taken, 95 %: how many belong in each stratum is uncertain unless all were read.

    The stratum of papers that share neither words nor likeness is left out: ten of a hundred thousand bound nothing.
    """
    random = np.random.default_rng(0)
    table = judged.select("stratum", "weight", "relevant", taken=taken).filter(pl.col("stratum") != "F")
    belong = {True: np.zeros(N_DRAWS), False: np.zeros(N_DRAWS)}
    size = {True: 0.0, False: 0.0}
    for (_, took), cell in table.group_by("stratum", "taken"):
        n, yes, stands_for = len(cell), int(cell["relevant"].sum()), float(cell["weight"].sum())
        whole = stands_for <= n + 0.5
        rate = yes / n if whole else random.beta(yes + 0.5, n - yes + 0.5, N_DRAWS)
        belong[took] += rate * stands_for
        size[took] += stands_for
    parts = {"precision": belong[True] / size[True], "recall": belong[True] / (belong[True] + belong[False])}
    return {name: np.quantile(part, [0.025, 0.975]).round(3).tolist() for name, part in parts.items()}


def score(judged: pl.DataFrame, taken: NDArray[np.bool_], *, n_papers: int) -> Score:
    """Weigh each judged paper by how many it stands for."""
    weight, relevant = judged["weight"].to_numpy(), judged["relevant"].to_numpy()
    right, all_taken, all_relevant = weight[taken & relevant].sum(), weight[taken].sum(), weight[relevant].sum()
    parts = right / max(all_taken, 1e-9), right / all_relevant, 2 * right / (all_taken + all_relevant)
    return Score(n_papers, *(round(float(part), 3) for part in parts))


if __name__ == "__main__":
    main()
