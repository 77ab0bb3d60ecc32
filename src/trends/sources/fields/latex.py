"""LaTeX remnants to the characters that they stand for."""

import re
import unicodedata
from functools import cache
from typing import Any, Final

_DEPTH: Final = 8  # nested groups are resolved from the inside, one level a round

_URL: Final = re.compile(r"https?://[^\s{}<>\"\\]+|www\.[^\s{}<>\"\\]+")
_MASKED: Final = re.compile("\ue000(\\d+)\ue001")

_ESCAPED: Final = re.compile(r"\\([%$&#_@^*])")
_ACCENTS: Final = dict(
    zip("'`^~=.\"cvuHkr", "\u0301\u0300\u0302\u0303\u0304\u0307\u0308\u0327\u030c\u0306\u030b\u0328\u030a", strict=True)
)
_ACCENTED: Final = re.compile(r"\\(?:(['`^~=.\"])|([cvuHkr])(?=[\s{]))\s*(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))")
# \" is an accent inside a word (na\"ive), before a group or with its letter in one, else a quote that some program has escaped.
_UMLAUT: Final = re.compile(r"\{\\\"\s*\\?([A-Za-z])\}")
_QUOTE: Final = re.compile(r"(?<![A-Za-z])\\\"(?!\{)|\\\"(?![{A-Za-z])")

# Hugging Face pages have lost their backslashes, so these names count with or without one.
_STYLES: Final = (
    "textbf|textit|texttt|textsc|textrm|textsf|textup|textnormal|text|emph|underline|mbox|operatorname|"
    "mathcal|mathbf|mathbb|mathrm|mathsf|mathit|mathtt|mathfrak|boldsymbol|bm"
)
_RESOLVED: Final = [
    (
        re.compile(
            r"[~ ]?\\(?:[cC]ite\w*|ref|eqref|label|[cC]ref|autoref|begin|end|[vh]space)\*?(?:\[[^\]]{0,200}\]){0,2}\s*\{[^{}]*\}"
        ),
        "",
    ),
    (re.compile(r"\\(?:textcolor|colorbox|href)\s*\{[^{}]*\}\s*(?=\{)"), r"\\text"),
    (re.compile(r"\\color\s*\{[^{}]*\}"), ""),
    (re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}"), r"\1/\2"),
    (re.compile(r"\\sqrt\s*\{([^{}]*)\}"), r"√(\1)"),
    (re.compile(r"\\footnote\s*\{([^{}]*)\}"), r" (\1)"),
    (re.compile(r"\\textsuperscript\s*\{([^{}]*)\}"), r"^{\1}"),
    (re.compile(r"\\textsubscript\s*\{([^{}]*)\}"), r"_{\1}"),
    (re.compile(rf"(?<![A-Za-z\\])(?:{_STYLES})\s?\{{([^{{}}]*)\}}"), r"\1"),
    (re.compile(r"\\(?![dt]?frac\b|textcolor\b|colorbox\b|href\b)[A-Za-z]+\*?\s*\{([^{}]+)\}"), r"\1"),
    (re.compile(r"\{(\\[A-Za-z]+)\b\s*([^{}\\]*)\}"), r"\1{}\2"),
]
_UNICODE: Final = re.compile(r"\\unicode\s*\{x([0-9a-fA-F]{2,5})\}")
_MACRO: Final = re.compile(r"\\([A-Za-z]+|[ ,;:!|/-])\*?(?:\{\})?")
_SILENT: Final = frozenset(
    (
        *("left", "right", "big", "Big", "bigg", "Bigg", "displaystyle", "xspace", "item", "noindent"),
        *("bf", "it", "em", "tt", "rm", "sf", "sc", "sl", "bfseries", "itshape", "small", "tiny", "large", "normalsize"),
    )
)
_SYMBOLS: Final = {
    "textless": "<",
    "textgreater": ">",
    "textasciitilde": "~",
    "textbar": "|",
    "-": "",
    "/": "",
    "S": "§",
    "|": "‖",
}

_MATH: Final = re.compile(r"(?<!\\)\$([^$]+)(?<!\\)\$|\\\((.{1,1000}?)\\\)|\\\[(.{1,1000}?)\\\]", re.DOTALL)
_BASE: Final = r"(?:\{([^{}]*)\}|(\d+|[*+]))"
# A pattern that begins with the sign itself is found many times faster than one that first looks at what stands before it.
_SUPERSCRIPT: Final = re.compile(rf"\^(?<!\\\^)(?:\s?{_BASE}|([∗⋆∘′]|(?:circ|st|nd|rd|th)\b))")
_SUBSCRIPT: Final = re.compile(r"_\{([^{}]*)\}")
_INDEX: Final = re.compile(r"(?<!\d)_(\d[\d.]*)")
_RAISED: Final = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_MARKS: Final = {"": "^", "∗": "*", "⋆": "*", "*": "*", "∘": "°", "circ": "°", "′": "'"} | {
    end: end for end in ("st", "nd", "rd", "th")
}
_WORD_GROUP: Final = re.compile(r"\{([\w.+<>=-]{1,40})\}")
_TIE: Final = re.compile(r"~(?:(?<=[^\s\d([=<>]~)(?=\S)|(?<=\d~)(?=[^\s\d]))")


def plain(text: str) -> str:
    r"""Replace LaTeX by the characters that it stands for.

    ``\textbf{x}`` becomes ``x``, ``$\alpha$`` ``α``, ``$F_1$`` ``F1``, ``\%`` ``%``, ``e.g.~10`` ``e.g. 10``. A raised number
    keeps its height (``AMD^2G`` becomes ``AMD²G``, ``10^6`` becomes ``10⁶``), for 10 to the 6th is not 106. A macro that nobody
    knows stands for its argument, without one for its name. Prices are no mathematics, and web addresses stay as they are.
    """
    urls: list[str] = []
    text = _URL.sub(lambda url: _mask(url[0], urls), text)
    text = _MATH.sub(_from_math, text) if "$" in text or "\\" in text else text
    text = _from_macros(text)
    text = _without_scripts(text)
    text = _WORD_GROUP.sub(r"\1", text)
    text = _TIE.sub(" ", text).replace("``", '"').replace("''", '"')
    return _MASKED.sub(lambda mask: urls[int(mask[1])] if int(mask[1]) < len(urls) else "", text)


def _mask(url: str, urls: list[str]) -> str:
    urls.append(url)
    return f"\ue000{len(urls) - 1}\ue001"


def _from_math(match: re.Match[str]) -> str:
    inner = match[1] or match[2] or match[3]
    if match[1] and not _is_math(inner, after=match.string[match.end() : match.end() + 1]):
        return match[0]
    inner = _without_scripts(_from_macros(inner).replace("~", " "))
    return _INDEX.sub(r"\1", inner).replace("{", "").replace("}", "")


def _is_math(inner: str, *, after: str) -> bool:
    """Tell mathematics from the text between two prices."""
    if re.search(r"[\\^_{]", inner):
        return inner[0].isspace() == inner[-1].isspace()
    if not re.search(r"[A-Za-z0-9]", inner):
        return bool(inner.strip())
    return inner == inner.strip() and not after.isdigit() and not re.search(r"[A-Za-z]{2}\s|\s[A-Za-z]{2}", inner)


def _from_macros(text: str) -> str:
    if "\\" not in text and "{" not in text:
        return text
    text = _UMLAUT.sub(r'\\"{\1}', text)
    text = _QUOTE.sub('"', text)
    text = _ACCENTED.sub(_accented, text)
    text = _UNICODE.sub(lambda match: chr(int(match[1], 16)), text)
    for _ in range(_DEPTH):
        before = text
        text = _without_scripts(text)
        for pattern, replacement in _RESOLVED if "{" in text else ():
            text = pattern.sub(replacement, text)
        if text == before:
            break
    text = _without_macros(text.replace("\\\\", " "))
    return _ESCAPED.sub(r"\1", text).replace("\\{", "{").replace("\\}", "}")


def _without_macros(text: str) -> str:
    return _MACRO.sub(lambda match: _symbol(match[1]), text)


def _accented(match: re.Match[str]) -> str:
    letter = match[3] or match[4]
    return unicodedata.normalize("NFC", letter + _ACCENTS[match[1] or match[2]])


def _symbol(name: str) -> str:
    if name in _SILENT:
        return ""
    if name in _SYMBOLS:
        return _SYMBOLS[name]
    known = getattr(_macro_table().get_macro_spec(name), "simplify_repl", None)
    if isinstance(known, str) and "%" not in known:
        return known
    return name if name.isalpha() else " "


@cache
def _macro_table() -> Any:
    """Return what pylatexenc knows of macros; its parser is left aside, for a remnant need not be valid LaTeX."""
    from pylatexenc.latex2text import get_default_latex_context_db

    return get_default_latex_context_db()


def _without_scripts(text: str) -> str:
    return _SUBSCRIPT.sub(_lowered, _SUPERSCRIPT.sub(_raised, text))


def _raised(match: re.Match[str]) -> str:
    content = _without_macros(match[1] or match[2] or match[3] or "").removeprefix("text ").strip()
    if content in _MARKS:
        return _MARKS[content]
    raised = content.translate(_RAISED)
    if not set(raised) & set(content):
        return raised
    return f"^{content}" if content.isalpha() else f"^({content})"


def _lowered(match: re.Match[str]) -> str:
    content = match[1].removeprefix("text ").strip()
    before = match.string[match.start() - 1 : match.start()]
    joined = re.fullmatch(r"[\d.]+", content) and not before.isdigit()
    return content if joined else f"_{content}"
