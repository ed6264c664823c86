"""Small pieces of text of any language: names, mailboxes, numbers, lines cut to fit."""

from __future__ import annotations

import re

__all__ = [
    "cut",
    "dealt",
    "mailbox",
    "one_line",
    "stop",
]

MAILBOX_SPECIALS = re.compile(r'[][\\()<>@,:;".]')  # RFC 5322, 3.2.3


def one_line(text: str | None) -> str:
    """The text on one line: nothing but spaces between its words, so that no value can break one."""
    if not text:
        return ""
    return text if text.isprintable() else " ".join(text.split())


def stop(text: str) -> str:
    """The text with a full stop, unless it has one: ``Acme, Inc.`` keeps its own."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def cut(text: str, room: int) -> str:
    """The text's first words, with an ellipsis, in so many characters."""
    if len(text) <= room:
        return text
    head, space, _ = text[:room].rpartition(" ")
    return (head if space else text[: room - 1]).rstrip(" ,;:/&(-–") + "…"


def mailbox(name: str, email: str | None) -> str:
    """``Name <address>``, quoted where RFC 5322 asks for it, or the name alone."""
    if not email:
        return name
    if MAILBOX_SPECIALS.search(name):
        name = '"' + re.sub(r'([\\"])', r"\\\1", name) + '"'
    return f"{name} <{email}>"


def dealt(n: int, count: int, slot: int) -> int:
    """Which of so many lines person n gets in a slot, so that two people on one panel get different notes.

    Person n of the first V (the number of lines) gets line n in every slot, hence a note written as a
    whole; the later ones get mixtures. For a prime V any two of the first V * V people share at most one
    in V neighbouring slots.
    """
    return (n + n // count * slot) % count
