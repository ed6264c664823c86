"""Details: the text people write, to a job search, with every fault at its place."""

from icsgen.details.documents import read
from icsgen.details.job_searches import job_search, load, loaded
from icsgen.details.sources import Document, Tree
from icsgen.details.yaml_documents import to_yaml

__all__ = ["Document", "Tree", "job_search", "load", "loaded", "read", "to_yaml"]
