"""What flows between the rooms: frozen types that check their own rules and know no file format."""

from trends.data.audit import Advice, Audit
from trends.data.calendar import PERIODS, Every
from trends.data.chart import Chart
from trends.data.corpus import CORPUS_SCHEMA, Corpus, Intake
from trends.data.embeddings import Embeddings
from trends.data.layers import Layers
from trends.data.points import Points
from trends.data.progress import Progress, silent
from trends.data.series import Series
from trends.data.topics import OUTLIER, UNHELD, Topics
from trends.data.tree import Tree

__all__ = [
    "CORPUS_SCHEMA",
    "OUTLIER",
    "PERIODS",
    "UNHELD",
    "Advice",
    "Audit",
    "Chart",
    "Corpus",
    "Embeddings",
    "Every",
    "Intake",
    "Layers",
    "Points",
    "Progress",
    "Series",
    "Topics",
    "Tree",
    "silent",
]
