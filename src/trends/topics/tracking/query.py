"""What a person asks for, as an expression: phrases joined by AND, OR and NOT."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from trends.errors import ConfigError

Field = Literal["text", "title", "topic"]

_FIELDS: Final[tuple[Field, ...]] = ("text", "title", "topic")
_TOKEN: Final = re.compile(r'\s*(?:(?P<paren>[()])|(?:(?P<field>[a-z]+):)?(?:"(?P<quoted>[^"]*)"|(?P<word>[^\s()":]+)))')
_OPERATORS: Final = ("AND", "OR", "NOT")


@dataclass(frozen=True)
class Phrase:
    """Words that stand side by side.

    Attributes
    ----------
    words
        As written, one or more; one that ends in ``*`` stands for all words that begin so.
    field
        Where they are looked for: ``text`` (title and abstract) or ``title``; with ``topic`` the words are the number or the
        label of a topic, whose papers are meant.
    """

    words: tuple[str, ...]
    field: Field = "text"


@dataclass(frozen=True)
class And:
    """All parts at once."""

    parts: tuple["Query", ...]


@dataclass(frozen=True)
class Or:
    """At least one part."""

    parts: tuple["Query", ...]


@dataclass(frozen=True)
class Not:
    """Anything but this."""

    part: "Query"


Query = Phrase | And | Or | Not


@dataclass(frozen=True)
class _Token:
    """A parenthesis, an operator, or words of a field; `quoted` words never join their neighbours."""

    text: str
    field: Field | None = None
    quoted: bool = False

    @property
    def is_sign(self) -> bool:
        return not self.quoted and self.field is None and self.text in (*_OPERATORS, "(", ")")


def parse_query(text: str) -> Query:
    """Read a query such as ``"machine unlearning" OR (unlearn* AND title:LLM) NOT survey``.

    Words side by side are one phrase, quoted or not; phrases and parentheses side by side are joined by AND. NOT binds most
    tightly, then AND, then OR; operators are written in capitals. ``title:`` asks for the title alone, ``topic:12`` or
    ``topic:"a label"`` for the papers of a topic.

    Raises
    ------
    ConfigError
        Where a parenthesis or a quotation mark has no partner, an operator lacks an operand, a field is unknown, or nothing
        but NOT is asked for.
    """
    tokens = _tokens(text)
    query, rest = _parse_or(tokens, text)
    if rest:
        raise ConfigError(f"query {text!r} has a {rest[0].text!r} too many")
    if not find_phrases(query):
        raise ConfigError(f"query {text!r} says only what is not meant, it must say what is")
    return query


def find_phrases(query: Query) -> list[Phrase]:
    """List the phrases that a query asks for, those under NOT left out, from left to right."""
    match query:
        case Phrase():
            return [query]
        case And(parts) | Or(parts):
            return [phrase for part in parts for phrase in find_phrases(part)]
        case Not():
            return []


def _tokens(text: str) -> list[_Token]:
    tokens, place = [], 0
    while text[place:].strip():
        found = _TOKEN.match(text, place)
        if found is None:
            raise ConfigError(f"query {text!r} cannot be read from {text[place:].strip()!r} on: check quotation marks and colons")
        place = found.end()
        if found["paren"]:
            tokens.append(_Token(found["paren"]))
            continue
        quoted = found["quoted"] is not None
        words = (found["quoted"] if quoted else found["word"]).strip()
        if not words.strip("*"):
            raise ConfigError(f"query {text!r} has an empty phrase, it must name words")
        tokens.append(_Token(words, _check_field(found["field"], text), quoted))
    return tokens


def _check_field(name: str | None, text: str) -> Field | None:
    for field in _FIELDS:
        if name == field:
            return field
    if name is None:
        return None
    raise ConfigError(f"query {text!r} has the field {name!r}, it must be one of {', '.join(_FIELDS)}")


def _parse_or(tokens: list[_Token], text: str) -> tuple[Query, list[_Token]]:
    part, rest = _parse_and(tokens, text)
    parts = [part]
    while rest and rest[0].is_sign and rest[0].text == "OR":
        part, rest = _parse_and(rest[1:], text)
        parts.append(part)
    return (Or(tuple(parts)) if len(parts) > 1 else parts[0]), rest


def _parse_and(tokens: list[_Token], text: str) -> tuple[Query, list[_Token]]:
    part, rest = _parse_not(tokens, text)
    parts = [part]
    while rest and not (rest[0].is_sign and rest[0].text in ("OR", ")")):
        says_and = rest[0].is_sign and rest[0].text == "AND"
        part, rest = _parse_not(rest[1:] if says_and else rest, text)
        parts.append(part)
    return (And(tuple(parts)) if len(parts) > 1 else parts[0]), rest


def _parse_not(tokens: list[_Token], text: str) -> tuple[Query, list[_Token]]:
    if not tokens:
        raise ConfigError(f"query {text!r} ends too early, it must end in a phrase")
    first, rest = tokens[0], tokens[1:]
    if not first.is_sign:
        return _parse_phrase(tokens)
    if first.text == "NOT":
        part, rest = _parse_not(rest, text)
        return Not(part), rest
    if first.text != "(":
        raise ConfigError(f"query {text!r} has {first.text!r} where a phrase must stand")
    inner, rest = _parse_or(rest, text)
    if not rest or rest[0].text != ")":
        raise ConfigError(f"query {text!r} has an open parenthesis, it must be closed")
    return inner, rest[1:]


def _parse_phrase(tokens: list[_Token]) -> tuple[Query, list[_Token]]:
    """Take the words up to the next sign, quotation mark or field."""
    first, n_words = tokens[0], 1
    if not first.quoted:
        while n_words < len(tokens) and not (tokens[n_words].is_sign or tokens[n_words].quoted or tokens[n_words].field):
            n_words += 1
    words = tuple(word for token in tokens[:n_words] for word in token.text.split())
    return Phrase(words, first.field or "text"), tokens[n_words:]
