"""Outside → Corpus: files in any format that papers come in, read, cleaned and counted."""

from trends.sources.dedupe import list_merged
from trends.sources.format import Format
from trends.sources.formats import FORMATS
from trends.sources.read import read
from trends.sources.resolve import fingerprint, resolve
from trends.sources.settings import SourceSettings
from trends.sources.source import Source

__all__ = ["FORMATS", "Format", "Source", "SourceSettings", "fingerprint", "list_merged", "read", "resolve"]
