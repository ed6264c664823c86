"""Octets and physical lines: how the file is encoded, broken into lines and folded."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from icsgen.ics.components import Reading
from icsgen.ics.faults.rule import Found, Rule

__all__ = ["OCTETS"]

LONGEST = 75  # octets of a line without its end
CONTROL = re.compile(rb"[\0-\x08\x0b\x0c\x0e-\x1f\x7f]")
LIMIT, NEAR = 2**20, 900_000
CONTINUED = range(0x80, 0xC0)  # octets within a character of UTF-8


def _empty(file: Reading) -> Iterator[Found]:
    if not file.data.strip(b" \t\r\n\0"):
        yield 1, "the file is empty; Thunderbird would take every event off a calendar that subscribes to it"


def _not_utf8(file: Reading) -> Iterator[Found]:
    if file.data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield 1, "the file is in UTF-16"
        return
    for stray in file.strays:
        if stray.kind == "garbled":
            yield stray.number, "the line is not in UTF-8; its letters are garbled, or the file is refused"


def _is_cut(line: bytes) -> bool:
    """Whether a line goes on within a character."""
    return line[:1] in (b" ", b"\t") and len(line) > 1 and line[1] in CONTINUED


def _byte_order_mark(file: Reading) -> Iterator[Found]:
    if file.data.startswith(codecs.BOM_UTF8):
        yield 1, "the file begins with an invisible byte order mark; many programs refuse it"


def _bare_line_feed(file: Reading) -> Iterator[Found]:
    bare = [
        number
        for number, line in enumerate(file.physical, start=1)
        if line.endswith(b"\n") and not line.endswith(b"\r\n")
    ]
    if bare:
        yield bare[0], f"{_lines(len(bare))} in a line feed alone, not in CR and LF"


def _bare_carriage_return(file: Reading) -> Iterator[Found]:
    bare = [number for number, line in enumerate(file.physical, start=1) if line.endswith(b"\r")]
    if bare:
        yield bare[0], f"{_lines(len(bare))} in a carriage return alone, which to most programs is no end"


def _lines(count: int) -> str:
    return "a line ends" if count == 1 else f"{count:,} lines end"


def _line_too_long(file: Reading) -> Iterator[Found]:
    for number, line in enumerate(file.physical, start=1):
        if len(line) > LONGEST and (length := len(line.rstrip(b"\r\n"))) > LONGEST:
            yield number, f"the line has {length:,} octets; a line of more than {LONGEST} is to be folded"


def _character_cut(file: Reading) -> Iterator[Found]:
    for number, line in enumerate(file.physical[1:], start=1):
        if _is_cut(line):
            yield number, "the line is folded within a character; Thunderbird garbles the whole file"


def _no_final_line_end(file: Reading) -> Iterator[Found]:
    if file.whole and file.physical and not file.physical[-1].endswith((b"\n", b"\r")):
        yield len(file.physical), "the last line has no end; a reader may take the file for cut short"


def _control_character(file: Reading) -> Iterator[Found]:
    for number, line in enumerate(file.physical, start=1):
        if found := CONTROL.search(line):
            yield number, f"the line has a control character (hex {found[0].hex()})"


def _line_separator(file: Reading) -> Iterator[Found]:
    for number, line in enumerate(file.physical, start=1):
        if b"\xe2\x80" in line and (b"\xe2\x80\xa8" in line or b"\xe2\x80\xa9" in line):
            yield number, "the line has an invisible line break (U+2028/9); node-ical loses it"


def _over_the_limit(file: Reading) -> Iterator[Found]:
    if len(file.data) > LIMIT:
        yield 1, "the file is larger than 1 MB; Google refuses it, as an import and as a subscription"


def _near_the_limit(file: Reading) -> Iterator[Found]:
    if NEAR < len(file.data) <= LIMIT:
        yield 1, f"the file has {len(file.data):,} bytes; Google refuses more than 1 MB"


OCTETS = (
    Rule(
        "empty-file",
        "error",
        ("rfc", "thunderbird"),
        _empty,
        "Export the calendar again.",
        "RFC 5545, 3.4; CLIENTS.md 36",
    ),
    Rule("not-utf-8", "error", ("rfc",), _not_utf8, "Save the file as UTF-8.", "RFC 5545, 3.1.4"),
    Rule(
        "byte-order-mark",
        "error",
        ("rfc", "others"),
        _byte_order_mark,
        "Save the file as UTF-8 without a byte order mark (BOM).",
        "RFC 5545, 3.1; CLIENTS.md 47",
    ),
    Rule(
        "bare-line-feed",
        "warning",
        ("rfc",),
        _bare_line_feed,
        "Save the file with Windows line ends (CRLF).",
        "RFC 5545, 3.1; CLIENTS.md 5",
    ),
    Rule(
        "bare-carriage-return",
        "error",
        ("rfc",),
        _bare_carriage_return,
        "Save the file with Windows line ends (CRLF).",
        "RFC 5545, 3.1; CLIENTS.md 5",
    ),
    Rule(
        "line-too-long",
        "warning",
        ("rfc",),
        _line_too_long,
        "Break the line after 75 octets, and begin the next with a space.",
        "RFC 5545, 3.1; CLIENTS.md 5",
    ),
    Rule(
        "character-cut",
        "error",
        ("thunderbird", "others"),
        _character_cut,
        "Move the line break to before or after the character.",
        "RFC 5545, 3.1; CLIENTS.md 5, 47",
    ),
    Rule(
        "no-final-line-end",
        "warning",
        ("rfc",),
        _no_final_line_end,
        "End the last line with a line break.",
        "RFC 5545, 3.4; CLIENTS.md 5",
    ),
    Rule(
        "control-character",
        "error",
        ("rfc",),
        _control_character,
        "Delete the character.",
        "RFC 5545, 3.1 (CONTROL); CLIENTS.md 5",
    ),
    Rule(
        "line-separator",
        "warning",
        ("others",),
        _line_separator,
        r"Write \n in its place.",
        "CLIENTS.md 47",
    ),
    Rule(
        "file-too-large",
        "error",
        ("google",),
        _over_the_limit,
        "Split the calendar into several files.",
        "CLIENTS.md 8, 1d",
    ),
    Rule(
        "file-nearly-too-large",
        "warning",
        ("google",),
        _near_the_limit,
        "Split the calendar into several files before it grows.",
        "CLIENTS.md 8",
    ),
)
