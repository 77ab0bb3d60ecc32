"""How a figure is to look in print, as its user asks for it."""

from dataclasses import dataclass

from trends.charts.printing.palettes import PALETTES
from trends.charts.printing.spaces import Space, find_space
from trends.errors import ConfigError

_DPI = (72, 2400)


@dataclass(frozen=True)
class Look:
    """Size and colours of a figure in print.

    Attributes
    ----------
    width
        A name of `SPACES`, or millimetres, ``"120"``.
    height_mm
        Height in print; None takes the chart's own, cut to the page.
    dpi
        Dots per inch of a ``.png``, 72 to 2400.
    palette
        A name of `PALETTES`.

    Raises
    ------
    ConfigError
        Where one of them is not allowed.
    """

    width: str = "a4"
    height_mm: float | None = None
    dpi: int = 300
    palette: str = "default"

    def __post_init__(self) -> None:
        """Check the rules."""
        find_space(self.width)
        if self.height_mm is not None and not 20 <= self.height_mm <= 1000:
            raise ConfigError(f"height_mm is {self.height_mm:g}, it must be from 20 to 1000")
        if not _DPI[0] <= self.dpi <= _DPI[1]:
            raise ConfigError(f"dpi is {self.dpi}, it must be from {_DPI[0]} to {_DPI[1]}")
        if self.palette not in PALETTES:
            raise ConfigError(f"palette is {self.palette!r}, it must be one of {', '.join(PALETTES)}")

    @property
    def space(self) -> Space:
        """The room that `width` stands for."""
        return find_space(self.width)
