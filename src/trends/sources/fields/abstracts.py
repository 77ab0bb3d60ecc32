"""Abstracts without what databases and publishers put around them: headings and notices of copyright."""

import re
from typing import Final

from trends.sources.fields.clean import clean
from trends.sources.fields.rights import without_rights

_TAG: Final = r"</?[\w:]{1,20}>"
_HEADING_TAG: Final = r"(?:(?:jats:)?(?:title|bold)|b|strong|h\d)"
# Possessive, so that no run of spaces or tags is gone through twice.
_MARKED: Final = re.compile(rf"(?:\s|{_TAG})*+(?:abstract|summary)(?:[\s.:]*+</{_HEADING_TAG}>|[ \t.:]*+[\r\n])", re.IGNORECASE)
_OPENERS: Final = (
    "We|Our|This|These|The|In|Here|It|There|An?|Although|While|Recent|Recently|To|With|As|For|"
    "Aims?|Background|Context|Importance|Introduction|Motivation|Objectives?|Problem|Purpose|Rationale|Significance"
)
_HEADING: Final = re.compile(
    rf"(?:(?:Abstract|Summary|ABSTRACT|SUMMARY)(?: ?[.:—–] ?|-(?=[A-Z][a-z]* )|$)|(?:Abstract|Summary) (?=(?:{_OPENERS})\b)"
    r"|(?:ABSTRACT|SUMMARY) (?=[A-Z][a-z]|[AI] ))"
)
_SIGNS: Final = ("©", "(c)", "(C)", "opyright", "COPYRIGHT")


def read_abstract(text: str) -> str:
    """Return an abstract as clean text, without the heading *Abstract* or *Summary* and without notices of copyright.

    A heading is marked up as one, stands on a line of its own, ends with a sign, or has the first word of a sentence behind it:
    *Abstract Meaning Representation* is none.
    """
    if marked := _MARKED.match(text):
        text = text[marked.end() :]
    text = clean(text)
    if heading := _HEADING.match(text):
        text = text[heading.end() :]
    return without_rights(text) if any(sign in text for sign in _SIGNS) else text
