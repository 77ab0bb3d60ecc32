"""Corpus and Embeddings to Topics at several layers, Tree and Points."""

from trends.topics.bertopic import from_bertopic, to_bertopic
from trends.topics.dynamics.vocabulary import CHANGES_SCHEMA
from trends.topics.dynamics.words import TERMS_OVER_TIME_SCHEMA, WORD_TABLES, list_terms, tell_words
from trends.topics.lineage import keep_ids
from trends.topics.llm import Cost, LlmLabels, estimate_cost, label_by_llm
from trends.topics.model import Fitted, TopicModel
from trends.topics.names.naming import name_groups
from trends.topics.names.phrases import PhraseCounts, count_phrases
from trends.topics.names.representatives import find_representatives
from trends.topics.plugins import Plugin
from trends.topics.quality.assess import Quality
from trends.topics.steering.corrections import CORRECTIONS_FILE, read_corrections
from trends.topics.steering.guidance import Guide

__all__ = [
    "CHANGES_SCHEMA",
    "CORRECTIONS_FILE",
    "TERMS_OVER_TIME_SCHEMA",
    "WORD_TABLES",
    "Cost",
    "Fitted",
    "Guide",
    "LlmLabels",
    "PhraseCounts",
    "Plugin",
    "Quality",
    "TopicModel",
    "count_phrases",
    "estimate_cost",
    "find_representatives",
    "from_bertopic",
    "keep_ids",
    "label_by_llm",
    "list_terms",
    "name_groups",
    "read_corrections",
    "tell_words",
    "to_bertopic",
]
