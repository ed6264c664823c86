"""Outlets: bytes to the world."""

from icsgen.outlets.files import write, write_all

__all__ = ["write", "write_all"]
