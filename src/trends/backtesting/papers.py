"""The papers that take part in a backtest, each in its period and stratum."""

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.backtesting.settings import MONTHS, BacktestSettings
from trends.data import Corpus, Embeddings
from trends.data.audit import stratum_of
from trends.stats.counting.periods import is_precise


class Papers(NamedTuple):
    """The dated papers of the strata that take part: vectors, periods counted from the year 0, strata 0 … n − 1."""

    corpus: Corpus
    embeddings: Embeddings
    period: NDArray[np.int64]
    strata: NDArray[np.int64]

    def of(self, rows: NDArray[np.bool_]) -> "Papers":
        """Keep some of the papers."""
        kept = np.flatnonzero(rows)
        vectors = Embeddings(self.embeddings.ids.gather(kept), np.asarray(self.embeddings.matrix)[kept], self.embeddings.model)
        return Papers(Corpus(self.corpus.table[kept]), vectors, self.period[kept], self.strata[kept])


def choose_papers(corpus: Corpus, embeddings: Embeddings, *, settings: BacktestSettings) -> Papers:
    """Keep the papers whose dates are precise enough and whose strata take part."""
    stratum = stratum_of(settings.stratum_kind) if settings.stratum_kind else pl.lit("all")
    months = pl.col("published").dt.year().cast(pl.Int64) * 12 + pl.col("published").dt.month() - 1
    table = corpus.table.with_row_index("row").select(
        "row", fine=is_precise(settings.every), period=months // MONTHS[settings.every], stratum=stratum.fill_null("none")
    )
    kept = table.filter("fine", pl.col("stratum").is_in(list(settings.strata)) | (len(settings.strata) == 0))
    rows = kept["row"].to_numpy()
    return Papers(
        Corpus(corpus.table[rows]),
        Embeddings(embeddings.ids.gather(rows), np.asarray(embeddings.matrix)[rows], embeddings.model),
        kept["period"].to_numpy().astype(np.int64),
        kept["stratum"].rank("dense").to_numpy().astype(np.int64) - 1,
    )
