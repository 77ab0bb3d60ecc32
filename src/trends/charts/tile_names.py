"""What stands on the tiles of a treemap: as many words as each has room for."""

import re
from collections.abc import Sequence
from html import unescape
from typing import Final

from trends.charts.letters import SCREEN, text_width
from trends.charts.squares import Area, find_areas
from trends.charts.style import SMALL_SIZE, Figure
from trends.charts.text import n_lines, wrap
from trends.data.topics import UNHELD

HEAD: Final = 22  # pixels of the strip with the name of a group

_LINE: Final = 1.3  # plotly's, in font sizes
_PAD: Final = 4
_MOST_NAME_LINES: Final = 4
_LONGEST_LINE: Final = 120
_LEAST_LETTERS: Final = 6
_WORD: Final = re.compile(r"[^\s-]+-?")

# A name, and what stands below it: each text with the most lines that it may take; all of it plotly markup without tags.
Words = tuple[str, Sequence[tuple[str, int]]]
Room = tuple[float, float]  # width and height in pixels, as wide as if letters were those of Helvetica


def name_tiles(treemap: Figure, *, sizes: Sequence[tuple[float, float]], wider: float = SCREEN) -> list[str]:
    """Return the text of each tile: its name and what else has room, in all sizes of the plot or at least in the first ones.

    Parameters
    ----------
    treemap
        As `find_areas` reads it, with ``meta.words``, the `Words` of each tile; where these are None its label stays.
    sizes
        Width and height in pixels of the plots that the texts must fit, those that matter most first.
    wider
        How much wider letters may be than those of Helvetica.
    """
    plots = [find_areas(treemap, width=width, height=height) for width, height in sizes]
    heads = set(treemap["parents"])
    tiles = zip(treemap["ids"], treemap["labels"], treemap["meta"]["words"], *plots, strict=True)
    return [_name(words, areas, is_head=name in heads, wider=wider) if words else label for name, label, words, *areas in tiles]


def _name(words: Words, areas: Sequence[Area], *, is_head: bool, wider: float) -> str:
    """Return the text that fits most areas, of those that fit all or the first ones."""
    plain = unescape(words[0]), [(unescape(text), most) for text, most in words[1]]
    rooms = [((area.width - 2 * _PAD) / wider, HEAD if is_head else area.height - 2 * _PAD) for area in areas]
    texts = [_fill(plain, room=_smallest(rooms[:n]), is_head=is_head) for n in range(len(rooms), 0, -1)]
    return max(texts, key=lambda text: bool(text) * sum(_fits(text, room) for room in rooms))


def _smallest(rooms: Sequence[Room]) -> Room:
    return min(width for width, _ in rooms), min(height for _, height in rooms)


def _fits(text: str, room: Room) -> bool:
    width, height = room
    return text_width(text, size=SMALL_SIZE, wider=1.0) <= width and n_lines(text) <= _most_lines(height)


def _most_lines(height: float) -> int:
    return int(height / (_LINE * SMALL_SIZE))


def _fill(words: Words, *, room: Room, is_head: bool) -> str:
    """Write into a room; nothing where there is none for what can be told from other names."""
    (name, more), (width, height) = words, room
    most = _most_lines(height)
    head = _fit(name, width=width, lines=1 if is_head else min(most, _MOST_NAME_LINES), bold=not is_head)
    if not head or is_head:
        return head
    lines = [f"<b>{head}</b>"]
    for text, at_most in more:
        left = most - n_lines("<br>".join(lines))
        if not (written := _fit(text, width=width, lines=min(left, at_most), bold=False)):
            break
        lines.append(written)
    return "<br>".join(lines)


def _fit(text: str, *, width: float, lines: int, bold: bool) -> str:
    """Wrap a text to a width in pixels, cut at the first word that is too long; empty where hardly a word would be left."""
    if lines < 1:
        return ""
    least = min(len(text), _LEAST_LETTERS)
    for letters in range(min(len(text), _LONGEST_LINE), least - 1, -1):
        written = wrap(_cut(text, letters) if lines > 1 else text, width=letters, lines=lines)
        if text_width(written, size=SMALL_SIZE, bold=bold, wider=1.0) <= width:
            return written
    return ""


def _cut(text: str, letters: int) -> str:
    """Cut a text inside its first word that has more letters; the mark of a topic that does not hold stays."""
    mark = UNHELD if text.endswith(UNHELD) else ""
    for word in _WORD.finditer(text.removesuffix(mark)):
        if len(word[0]) > letters:
            return f"{text[: word.start() + letters - 1]}…{mark}"
    return text
