"""Outlets: bytes to the world."""

from icsgen.outlets.files import write

__all__ = ["write"]
