"""All stages of a run, each made only where something changed."""

from pathlib import Path

from trends.config import make_config
from trends.pipeline.job import STAGES, Job, LateEncoder
from trends.pipeline.pages import make_charts, make_report
from trends.pipeline.papers import list_software, make_corpus, make_embeddings
from trends.pipeline.statistics import make_audit, make_stats
from trends.pipeline.topics import make_topics
from trends.workspace import Workspace, write_atomically


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
    with job.workspace.alone(), LateEncoder(job) as encoder:
        made = [make_corpus(job)]
        write_atomically(job.workspace.folder / "config.toml", job.config.to_toml())
        job.workspace.note({"software": list_software(), "settings": job.config.model_dump(mode="json")})
        made += [
            make_embeddings(job, encoder),
            make_topics(job, encoder),
            make_audit(job),
            make_stats(job),
            make_charts(job),
            make_report(job),
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
        make_charts(job)
        make_report(job)
