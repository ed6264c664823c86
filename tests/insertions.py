"""What an edit may do to a text."""

from __future__ import annotations


def only_adds(old: str, new: str) -> bool:
    """Whether a text is another one with something put in at one place."""
    more = len(new) - len(old)
    return more >= 0 and any(new[:at] + new[at + more :] == old for at in range(len(old) + 1))
