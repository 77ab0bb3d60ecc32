"""The first papers of a list in the order in which the service gave them, for a corpus is sorted by date."""

from collections import Counter
from collections.abc import Sequence

import polars as pl

from trends.data import Corpus, Intake
from trends.sources.dedupe import name_papers
from trends.sources.format import Format
from trends.sources.opening import open_source
from trends.sources.records import Record
from trends.sources.settings import SourceSettings
from trends.sources.source import Source
from trends.sources.tidy import Draft, tidy


def keep_first(corpus: Corpus, *, limit: int, sources: Sequence[Source], fmt: Format, settings: SourceSettings) -> Corpus:
    """Return the papers that came first; the others are counted among those that were not asked for.

    Parameters
    ----------
    corpus
        What was read out of the sources, each paper with their names.
    limit
        How many papers to keep.
    sources
        The answers in the order in which they came.
    fmt, settings
        How they were read.
    """
    if corpus.n_papers <= limit:
        return corpus
    files = corpus.intake.files
    places = {name: place for place, name in enumerate(files["file"])}
    openers = [min(places[name] for name in names) for names in corpus.table["sources"]]
    last = sorted(openers)[limit - 1]  # the only answer of which some papers may be kept and others not
    numbers = _numbers(sources[last], fmt=fmt, settings=settings)
    names = [(paper, *(aliases or ())) for paper, aliases in corpus.table.select("id", "aliases").iter_rows()]

    def rank(row: int) -> tuple[int, int]:
        return openers[row], min(numbers.get(name, len(numbers)) for name in names[row]) if openers[row] == last else 0

    kept = sorted(sorted(range(corpus.n_papers), key=rank)[:limit])
    n_kept = Counter(openers[row] for row in kept)
    n_papers = pl.Series("n_papers", [n_kept[place] for place in range(files.height)], dtype=pl.Int64)
    files = files.with_columns(n_papers, n_filtered=pl.col("n_filtered") + pl.col("n_papers") - n_papers)
    return Corpus(corpus.table[kept], Intake(files, corpus.intake.notes))


def _numbers(source: Source, *, fmt: Format, settings: SourceSettings) -> dict[str, int]:
    """Return the number of the first record that bears each name of a paper."""
    numbers: dict[str, int] = {}
    for number, record in enumerate(fmt.read(open_source(source), settings)):
        draft = tidy(record, file=source.name, settings=settings, day_first=None)[0] if isinstance(record, Record) else record
        if isinstance(draft, Draft):
            for name in (*draft.ids, *name_papers([draft])):
                numbers.setdefault(name, number)
    return numbers
