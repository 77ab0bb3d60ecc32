"""One request to an embedding server: sound vectors come back, or a sentence that says what to do."""

from base64 import b64decode
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from trends.errors import TrendsError

if TYPE_CHECKING:
    from openai import APIError, OpenAI

_REASON_LENGTH: Final = 200


def ask(
    client: "OpenAI", texts: Sequence[str], *, model: str, host: str, shorten_to: int | None = None, n_dims: int | None = None
) -> NDArray[np.float64]:
    """Return a vector per text: (n_texts, n_dims), in the order given, finite and not zero.

    Parameters
    ----------
    client
        Knows the address and the key, and repeats what failed for a while.
    texts
        Of one request, at least one.
    model
        Name under which the server knows the model.
    host
        Name of the server, for errors.
    shorten_to
        Length that the server is asked to cut vectors to; None asks nothing.
    n_dims
        Length that vectors must have; None takes any.

    Raises
    ------
    TrendsError
        Where the server refuses, fails, cannot be reached or answers with anything else.
    """
    from openai import APIError, omit

    try:
        answer = client.embeddings.create(
            input=list(texts), model=model, dimensions=omit if shorten_to is None else shorten_to, encoding_format="base64"
        )
        return _matrix(getattr(answer, "data", None) or [], n_texts=len(texts), n_dims=n_dims, host=host)
    except APIError as error:
        # Without its cause: what the client says may hold what the server said, and that the key.
        raise TrendsError(_explain(error, client=client, texts=texts, model=model, host=host)) from None
    except ValueError:  # neither JSON nor numbers
        raise TrendsError(f"the server at {host} answers with something that is no list of vectors: check embed.url") from None


def _matrix(entries: Sequence[Any], *, n_texts: int, n_dims: int | None, host: str) -> NDArray[np.float64]:
    if len(entries) != n_texts or {entry.index for entry in entries} != set(range(n_texts)):
        raise TrendsError(f"the server at {host} answered {n_texts} texts with {len(entries)} vectors, it must send one for each")
    vectors = [_vector(entry.embedding) for entry in sorted(entries, key=lambda entry: entry.index)]
    lengths = sorted({len(vector) for vector in vectors})
    if len(lengths) > 1 or lengths[0] != (n_dims or lengths[0]):
        found = " and ".join(map(str, lengths))
        raise TrendsError(f"the server at {host} sent vectors of {found} numbers, they must be of {n_dims or 'one length'}")
    matrix = np.stack(vectors)
    if not (np.isfinite(matrix).all() and matrix.any(axis=1).all()):
        raise TrendsError(f"the server at {host} sent a vector that is zero or not finite, each must have a direction")
    return matrix


def _vector(embedding: str | Sequence[float]) -> NDArray[np.float64]:
    """Read a vector as base64 of float32, or as the list that some servers send all the same."""
    numbers = np.frombuffer(b64decode(embedding), dtype="<f4") if isinstance(embedding, str) else embedding
    return np.atleast_1d(np.asarray(numbers, dtype=np.float64))


def _explain(error: "APIError", *, client: "OpenAI", texts: Sequence[str], model: str, host: str) -> str:
    import openai

    tried = f"after {client.max_retries} retries"
    reason = error.message.partition("\n")[0].replace(client.api_key, "…")[:_REASON_LENGTH]
    match error:
        case openai.APITimeoutError():
            return f"the server at {host} did not answer in {client.timeout} seconds {tried}: raise embed.timeout_seconds"
        case openai.APIConnectionError():
            return f"the server at {host} cannot be reached {tried}: check embed.url, and that the server runs"
        case openai.AuthenticationError() | openai.PermissionDeniedError():
            return f"the server at {host} refuses the key: name the variable that holds a valid one as embed.key_variable"
        case openai.NotFoundError():
            return f"the server at {host} does not know the model {model!r} at this address: check embed.model and embed.url"
        case openai.RateLimitError():
            return f"the server at {host} refuses more requests {tried}: lower embed.n_connections"
        case openai.APIStatusError(status_code=400 | 413 | 422):
            length = max(map(len, texts))
            return (
                f"the server at {host} refuses {len(texts)} texts, the longest of {length:,} characters ({reason}): "
                "set embed.max_chars for shorter texts, or embed.batch_size for fewer"
            )
        case _:
            return f"the server at {host} fails {tried}: {reason}"
