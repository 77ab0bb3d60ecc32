"""What a language model answers: a label that can be shown, or the reason why not."""

import json
import re
from collections.abc import Collection
from typing import Final

_LONGEST: Final = 60
_OBJECT: Final = re.compile(r"\{[^{}]*\}")


def read_label(answer: str, *, taken: Collection[str]) -> tuple[str, None] | tuple[None, str]:
    """Read the label out of an answer.

    Parameters
    ----------
    answer
        Holds a JSON object with a ``label``; what stands around it, such as a fence or thoughts, is skipped. The last
        object counts.
    taken
        Labels, in lower case, that other topics have.

    Returns
    -------
    The label and None, or None and the reason why there is none.
    """
    label = _last_label(answer)
    if label is None:
        return None, "the answer is no JSON object with a label"
    if not label.strip():
        return None, "the label is empty"
    if not label.isprintable():
        return None, "the label is not one line of visible signs"
    label = " ".join(label.split())
    if len(label) > _LONGEST:
        return None, f"the label has {len(label)} characters, at most {_LONGEST} are allowed"
    if label.lower() in taken:
        return None, f"the label {label!r} is that of another topic"
    return label, None


def _last_label(answer: str) -> str | None:
    for found in reversed(_OBJECT.findall(answer)):
        try:
            label = json.loads(found).get("label")
        except ValueError:
            continue
        if isinstance(label, str):
            return label
    return None
