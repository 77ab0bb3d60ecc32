"""Corpus and Embeddings to Topics, Tree and Points."""

from trends.topics.bertopic import to_bertopic, write_bertopic
from trends.topics.model import Fitted, TopicModel

__all__ = ["Fitted", "TopicModel", "to_bertopic", "write_bertopic"]
