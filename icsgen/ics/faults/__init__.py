"""What can be wrong with a calendar file: rules in tables, a room for each subject."""

from icsgen.ics.faults.alarms import ALARMS
from icsgen.ics.faults.feeds import FEEDS
from icsgen.ics.faults.hours import HOURS
from icsgen.ics.faults.identity import IDENTITY
from icsgen.ics.faults.links import LINKS
from icsgen.ics.faults.octets import OCTETS
from icsgen.ics.faults.recurrence import RECURRENCE
from icsgen.ics.faults.rule import CLIENTS, EVERY, Client, Found, Rule, Severity
from icsgen.ics.faults.shape import SHAPE
from icsgen.ics.faults.spans import SPANS
from icsgen.ics.faults.text import TEXT
from icsgen.ics.faults.times import TIMES
from icsgen.ics.faults.zones import ZONES

__all__ = ["CLIENTS", "EVERY", "RULES", "Client", "Found", "Rule", "Severity"]

RULES: tuple[Rule, ...] = (
    *OCTETS,
    *SHAPE,
    *IDENTITY,
    *TIMES,
    *SPANS,
    *ZONES,
    *HOURS,
    *RECURRENCE,
    *ALARMS,
    *TEXT,
    *LINKS,
    *FEEDS,
)
"""All of them."""
