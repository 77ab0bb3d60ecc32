"""Name topics by a language model; whatever goes wrong, every topic keeps a label."""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from trends.data import Corpus, Progress, Topics, silent
from trends.topics.llm.answer import read_label
from trends.topics.llm.chat import Chat, Reply
from trends.topics.llm.prompt import write_prompts
from trends.topics.llm.settings import LlmLabels
from trends.topics.llm.shelf import Shelf

ACCOUNT_SCHEMA: Final = pl.Schema({"topic": pl.Int64, "label": pl.String, "counted": pl.String, "reason": pl.String})

_log = logging.getLogger(__name__)


class Labelled(NamedTuple):
    """Topics with labels from a language model, and an account of them.

    Attributes
    ----------
    topics
        As they were, but for the labels.
    account
        A row per topic: ``label`` that it has now, ``counted`` that it had before, and the ``reason`` why that one stays,
        null where the model's stands.
    """

    topics: Topics
    account: pl.DataFrame


def label_by_llm(
    corpus: Corpus, topics: Topics, *, settings: LlmLabels, cache: Path | None = None, progress: Progress = silent
) -> Labelled:
    """Ask a server for a label of each topic.

    An answer that is no label, or the label of another topic, leaves the label that was counted. Once the server cannot be
    reached, or refuses the key or the model, nothing more is sent, all other labels stay as they were, and one warning is
    logged.

    Parameters
    ----------
    corpus
        The papers.
    topics
        Their topics; those in the first rows have the first choice of labels.
    settings
        The server, the model and the limits.
    cache
        Folder that keeps answers by model and question; None keeps none.
    progress
        Told after each topic.

    Raises
    ------
    MissingExtraError
        Where openai is not installed and an answer is not in the cache.
    ConfigError
        Where the key is not in the environment.
    WorkspaceError
        Where the cache cannot be read or written.
    """
    prompts = write_prompts(corpus, topics, n_titles=settings.n_titles)[: settings.max_topics]
    replies = _ask_all(prompts, settings=settings, shelf=Shelf(cache, settings), progress=progress)
    counted = topics.table["label"].to_list()
    replies += [Reply(None, f"beyond max_topics, which is {settings.max_topics}")] * (len(counted) - len(replies))
    labels, reasons = _choose(replies, counted=counted)
    failed = sum(reply.answer is None for reply in replies[: len(prompts)])
    if failed:
        first = next(reply.reason for reply in replies if reply.answer is None)
        _log.warning("%d of %d topics keep the labels that were counted: %s", failed, len(counted), first)
    account = {"topic": topics.table["topic"], "label": labels, "counted": counted, "reason": reasons}
    return Labelled(
        replace(topics, table=topics.table.with_columns(label=pl.Series(labels, dtype=pl.String))),
        pl.DataFrame(account, schema=ACCOUNT_SCHEMA),
    )


def _choose(replies: Sequence[Reply], *, counted: Sequence[str]) -> tuple[list[str], list[str | None]]:
    """Check the answers in order; a label that another topic has, or had before it was asked, is not given twice."""
    labels = list(counted)
    reasons: list[str | None] = []
    for row, (answer, reason) in enumerate(replies):
        if answer is None:
            reasons.append(reason)
            continue
        others = {label.lower() for label in labels[:row] + labels[row + 1 :]}
        label, problem = read_label(answer, taken=others)
        labels[row] = label or labels[row]
        reasons.append(problem)
    return labels, reasons


def _ask_all(prompts: Sequence[str], *, settings: LlmLabels, shelf: Shelf, progress: Progress) -> list[Reply]:
    """Return the reply to each prompt in order, those on the shelf without asking."""
    kept = [shelf.find(prompt) for prompt in prompts]
    chat = Chat(settings, settings.connect()) if None in kept else None

    def reply_to(prompt: str, answer: str | None) -> Reply:
        if answer is not None or chat is None:
            return Reply(answer)
        reply = chat.ask(prompt)
        if reply.answer is not None:
            shelf.keep(prompt, reply.answer)
        return reply

    replies = []
    pool = ThreadPoolExecutor(settings.n_connections)
    try:
        for done, reply in enumerate(pool.map(reply_to, prompts, kept), start=1):
            replies.append(reply)
            progress("labels", done, len(prompts))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)  # who stops the run shall not wait for the server
    return replies
