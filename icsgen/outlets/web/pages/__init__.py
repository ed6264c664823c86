"""The pages: a person's, with their ladder and messages, and the one to start from. They load nothing from
elsewhere, and all of it works without JavaScript."""

from icsgen.outlets.web.pages.facts import fact_log
from icsgen.outlets.web.pages.person import person_pages
from icsgen.outlets.web.pages.sites import Site
from icsgen.outlets.web.pages.start import start_pages

__all__ = ["Site", "fact_log", "person_pages", "start_pages"]
