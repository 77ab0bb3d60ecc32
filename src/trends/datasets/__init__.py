"""Made-up papers with planted trends, for demonstrations, documentation and tests."""

from trends.datasets.planted import Planted, make_corpus, planned_shares

__all__ = ["Planted", "make_corpus", "planned_shares"]
