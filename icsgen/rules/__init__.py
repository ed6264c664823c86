"""Rules: interviews to milestones, counted in the working days of both sides."""

from icsgen.rules.ladders import milestones
from icsgen.rules.milestones import KEYS
from icsgen.rules.regions import countries_of_zone

__all__ = ["KEYS", "countries_of_zone", "milestones"]
