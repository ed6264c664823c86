"""Plain text of an HTML one, links included; every step takes time that grows with the text alone."""

from __future__ import annotations

import html
import re

__all__ = ["is_html", "plain"]

LONGEST = 200_000  # characters that are read
TAG = re.compile(r"(<[^<>]*>)")
NAME = re.compile(r"<\s*(/?)\s*([a-zA-Z][a-zA-Z0-9]*)")
HREF = re.compile(r"""\bhref\s*=\s*["']?(https?://[^\s"'<>]+)""", re.IGNORECASE)
LOOKS = re.compile(
    r"<\s*/?\s*(?:br|p|a|div|span|b|i|u|ul|ol|li|html|body|table|strong|em)\b[^<>]*>", re.IGNORECASE
)
BREAKS = frozenset(
    {"br", "p", "div", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "hr", "blockquote"}
)
HIDDEN = frozenset({"style", "script", "head", "title"})


def is_html(text: str) -> bool:
    """Whether a text is marked up, whatever it is called: Google writes tags into a DESCRIPTION."""
    return bool(LOOKS.search(text[:LONGEST]))


def plain(text: str) -> str:
    """The words, a line for each line that is shown, and the address of each link behind it."""
    words: list[str] = []
    hidden = ""
    for piece in TAG.split(text[:LONGEST]):
        tag = NAME.match(piece)
        if not tag:
            words += [] if hidden or piece.startswith("<!") else [html.unescape(piece)]
            continue
        closes, name = bool(tag[1]), tag[2].casefold()
        if hidden:
            hidden = "" if closes and name == hidden else hidden
        elif name in HIDDEN and not closes:
            hidden = name
        elif name in BREAKS:
            words.append("\n")
        elif name == "a" and (link := HREF.search(piece)):
            words.append(f" {html.unescape(link[1])} ")
    lines = (" ".join(line.split()) for line in "".join(words).splitlines())
    return "\n".join(line for line in lines if line)
