"""Where the run's folder keeps what was tracked, and what a person answered."""

import re
from pathlib import Path

from trends.topics.tracking import Answers, write_answers
from trends.tracking.result import Track
from trends.workspace import store, write_atomically


def write_track(tracked: Track, folder: Path) -> Path:
    """Keep a track in the run's folder, its tables in ``tracks/NAME/`` and the answers in ``tracks/NAME.toml``.

    Returns
    -------
    The folder of the tables.
    """
    target = answers_file(folder, tracked.name).with_suffix("")
    tables = {"members": tracked.members, "series": tracked.series, "growth": tracked.growth}
    for kind, table in tables.items():
        unfinished = target / f".{kind}.unfinished"
        store.write_table(table, unfinished)
        unfinished.replace(target / f"{kind}.parquet")
    if tracked.answers != Answers():
        write_atomically(answers_file(folder, tracked.name), write_answers(tracked.answers))
    return target


def answers_file(folder: Path, name: str) -> Path:
    """Return where the answers about a subfield are kept."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:80]
    return folder / "tracks" / f"{slug or 'track'}.toml"
