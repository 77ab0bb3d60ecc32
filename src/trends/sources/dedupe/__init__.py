"""One paper out of many records: which records tell of one paper, what they know together, and what was joined."""

from trends.sources.dedupe.disown import disown
from trends.sources.dedupe.groups import group
from trends.sources.dedupe.joining import join, name_papers
from trends.sources.dedupe.merged import list_merged
from trends.sources.dedupe.titles import alike

__all__ = ["alike", "disown", "group", "join", "list_merged", "name_papers"]
