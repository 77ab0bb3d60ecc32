"""The stages in order: papers, embeddings, topics, statistics, charts, report. The only file that knows all rooms."""

import logging
import platform
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from trends import __version__
from trends.audit import audit_corpus, find_topic_languages
from trends.charts import CHARTS, OF_BACKTEST, PALETTE, Tables, draw
from trends.config import Config, make_config
from trends.data import Corpus, Embeddings, Layers, Progress, Series, Topics, Tree, silent
from trends.embed import Encoder, embed, encode_all, identity_of, open_ray
from trends.errors import DataError
from trends.methods import describe, make_bibliography, to_plain
from trends.report import Content, render
from trends.sources import fingerprint, read, resolve
from trends.stats import TABLES, count_as_planned, measure, place_papers, plan_count
from trends.topics import (
    CORRECTIONS_FILE,
    WORD_TABLES,
    Fitted,
    PhraseCounts,
    count_phrases,
    keep_ids,
    label_by_llm,
    name_groups,
    read_corrections,
    tell_words,
)
from trends.workspace import Workspace, Writing, key_of, store, write_atomically

STATISTICS: Final = (*TABLES, *WORD_TABLES, "languages")
STAGES: Final = ("corpus", "embeddings", "topics", "audit", "stats", "charts", "report")

_N_REGION_TERMS: Final = 6

_SOFTWARE: Final = (
    "numba",
    "numpy",
    "plotly",
    "polars",
    "scikit-learn",
    "scipy",
    "sentence-transformers",
    "torch",
    "umap-learn",
)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """What a run is made from, and where it goes.

    Attributes
    ----------
    config
        All settings.
    workspace
        The run's folder.
    corpus
        Papers made in Python; None reads `config.inputs`.
    topics
        Topics of these papers that another model found; None finds them.
    stdin
        The standard input, for the input ``-``.
    cache
        Folder of embeddings that runs share; None keeps none.
    cluster
        Address of a Ray cluster that embeds, ``local`` for workers on this machine; None embeds in this process.
    keeps_ids
        Whether topics that the run had before keep their ids where topics are found anew.
    progress
        Told how far each stage is.
    """

    config: Config
    workspace: Workspace
    corpus: Corpus | None = None
    topics: Topics | None = None
    stdin: BinaryIO | None = None
    cache: Path | None = None
    cluster: str | None = None
    keeps_ids: bool = False
    progress: Progress = silent


def run(job: Job) -> list[str]:
    """Bring every stage of a run up to date.

    Returns
    -------
    The stages that had to be made, in order; empty where the run was fresh.

    Raises
    ------
    TrendsError
        Where papers, settings or folder cannot be used; stages that are done stay done.
    """
    with job.workspace.alone(), _LateEncoder(job) as encoder:
        made = [_make_corpus(job)]
        write_atomically(job.workspace.folder / "config.toml", job.config.to_toml())
        job.workspace.note({"software": _software(), "settings": job.config.model_dump(mode="json")})
        made += [
            _make_embeddings(job, encoder),
            _make_topics(job, encoder),
            _make_audit(job),
            _make_stats(job),
            _make_charts(job),
            _make_report(job),
        ]
    return [stage for stage, was_made in zip(STAGES, made, strict=True) if was_made]


def redraw(folder: Path) -> None:
    """Draw the charts and the report of a finished run again, where they show something new.

    Raises
    ------
    WorkspaceError
        Where the folder holds no finished run, or another process writes there.
    """
    workspace = Workspace.open(folder)
    workspace.check_finished(STAGES[:-2])
    job = Job(make_config(workspace.manifest()["settings"], origin=str(folder)), workspace)
    with workspace.alone():
        _make_charts(job)
        _make_report(job)


def read_tables(folder: Path) -> Tables:
    """Read from a run's folder what charts are drawn from; a statistic that is newer than the run is left out.

    Raises
    ------
    WorkspaceError
        Where a part is missing.
    """
    series = store.read_series(folder)
    files = {name: folder / "stats" / f"{name}.parquet" for name in STATISTICS}
    statistics = {name: store.read_table(file) for name, file in files.items() if file.exists()}
    return Tables(
        corpus=store.read_corpus(folder),
        topics=store.read_topics(folder).marked(),
        tree=store.read_tree(folder),
        points=store.read_points(folder),
        series=series,
        growth=statistics.pop("growth", None),
        statistics=statistics,
        audit=store.read_audit(folder),
        backtest=store.read_backtest(folder, key=Workspace.open(folder).key("stats")),
    )


def read_content(workspace: Workspace) -> Content:
    """Read from a run's folder what the report shows."""
    tables = read_tables(workspace.folder)
    manifest = workspace.manifest()
    methods = describe(manifest)
    title = manifest["settings"]["report"]["title"] or f"Trends in {tables.corpus.n_papers:,} papers"
    return Content(
        title=title,
        corpus=tables.corpus,
        topics=tables.topics,
        tree=tables.tree,
        series=tables.series,
        growth=tables.growth,
        statistics=tables.statistics,
        tally=store.read_tally(workspace.folder),
        audit=tables.audit,
        palette=PALETTE,
        methods=to_plain(methods).split("\n\n"),
        bibliography=make_bibliography(methods, version=manifest["software"]["trends"]),
        charts=[store.read_chart(name, workspace.folder) for name in CHARTS if store.has_chart(name, workspace.folder)],
        facts=_facts(manifest),
        layers=store.read_layers(workspace.folder),
        command="trends run --config config.toml" if _repeats(manifest["settings"]["inputs"]) else "",
    )


def _repeats(inputs: Sequence[str]) -> bool:
    """Say whether the configuration alone repeats a run: not for papers from Python or the standard input."""
    return bool(inputs) and "-" not in inputs


class _LateEncoder(ExitStack):
    """Load the encoder when the first stage needs it, and once; workers that were started end with the block."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job
        self._encoder: Encoder | None = None

    def get(self) -> Encoder:
        if self._encoder is None:
            settings, cluster = self._job.config.embed, self._job.cluster
            if cluster is None:
                self._encoder = settings.load(store.read_corpus(self._job.workspace.folder))
            else:
                self._encoder = self.enter_context(open_ray(settings, address=cluster))
        return self._encoder


def _key(job: Job, *parts: object, after: str) -> str:
    """Hash a stage's settings with the key of the stage before it, and so of all before it."""
    return key_of(job.workspace.key(after), *parts)


def _writing(job: Job, stage: str, *, key: str) -> AbstractContextManager[Writing]:
    return job.workspace.writing(stage, key=key, before=STAGES[STAGES.index(stage) + 1 :])


def _make_corpus(job: Job) -> bool:
    config, corpus = job.config, job.corpus
    if corpus is not None:
        intake = [corpus.intake.files.write_ndjson(), corpus.intake.notes.write_ndjson()]
        key = key_of(_software(), corpus.fingerprint(), intake)
    else:
        sources = resolve(config.inputs, stdin=job.stdin)
        key = key_of(_software(), config.sources.model_dump(mode="json"), fingerprint(sources))
    if job.workspace.is_fresh("corpus", key=key):
        return False
    if corpus is None:
        corpus = read(sources, settings=config.sources, progress=job.progress)
    if not corpus.n_papers:
        raise DataError("there are 0 papers to study, at least 1 is needed")
    with _writing(job, "corpus", key=key) as work:
        store.write_corpus(corpus, work.folder)
        work.rows = corpus.n_papers
        work.facts = {"fingerprint": corpus.fingerprint(), **_account(corpus)}
    return True


def _account(corpus: Corpus) -> dict[str, Any]:
    """Count what became of the records of the input."""
    sums = corpus.intake.sums()
    return {
        **sums,
        "n_records": sums["n_records"] or corpus.n_papers,  # papers from Python come without an account
        "n_papers": corpus.n_papers,
        "n_undated": int(corpus.table["published"].null_count()),
        "reasons": corpus.intake.reasons(),
        "files": corpus.intake.files.to_dicts(),
    }


def _make_embeddings(job: Job, encoder: _LateEncoder) -> bool:
    key = _key(job, job.config.embed.model_dump(mode="json"), identity_of(job.config.embed), after="corpus")
    if job.workspace.is_fresh("embeddings", key=key):
        return False
    corpus = store.read_corpus(job.workspace.folder)
    with _writing(job, "embeddings", key=key) as work:
        embedded = embed(
            corpus,
            encoder=encoder.get(),
            cache=job.cache,
            matrix_file=store.matrix_file(work.folder),
            progress=job.progress,
        )
        store.write_embeddings(embedded.embeddings, work.folder)
        work.rows = embedded.account.n_papers
        work.facts = {
            **encoder.get().facts,
            "n_dims": str(embedded.embeddings.n_dims),
            "n_texts_beyond_window": str(embedded.account.n_cut),
        }
    return True


def _make_topics(job: Job, encoder: _LateEncoder) -> bool:
    folder, settings = job.workspace.folder, job.config.topics
    wishes = folder / CORRECTIONS_FILE
    corrections = read_corrections(wishes) if wishes.exists() else ()
    given = None if job.topics is None else [job.topics.model, job.topics.table.write_json(), job.topics.members.write_json()]
    parts = (settings.model_dump(mode="json"), [str(correction) for correction in corrections], given)
    key = _key(job, *parts, after="embeddings")
    if job.workspace.is_fresh("topics", key=key):
        return False
    corpus, embeddings = store.read_corpus(folder), store.read_embeddings(folder)
    memory = folder / "topics" / "memory.parquet"

    def encode(texts: Any) -> NDArray[np.float32]:
        return encode_all(encoder.get(), texts)

    with _writing(job, "topics", key=key) as work:
        of_phrases = encode if _speaks_for(encoder.get(), embeddings) else None
        if job.topics is not None:
            fitted = settings.adopt(job.topics, corpus, embeddings, encode=of_phrases, progress=job.progress)
        else:
            fitted = settings.fit(
                corpus,
                embeddings,
                encode=of_phrases,
                corrections=corrections,
                memory=store.read_table(memory) if memory.exists() else None,
                progress=job.progress,
            )
        fitted = _label(job, fitted, corpus=corpus, work=work)
        first_free = 0
        if job.keeps_ids:
            first_free = job.workspace.manifest()["stages"]["topics"]["facts"]["first_free_id"]
            fitted = keep_ids(fitted, store.read_topics(folder), first_free=first_free)
        _write_fitted(fitted, work.folder)
        work.rows = fitted.topics.n_topics
        work.facts = {
            "n_topics": fitted.topics.n_topics,
            "first_free_id": max([first_free, *(topic + 1 for topic in fitted.topics.table["topic"])]),
            "n_outliers": fitted.topics.n_outliers,
            "n_topics_of_layers": [topics.n_topics for topics in fitted.layers.topics],
            "chosen_layer": fitted.layers.chosen,
            "n_papers_grouped": fitted.n_grouped,
            "resolution": fitted.resolution,
            "adopted": job.topics is not None,
            "settings": settings.model_dump(mode="json", exclude_none=True),
        }
    for message in [*_complaints(fitted.guides), *_complaints(fitted.corrections)]:
        _log.warning("%s", message)
    return True


def _label(job: Job, fitted: Fitted, *, corpus: Corpus, work: Writing) -> Fitted:
    """Let a language model write the labels of the chosen topics, where one is set."""
    settings = job.config.topics.llm
    if settings is None or not fitted.topics.n_topics:
        return fitted
    labelled = label_by_llm(
        corpus, fitted.topics, settings=settings, cache=job.workspace.folder / "labels", progress=job.progress
    )
    store.write_table(labelled.account, work.folder / "topics" / "labels.parquet")
    layers = list(fitted.layers.topics)
    layers[fitted.layers.chosen] = labelled.topics
    leaves = labelled.topics.table.select(node="topic", label="label")
    tree = Tree(fitted.tree.table.update(leaves, on="node", how="left"))
    return fitted._replace(layers=Layers(tuple(layers), fitted.layers.chosen), tree=tree)


def _write_fitted(fitted: Fitted, folder: Path) -> None:
    store.write_layers(fitted.layers, folder)
    store.write_tree(fitted.tree, folder)
    store.write_points(fitted.points, folder)
    tables = {
        "memberships": fitted.memberships,
        "guides": fitted.guides,
        "corrections": fitted.corrections,
        "memory": fitted.memory,
    }
    for name, table in tables.items():
        store.write_table(table, folder / "topics" / f"{name}.parquet")


def _complaints(table: pl.DataFrame) -> list[str]:
    """List what guides and corrections could not do."""
    if "applied" in table.columns:
        return [f"{CORRECTIONS_FILE}: {what}: {why}" for what, done, why in table.iter_rows() if not done]
    failed = table.filter(pl.col("outcome").is_in(["spread", "too few"]))
    return [f"guide {label!r}: {message}" for label, message in failed.select("label", "message").iter_rows()]


def _speaks_for(encoder: Encoder, embeddings: Embeddings) -> bool:
    """Say whether phrases can be encoded into the space of the papers, which an earlier run may have embedded elsewhere."""
    if encoder.reads_any_text and encoder.fingerprint != embeddings.model:
        _log.warning("the papers were embedded by another version of the model: terms are ranked without it")
    return encoder.reads_any_text and encoder.fingerprint == embeddings.model


def _make_audit(job: Job) -> bool:
    folder, settings = job.workspace.folder, job.config.stats
    bounds = {"since": settings.since, "until": settings.until}
    key = _key(job, {name: str(day) for name, day in bounds.items()}, after="topics")
    if job.workspace.is_fresh("audit", key=key):
        return False
    audit = audit_corpus(store.read_corpus(folder), **bounds)
    with _writing(job, "audit", key=key) as work:
        store.write_audit(audit, work.folder)
        work.rows = audit.findings.height
        work.facts = {"advice": list(audit.advice.reasons)}
        job.progress("audit", 1, 1)
    return True


def _make_stats(job: Job) -> bool:
    folder, settings = job.workspace.folder, job.config.stats
    key = _key(job, settings.model_dump(mode="json"), list(STATISTICS), after="audit")
    if job.workspace.is_fresh("stats", key=key):
        return False
    plan = plan_count(settings, store.read_audit(folder))
    layers, corpus = store.read_layers(folder), store.read_corpus(folder)
    parts = store.read_table(folder / "topics" / "memberships.parquet") if settings.memberships == "soft" else None
    counted = count_as_planned(layers.topics[layers.chosen], corpus, plan=plan, memberships=parts)
    whole = None if parts is None else parts.clear()  # nobody asked how papers lie between the topics of finer layers
    finer = [
        count_as_planned(topics, corpus, plan=plan, memberships=whole).series for topics in layers.topics[layers.chosen + 1 :]
    ]
    with _writing(job, "stats", key=key) as work:
        store.write_series(counted.series, work.folder)
        store.write_table(counted.tally, work.folder / "stats" / "tally.parquet")
        if counted.series is not None:
            tables = measure(
                counted.series,
                finer=[series for series in finer if series is not None],
                layers=layers,
                tree=store.read_tree(folder),
                corpus=corpus,
                matrix=np.asarray(store.read_embeddings(folder).matrix),
            )
            counts = count_phrases(corpus.texts())
            tables |= _tell_words(counts, counted.series, topics=layers.topics[layers.chosen], corpus=corpus)
            tables["regions"] = _name_regions(tables["regions"], tables["region_papers"], counts=counts, ids=corpus.ids)
            tables["languages"] = find_topic_languages(corpus, layers.topics[layers.chosen])
            for name, table in tables.items():
                store.write_table(table, work.folder / "stats" / f"{name}.parquet")
            work.rows = counted.series.table.height
        work.facts = {
            "periods": counted.choice,
            "strata": plan.reason,
            "denominator": counted.series.denominator if counted.series else None,
            "papers": dict(counted.tally.iter_rows()),
        }
        job.progress("stats", 1, 1)
    return True


def _tell_words(counts: PhraseCounts, series: Series, *, topics: Topics, corpus: Corpus) -> dict[str, pl.DataFrame]:
    """Work out which words topics use when."""
    days = series.table["period"].unique().sort()
    n_complete = series.complete["period"].n_unique()
    return tell_words(counts, topics=topics, period=place_papers(corpus, series), days=days, n_complete=n_complete)


def _name_regions(regions: pl.DataFrame, papers: pl.DataFrame, *, counts: PhraseCounts, ids: pl.Series) -> pl.DataFrame:
    """Put ``label`` and ``terms``, joined by commas, behind the number of each region."""
    rows = papers.join(ids.alias("id").to_frame().with_row_index("row"), on="id", maintain_order="left")
    groups = [rows.filter(region=region)["row"].sort().to_numpy().astype(np.int64) for region in regions["region"]]
    names = name_groups(counts, groups, n_terms=_N_REGION_TERMS)
    label = pl.Series("label", [label for label, _ in names], dtype=pl.String)
    terms = pl.Series("terms", [", ".join(terms) for _, terms in names], dtype=pl.String)
    return regions.select("region", label, terms, pl.exclude("region"))


def _make_charts(job: Job) -> bool:
    asked = store.find_backtest(job.workspace.folder, key=job.workspace.key("stats"))
    names = [name for name in CHARTS if asked or name not in OF_BACKTEST]
    key = _key(job, names, asked, after="stats")
    if job.workspace.is_fresh("charts", key=key):
        return False
    tables = read_tables(job.workspace.folder)
    with _writing(job, "charts", key=key) as work:
        for done, name in enumerate(names, start=1):
            store.write_chart(draw(name, tables), work.folder)
            job.progress("charts", done, len(names))
        work.rows = len(names)
    return True


def _make_report(job: Job) -> bool:
    key = _key(job, job.config.report.model_dump(mode="json"), after="charts")
    if job.workspace.is_fresh("report", key=key):
        return False
    with _writing(job, "report", key=key) as work:
        page = render(read_content(job.workspace), papers=job.config.report.papers)
        write_atomically(work.folder / "report.html", page)
        work.rows = 1
        job.progress("report", 1, 1)
    return True


def _software() -> dict[str, str]:
    return {"trends": __version__, "python": platform.python_version(), **{name: version(name) for name in _SOFTWARE}}


def _facts(manifest: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Tell how the run was made; nothing in it changes from one run of the same input to the next."""
    stages = manifest["stages"]
    sections = {
        "Embedding": stages["embeddings"]["facts"],
        "Topics": stages["topics"]["facts"]["settings"],
        "Counting": {"periods": stages["stats"]["facts"]["periods"], "strata": stages["stats"]["facts"]["strata"]},
        "Software": manifest["software"],
    }
    return {
        title: {_in_words(name): str(value) for name, value in facts.items() if value not in (None, [], ())}
        for title, facts in sections.items()
    }


def _in_words(name: str) -> str:
    """Put the name of a setting as people say it: `n_dims` as number of dims."""
    return ("number of " + name[2:] if name.startswith("n_") else name).replace("_", " ")
