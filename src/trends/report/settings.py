"""What a user may set of the report."""

from pydantic import BaseModel, ConfigDict


class ReportSettings(BaseModel):
    """Choose what the report shows.

    Attributes
    ----------
    title
        Heading of the page; None takes one that counts the papers.
    papers
        Whether titles and abstracts stand in the page; switch them off where a licence forbids to share them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str | None = None
    papers: bool = True
