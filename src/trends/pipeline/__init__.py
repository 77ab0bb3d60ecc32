"""The stages in order: papers, embeddings, topics, audit, statistics, charts, report. The only room that knows all others."""

from trends.pipeline.job import STAGES, Job
from trends.pipeline.pages import read_content, read_tables
from trends.pipeline.run import redraw, run
from trends.pipeline.statistics import STATISTICS

__all__ = ["STAGES", "STATISTICS", "Job", "read_content", "read_tables", "redraw", "run"]
