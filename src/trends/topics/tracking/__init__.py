"""A subfield named in words, by examples or by a topic, to the papers that belong to it, with probabilities."""

from trends.topics.tracking.asking import Answers, choose_questions, read_answers, write_answers
from trends.topics.tracking.calibration import choose_threshold, expected_f1
from trends.topics.tracking.evidence import LEVELS, Evidence, weigh_words
from trends.topics.tracking.membership import Membership, estimate_membership
from trends.topics.tracking.query import Query, find_phrases, parse_query
from trends.topics.tracking.unknown import look_up_words

__all__ = [
    "LEVELS",
    "Answers",
    "Evidence",
    "Membership",
    "Query",
    "choose_questions",
    "choose_threshold",
    "estimate_membership",
    "expected_f1",
    "find_phrases",
    "look_up_words",
    "parse_query",
    "read_answers",
    "weigh_words",
    "write_answers",
]
