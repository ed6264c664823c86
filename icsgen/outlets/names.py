"""Names of files that are safe on every system, in whatever script people write."""

from __future__ import annotations

import re

__all__ = ["shortened", "slug"]

BETWEEN_WORDS = re.compile(r"[\W_]+")


def slug(words: str) -> str:
    """The words in small letters with hyphens between them, and nothing that leads elsewhere."""
    return BETWEEN_WORDS.sub("-", words.casefold()).strip("-")


def shortened(words: str, octets: int) -> str:
    """What stands in so many octets of UTF-8: file systems take 255 for a name."""
    return words.encode(errors="ignore")[:octets].decode(errors="ignore")
