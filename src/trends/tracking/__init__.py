"""Subfields of a finished run, named in words: their papers, shares over time and growth, and how sure they are."""

from trends.tracking.chart import plot
from trends.tracking.files import answers_file, write_track
from trends.tracking.follow import track
from trends.tracking.result import TRACK_SERIES_SCHEMA, Track

__all__ = ["TRACK_SERIES_SCHEMA", "Track", "answers_file", "plot", "track", "write_track"]
