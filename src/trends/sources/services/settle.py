"""What a folder of answers was asked, so that going on asks the same."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from trends.errors import SourceError
from trends.sources.services.service import Q
from trends.sources.services.store import read_answer, write_answer
from trends.sources.source import printable

_NOTE: Final = "query"  # without an ending, so that nobody takes it for papers


def settle(values: Mapping[str, object], query: type[Q], *, folder: Path, today: date) -> Q:
    """Make a query whose last day is fixed and noted in the folder, so that going on asks what was asked the first time.

    Parameters
    ----------
    values
        Fields of the query as the user gave them; `limit` may differ from one time to the next.
    query
        The type of the query.
    folder
        Where the answers are kept, made where it is missing.
    today
        The first day that is not over yet.

    Returns
    -------
    The query, with `until` the day that it names or today, whichever is earlier, as of the first time that it was asked.

    Raises
    ------
    SourceError
        Where the folder holds the answers to another query, or other files, or cannot be used.
    pydantic.ValidationError
        Where the values make no query.
    """
    given = query.model_validate({"until": today, **values})
    question = {**given.model_dump(mode="json", exclude={"limit"}), "until": values.get("until") and str(given.until)}
    note = folder / _NOTE
    if note.exists():
        noted = _noted(note)
        if noted.get("question") != question:
            raise SourceError(f"{printable(str(folder))} holds the answers to another query, name another folder or file")
        until = noted.get("until")
    elif folder.is_dir() and any(folder.iterdir()):
        raise SourceError(f"{printable(str(folder))} holds other files than answers, name another folder or file")
    else:
        until = str(min(given.until or today, today))
    settled = query.model_validate({**values, "until": until})
    if not note.exists():
        write_answer(note, json.dumps({"question": question, "until": until}, indent=2).encode())
    return settled


def _noted(note: Path) -> dict[str, object]:
    try:
        noted = json.loads(read_answer(note))
    except ValueError:
        noted = None
    if not isinstance(noted, dict):
        raise SourceError(f"{printable(str(note))} is not the note of a fetch, name another folder or file")
    return noted
