"""Topics of papers, tracked over time: what is rising in my field, and can I trust it?

The public names are resolved on first use, so that ``import trends`` loads nothing heavy.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from trends.charts import Look
    from trends.data import Chart, Corpus, Embeddings, Layers, Points, Series, Topics, Tree
    from trends.datasets import make_corpus
    from trends.errors import TrendsError
    from trends.start import read, study
    from trends.studies import Study
    from trends.topics import Guide, LlmLabels, from_bertopic

__version__: Final = "0.1.0"

_HOMES: Final = {
    "Chart": "trends.data",
    "Corpus": "trends.data",
    "Embeddings": "trends.data",
    "Guide": "trends.topics",
    "Layers": "trends.data",
    "LlmLabels": "trends.topics",
    "Look": "trends.charts",
    "Points": "trends.data",
    "Series": "trends.data",
    "Study": "trends.studies",
    "Topics": "trends.data",
    "Tree": "trends.data",
    "TrendsError": "trends.errors",
    "from_bertopic": "trends.topics",
    "make_corpus": "trends.datasets",
    "read": "trends.start",
    "study": "trends.start",
}

__all__ = [
    "Chart",
    "Corpus",
    "Embeddings",
    "Guide",
    "Layers",
    "LlmLabels",
    "Look",
    "Points",
    "Series",
    "Study",
    "Topics",
    "Tree",
    "TrendsError",
    "from_bertopic",
    "make_corpus",
    "read",
    "study",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'trends' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
