"""Outlets: bytes to the world."""

from icsgen.outlets.files import write
from icsgen.outlets.split import write_each

__all__ = ["write", "write_each"]
