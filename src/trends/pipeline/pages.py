"""The last two stages, charts and report, and what they are made from."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from trends.charts import CHARTS, OF_BACKTEST, PALETTE, Tables, draw
from trends.methods import describe, make_bibliography, to_plain
from trends.pipeline.job import Job, key_after, writing
from trends.pipeline.statistics import STATISTICS
from trends.report import Content, render
from trends.workspace import Workspace, store, write_atomically


def make_charts(job: Job) -> bool:
    """Draw all charts; False where they were fresh."""
    asked = store.find_backtest(job.workspace.folder, key=job.workspace.key("stats"))
    names = [name for name in CHARTS if asked or name not in OF_BACKTEST]
    key = key_after(job, names, asked, after="stats")
    if job.workspace.is_fresh("charts", key=key):
        return False
    tables = read_tables(job.workspace.folder)
    with writing(job, "charts", key=key) as work:
        for done, name in enumerate(names, start=1):
            store.write_chart(draw(name, tables), work.folder)
            job.progress("charts", done, len(names))
        work.rows = len(names)
    return True


def make_report(job: Job) -> bool:
    """Write the report; False where it was fresh."""
    key = key_after(job, job.config.report.model_dump(mode="json"), after="charts")
    if job.workspace.is_fresh("report", key=key):
        return False
    with writing(job, "report", key=key) as work:
        page = render(read_content(job.workspace), papers=job.config.report.papers)
        write_atomically(work.folder / "report.html", page)
        work.rows = 1
        job.progress("report", 1, 1)
    return True


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
