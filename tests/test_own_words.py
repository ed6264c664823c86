"""The user's own templates: theirs stand in the place of ours, and none can hang, crash or read anything."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from storyteller import run

from icsgen.cli import main
from icsgen.messages.languages import languages
from icsgen.messages.sources import as_written, names

DOCUMENT = """\
me: {name: Ana, phone: +1 555, timezone: America/New_York, country: US, subdivision: NY}
messages: words
company: Acme
role: Cook
start: 2026-11-05 10:00
interviewers: [{name: Jana, topics: soups}]
"""


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ICSGEN_NOW", "2026-11-01")
    (tmp_path / "job.yaml").write_text(DOCUMENT, "utf-8")
    (tmp_path / "words").mkdir()
    return tmp_path / "words"


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as done:
        main(arguments or ("plan", "job.yaml"))
    assert done.value.code == 1
    return capsys.readouterr().err


def test_a_template_of_your_own(words: Path) -> None:
    """In the place of ours of its name, in the mail and in the event; the rest stay."""
    (words / "follow-up.txt").write_text(
        "Subject: {{ role }}, again\n\nHi {{ name }}!\n\n{{ me }}\n", "utf-8"
    )
    (words / "events").mkdir()
    (words / "events" / "follow-up.txt").write_text("Nudge {{ company | upper }}\n\nGently.\n", "utf-8")

    assert run("draft", "job.yaml", "follow-up").startswith(
        "To: Jana\nSubject: Cook, again\n\nHi Jana!\n\nAna\n"
    )
    assert "Nudge ACME" in run("plan", "job.yaml")
    assert "Dear Jana" in run("draft", "job.yaml", "tickler")
    run("generate", "job.yaml")
    assert b"SUMMARY:Nudge ACME\r\n" in Path("job.ics").read_bytes()


def test_a_folder_for_once(words: Path) -> None:
    """--messages in the place of the document's."""
    Path("other").mkdir()
    Path("other/follow-up.txt").write_text("Subject: Other\n\nOther words.\n", "utf-8")

    assert "Other words." in run("draft", "job.yaml", "follow-up", "--messages", "other")


@pytest.mark.parametrize("code", languages())
def test_ours_can_be_copied_and_used_as_they_are(code: str, words: Path) -> None:
    """All of them, with the same words as before."""
    Path("job.yaml").write_text(f"{DOCUMENT}language: {code}\n", "utf-8")
    before = run("plan", "job.yaml", "--json", "--messages", str(words))
    for name in run("templates", "list").split("\n"):
        if name:
            run("templates", "copy", name.split()[0], "words", "--language", code)
    home = words / code
    copied = {path.relative_to(home).with_suffix("").as_posix() for path in home.rglob("*.txt")}

    assert copied == {name.removeprefix("messages/") for name in names()}
    assert run("plan", "job.yaml", "--json") == before


def test_one_for_every_language_and_one_for_one(words: Path) -> None:
    """A language's own goes first, the other is for all the rest."""
    (words / "tickler.txt").write_text("Subject: For all\n\nAll.\n", "utf-8")
    (words / "de").mkdir()
    (words / "de" / "tickler.txt").write_text("Subject: Deutsch\n\nAlles.\n", "utf-8")
    for code in languages():
        Path("job.yaml").write_text(f"{DOCUMENT}language: {code}\n", "utf-8")
        subject = "Deutsch" if code == "de" else "For all"
        assert f"Subject: {subject}\n" in run("draft", "job.yaml", "tickler")


def test_what_is_there_is_not_copied_over(words: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It may have been changed."""
    run("templates", "copy", "call", "words")
    (words / "call.txt").write_text("Mine.\n", "utf-8")

    assert "is there already" in refused(capsys, "templates", "copy", "call", "words")
    assert (words / "call.txt").read_text("utf-8") == "Mine.\n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Hello {{ nmae }}", "call.txt:1:1: there is no word `nmae`; did you mean `name`?"),
        ("Hello\n\n{{ salary }}", "call.txt:3:1: there is no word `salary`; there are addressees, "),
        ("Hello {{ me", "call.txt:1:1: unexpected end of template"),
        ("Hello\n{% if me %}", "call.txt:2:1: Unexpected end of template"),
        ("{{ me.__class__ }}", "call.txt:1:1: an attribute cannot stand in a template"),
        ("{{ me['x'] }}", "call.txt:1:1: an item cannot stand"),
        ("\n{{ range(9) }}", "call.txt:2:1: a call cannot stand"),
        ("{% for a in me %}{{ a }}{% endfor %}", "call.txt:1:1: a loop cannot stand"),
        ("{% macro a() %}{{ a() }}{% endmacro %}", "call.txt:1:1: a macro cannot stand"),
        ("{% include '/etc/passwd' %}", "call.txt:1:1: `include` cannot stand"),
        ("{% extends 'call' %}", "call.txt:1:1: `extends` cannot stand"),
        ("{{ 9999 ** 9999 }}", "call.txt:1:1: `pow` cannot stand"),
        ("{{ 'x' * 999999999 }}", "call.txt:1:1: `mul` cannot stand"),
        ("{{ '%999999999d' % 1 }}", "call.txt:1:1: `mod` cannot stand"),
        ("{{ me | attr('x') }}", "call.txt:1:1: no filter `attr`; there are capitalize, cut, dealt, format"),
        (
            "{{ '%999999999d' | format(1) }}",
            "cannot be filled: '%999999999d' asks for too many digits",
        ),
        ("{{ '%*d' | format(999999999, 1) }}", "call.txt: cannot be filled: '%*d' asks for too many digits"),
        ("{{ round | stop }}", "call.txt: cannot be filled: 'int' object has no attribute"),
        ("{% set a = me %}" + "{% set a = a ~ a %}" * 60 + "{{ a }}", "cannot be filled: it becomes longer"),
        ("{% set a %}x{% endset %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 60, "it becomes longer"),
        ("{{ me }}" + "{{ company | join('" + "x" * 9999 + "') }}", "it becomes longer"),
        (
            "{% set a = ['x'] %}" + "{% set a = [a, a, a, a, a] %}" * 20 + "{{ a }}",
            "a list cannot be given a name",
        ),
        ("{% set a, b = (me, me) %}{{ a }}", "a list cannot be given a name"),
        ("{{ " + "9" * 5000 + " }}", "call.txt"),
        ("{% set a | vary(" + "9" * 5000 + ") %}\nx\n{% endset %}{{ a }}", "call.txt"),
        ("{{ 0x" + "f" * 50_000 + " }}", "call.txt"),
        (
            "{% set a | vary(1) %}\n" + "x\n" * 20_000 + "{% endset %}{{ a }}",
            "has more than 100 lines to choose",
        ),
        (
            "{% set a | vary(1) %}\nx\n\n\ny\n{% endset %}\n{{ nmae }}",
            "call.txt:7:1: there is no word `nmae`",
        ),
        ("{{ '' }}", "cannot be filled: nothing is left of it"),
        ("{{ '\\ud83d' }}", ""),
        ("(" * 5000, ""),
        ("{{ " + "(" * 5000 + "me" + ")" * 5000 + " }}", "call.txt"),
        ("{{ " + " ~ ".join(["me"] * 3000) + " }}", ""),
        ("x" * 70_000, "call.txt: is larger than 64,000 bytes"),
        ("   ", "call.txt: is empty"),
        ("Subject: Hello\n\nYou", "call.txt:1:1: it is not mailed"),
    ],
)
def test_a_template_that_cannot_be(
    words: Path, capsys: pytest.CaptureFixture[str], text: str, fault: str
) -> None:
    """Is told with its file and line, at once; what is harmless is taken."""
    (words / "call.txt").write_text(text, "utf-8")
    begun = time.monotonic()
    if fault:
        assert fault in refused(capsys)
    else:
        run("plan", "job.yaml")
    assert time.monotonic() - begun < 30  # it would never end


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("folow-up.txt", b"x", "stands for none of our templates; did you mean follow-up.txt?"),
        ("diary.txt", b"x", "stands for none of our templates"),
        ("call.txt", b"\xff\xfe", "cannot be read as UTF-8"),
        ("tickler.txt", b"Hello", "tickler.txt:1:1: expected `Subject: \xe2\x80\xa6` as its first line"),
    ],
)
def test_a_file_that_cannot_be(
    words: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes, fault: object
) -> None:
    """Other files than *.txt are nobody's business."""
    (words / "README.md").write_bytes(b"\xff")
    (words / name).write_bytes(data)
    expected = fault.decode() if isinstance(fault, bytes) else str(fault)

    assert expected.replace("\xe2\x80\xa6", "…") in refused(capsys)


@pytest.mark.parametrize(
    "text", ["Hello\nDear {{ name }},\n\nBody", "{% set a %}x\n y{% endset %}{{ a }}\n\nBody"]
)
def test_a_subject_is_one_line(words: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    """What a template makes of it too: nothing of it becomes a header."""
    (words / "tickler.txt").write_text(f"Subject: {text}\n", "utf-8")
    assert "tickler.txt:1:1: its first line becomes several; expected an empty line" in refused(capsys)


def test_an_empty_line_may_hold_blanks(words: Path) -> None:
    """Nobody sees them."""
    (words / "tickler.txt").write_text("Subject: Hello\n \t\nBody\n", "utf-8")
    assert "Subject: Hello\n\nBody\n" in run("draft", "job.yaml", "tickler")


def test_two_files_for_one_template(words: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither is passed over in silence; what a program hides is."""
    (words / ".git").mkdir()
    (words / ".git" / "notes.txt").write_text("x", "utf-8")
    (words / "messages").mkdir()
    for name in ("call.txt", "messages/call.txt"):
        (words / name).write_text("Hello.\n", "utf-8")
    told = refused(capsys)
    assert told.count("\n") == 1
    assert "stands for the same as" in told


def test_a_folder_that_is_not_there(words: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One clear line; a file is no folder either."""
    told = refused(capsys, "plan", "job.yaml", "--messages", "nowhere")
    assert told.startswith("nowhere: cannot be read: is no folder")
    assert "cannot be read" in refused(capsys, "plan", "job.yaml", "--messages", "job.yaml")
    assert told.count("\n") == 1


def test_every_template_of_ours_is_listed() -> None:
    """As it is written, the lines that are dealt out and all."""
    assert all(as_written(f"en/{name}") for name in names())
