"""Text as people read it: no markup, no control characters, one kind of space."""

import html
import re
import unicodedata
from typing import Final

from trends.sources.fields.latex import plain

_ROUNDS: Final = 10  # markup inside markup: &amp;lt;i&amp;gt; needs three
_MARKUP: Final = re.compile(r"[\\$^{~&<]")
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_ATTRIBUTES: Final = r"(?:\s+[\w:-]{1,40}\s?=[^<>]{0,300})?\s?"  # without one, "n <p and q> r" is no tag
_NAMES: Final = r"i|b|em|strong|tt|italic|bold|scp|font|span|(?:jats|mml):(?!p\b|title\b|sup\b|sub\b)[\w-]+"
_INLINE: Final = re.compile(rf"</?(?:{_NAMES}){_ATTRIBUTES}/?>|<a\s+[\w:-]{{1,40}}\s?=[^<>]{{1,500}}>|</a>")
_BLOCK: Final = re.compile(rf"</?(?:p|br|div|jats:p|jats:title){_ATTRIBUTES}/?>")
_RAISED: Final = re.compile(r"<((?:jats:)?su[pb])>([^<>]{0,100})</\1>")
_STYLED: Final = re.compile("[\U0001d400-\U0001d7ff]+")
# Controls, soft hyphens, zero-width and direction marks, private use; joiners stay, for Persian and emoji need them.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ue000-\uf8ff]"
)
_UNMARKED: Final = str.maketrans("øØłŁđĐı", "oOlLdDi")
_SIGNS: Final = bytes(code for code in range(128) if not chr(code).isalnum())
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Return the text without markup, in Unicode's composed form (NFC), on one line.

    HTML entities are resolved and tags of typesetting (``<i>``, ``<sub>``, ``<jats:p>``) removed; any other tag is text, be it
    ``<think>`` or ``<script>``. LaTeX is treated by `trends.sources.fields.latex.plain`. Cleaning twice changes nothing.
    """
    text = _seen(text)
    for _ in range(_ROUNDS):
        if not (_MARKUP.search(text) or "``" in text or "''" in text):
            break
        before = text
        text = _seen(plain(_from_html(text)))
        if text == before:
            break
    return text


def letters(text: str) -> str:
    """Return the letters and digits of a text in lower case, without accents: what two spellings of one title share."""
    if text.isascii():
        return text.lower().encode().translate(None, _SIGNS).decode()
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text).translate(_UNMARKED).casefold()))


def _seen(text: str) -> str:
    """Drop what nobody can see and put the rest into one form."""
    if not text.isascii():
        text = _SURROGATE.sub("\ufffd", text)
        text = _STYLED.sub(lambda styled: unicodedata.normalize("NFKC", styled[0]), text)
        text = unicodedata.normalize("NFC", text)
    if text.isprintable() and "  " not in text:  # true of most texts, and quicker to tell than what follows
        return text.strip(" ")
    return " ".join(_UNSEEN.sub("", text).split())


def _from_html(text: str) -> str:
    text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    text = _RAISED.sub(lambda tag: ("^" if tag[1].endswith("p") else "_") + "{" + tag[2] + "}", text)
    return _INLINE.sub("", _BLOCK.sub(" ", text))
