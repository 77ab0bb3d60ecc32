"""Labels from a language model, never needed: any server that speaks OpenAI's protocol, asked once per topic."""

from trends.topics.llm.cost import Cost, estimate_cost
from trends.topics.llm.label import Labelled, label_by_llm
from trends.topics.llm.settings import LlmLabels

__all__ = ["Cost", "Labelled", "LlmLabels", "estimate_cost", "label_by_llm"]
