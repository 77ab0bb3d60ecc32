"""BERTopic's users at home: our topics as a fitted BERTopic, and theirs as our topics."""

from trends.topics.bertopic.give import to_bertopic
from trends.topics.bertopic.take import from_bertopic

__all__ = ["from_bertopic", "to_bertopic"]
