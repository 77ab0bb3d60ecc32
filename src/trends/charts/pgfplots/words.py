"""Words and colours as LaTeX writes them."""

import html
import re

from trends.charts.printing.colors import read_color

_TAG = re.compile(r"<(/?)([a-z]+)[^<>]*>")
_STYLES = {"b": r"\textbf{", "i": r"\textit{"}


def to_tex(markup: str) -> str:
    r"""Turn the markup of a figure's text into LaTeX that shows just this text; line breaks become ``\\``."""
    parts, at = [], 0
    for tag in _TAG.finditer(markup):
        parts += [escape_tex(html.unescape(markup[at : tag.start()])), _command(tag[2], ends=bool(tag[1]))]
        at = tag.end()
    return "".join([*parts, escape_tex(html.unescape(markup[at:]))])


def escape_tex(text: str) -> str:
    """Turn plain text into LaTeX that shows just this text."""
    from pylatexenc.latexencode import unicode_to_latex

    return str(unicode_to_latex(text, non_ascii_only=False, unknown_char_policy="replace"))


def comment(text: str) -> str:
    """Write a text as one comment line, which ends before it could hold a command."""
    return "% " + " ".join(text.split())


def paint(color: str, *, key: str) -> str:
    """Write a colour, and how far one sees through it, as options of a path: ``draw={rgb,255:…}, draw opacity=0.2``."""
    read = read_color(color)
    if read is None:
        return f"{key}=black"
    (red, green, blue), opacity = read
    solid = f"{key}={{rgb,255:red,{red};green,{green};blue,{blue}}}"
    return solid if opacity == 1 else f"{solid}, {key} opacity={opacity:g}"


def _command(tag: str, *, ends: bool) -> str:
    if tag == "br":
        return r"\\"
    if tag not in _STYLES:
        return ""
    return "}" if ends else _STYLES[tag]
