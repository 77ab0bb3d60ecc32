"""Write the title and the abstract of a made-up paper."""

from random import Random
from typing import Final, NamedTuple

from trends.datasets.script import Phrases, Prose

_ROOMY_WORDS: Final = 88


class Text(NamedTuple):
    """Title and abstract."""

    title: str
    abstract: str


def write_text(phrases: Phrases, prose: Prose, *, words: Random) -> Text:
    """Write one paper: a difficulty, a method, its data, a result and, where there is room, an outlook."""
    slots = _fill_slots(phrases, prose, words=words)
    parts = (prose.openings, prose.proposals, prose.experiments, prose.results)
    abstract = " ".join(words.choice(sentences) for sentences in parts)
    if len(abstract.format_map(slots).split()) < _ROOMY_WORDS:
        abstract += " " + words.choice(prose.outlooks)
    if phrases.long and phrases.short and words.random() < 0.7:
        abstract = abstract.replace("{field}", phrases.long, 1).replace("{field}", phrases.short)
    title = words.choice(prose.titles).format_map(slots)
    return Text(_capital(title), abstract.format_map(slots))


def _fill_slots(phrases: Phrases, prose: Prose, *, words: Random) -> dict[str, str]:
    """Choose what stands in each slot, so that title and abstract tell of the same work."""
    method, other = words.sample(phrases.methods, 2)
    data, more = (_fill_numbers(phrase, words=words) for phrase in words.sample(phrases.data, 2))
    finding, second = (_fill_numbers(phrase, words=words) for phrase in words.sample(phrases.findings, 2))
    motivation = words.choice(phrases.motivations)
    return {
        "field": phrases.name,
        "task": words.choice(phrases.tasks),
        "name": "".join(words.choice(part) for part in (prose.name_starts, prose.name_middles, prose.name_ends)),
        "method": method,
        "other": other,
        "data": data,
        "more": more,
        "finding": finding,
        "second": second,
        "motivation": motivation,
        "Motivation": _capital(motivation),
        "benefit": words.choice(prose.benefits),
        "baseline": words.choice(prose.baselines),
        "quality": words.choice(prose.qualities),
        "count": str(words.randint(4, 24)),
    }


def _fill_numbers(phrase: str, *, words: Random) -> str:
    return phrase.format(
        percent=words.randint(6, 48),
        points=words.randint(4, 97) / 10,
        times=words.randint(13, 95) / 10,
        count=words.randint(4, 24),
        size=f"{words.randint(12, 960) * 100:,}",
    )


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
