"""What a run is made from, and how a stage takes its turn."""

from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from trends.config import Config
from trends.data import Corpus, Progress, Topics, silent
from trends.embed import Encoder, open_ray
from trends.workspace import Workspace, Writing, key_of, store

STAGES: Final = ("corpus", "embeddings", "topics", "audit", "stats", "charts", "report")


@dataclass(frozen=True)
class Job:
    """What a run is made from, and where it goes.

    Attributes
    ----------
    config
        All settings.
    workspace
        The run's folder.
    corpus
        Papers made in Python; None reads `config.inputs`.
    topics
        Topics of these papers that another model found; None finds them.
    stdin
        The standard input, for the input ``-``.
    cache
        Folder of embeddings that runs share; None keeps none.
    cluster
        Address of a Ray cluster that embeds, ``local`` for workers on this machine; None embeds in this process.
    keeps_ids
        Whether topics that the run had before keep their ids where topics are found anew.
    progress
        Told how far each stage is.
    """

    config: Config
    workspace: Workspace
    corpus: Corpus | None = None
    topics: Topics | None = None
    stdin: BinaryIO | None = None
    cache: Path | None = None
    cluster: str | None = None
    keeps_ids: bool = False
    progress: Progress = silent


class LateEncoder(ExitStack):
    """Load the encoder when the first stage needs it, and once; workers that were started end with the block."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job
        self._encoder: Encoder | None = None

    def get(self) -> Encoder:
        """Return the encoder, loaded at the first call."""
        if self._encoder is None:
            settings, cluster = self._job.config.embed, self._job.cluster
            if cluster is None:
                self._encoder = settings.load(store.read_corpus(self._job.workspace.folder))
            else:
                self._encoder = self.enter_context(open_ray(settings, address=cluster))
        return self._encoder


def key_after(job: Job, *parts: object, after: str) -> str:
    """Hash a stage's settings with the key of the stage before it, and so of all before it."""
    return key_of(job.workspace.key(after), *parts)


def writing(job: Job, stage: str, *, key: str) -> AbstractContextManager[Writing]:
    """Open a stage for writing; the stages after it are no longer fresh."""
    return job.workspace.writing(stage, key=key, before=STAGES[STAGES.index(stage) + 1 :])
