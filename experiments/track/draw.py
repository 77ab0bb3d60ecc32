"""Draw the papers that are read by hand, by strata of probability, and write them to be read without it."""

import argparse
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from run import CORPORA, QUERIES, find, load, nearest_to_titles

SIZES: Final = {"A": 30, "B": 20, "C": 15, "D": 15, "E": 10, "F": 10}
# Places of an abstract that speak of the matter, shown beside its beginning.
NEAR: Final = {
    QUERIES[0]: r"unlearn|forget|eras|remov|delet|right to be",
    QUERIES[1]: r"out[- ]of[- ]distribution|\bood\b|novel|anomal|open[- ]set|unknown|unseen|outlier|distribution shift",
}
BEGINNING: Final = 300


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path, help="folder of what is to be read")
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--seed", type=int, required=True)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(options.seed)
    drawn = []
    for corpus in CORPORA:
        papers = load(options.corpora, corpus)
        matrix = np.load(options.vectors / f"{corpus}.npy")
        for query in QUERIES:
            sample = draw(papers, stratify(papers, matrix, query=query), random=random)
            (options.output / f"{corpus} {query}.txt").write_text("\n".join(show(sample, query=query)), encoding="utf-8")
            drawn.append(sample.select(pl.lit(corpus).alias("corpus"), pl.lit(query).alias("query"), "id", "stratum", "weight"))
    pl.concat(drawn).write_csv(options.output / "drawn.csv")


def stratify(papers: pl.DataFrame, matrix: NDArray[np.float32], *, query: str) -> pl.Series:
    """Say which stratum each paper is in: surely, perhaps, found by one way alone, hardly, says a word, none of these."""
    found, evidence, _ = find(papers, matrix, query=query)
    nearest = nearest_to_titles(matrix, evidence, n=int((found >= 0.5).sum()))
    levels = [
        (found >= 0.7, "A"),
        (found >= 0.3, "B"),
        (evidence.matched | nearest, "C"),
        (found >= 0.03, "D"),
        (evidence.levels > 0, "E"),
    ]
    return pl.Series("stratum", np.select([mask for mask, _ in levels], [name for _, name in levels], "F"))


def draw(papers: pl.DataFrame, strata: pl.Series, *, random: np.random.Generator) -> pl.DataFrame:
    """Draw a hundred papers; what a small stratum lacks is drawn from the strata after it."""
    taken, lacking = [], 0
    for name, size in SIZES.items():
        rows = np.flatnonzero(strata.to_numpy() == name)
        n = min(len(rows), size + lacking)
        lacking += size - n
        weight = len(rows) / n if n else 0.0
        taken += [(int(row), name, round(weight, 4)) for row in random.choice(rows, n, replace=False)]
    order = random.permutation(len(taken))
    table = pl.DataFrame([taken[place] for place in order], schema=["row", "stratum", "weight"], orient="row")
    return pl.concat([table, papers[table["row"].to_list()]], how="horizontal")


def show(sample: pl.DataFrame, *, query: str) -> list[str]:
    """Write title, beginning of the abstract and the places that speak of the matter."""
    lines = []
    for number, (title, abstract) in enumerate(sample.select("title", "abstract").iter_rows()):
        rest = pl.Series([abstract[BEGINNING:]]).str.extract_all(rf"(?i).{{0,90}}(?:{NEAR[query]}).{{0,90}}")[0][:2]
        lines.append(f"{number}. {title} || {' … '.join([abstract[:BEGINNING], *rest])}".replace("\n", " "))
    return lines


if __name__ == "__main__":
    main()
