"""Everything that a report shows, gathered by the caller."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from trends.data import Audit, Chart, Corpus, Layers, Series, Topics, Tree


@dataclass(frozen=True)
class Content:
    """The results of a run, as a report needs them.

    Attributes
    ----------
    title
        What the papers are about; plain text.
    corpus
        The papers, dated or not, and the account of how they came in.
    topics
        Topics of these papers, marked or not: on the page, those that do not hold are.
    tree
        The hierarchy over the topics; names the nearest neighbours of each.
    series
        Shares by period; None where no paper has a usable date.
    growth
        A row per topic, sorted best first: ``topic``, ``growth`` (fraction per year) with its 95 % interval ``growth_low``
        and ``growth_high``, ``p`` and ``q`` (all five null where there is too little), ``share_first`` and ``share_last``
        (observed fractions, pooled over the first and the last ``n_pooled`` complete periods), ``n_papers`` (counted in
        complete periods), ``n_periods`` and ``trend`` (``rising``, ``falling``, ``unclear`` or ``too few``). None where
        there is no series.
    statistics
        Other tables of the run by name, of which the sentences need ``agreement``, ``concentration``, ``nodes``, ``regions``,
        ``bursts``, ``onsets``, ``classes``, ``forecast`` and ``languages``. Empty where there is no series; a run that an older
        version made may lack some.
    tally
        A row per reason why papers are counted in the series or not: ``reason`` (``counted``, ``undated``, ``too coarse``,
        ``before since``, ``after until``, ``too early``, ``too late``, ``not trusted``) and ``n_papers``, which add up to
        the corpus.
    charts
        Drawn in this order.
    methods
        How this was made, for the methods section of a paper: a paragraph each; plain text.
    bibliography
        What these cite, as BibTeX; empty where nothing is.
    facts
        The settings behind it: a mapping of names to values for each heading; plain text.
    command
        The command that repeats the run; empty where none does.
    audit
        What of the papers can be believed; None where nobody looked.
    layers
        The same topics among coarser and finer ones; None shows neither.
    palette
        Colours as ``#rrggbb``: topic n has number n, and they repeat.
    """

    title: str
    corpus: Corpus
    topics: Topics
    tree: Tree
    series: Series | None
    growth: pl.DataFrame | None
    tally: pl.DataFrame
    charts: Sequence[Chart]
    facts: Mapping[str, Mapping[str, str]]
    command: str
    statistics: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    audit: Audit | None = None
    layers: Layers | None = None
    palette: Sequence[str] = ("#0072B2",)
    methods: Sequence[str] = ()
    bibliography: str = ""
