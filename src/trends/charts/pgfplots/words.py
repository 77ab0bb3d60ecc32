"""Words and colours as LaTeX writes them."""

import html
import re

from trends.charts.printing.colors import read_color

_TAG = re.compile(r"<(/?)([a-z]+)[^<>]*>")
_STYLES = {"b": r"\textbf{", "i": r"\textit{"}


def to_tex(markup: str) -> str:
    r"""Turn the markup of a figure's text into LaTeX that shows just this text.

    A line break becomes ``\\``, which LaTeX takes in no group: what is bold or italic ends before it and begins anew behind it.
    """
    parts: list[str] = []
    styles: list[str] = []
    at = 0
    for tag in _TAG.finditer(markup):
        parts.append(escape_tex(html.unescape(markup[at : tag.start()])))
        at, name = tag.end(), tag[2]
        if name == "br":
            parts.append("}" * len(styles) + r"\\" + "".join(styles))
        elif name in _STYLES and tag[1]:
            parts.append("}" if styles else "")
            styles = styles[:-1]
        elif name in _STYLES:
            parts.append(_STYLES[name])
            styles.append(_STYLES[name])
    return "".join([*parts, escape_tex(html.unescape(markup[at:])), "}" * len(styles)])


def escape_tex(text: str) -> str:
    """Turn plain text into LaTeX that shows just this text; a bracket behind a line break would be read as its length."""
    from pylatexenc.latexencode import unicode_to_latex

    return (
        str(unicode_to_latex(text, non_ascii_only=False, unknown_char_policy="replace")).replace("[", "{[}").replace("]", "{]}")
    )


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
    part = "" if key == "color" else f"{key} "  # of lines and areas together
    return solid if opacity == 1 else f"{solid}, {part}opacity={opacity:g}"
