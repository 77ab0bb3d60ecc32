"""Corpus → what may be believed: faults of coverage, dates and texts, and what to do about them."""

from trends.audit.check import audit_corpus
from trends.audit.languages import find_topic_languages
from trends.audit.sentences import tell

__all__ = ["audit_corpus", "find_topic_languages", "tell"]
