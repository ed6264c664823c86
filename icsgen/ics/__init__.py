"""Entries to the bytes of a calendar file that real calendar programs read."""

from icsgen.ics.uids import uid
from icsgen.ics.writer import render, revise, write
from icsgen.ics.zones import tzid, vtimezone

__all__ = ["render", "revise", "tzid", "uid", "vtimezone", "write"]
