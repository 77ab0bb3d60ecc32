"""Faults of abstracts in sentences: missing, cut off, too short, not English."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import polars as pl

from trends.audit.chance import poisson_chance_of_more
from trends.audit.finding import Finding, is_worth_telling, level_of
from trends.audit.languages import NAMES, find_languages
from trends.audit.since import find_change
from trends.data.phrases import counted, listing, percent, plural

_SHORT_BYTES: Final = 100  # a sentence; bytes, because a Chinese character says as much as three letters

# Lengths next to each other are about equally frequent; one that stands out is where a system cuts.
_NEIGHBOURS: Final = 10
_TIMES: Final = 4.0
_CHANCE: Final = 1e-6


def find_text_faults(table: pl.DataFrame) -> Iterator[Finding]:
    """Find abstracts that are missing, cut off at a fixed length, too short or not English."""
    is_missing = table["abstract"] == ""
    told = table.filter(~is_missing)
    abstracts, n_all = told["abstract"], table.height
    spikes, languages = find_spikes(abstracts), find_languages(abstracts)
    is_cut = abstracts.str.len_chars().is_in(list(spikes))
    is_short = abstracts.str.len_bytes() < _SHORT_BYTES
    yield from _since(_missing(int(is_missing.sum()), n_all), table, is_missing)
    yield from _since(_cut(spikes, n_all=n_all), told, is_cut)
    yield from _since(_short(int(is_short.sum()), n_all), told, is_short)
    yield from _since(_foreign(languages, n_all=n_all), told, languages != "en")


def _since(findings: Iterator[Finding], papers: pl.DataFrame, is_faulty: pl.Series) -> Iterator[Finding]:
    """Say since when a fault is there or gone, which makes it a serious one."""
    for one in findings:
        change = find_change(papers, is_faulty)
        if change is None:
            yield one
            continue
        effect = f"{one.effect} As it changes in time, topics found by such papers rise or fall with it."
        yield one._replace(level="serious", sentence=f"{one.sentence} {change.sentence}", effect=effect, since=change.since)


def _missing(n: int, n_all: int) -> Iterator[Finding]:
    if is_worth_telling(n, n_all):
        yield Finding(
            kind="no abstract",
            level=level_of(n / n_all),
            n_papers=n,
            share=n / n_all,
            sentence=f"{counted(n, 'paper')} ({percent(n / n_all)}) {plural(n, 'has')} no abstract.",
            effect="A title alone places a paper badly: more of these papers end in no topic or in a wrong one.",
            remedy="Add the abstracts from another source, or leave these papers out.",
            remedy_kind="check",
        )


def _short(n: int, n_all: int) -> Iterator[Finding]:
    if is_worth_telling(n, n_all):
        yield Finding(
            kind="short abstracts",
            level=level_of(n / n_all),
            n_papers=n,
            share=n / n_all,
            sentence=f"{counted(n, 'abstract')} ({percent(n / n_all)}) {plural(n, 'is')} shorter than {_SHORT_BYTES} characters.",
            effect="They say too little to place a paper, and form topics of their own: notices, reports, front matter.",
            remedy="Leave them out, or add the abstracts from another source.",
            remedy_kind="drop",
        )


def _cut(spikes: dict[int, int], *, n_all: int) -> Iterator[Finding]:
    n = sum(spikes.values())
    if is_worth_telling(n, n_all):
        lengths = listing([f"{length:,} characters ({found:,})" for length, found in spikes.items()], at_most=3)
        yield Finding(
            kind="cut abstracts",
            level=level_of(n / n_all),
            n_papers=n,
            share=n / n_all,
            sentence=f"{counted(n, 'abstract')} ({percent(n / n_all)}) {plural(n, 'is')} cut off, at exactly {lengths}.",
            effect="What stands at the end of an abstract, often the results, is lost for some papers and not for others.",
            remedy="Get the whole abstracts from another source.",
            remedy_kind="check",
        )


def find_spikes(abstracts: pl.Series) -> dict[int, int]:
    """Return the lengths in characters that stand out of those next to them, with the number of abstracts, most first.

    An abstract that stands there twice counts once. Of all lengths together, chance alone would give one in a hundred
    thousand corpora.
    """
    lengths = abstracts.unique().str.len_chars().to_numpy()
    if not len(lengths):
        return {}
    found = np.bincount(lengths, minlength=lengths.max() + 1).astype(np.float64)
    window = np.ones(2 * _NEIGHBOURS + 1)
    near = np.lib.stride_tricks.sliding_window_view(np.pad(found, _NEIGHBOURS), len(window))
    usual = np.maximum(np.median(near, axis=1), near.mean(axis=1) / 4)
    spikes = np.flatnonzero(
        (found >= _TIMES * usual) & (poisson_chance_of_more(found, expected=np.maximum(usual, 0.5)) < _CHANCE)
    )
    return {int(length): int(found[length]) for length in sorted(spikes, key=lambda length: (-found[length], length))}


def _foreign(languages: pl.Series, *, n_all: int) -> Iterator[Finding]:
    found = languages.filter(languages != "en").value_counts(sort=True).sort(["count", languages.name], descending=[True, False])
    n = int(found["count"].sum())
    if is_worth_telling(n, n_all):
        named = [f"{n_papers:,} {NAMES[code]}" for code, n_papers in found.iter_rows() if code in NAMES]
        n_rest = sum(n_papers for code, n_papers in found.iter_rows() if code not in NAMES)
        parts = listing([*named, *([f"{n_rest:,} other"] if n_rest else [])], at_most=4)
        yield Finding(
            kind="not English",
            level=level_of(n / n_all),
            n_papers=n,
            share=n / n_all,
            sentence=f"{counted(n, 'abstract')} ({percent(n / n_all)}) {plural(n, 'is')} not English: {parts}.",
            effect="They gather in topics of their language, and a venue that changes its language moves them.",
            remedy="Leave them out, or embed with a model of many languages.",
            remedy_kind="drop",
        )
