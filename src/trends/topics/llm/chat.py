"""One question to a language model: an answer comes back, or a sentence that says why not."""

from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Final, NamedTuple

from trends.topics.llm.prompt import INSTRUCTION
from trends.topics.llm.settings import LlmLabels

if TYPE_CHECKING:
    from openai import APIError, OpenAI

_REASON_LENGTH: Final = 200


class Reply(NamedTuple):
    """An answer, or the reason why there is none."""

    answer: str | None
    reason: str = ""


@dataclass(frozen=True)
class Chat:
    """A server to ask, from several threads at once; once it fails for good it is asked nothing more."""

    settings: LlmLabels
    client: "OpenAI" = field(repr=False)
    is_over: Event = field(default_factory=Event)

    def ask(self, prompt: str) -> Reply:
        """Send one question; no error of the server is ever raised."""
        import openai

        settings = self.settings
        if self.is_over.is_set():
            return Reply(None, f"the server at {settings.host} failed before")
        try:
            completion = self.client.chat.completions.create(
                model=settings.model,
                messages=[{"role": "system", "content": INSTRUCTION}, {"role": "user", "content": prompt}],
                temperature=openai.omit if settings.temperature is None else settings.temperature,
                max_tokens=openai.omit if settings.max_tokens is None else settings.max_tokens,
            )
        except openai.APIError as error:
            if not isinstance(error, openai.BadRequestError | openai.UnprocessableEntityError):  # else it is this question's
                self.is_over.set()
            return Reply(None, _explain(error, key=self.client.api_key, settings=settings))
        except ValueError:  # no JSON
            return Reply(None, f"the server at {settings.host} answers with something that is no completion")
        choices = getattr(completion, "choices", None)
        answer = choices[0].message.content if choices else None
        return Reply(answer) if answer else Reply(None, f"the server at {settings.host} answers without a text")


def _explain(error: "APIError", *, key: str, settings: LlmLabels) -> str:
    """Say in a sentence what went wrong, never the key."""
    import openai

    tried = f"after {settings.max_retries} retries"
    match error:
        case openai.APITimeoutError():
            return f"the server at {settings.host} did not answer in {settings.timeout_seconds} seconds {tried}"
        case openai.APIConnectionError():
            return f"the server at {settings.host} cannot be reached {tried}"
        case openai.AuthenticationError() | openai.PermissionDeniedError():
            return f"the server at {settings.host} refuses the key"
        case openai.NotFoundError():
            return f"the server at {settings.host} does not know the model {settings.model!r} at this address"
        case openai.BadRequestError() | openai.UnprocessableEntityError():
            return f"the server at {settings.host} refuses the question: {_reason(error, key=key)}"
        case _:
            return f"the server at {settings.host} fails {tried}: {_reason(error, key=key)}"


def _reason(error: "APIError", *, key: str) -> str:
    return error.message.partition("\n")[0].replace(key, "…")[:_REASON_LENGTH]
