"""Texts that stand in several papers: the same abstract under other titles, and sentences that come from a template."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from trends.audit.finding import Finding, is_worth_telling, level_of
from trends.data.phrases import counted, percent, plural

_SENTENCE_LETTERS: Final = 25  # fewer are phrases that anybody writes
_TEMPLATE_PAPERS: Final = 20  # as many papers do not share a sentence by copying from each other
_TEMPLATE_SHARE: Final = 0.01  # of the abstracts: rarer phrases are the habit of a field
_SAME: Final = 0.7  # of the letters of the shorter text: revised versions keep more, other papers of a group less
_SHOWN: Final = 70


def find_repeats(table: pl.DataFrame) -> Iterator[Finding]:
    """Find near-same abstracts and sentences that many abstracts share.

    Sentences are compared by their letters alone, so that digits, marks and case make no difference; two abstracts are
    near-same where the sentences that both hold make up 70 % of the shorter one. Abstracts of the same letters are, however
    many there are.
    """
    sentences, same = _split(table), _find_same(table)
    shared = sentences.filter(pl.len().over("sentence") > 1)
    many = max(_TEMPLATE_PAPERS, _TEMPLATE_SHARE * table.height)
    yield from _templates(shared.filter(pl.len().over("sentence") >= many), n_all=table.height)
    rare = shared.filter(pl.len().over("sentence") < _TEMPLATE_PAPERS)  # pairs of all that share a frequent one are too many
    yield from _twins(rare, sentences, same, n_all=table.height)


def _split(table: pl.DataFrame) -> pl.DataFrame:
    """Return a row per sentence of each abstract: ``row``, ``text`` as it stands, ``sentence`` (a hash) and ``letters``."""
    texts = table.select("abstract").with_row_index("row").filter(pl.col("abstract") != "")
    parts = texts.select("row", pl.col("abstract").str.replace_all(r"[.!?。]\s*", "\n").str.split("\n").alias("text")).explode(
        "text"
    )
    plain = pl.col("text").str.to_lowercase().str.replace_all(r"[^\p{L}]+", "")
    return (
        parts.with_columns(plain.alias("plain"))
        .select("row", "text", pl.col("plain").hash(seed=0).alias("sentence"), pl.col("plain").str.len_chars().alias("letters"))
        .filter(pl.col("letters") >= _SENTENCE_LETTERS, ~pl.col("text").str.contains("http", literal=True))
        .unique(["row", "sentence"], keep="first", maintain_order=True)
    )


def _find_same(table: pl.DataFrame) -> pl.Series:
    """Return the rows of abstracts whose letters are all those of another one."""
    plain = pl.col("abstract").str.to_lowercase().str.replace_all(r"[^\p{L}]+", "")
    texts = table.select(plain.alias("plain")).with_row_index("row").filter(pl.col("plain").str.len_chars() >= _SENTENCE_LETTERS)
    return texts.filter(pl.len().over(pl.col("plain").hash(seed=0)) > 1)["row"]


def _twins(shared: pl.DataFrame, sentences: pl.DataFrame, same: pl.Series, *, n_all: int) -> Iterator[Finding]:
    pairs = shared.join(shared.select("sentence", other="row"), on="sentence").filter(pl.col("row") < pl.col("other"))
    common = pairs.group_by("row", "other").agg(pl.col("letters").sum().alias("common"))
    lengths = sentences.group_by("row").agg(pl.col("letters").sum().alias("length"))
    both = common.join(lengths, on="row").join(lengths.rename({"row": "other", "length": "length_other"}), on="other")
    twins = both.filter(pl.col("common") >= _SAME * pl.min_horizontal("length", "length_other"))
    n = pl.concat([twins["row"], twins["other"], same]).n_unique()
    if is_worth_telling(n, n_all):
        yield Finding(
            kind="repeated abstracts",
            level=level_of(n / n_all),
            n_papers=n,
            share=n / n_all,
            sentence=f"{counted(n, 'paper')} ({percent(n / n_all)}) {plural(n, 'has')} nearly the abstract of another paper.",
            effect="The same work counts more than once, and its repetitions can look like a topic that grows.",
            remedy="Look for versions of one paper and keep one of each.",
            remedy_kind="check",
        )


def _templates(rows: pl.DataFrame, *, n_all: int) -> Iterator[Finding]:
    n = rows["row"].n_unique()
    if is_worth_telling(n, n_all):
        texts = rows.group_by("sentence").agg(pl.len().alias("n"), pl.col("text").first())
        text, n_most = texts.sort(["n", "text"], descending=[True, False]).select("text", "n").row(0)
        example = " ".join(text.split())
        shown = example if len(example) <= _SHOWN else f"{example[:_SHOWN].rstrip()} …"
        yield Finding(
            kind="template texts",
            level=level_of(n / n_all),
            n_papers=n,
            share=n / n_all,
            sentence=f"{counted(n, 'abstract')} ({percent(n / n_all)}) share sentences, such as “{shown}” ({n_most:,} times).",
            effect="Papers gather in topics by what a publisher or a form adds, not by what they are about.",
            remedy="Take these sentences out of the abstracts.",
            remedy_kind="check",
        )
