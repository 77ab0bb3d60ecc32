"""The one table of services."""

from typing import Any, Final

from trends.errors import SourceError
from trends.sources.services.acl_anthology import ACL_ANTHOLOGY
from trends.sources.services.arxiv import ARXIV
from trends.sources.services.arxiv_bulk import ARXIV_BULK
from trends.sources.services.crossref import CROSSREF_WORKS
from trends.sources.services.hf_daily import HF_DAILY_PAPERS
from trends.sources.services.openalex import OPENALEX_WORKS
from trends.sources.services.openreview import OPENREVIEW_SUBMISSIONS
from trends.sources.services.semantic_scholar import SEMANTIC_SCHOLAR_PAPERS
from trends.sources.services.service import Query, Service

SERVICES: Final[tuple[Service[Any], ...]] = (
    ARXIV,
    ARXIV_BULK,
    ACL_ANTHOLOGY,
    OPENALEX_WORKS,
    HF_DAILY_PAPERS,
    SEMANTIC_SCHOLAR_PAPERS,
    CROSSREF_WORKS,
    OPENREVIEW_SUBMISSIONS,
)


def find_service(query: Query) -> Service[Any]:
    """Return the service that a query is made for.

    Raises
    ------
    SourceError
        Where there is none.
    """
    for service in SERVICES:
        if isinstance(query, service.query):
            return service
    raise SourceError(f"{type(query).__name__} is a query of no service, the services are {', '.join(s.name for s in SERVICES)}")
