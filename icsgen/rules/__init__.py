"""Rules: interviews to milestones, counted in the working days of both sides."""

from icsgen.rules.ladders import both_sides, milestones
from icsgen.rules.milestones import KEYS
from icsgen.rules.regions import countries_of_zone

__all__ = ["KEYS", "both_sides", "countries_of_zone", "milestones"]
