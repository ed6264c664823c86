"""Details: the text people write, to a job search, with every fault at its place."""

from icsgen.details.documents import Document, read
from icsgen.details.job_searches import job_search, load

__all__ = ["Document", "job_search", "load", "read"]
