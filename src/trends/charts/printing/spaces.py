"""The room that a figure has in print: columns of journals and conferences, a page, a slide."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from trends.charts.style import PHONE_WIDTH, SMALL_SIZE
from trends.errors import ConfigError

PIXELS_PER_MM: Final = 96 / 25.4
_POINTS_PER_PIXEL: Final = 0.75
_NARROWEST_MM, _WIDEST_MM = 40.0, 600.0


@dataclass(frozen=True)
class Space:
    """The room for a figure.

    Attributes
    ----------
    width_mm
        Width in print.
    most_mm
        Greatest height in print; a caption still needs room below.
    text_pt
        Size of the smallest text, in points.
    titled
        Whether the figure carries its title; in a paper the caption does.
    """

    width_mm: float
    most_mm: float
    text_pt: float = 7.0
    titled: bool = False

    @property
    def zoom(self) -> float:
        """How much smaller (below 1) or larger the figure prints than it shows on a screen."""
        return self.text_pt / (SMALL_SIZE * _POINTS_PER_PIXEL)

    @property
    def width(self) -> int:
        """Width in pixels before the zoom."""
        return self.pixels(self.width_mm)

    @property
    def is_narrow(self) -> bool:
        """Whether figures take the form that they have on a phone."""
        return self.width < PHONE_WIDTH

    def pixels(self, length_mm: float) -> int:
        """Turn a length in print into pixels before the zoom."""
        return round(length_mm * PIXELS_PER_MM / self.zoom)

    def millimetres(self, pixels: float) -> float:
        """Turn pixels before the zoom into a length in print."""
        return pixels * self.zoom / PIXELS_PER_MM


# IEEE "Preparing your graphics": columns of 3.5 and 7.16 in, at most 8.5 in high. ACM acmart, sigconf: \columnwidth 241.15 pt,
# \textwidth 506.3 pt. Nature "Guide to preparing final artwork": 89 and 183 mm, at most 247 mm, sans-serif of 5 to 7 pt. NeurIPS
# style: text of 5.5 × 9 in. ACL style: columns of 77 × 247 mm, 6 mm apart. A4: margins of 25 mm. Slide: 13.33 × 7.5 in (16:9).
SPACES: Final[Mapping[str, Space]] = MappingProxyType(
    {
        "ieee-single": Space(88.9, 216),
        "ieee-double": Space(181.9, 216),
        "acm-single": Space(84.7, 220),
        "acm-double": Space(177.9, 220),
        "nature-single": Space(89, 225),
        "nature-double": Space(183, 225),
        "acl-single": Space(77, 225),
        "acl-double": Space(160, 225),
        "neurips": Space(139.7, 210),
        "a4": Space(160, 225),
        "slide": Space(338.7, 190.5, text_pt=13, titled=True),
    }
)


def find_space(width: str) -> Space:
    """Return the room that a name of `SPACES` or a number of millimetres stands for.

    Raises
    ------
    ConfigError
        Where it is neither, or the number is not from 40 to 600.
    """
    if width in SPACES:
        return SPACES[width]
    try:
        width_mm = float(width.removesuffix("mm"))
    except ValueError:
        raise ConfigError(f"width is {width!r}, it must be millimetres or one of {', '.join(SPACES)}") from None
    if not _NARROWEST_MM <= width_mm <= _WIDEST_MM:
        raise ConfigError(f"width is {width_mm:g} mm, it must be from {_NARROWEST_MM:g} to {_WIDEST_MM:g}")
    return Space(width_mm, SPACES["a4"].most_mm)
