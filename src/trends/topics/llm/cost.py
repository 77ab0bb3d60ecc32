"""What labels from a language model will cost, before anything is sent."""

from pathlib import Path
from typing import Final, NamedTuple

from trends.data import Corpus, Topics
from trends.topics.llm.prompt import INSTRUCTION, write_prompts
from trends.topics.llm.settings import LlmLabels
from trends.topics.llm.shelf import Shelf

_CHARS_PER_TOKEN: Final = 4
_FRAME_TOKENS: Final = 10  # of the two messages themselves
_ANSWER_TOKENS: Final = 20  # of {"label": "five words or so"}


class Cost(NamedTuple):
    """An estimate.

    Attributes
    ----------
    n_requests
        Questions that would be sent.
    n_known
        Questions whose answers are kept already, and cost nothing.
    tokens_in, tokens_out
        Tokens of all questions and answers, taken as four characters each in the Latin script; other scripts have more. A
        model that thinks aloud may answer with up to ``max_tokens`` each time.
    money
        In the currency of the prices; None where they are not given.
    """

    n_requests: int
    n_known: int
    tokens_in: int
    tokens_out: int
    money: float | None


def estimate_cost(corpus: Corpus, topics: Topics, *, settings: LlmLabels, cache: Path | None = None) -> Cost:
    """Estimate what `label_by_llm` with the same arguments would send; nothing is sent.

    Raises
    ------
    WorkspaceError
        Where the cache cannot be read.
    """
    prompts = write_prompts(corpus, topics, n_titles=settings.n_titles)[: settings.max_topics]
    shelf = Shelf(cache, settings)
    unknown = [prompt for prompt in prompts if shelf.find(prompt) is None]
    tokens_in = sum(_FRAME_TOKENS + -(-len(INSTRUCTION + prompt) // _CHARS_PER_TOKEN) for prompt in unknown)
    tokens_out = _ANSWER_TOKENS * len(unknown)
    priced = settings.price_in is not None and settings.price_out is not None
    money = (tokens_in * (settings.price_in or 0) + tokens_out * (settings.price_out or 0)) / 1e6 if priced else None
    return Cost(len(unknown), len(prompts) - len(unknown), tokens_in, tokens_out, money)
