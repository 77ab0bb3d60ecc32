"""Which records the user asked for, told while they are read."""

from collections.abc import Iterable

from trends.sources.fields.dates import Dated, coarsened
from trends.sources.settings import SourceSettings


def in_categories(categories: Iterable[str], *, settings: SourceSettings) -> bool:
    """Tell whether one of the categories is wanted: ``cs`` takes ``cs`` and all that begins with ``cs.``, whatever its case."""
    wanted = tuple(f"{category.casefold()}." for category in settings.categories)
    return not wanted or any(f"{category.casefold()}.".startswith(wanted) for category in categories)


def in_time(dated: Dated | None, *, settings: SourceSettings) -> bool:
    """Tell whether a date may lie in the time asked for: a month does where one of its days does, and no date always does."""
    if dated is None:
        return True
    if settings.until and dated.day >= settings.until:
        return False
    return not settings.since or dated.day >= coarsened(Dated(settings.since, "day"), dated.precision).day
