"""The rules for calendars: each has a broken file that breaks it and no other; our own files break none."""

from __future__ import annotations

import io
import json
import re
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from test_check import WHOLE, run
from test_writer import NASTY, entry_at, written

from icsgen.ics import check as checks
from icsgen.ics import components
from icsgen.ics.check import check
from icsgen.ics.components import reading
from icsgen.ics.faults import CLIENTS, RULES, Client, Rule

TESTS = Path(__file__).parent
GOLDEN = sorted((TESTS / "golden").glob("*.ics"))
BROKEN = {file.stem: file.read_bytes() for file in sorted((TESTS / "calendars").glob("*.ics"))}
CLEAN = (TESTS / "golden" / "minimal.ics").read_bytes()

MANY = (TESTS / "golden" / "job-search.ics").read_bytes().replace(b"SUMMARY:", b"Summary:")
COUNT = MANY.count(b"Summary:")


def padded(size: int) -> bytes:
    """A clean calendar of that many bytes at least."""
    line = b"X-PADDING:" + b"." * 60 + b"\r\n"
    return CLEAN.replace(b"BEGIN:VTIMEZONE", line * (size // len(line)) + b"BEGIN:VTIMEZONE", 1)


LARGE = {"file-too-large": padded(2**20), "file-nearly-too-large": padded(900_000)}
"""Broken files that are too large to keep."""
FILES = BROKEN | LARGE


def found(data: bytes, *clients: Client) -> list[str]:
    return [finding.rule.name for finding in check(reading(data), clients or tuple(CLIENTS)).findings]


@pytest.mark.parametrize("name", FILES)
def test_a_broken_file_has_one_fault(name: str) -> None:
    """The one that it is named for, at a line of it."""
    report = check(reading(FILES[name]))
    (finding,) = report.findings

    assert finding.rule.name == name
    assert 1 <= finding.line <= max(FILES[name].count(b"\r\n"), 1) + 1
    assert report.counts == {finding.rule.severity: 1}


def test_every_rule_has_a_file_and_every_file_a_rule() -> None:
    """And no two rules have a name."""
    assert sorted(rule.name for rule in RULES) == sorted(FILES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_says_whom_it_concerns_what_to_do_and_where_it_is_from(rule: Rule) -> None:
    """In one short sentence; what comes from the RFC alone is said to."""
    assert rule.clients
    assert set(rule.clients) <= CLIENTS.keys()
    assert re.fullmatch(r"[A-Z][^.]*(?:\.\d[^.]*)*\.", rule.cure), rule.cure
    assert len(rule.cure) <= 110
    assert re.search(r"RFC \d{4}, |CLIENTS\.md \d", rule.source)
    assert ("rfc" in rule.clients) <= ("RFC" in rule.source)


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.stem)
def test_ours_have_none(file: Path) -> None:
    """Not even a notice."""
    assert found(file.read_bytes()) == []


@pytest.mark.parametrize("words", NASTY)
def test_no_words_break_ours(words: str) -> None:
    """Whatever stands in a title, a name or a description: no program refuses or loses it."""
    entry = entry_at(title=f"Interview {words}", description=f"Ask {words} when.", location=f"Hall {words}")
    report = check(reading(written(entry)))

    assert report.counts.get("error", 0) == 0, report.findings


def test_only_the_clients_that_are_asked_for() -> None:
    """What breaks the RFC counts for all."""
    assert found(BROKEN["more-dates"], "outlook", "apple") == ["more-dates"]
    assert found(BROKEN["more-dates"], "google", "apple") == []
    assert found(BROKEN["no-uid"], "google") == ["no-uid"]


def test_the_line_is_the_one_that_is_wrong() -> None:
    """As an editor counts them, folds and all."""
    lines = BROKEN["floating-time"].split(b"\r\n")
    (finding,) = check(reading(BROKEN["floating-time"])).findings

    assert lines[finding.line - 1].startswith(b"DTSTART")


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("bare-comma", (b"pen, and", rb"pen\, and")),
        ("until-form", (b"UNTIL=20261201", b"UNTIL=20261201T133000Z")),
        ("start-outside-rule", (b"BYDAY=MO", b"BYDAY=TU")),
        ("rule-beyond-outlook", (b"FREQ=YEARLY;BYWEEKNO=47", b"FREQ=MONTHLY;BYDAY=TU;BYSETPOS=3")),
        ("rule-beyond-outlook", (b"FREQ=YEARLY;BYWEEKNO=47", b"FREQ=MONTHLY;BYDAY=3TU")),
        ("rule-beyond-outlook", (b"FREQ=YEARLY;BYWEEKNO=47", b"FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=17")),
        ("rule-beyond-outlook", (b"FREQ=YEARLY;BYWEEKNO=47", b"FREQ=MONTHLY;BYMONTHDAY=-14")),
        ("duplicate-uid", (b"UID:1@", b"UID:2@")),
        ("trigger-malformed", (b"-P1H", b"-PT1H")),
        ("zone-disagrees", (b"BYMONTH=12", b"BYMONTH=10")),
        ("link-alone", (b"a pen.", b"a pen. https://meet.example/acme")),
        ("refresh-interval-form", (b"L:VALUE=DURATION:", b"L;VALUE=DURATION:")),
        ("late-zone", (b"BEGIN:VTIMEZONE", b"BEGIN:X-ZONE")),
        ("sequence-a-stamp", (b"SEQUENCE:1793534400", b"SEQUENCE:3")),
        ("day-without-length", (b"DTEND;VALUE=DATE:20261117", b"DTEND;VALUE=DATE:20261118")),
        ("html-in-description", (b"<b>blue</b> pen.<br>", b"pen (2 < 3 > 1, <ana@example.org>)")),
    ],
)
def test_what_is_mended_is_found_no_more(name: str, cure: tuple[bytes, bytes]) -> None:
    """The rule lets go."""
    once = BROKEN[name].replace(*cure, 1)

    assert once != BROKEN[name]
    assert name not in found(once)


@pytest.mark.parametrize(
    ("rule", "shifts"),
    [
        (b"FREQ=WEEKLY;BYDAY=TU", True),
        (b"FREQ=WEEKLY;UNTIL=20270901T133000Z", True),
        (b"FREQ=DAILY;COUNT=365", True),
        (b"FREQ=MONTHLY;BYDAY=3TU", True),
        (b"FREQ=WEEKLY;UNTIL=20270201T133000Z", False),
        (b"FREQ=DAILY;COUNT=9", False),
        (b"FREQ=WEEKLY;BYDAY=TU,TH;COUNT=50", False),  # until May
        (b"FREQ=MONTHLY;BYMONTH=1,11", False),
        (b"FREQ=YEARLY", False),
        (b"FREQ=SECONDLY", False),
        (b"FREQ=DAILY;UNTIL=tomorrow", False),
    ],
)
def test_an_event_that_recurs_into_summer_is_looked_at_there(rule: bytes, shifts: bool) -> None:
    """An event of winter that recurs shifts in summer."""
    without_summer = re.sub(rb"BEGIN:DAYLIGHT.*END:DAYLIGHT\r\n", b"", BROKEN["until-form"], flags=re.DOTALL)

    assert ("zone-disagrees" in found(re.sub(rb"FREQ=WEEKLY[^\r]*", rule, without_summer))) is shifts
    assert "zone-disagrees" not in found(re.sub(rb"RRULE:FREQ=WEEKLY.*?\r\n", b"", without_summer))


MARKS = [b"", b"\r\n", b"\n", b"\0", b"\xff", b":", b";", b'"', b",", b"\\", b" ", b"=", b"9" * 30]
LINES = [
    b"BEGIN:VEVENT",
    b"END:VEVENT",
    b"BEGIN:VALARM",
    b"RRULE:FREQ=YEARLY;BYDAY=-9SU",
    b"EXDATE:,",
    b"DTEND:",
]
OCTETS = st.sampled_from([*MARKS, *(b"\r\n%b\r\n" % line for line in LINES)]) | st.binary(max_size=8)
CHANGES = st.lists(st.tuples(st.integers(0, len(CLEAN)), st.integers(0, 40), OCTETS), max_size=8)


@pytest.mark.parametrize("day", [b"00010101", b"00010102", b"15821004", b"99991230", b"99991231"])
@pytest.mark.parametrize(
    "name", ["until-form", "zone-disagrees", "other-exception", "skipped-time", "zone-of-dates"]
)
def test_the_ends_of_time(name: str, day: bytes) -> None:
    """Are times like others: nothing is added to them."""
    for old in set(re.findall(rb"(?<=:)\d{8}(?=T|\r)", BROKEN[name])):
        data = BROKEN[name].replace(old, day)
        rules = [
            b"",
            b"RRULE:FREQ=MONTHLY;BYDAY=-1FR;BYMONTHDAY=-1\r\n",
            b"RRULE:FREQ=DAILY;UNTIL=%b\r\n" % day,
        ]
        assert all(isinstance(found(data.replace(b"SUMMARY", rule + b"SUMMARY")), list) for rule in rules)


@given(CHANGES)
def test_mutations_of_ours(changes: list[tuple[int, int, bytes]]) -> None:
    """A calendar that was damaged anywhere is looked at to its end; findings are at lines of it, in order."""
    data = CLEAN
    for at, length, octets in changes:
        data = data[:at] + octets + data[at + length :]
    file = reading(data)
    lines = [finding.line for finding in check(file).findings]

    assert lines == sorted(lines)
    assert all(1 <= line <= max(len(file.physical), 1) for line in lines)


def hostile() -> Iterator[tuple[str, bytes]]:
    """What is made to be slow or large, some megabytes each."""
    begin, head = b"BEGIN:VCALENDAR\r\n", CLEAN[: CLEAN.index(b"BEGIN:VEVENT")]
    yield "one line", begin + b"X:" + b'a,;\\"' * 1_000_000
    yield "quotes", begin + b"X" + b';a="b"' * 500_000
    yield "marks", head + b"BEGIN:VEVENT\r\nDESCRIPTION:" + b"\\\\" * 500_000 + b"<a <b\\," * 300_000
    yield "dates", head + b"BEGIN:VEVENT\r\nDTSTART:20260101T000000Z\r\nEXDATE:" + b"20260101," * 200_000
    yield "weekdays", head + b"BEGIN:VEVENT\r\nDTSTART:20260101\r\nRRULE:FREQ=DAILY;BYDAY=" + b"MO," * 500_000
    yield (
        "digits",
        head + b"BEGIN:VEVENT\r\nSEQUENCE:" + b"9" * 2_000_000 + b"\r\nDURATION:P" + b"9" * 2_000_000,
    )
    yield "nested", begin + b"BEGIN:VEVENT\r\n" * 10_000
    yield "deep", begin + b"BEGIN:X-A\r\n" * 50_000 + b"END:X-A\r\n" * 50_000
    yield "nothing", b"\0" * 3_000_000
    yield "breaks", b"\n" * 300_000
    yield "folds", begin + b"X:" + b"a\r\n " * 200_000


@pytest.mark.parametrize("data", [pytest.param(data, id=name) for name, data in hostile()])
def test_what_is_made_to_be_slow_is_not(data: bytes) -> None:
    """All of it has to be looked at once; nothing is looked at for each other thing."""
    begun = time.process_time()
    report = check(reading(data))

    assert report.counts["error"]
    assert time.process_time() - begun < 10


def test_many_of_a_kind_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first are told."""
    monkeypatch.setattr(checks, "MOST_FINDINGS", 10)
    report = check(reading(MANY))

    assert len(report.findings) == 10
    assert report.more == {"small-letters-in-name": COUNT - 10}
    assert report.counts == {"warning": COUNT}


@pytest.mark.parametrize("name", ["bare-comma", "line-too-long", "no-zone", "alarm-lost-by-google", "task"])
def test_what_another_reader_takes_is_no_unreadable_file(name: str) -> None:
    """Findings are not what icalendar stumbles over: it is strict elsewhere, and says no line."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert Calendar.from_ical(BROKEN[name])


# --- the command


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ICSGEN_NOW", "2026-11-01")
    for name in ("floating-time", "bare-comma", "alarm-lost-by-google"):
        (tmp_path / f"{name}.ics").write_bytes(BROKEN[name])
    (tmp_path / "clean.ics").write_bytes(CLEAN)
    (tmp_path / "job.yaml").write_text(WHOLE, "utf-8")
    return tmp_path


def test_a_line_for_each_finding(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With its place, how bad it is and for whom, the fact, the cure and the rule."""
    code, out, err = run(capsys, "check", "floating-time.ics")

    assert (code, err) == (1, "1 error.\n")
    assert out == (
        "floating-time.ics:8: error (Google, Outlook): the time has no zone; Google reads it as UTC, "
        "Outlook warns or shifts it. Name the zone (;TZID=Europe/Berlin, with its VTIMEZONE), or write the "
        "time in UTC with a Z. [floating-time]\n"
    )


def test_what_ends_it_with_a_failure(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Errors; warnings if asked; a notice never."""
    assert run(capsys, "check", "clean.ics", "--strict") == (0, "", "Nothing is left to mend.\n")
    assert run(capsys, "check", "floating-time.ics", "--for", "apple")[0] == 0
    assert run(capsys, "check", "bare-comma.ics")[::2] == (0, "1 warning.\n")
    assert run(capsys, "check", "bare-comma.ics", "--strict")[0] == 1
    code, _, err = run(capsys, "check", "alarm-lost-by-google.ics", "--strict")
    assert (code, err) == (0, "1 notice, nothing is left to mend.\n")


def test_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A list of records, empty of a clean calendar; of several files each has its file."""
    code, out, _ = run(capsys, "check", "floating-time.ics", "--json")
    (record,) = json.loads(out)

    assert (code, list(record)) == (1, ["line", "severity", "client", "rule", "fact", "cure"])
    assert (record["line"], record["client"]) == (8, "google,outlook")
    assert json.loads(run(capsys, "check", "clean.ics", "--json")[1]) == []
    both = json.loads(run(capsys, "check", "clean.ics", "bare-comma.ics", "--json")[1])
    assert [each["file"] for each in both] == ["bare-comma.ics"]


def test_documents_and_calendars_together(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each by what it is; what is wrong with one hides nothing of another."""
    (folder / "faulty.yaml").write_text("me: {nme: Ana}\n", "utf-8")
    (folder / "no-name").write_bytes(b"\xef\xbb\xbf\n" + BROKEN["bare-comma"])
    code, out, err = run(
        capsys, "check", "job.yaml", "missing.ics", "faulty.yaml", "no-name", "floating-time.ics"
    )

    assert code == 1
    assert {line.split(":")[0] for line in out.splitlines()} == {"no-name", "floating-time.ics"}
    assert err.startswith("missing.ics: cannot be read: No such file or directory\n")
    assert "job.yaml: Nothing is left to mend.\n" in err
    assert "faulty.yaml:1:" in err
    assert err.endswith("floating-time.ics: 1 error.\n")


def test_a_calendar_from_standard_input(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Known by how it begins; else it is a document, as before."""
    for data, expected in ((BROKEN["bare-comma"], "<stdin>:28: warning"), (WHOLE.encode(), "")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        code, out, _ = run(capsys, "check", "-")
        assert code == 0
        assert out.startswith(expected)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["job.yaml", "--json"], "--json is for calendars, and job.yaml is none"),
        (["clean.ics", "job.yaml", "--json"], "--json is for calendars, and job.yaml is none"),
        (["job.yaml", "--for", "google"], "--for is for calendars, and there is none"),
        (["clean.ics", "--messages", "."], "--messages is for documents, and there is none"),
        (["clean.ics", "--for", "gogle"], "'gogle' is no client; there are rfc, google, outlook, apple"),
        ([], "Missing argument"),
    ],
)
def test_options_that_do_not_fit(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    """Are a matter of usage, and nothing is told of the files."""
    code, out, err = run(capsys, "check", *arguments)

    assert (code, out) == (2, "")
    assert told in err


def test_the_first_of_many(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of one rule; the others are counted, here and not among the records."""
    (folder / "many.ics").write_bytes(MANY)
    _, out, err = run(capsys, "check", "many.ics")

    assert len(out.splitlines()) == 6
    assert out.endswith(f"many.ics: and {COUNT - 5} more of [small-letters-in-name]\n")
    assert err == f"{COUNT} warnings.\n"
    assert len(json.loads(run(capsys, "check", "many.ics", "--json")[1])) == COUNT


def test_what_is_not_looked_at_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is not called clean."""
    monkeypatch.setattr(components, "MOST_LINES", 60)
    code, out, err = run(capsys, "check", "clean.ics")

    assert (code, out) == (1, "")
    assert err == "clean.ics: only its first 16 MB, or 60 lines, were looked at\n"


def test_hostile_names_and_words_do_not_steer_a_terminal(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a file holds is shown, and does nothing."""
    (folder / "a\x1b[2J.ics").write_bytes(
        BROKEN["zone-unknown"].replace(b"Germany", b"\x1b[31mG\xe2\x80\xae")
    )
    code, out, err = run(capsys, "check", "a\x1b[2J.ics")

    assert code == 1
    assert "\x1b" not in out + err
    assert "\u202e" not in out


@pytest.mark.parametrize("name", ["missing.ics", "."])
def test_what_cannot_be_read(folder: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """Is said in a line."""
    code, out, err = run(capsys, "check", name)

    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith(f"{name}: ")
