"""How a run was made, as the methods paragraph of a paper, with the literature to cite."""

from trends.methods.describe import describe
from trends.methods.references import make_bibliography, to_latex, to_plain

__all__ = ["describe", "make_bibliography", "to_latex", "to_plain"]
