"""The first two stages: papers and their vectors."""

import platform
from importlib.metadata import version
from typing import Any, Final

from trends import __version__
from trends.data import Corpus
from trends.embed import embed, identity_of
from trends.errors import DataError
from trends.pipeline.job import Job, LateEncoder, key_after, writing
from trends.sources import fingerprint, read, resolve
from trends.workspace import key_of, store

_SOFTWARE: Final = (
    "numba",
    "numpy",
    "plotly",
    "polars",
    "scikit-learn",
    "scipy",
    "sentence-transformers",
    "torch",
    "umap-learn",
)


def make_corpus(job: Job) -> bool:
    """Read the papers; False where they were fresh."""
    config, corpus = job.config, job.corpus
    if corpus is not None:
        intake = [corpus.intake.files.write_ndjson(), corpus.intake.notes.write_ndjson()]
        key = key_of(list_software(), corpus.fingerprint(), intake)
    else:
        sources = resolve(config.inputs, stdin=job.stdin)
        key = key_of(list_software(), config.sources.model_dump(mode="json"), fingerprint(sources))
    if job.workspace.is_fresh("corpus", key=key):
        return False
    if corpus is None:
        corpus = read(sources, settings=config.sources, progress=job.progress)
    if not corpus.n_papers:
        raise DataError("there are 0 papers to study, at least 1 is needed")
    with writing(job, "corpus", key=key) as work:
        store.write_corpus(corpus, work.folder)
        work.rows = corpus.n_papers
        work.facts = {"fingerprint": corpus.fingerprint(), **_account(corpus)}
    return True


def _account(corpus: Corpus) -> dict[str, Any]:
    """Count what became of the records of the input."""
    sums = corpus.intake.sums()
    return {
        **sums,
        "n_records": sums["n_records"] or corpus.n_papers,  # papers from Python come without an account
        "n_papers": corpus.n_papers,
        "n_undated": int(corpus.table["published"].null_count()),
        "reasons": corpus.intake.reasons(),
        "files": corpus.intake.files.to_dicts(),
    }


def make_embeddings(job: Job, encoder: LateEncoder) -> bool:
    """Embed the papers; False where they were."""
    key = key_after(job, job.config.embed.model_dump(mode="json"), identity_of(job.config.embed), after="corpus")
    if job.workspace.is_fresh("embeddings", key=key):
        return False
    corpus = store.read_corpus(job.workspace.folder)
    with writing(job, "embeddings", key=key) as work:
        embedded = embed(
            corpus,
            encoder=encoder.get(),
            cache=job.cache,
            matrix_file=store.matrix_file(work.folder),
            progress=job.progress,
        )
        store.write_embeddings(embedded.embeddings, work.folder)
        work.rows = embedded.account.n_papers
        work.facts = {
            **encoder.get().facts,
            "n_dims": str(embedded.embeddings.n_dims),
            "n_texts_beyond_window": str(embedded.account.n_cut),
        }
    return True


def list_software() -> dict[str, str]:
    """Return the versions of what numbers depend on."""
    return {"trends": __version__, "python": platform.python_version(), **{name: version(name) for name in _SOFTWARE}}
