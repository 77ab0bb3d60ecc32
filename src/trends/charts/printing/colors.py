"""Colours as a figure writes them, and how light they are."""

import re
from typing import Final

_HEX: Final = re.compile(r"#([0-9A-Fa-f]{6})")
_RGB: Final = re.compile(r"rgba?\((\d+), *(\d+), *(\d+)(?:, *([\d.]+))?\)")

Rgb = tuple[int, int, int]


def read_color(text: str) -> tuple[Rgb, float] | None:
    """Return red, green and blue (0 to 255) and opacity (0 to 1) of ``#0072B2`` or ``rgba(0,114,178,0.2)``, else None."""
    if found := _HEX.fullmatch(text):
        red, green, blue = bytes.fromhex(found[1])
        return (red, green, blue), 1.0
    if found := _RGB.fullmatch(text):
        return (int(found[1]), int(found[2]), int(found[3])), float(found[4] or 1)
    return None


def write_color(rgb: Rgb, opacity: float) -> str:
    """Write a colour as ``#0072B2``, or as ``rgba(0,114,178,0.2)`` where one sees through it."""
    red, green, blue = rgb
    return f"#{red:02X}{green:02X}{blue:02X}" if opacity == 1 else f"rgba({red},{green},{blue},{opacity:g})"


def lightness(rgb: Rgb) -> float:
    """Return how light a colour looks, CIE L*: 0 is black, 100 white.

    Notes
    -----
    CIE 15:2004, equation 8.3, of the relative luminance of sRGB (IEC 61966-2-1).
    """
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (value / 255 for value in rgb)]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return float(116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance)


def to_gray(rgb: Rgb) -> Rgb:
    """Return the gray that is as light."""
    target = lightness(rgb)
    level = min(range(256), key=lambda gray: abs(lightness((gray, gray, gray)) - target))
    return level, level, level
