"""Settings of labels from a language model."""

from typing import TYPE_CHECKING

from pydantic import NonNegativeFloat, PositiveInt

from trends.servers import Server

if TYPE_CHECKING:
    from openai import OpenAI


class LlmLabels(Server):
    """A server that names topics (the extra ``endpoint``): vLLM, Ollama, LM Studio, or a service with a key.

    Attributes
    ----------
    max_topics
        At most so many topics are asked for, the first ones; the others keep their labels.
    n_titles
        Titles of a topic that are shown.
    temperature
        Of the answers; None leaves it to the server, as some services demand.
    max_tokens
        Of an answer; models that think aloud need more. None leaves it to the server.
    price_in, price_out
        Money per million tokens of questions and of answers, in any currency; None where unknown.
    """

    max_topics: PositiveInt = 200
    n_titles: PositiveInt = 8
    temperature: NonNegativeFloat | None = 0
    max_tokens: PositiveInt | None = 200
    price_in: NonNegativeFloat | None = None
    price_out: NonNegativeFloat | None = None

    def connect(self) -> "OpenAI":
        """Make the client; nothing is sent.

        Raises
        ------
        MissingExtraError
            Where openai is not installed.
        ConfigError
            Where the environment does not hold the key.
        """
        return self.open(purpose="labels from a language model", setting="key_variable")
