"""Links and HTML: where a program shows them, and where it shows their marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from icsgen.ics.components import Reading
from icsgen.ics.faults.rule import Found, Rule
from icsgen.ics.properties import shown, words

__all__ = ["LINKS"]

TAG = re.compile(
    r"</?(?:a|b|br|div|em|font|h[1-6]|html|i|li|ol|p|span|strong|table|td|tr|u|ul)\b[^<>]{0,300}>",
    re.IGNORECASE,
)
LINK = re.compile(r"\bhttps?:\\?/\\?/", re.IGNORECASE)


def _html(file: Reading) -> Iterator[Found]:
    for line in file.lines("VEVENT", "DESCRIPTION"):
        if "<" in line.value and (found := TAG.search(line.value)):
            yield line.number, f"the description has HTML ({shown(found[0])}), which is shown as it is"


def _html_only(file: Reading) -> Iterator[Found]:
    for event in file.all("VEVENT"):
        if (line := event.first("X-ALT-DESC")) and not event.first("DESCRIPTION"):
            yield line.number, "the description stands in X-ALT-DESC alone, which only Outlook reads"


def _link_as_place(file: Reading) -> Iterator[Found]:
    for line in file.lines("VEVENT", "LOCATION"):
        if LINK.search(line.value):
            yield line.number, "the place is a link; Google looks for it on a map"


def _link_alone(file: Reading) -> Iterator[Found]:
    for event in file.all("VEVENT"):
        if line := event.first("URL"):
            link = line.value.strip()
            if link and link not in words(event.value("DESCRIPTION")):
                yield line.number, "the link stands in URL alone, which Google and Outlook do not show"


LINKS = (
    Rule(
        "html-in-description",
        "warning",
        ("outlook", "apple", "thunderbird"),
        _html,
        "Write plain text.",
        "CLIENTS.md 29, 1c",
    ),
    Rule(
        "html-alone",
        "error",
        ("google", "apple", "thunderbird"),
        _html_only,
        "Add a DESCRIPTION with the same words.",
        "CLIENTS.md 30, 1c",
    ),
    Rule(
        "link-as-place",
        "warning",
        ("google",),
        _link_as_place,
        "Write the link into DESCRIPTION.",
        "CLIENTS.md 31, 1c",
    ),
    Rule(
        "link-alone",
        "warning",
        ("google", "outlook"),
        _link_alone,
        "Write the link into DESCRIPTION too.",
        "CLIENTS.md 31, 1c",
    ),
)
