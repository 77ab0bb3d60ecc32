"""An audit in plain sentences, under headings, for a terminal or a page."""

from typing import Final

from trends.data.audit import Audit

_HEADINGS: Final = (("serious", "What bends curves"), ("note", "What to know"))


def tell(audit: Audit) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return headings with their sentences: what was found, and behind it what it does and what to do, empty for advice."""
    parts = []
    for level, heading in _HEADINGS:
        rows = audit.findings.filter(level=level).select("sentence", "effect", "remedy").iter_rows()
        parts.append((heading, [(sentence, f"{effect} {remedy}") for sentence, effect, remedy in rows]))
    if audit.findings.is_empty():
        parts.append(("What was looked for", [("No fault was found.", "")]))
    parts.append(("What to count", [(reason, "") for reason in audit.advice.reasons]))
    return [(heading, sentences) for heading, sentences in parts if sentences]
