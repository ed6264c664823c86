"""Rules: interviews to milestones, counted in the working days of both sides."""

from icsgen.rules.ladders import milestones
from icsgen.rules.milestones import KEYS

__all__ = ["KEYS", "milestones"]
