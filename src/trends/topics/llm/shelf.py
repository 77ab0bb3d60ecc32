"""Answers on disk, so that a second run sends nothing."""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from trends.errors import WorkspaceError
from trends.topics.llm.prompt import INSTRUCTION
from trends.topics.llm.settings import LlmLabels


@dataclass(frozen=True)
class Shelf:
    """A folder with a file per question: its name is the hash of model, settings of the answer, and all that was asked.

    Attributes
    ----------
    folder
        Made where it is missing; None keeps nothing.
    settings
        Of the model.
    """

    folder: Path | None
    settings: LlmLabels

    def find(self, prompt: str) -> str | None:
        """Return the answer to a prompt, None where it was never given or its file is damaged."""
        path = self._path(prompt)
        if path is None:
            return None
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return None
        except OSError as error:
            raise self._error(error) from error
        answer = kept.get("answer") if isinstance(kept, dict) else None
        return answer if isinstance(answer, str) else None

    def keep(self, prompt: str, answer: str) -> None:
        """Write an answer whole or not at all.

        Raises
        ------
        WorkspaceError
            Where the folder cannot be written.
        """
        path = self._path(prompt)
        if path is None:
            return
        unfinished = path.with_suffix(f".{os.getpid()}.tmp")
        kept = {"model": self.settings.model, "prompt": json.loads(prompt), "answer": answer}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(json.dumps(kept, indent=2, ensure_ascii=False), encoding="utf-8")
            unfinished.replace(path)
        except OSError as error:
            raise self._error(error) from error

    def _path(self, prompt: str) -> Path | None:
        if self.folder is None:
            return None
        asked = [self.settings.model, self.settings.temperature, self.settings.max_tokens, INSTRUCTION, prompt]
        return self.folder / f"{hashlib.sha256(json.dumps(asked).encode()).hexdigest()}.json"

    def _error(self, error: OSError) -> WorkspaceError:
        return WorkspaceError(f"the answers in {str(self.folder)!r} cannot be read or written: {error.strerror or error}")
