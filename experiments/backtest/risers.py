"""When was a known riser flagged, from earlier papers alone, and when were there 10, 50 and 200 papers of it?"""

from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends.data import Corpus, Embeddings
from trends.data.audit import stratum_of
from trends.stats.field.change import contrast
from trends.stats.field.estimate import estimate_field
from trends.stats.forecasting.scores import measure_lead

# Words in title or abstract decide who belongs; they are those that the field came to use, so that only the flag is tested.
RISERS: Final = {
    "BERT-style pretraining": r"\bbert\b|roberta|pre-?trained language model|masked language model",
    "prompting and in-context learning": r"\bprompt(?:s|ing|-based| tuning| learning)\b|in-context learning",
    "chain of thought": r"chain[- ]of[- ]thoughts?",
    "retrieval-augmented generation": r"retrieval[- ]augmented|retrieval augmentation",
    "hallucination": r"hallucinat",
    "instruction tuning": r"instruction[- ](?:tun|fine-?tun|follow)",
    "LLM-as-a-judge": r"llms?[- ]as[- ](?:a[- ])?judges?|(?:llm|gpt-4|chatgpt)[- ](?:based )?(?:evaluator|judge)s?\b",
    "machine unlearning": r"unlearn",
}
FALLERS: Final = {
    "word embeddings": r"word (?:embedding|vector)s?|word2vec|\bglove\b",
    "sequence-to-sequence RNNs": r"\blstms?\b|\bgrus?\b|recurrent neural|\brnns?\b",
    "statistical MT": r"statistical machine translation|phrase-based (?:machine translation|smt|translation|statistical)|\bsmt\b",
}
SIZES: Final = (10, 50, 200)
_FEWEST: Final = 5


def trace_risers(corpus: Corpus, embeddings: Embeddings) -> dict[str, list[dict[str, object]]]:
    """Go back to each half-year from 2017 to 2025 and ask two methods whether a subfield rises or falls.

    ``counts`` flags where its share in the last year differs from that in the three years before, with venues held constant,
    by more than chance does once in a thousand comparisons; ``field`` where, besides five papers in the last year, the
    growth around them is among the highest (or lowest) tenth of all papers of that year.
    """
    table = corpus.table.with_columns(text=(pl.col("title") + " " + pl.col("abstract")).str.to_lowercase())
    years = (table["published"].dt.year() + (table["published"].dt.month() - 1) / 12).to_numpy()
    strata = table.select(stratum_of("venue").fill_null("none").rank("dense")).to_series().to_numpy().astype(np.int64) - 1
    belongs = {name: table["text"].str.contains(words).to_numpy() for name, words in (RISERS | FALLERS).items()}
    origins = [date(year, month, 1) for year in range(2017, 2026) for month in (1, 7)]
    flags = [row for origin in origins for row in _flag(origin, np.asarray(embeddings.matrix), years, strata, belongs)]
    flagged = pl.DataFrame(flags, schema={"name": pl.String, "method": pl.String, "date": pl.Date}, orient="row")
    first = flagged.group_by("name", "method", maintain_order=True).agg(pl.col("date").min())
    reached = pl.DataFrame(
        [(name, size, _nth(table["published"], who, size)) for name, who in belongs.items() for size in SIZES],
        schema={"name": pl.String, "size": pl.Int64, "date": pl.Date},
        orient="row",
    )
    leads = [
        measure_lead(first.filter(method=method).drop("method"), reached=reached).with_columns(method=pl.lit(method))
        for method in ("counts", "field")
    ]
    return {
        "flagged": first.with_columns(pl.col("date").cast(pl.String)).to_dicts(),
        "reached": reached.with_columns(pl.col("date").cast(pl.String)).to_dicts(),
        "leads": pl.concat(leads).with_columns(pl.col("lead_years").round(1)).to_dicts(),
    }


def _flag(
    origin: date,
    matrix: NDArray[np.float32],
    years: NDArray[np.float64],
    strata: NDArray[np.int64],
    belongs: dict[str, NDArray[np.bool_]],
) -> list[tuple[str, str, date]]:
    """Ask at one date, with the papers of the four years before it."""
    now = origin.year + (origin.month - 1) / 12
    recent = (years >= now - 1) & (years < now)
    earlier = (years >= now - 4) & (years < now - 1)
    change = contrast(years, strata, recent=recent, earlier=earlier)
    field = estimate_field(matrix, change, strata=strata, at=matrix[recent])
    low, high = np.quantile(field, [0.1, 0.9])
    flags = []
    for name, who in belongs.items():
        sign = 1 if name in RISERS else -1
        n_recent, n_earlier = np.count_nonzero(who & recent), np.count_nonzero(who & earlier)
        if sign * _z(who, change.recent, change.earlier) > 3.09 and n_recent + n_earlier >= _FEWEST:  # once in a thousand
            flags.append((name, "counts", origin))
        if n_recent >= _FEWEST:
            mean = field[who[recent]].mean()
            if (sign > 0 and mean >= high) or (sign < 0 and mean <= low):
                flags.append((name, "field", origin))
    return flags


def _z(who: NDArray[np.bool_], recent: NDArray[np.float64], earlier: NDArray[np.float64]) -> float:
    """Return the change of the weighted share in standard errors of what equal shares would scatter."""
    weights = recent + earlier
    share = weights[who].sum() / weights.sum()
    variance = share * (1 - share) * ((recent**2).sum() + (earlier**2).sum())
    return float((recent[who].sum() - earlier[who].sum()) / np.sqrt(variance)) if variance > 0 else 0.0


def _nth(published: pl.Series, who: NDArray[np.bool_], size: int) -> date | None:
    """Return the date of the paper that brings a subfield to so many; None where there are fewer."""
    dates = published.filter(pl.Series(who)).drop_nulls().sort()
    return dates[size - 1] if len(dates) >= size else None
