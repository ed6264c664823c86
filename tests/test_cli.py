"""The command line as its users meet it: what is printed where, what is written, and the exit code."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from icsgen.cli import HEADINGS, main

SAMPLES = Path(__file__).parent.parent / "samples"
NOW = "2026-11-24"
MINIMAL = """
me: {name: Ana Pérez, timezone: America/New_York, country: US, subdivision: NY}
company: Acme Corp
role: Data Engineer
start: 2026-11-20 14:30
"""


class Terminal:
    """Runs commands in a folder of their own, and keeps what the last one printed."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.capture = capture
        self.patch = patch
        self.out = self.err = ""

    def run(self, *arguments: str, stdin: bytes = b"") -> int:
        self.patch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as exit_:
            main(arguments)
        self.out, self.err = self.capture.readouterr()
        assert isinstance(exit_.value.code, int)
        return exit_.value.code

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, "utf-8")
        return path


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ICSGEN_NOW", NOW)
    return Terminal(tmp_path, capsys, monkeypatch)


# --- generate


def test_generate_writes_the_calendar_and_shows_the_ladder(terminal: Terminal) -> None:
    """The main job: a file named after the document in this folder, the ladder on stdout, talk on stderr."""
    code = terminal.run("generate", str(SAMPLES / "interview.yaml"))

    assert code == 0
    assert (terminal.folder / "interview.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert "Follow up with Acme Corp" in terminal.out
    assert "Tue 24 Nov 2026" in terminal.out
    assert "Wrote interview.ics, 6 events." in terminal.err


def test_the_same_again_writes_nothing(terminal: Terminal) -> None:
    """A second run with the same clock leaves the file as it stands."""
    terminal.run("generate", str(SAMPLES / "interview.yaml"))
    before = (terminal.folder / "interview.ics").stat()

    assert terminal.run("generate", str(SAMPLES / "interview.yaml")) == 0
    after = (terminal.folder / "interview.ics").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert "Unchanged: interview.ics" in terminal.err


def test_the_ladder_does_not_depend_on_the_clock(terminal: Terminal) -> None:
    """The clock stamps events and nothing else."""
    for year in ("2024", "2031"):
        terminal.run(
            "generate", str(SAMPLES / "job-search.yaml"), "-o", f"{year}.ics", "--now", f"{year}-01-05"
        )
    first, second = ((terminal.folder / f"{year}.ics").read_text("utf-8") for year in ("2024", "2031"))

    assert first.replace("20240105T000000Z", "20310105T000000Z") == second


def test_standard_input_to_standard_output(terminal: Terminal) -> None:
    """`-` reads stdin and writes raw bytes to stdout; the ladder makes way to stderr."""
    process = subprocess.run(
        [sys.executable, "-m", "icsgen", "generate", "-"],
        input=MINIMAL.encode(),
        capture_output=True,
        check=True,
    )

    assert process.stdout.startswith(b"BEGIN:VCALENDAR\r\n")
    assert process.stdout.endswith(b"END:VCALENDAR\r\n")
    assert b"Follow up with Acme Corp" in process.stderr
    assert list(terminal.folder.iterdir()) == []


def test_faults_are_shown_at_once_and_nothing_is_written(terminal: Terminal) -> None:
    """Every problem with file, line, column and key; exit 1; no file."""
    document = terminal.write(
        "bad.yaml",
        MINIMAL.replace("New_York", "NewYork").replace("role", "rôle").replace("14:30", "25:30"),
    )

    assert terminal.run("generate", str(document), "-o", "out.ics") == 1
    assert not (terminal.folder / "out.ics").exists()
    assert terminal.out == ""
    assert f"{document}:2:23: me.timezone: unknown time zone" in terminal.err
    assert "did you mean America/New_York?" in terminal.err
    assert f"{document}:4:1: rôle: unknown key; did you mean `role`?" in terminal.err
    assert f"{document}:5:1: start: " in terminal.err


def test_the_document_is_never_overwritten(terminal: Terminal) -> None:
    """-o naming the document itself is refused."""
    document = terminal.write("search.yaml", MINIMAL)

    assert terminal.run("generate", str(document), "-o", str(document)) == 1
    assert document.read_text("utf-8") == MINIMAL


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("missing.yaml",), "missing.yaml: cannot be read: No such file"),
        ((".",), "is a folder"),
        ((str(SAMPLES / "minimal.yaml"), "-o", "no/such/folder.ics"), "does not exist"),
        ((str(SAMPLES / "minimal.yaml"), "-o", "."), "is a folder"),
        ((str(SAMPLES / "minimal.yaml"), "--only", "decision"), "nothing to write"),
    ],
)
def test_what_cannot_be_read_or_written_is_named(
    terminal: Terminal, arguments: tuple[str, ...], words: str
) -> None:
    """A missing file, a folder in its place, an empty choice: one line, exit 1, no traceback."""
    assert terminal.run("generate", *arguments) == 1
    assert words in terminal.err
    assert "Traceback" not in terminal.err
    assert len(terminal.err.splitlines()) == 1


def test_warnings_stop_nothing(terminal: Terminal) -> None:
    """A country that does not fit the zone, a ladder wholly in the past: said, and the file is written."""
    document = terminal.write("odd.yaml", MINIMAL.replace("2026-11-20", "2016-11-18").replace("US", "CA"))
    document.write_text(document.read_text("utf-8").replace("subdivision: NY", "subdivision: ON"), "utf-8")

    assert terminal.run("generate", str(document)) == 0
    assert (terminal.folder / "odd.ics").exists()
    assert "warning:" in terminal.err
    assert "CA is not where America/New_York is" in terminal.err
    assert "everything here has passed" in terminal.err


# --- the choice of milestones


def test_only_and_skip_choose_what_is_written(terminal: Terminal) -> None:
    """--only and --skip take keys, with commas or again and again; what is left keeps its dates."""
    terminal.run("plan", str(SAMPLES / "minimal.yaml"), "--json")
    everything = {each["key"]: each["start"] for each in json.loads(terminal.out)}
    terminal.run("plan", str(SAMPLES / "minimal.yaml"), "--json", "--only", "call,tickler")
    only = {each["key"]: each["start"] for each in json.loads(terminal.out)}
    terminal.run("plan", str(SAMPLES / "minimal.yaml"), "--json", "--skip", "call", "--skip", "interview")
    rest = {each["key"]: each["start"] for each in json.loads(terminal.out)}

    assert only == {key: everything[key] for key in ("call", "tickler")}
    assert rest == {key: everything[key] for key in everything if key not in ("call", "interview")}


def test_a_milestone_nobody_knows_is_a_usage_error(terminal: Terminal) -> None:
    """An unknown key exits with 2 and lists the known ones."""
    assert terminal.run("plan", str(SAMPLES / "minimal.yaml"), "--only", "phone") == 2
    assert "thank-you" in terminal.err


# --- plan


def test_plan_as_json_holds_what_programs_need(terminal: Terminal) -> None:
    """One object for each event, in order of time, with the keys of the contract."""
    assert terminal.run("plan", str(SAMPLES / "job-search.yaml"), "--json") == 0
    events = json.loads(terminal.out)

    assert all(
        list(event)
        == [
            "interview",
            "key",
            "title",
            "start",
            "end",
            "all_day",
            "until",
            "exdates",
            "state",
            "why",
            "gaps",
            "messages",
            "alarm",
        ]
        for event in events
    )
    assert [event["start"][:10] for event in events] == sorted(event["start"][:10] for event in events)
    assert [event["interview"] for event in events].count(None) == 1
    by_key = {
        event["key"]: event for event in events if event["interview"] == "acme-corp-senior-data-engineer"
    }
    assert by_key["follow-up"]["start"] == "2026-12-07T10:00:00-05:00"
    assert by_key["follow-up"]["alarm"] == "-PT5M"
    assert by_key["follow-up"]["messages"][0]["kind"] == "follow-up-timeline"
    assert by_key["follow-up"]["messages"][0]["to"] == ["Sam Ode <sam.ode@acme.example>"]
    assert (by_key["decision"]["start"], by_key["decision"]["end"]) == ("2026-11-30", "2026-12-01")
    assert by_key["decision"]["alarm"] is None
    assert by_key["decision"]["all_day"]


def test_why_names_every_skipped_day(terminal: Terminal) -> None:
    """--why explains a date to the last skipped day."""
    terminal.run("plan", str(SAMPLES / "minimal.yaml"), "--why")

    assert "Thu 26 Nov is Thanksgiving Day" in " ".join(terminal.out.split())
    assert list(terminal.folder.iterdir()) == []


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.yaml")), ids=lambda path: path.name)
def test_the_ladder_fits_80_columns(terminal: Terminal, sample: Path) -> None:
    """Wide characters counted as two columns, no line is longer, none ends in spaces, none is coloured."""
    from rich.cells import cell_len

    terminal.run("plan", str(sample), "--why")

    assert all(cell_len(line) <= 80 and line == line.rstrip() for line in terminal.out.splitlines())
    assert "\x1b" not in terminal.out


def test_many_interviews_are_a_line_each(terminal: Terminal) -> None:
    """Over five interviews the ladder is one line for each."""
    interviews = "".join(
        f"  - {{company: Company {n}, role: Engineer, start: 2026-11-{16 + n} 10:00}}\n" for n in range(7)
    )
    head = MINIMAL.splitlines()[1]
    document = terminal.write("many.yaml", f"{head}\ninterviews:\n{interviews}")

    assert terminal.run("plan", str(document)) == 0
    header, *rows = terminal.out.splitlines()
    assert header.split() == ["Company", "Interview", "Thanks", "Follow-up", "Call", "Tickler"]
    assert [row[:9] for row in rows] == [f"Company {n}" for n in range(7)]


# --- draft


def test_draft_prints_a_message_ready_to_copy(terminal: Terminal) -> None:
    """To and Subject first, then the text; nothing else on stdout."""
    assert terminal.run("draft", str(SAMPLES / "interview.yaml"), "follow-up") == 0
    head, _, body = terminal.out.partition("\n\n")

    assert head.splitlines()[0] == "To: Sam Ode <sam.ode@acme.example>"
    assert head.splitlines()[1].startswith("Subject: ")
    assert body.startswith("Dear Sam Ode,")


def test_draft_asks_whose_where_there_are_several(terminal: Terminal) -> None:
    """Without --interview an ambiguous key lists the ids; a part of one settles it."""
    assert terminal.run("draft", str(SAMPLES / "job-search.yaml"), "thank-you") == 2
    assert "nordlicht-energie-gmbh-analytics-lead" in terminal.err

    assert (
        terminal.run("draft", str(SAMPLES / "job-search.yaml"), "thank-you", "--interview", "nordlicht") == 0
    )
    assert "Dear Katrin Vogel," in terminal.out
    assert terminal.out.count("Subject: ") == 3


def test_draft_finds_a_name_without_its_accents(terminal: Terminal) -> None:
    """And in any case: nobody types an umlaut to find Zürich."""
    head = MINIMAL.splitlines()[1]
    jobs = "".join(
        f"  - {{company: {name}, role: Engineer, start: 2026-11-17 {hour}:00}}\n"
        for name, hour in (("Zürich Re", 9), ("Émile", 14))
    )
    document = terminal.write("two.yaml", f"{head}\ninterviews:\n{jobs}")

    assert terminal.run("draft", str(document), "thank-you", "--interview", "zurich") == 0
    assert "Zürich Re" in terminal.out


def test_plan_says_that_nothing_is_left(terminal: Terminal) -> None:
    """Rather than to print nothing at all."""
    assert terminal.run("plan", str(SAMPLES / "interview.yaml"), "--only", "prep") == 0
    assert "No milestone is left" in terminal.err


def test_draft_after_their_answer(terminal: Terminal) -> None:
    """The mail tells of what they said last, be it planned or asked for as a kind."""
    document = terminal.write(
        "answered.yaml",
        "me: {timezone: Europe/Berlin, country: DE}\ncompany: Acme\nrole: Cook\nstart: 2026-09-24 10:00\n"
        "decision: end of September\ninterviewers: Jana\n"
        "log: [follow-up: 2026-10-07, {reply: 2026-10-15, decision: in two weeks}]\n",
    )
    for key in ("follow-up", "follow-up-timeline"):
        assert terminal.run("draft", str(document), key) == 0
        assert (
            'In your reply of Thursday, 15 October 2026, the timing given for the decision was "in two weeks"'
            in terminal.out
        )
    assert terminal.run("draft", str(document), "no-show") == 0


def test_draft_of_what_is_not_planned(terminal: Terminal) -> None:
    """Any kind, now; of a milestone that is done or dropped, its own; of nothing known, all that are."""
    document = terminal.write(
        "over.yaml",
        "me: {timezone: Europe/Berlin, country: DE}\ncompany: Acme\nrole: Cook\nstart: 2026-11-03 10:00\n"
        "interviewers: Jana\nlog: [rejected: 2026-11-20]\n",
    )
    assert terminal.run("draft", str(document), "rejection-reply") == 0
    assert terminal.out.startswith(
        "To: Jana\nSubject: Re: Cook at Acme\n\nDear Jana,\n\nThank you for letting"
    )
    assert terminal.run("draft", str(document), "call") == 0
    assert terminal.out.count("Jana") == 2
    assert terminal.run("draft", str(document), "tickler", "--kind", "no-show") == 0
    assert "at 10:00" in terminal.out
    assert terminal.run("draft", str(document), "recruiter") == 0
    assert terminal.run("draft", str(document), "debrief") == 2
    assert terminal.run("draft", str(document), "nonsense") == 2
    assert "there are prep" in terminal.err


def test_draft_lists_the_gaps_on_stderr(terminal: Terminal) -> None:
    """A visible gap in the text is told to the user too."""
    assert terminal.run("draft", str(SAMPLES / "minimal.yaml"), "thank-you") == 0
    assert "[ADD: " in terminal.out
    assert "to fill in: " in terminal.err


# --- the whole


@pytest.mark.parametrize("command", [name for commands in HEADINGS.values() for name in commands])
def test_every_command_has_help_with_an_example(terminal: Terminal, command: str) -> None:
    """--help says what a command does and shows one line to try."""
    assert terminal.run(command, "--help") == 0
    assert f"Example: icsgen {command} " in terminal.out


def test_help_lists_the_commands_under_their_headings(terminal: Terminal) -> None:
    """Help groups commands by what they are for."""
    assert terminal.run("--help") == 0
    assert "Make:" in terminal.out
    for name, line in HEADINGS["Make"].items():
        assert name in terminal.out
        assert line in terminal.out


def test_version_is_the_packages(terminal: Terminal) -> None:
    """--version names the installed version."""
    from importlib.metadata import version

    assert terminal.run("--version") == 0
    assert terminal.out == f"icsgen {version('icsgen')}\n"


def test_usage_faults_exit_with_2(terminal: Terminal) -> None:
    """An unknown command, option or clock is a usage fault."""
    assert terminal.run("destroy") == 2
    assert terminal.run("plan", "x.yaml", "--colour") == 2
    assert terminal.run("plan", str(SAMPLES / "minimal.yaml"), "--now", "yesterday") == 2


def test_a_fault_of_ours_exits_with_3_and_keeps_its_traceback(terminal: Terminal) -> None:
    """What nobody expected is shown whole, with the request to report it."""

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a bug")

    terminal.patch.setattr("icsgen.plan.milestones", broken)

    assert terminal.run("plan", str(SAMPLES / "minimal.yaml")) == 3
    assert "RuntimeError: a bug" in terminal.err
    assert "please report" in terminal.err


def test_an_interrupt_exits_with_130(terminal: Terminal) -> None:
    """Ctrl-C writes nothing and says so."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    terminal.patch.setattr("icsgen.plan.milestones", interrupted)

    assert terminal.run("generate", str(SAMPLES / "minimal.yaml")) == 130
    assert list(terminal.folder.iterdir()) == []


def test_a_reader_that_has_seen_enough_is_no_fault(terminal: Terminal) -> None:
    """`icsgen plan … | head -1` ends quietly."""
    process = subprocess.run(
        f"{sys.executable} -m icsgen plan {SAMPLES / 'job-search.yaml'} --json | head -1",
        shell=True,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "ICSGEN_NOW": NOW},
        cwd=terminal.folder,
    )

    assert process.stdout == "[\n"
    assert "Traceback" not in process.stderr


def test_split_writes_a_file_for_each_event(terminal: Terminal) -> None:
    """Into a folder that is made; and not beside one calendar."""
    terminal.write("acme.yaml", MINIMAL)
    assert terminal.run("generate", "acme.yaml", "--split", "out") == 0
    assert "out: 6 files, one for each event; 6 of them new or changed." in terminal.err
    assert "Follow up with Acme Corp" in terminal.out
    assert not (terminal.folder / "acme.ics").exists()
    assert len(list((terminal.folder / "out").glob("*.ics"))) == 6
    assert terminal.run("generate", "acme.yaml", "--split", "out", "-o", "acme.ics") == 2


# --- the details as options

OPTIONS = (
    *("--company", "Acme, Inc.", "--role", "NO: 1", "--start", "2026-11-20 14:30"),
    *("--timezone", "America/New_York", "--subdivision", "NY", "--interviewer", "Jana <j@a.example>"),
    *("--interviewer", "Tom", "--name", "Ana Pérez"),
)


def test_options_are_a_document(terminal: Terminal) -> None:
    """What they give is what the document they are saved as gives, and the file is named by what it holds."""
    assert terminal.run("generate", *OPTIONS, "--save", "acme.yaml") == 0
    assert "America/New_York is in US: its holidays are skipped; else say --country." in terminal.err
    given = (terminal.folder / "acme-inc-no-1.ics").read_bytes()

    assert terminal.run("generate", "acme.yaml") == 0
    assert (terminal.folder / "acme.ics").read_bytes() == given


def test_an_employer_elsewhere(terminal: Terminal) -> None:
    """The employer's country too is read from its time zone, where none is given."""
    elsewhere = ("--employer-timezone", "Asia/Tokyo")
    assert terminal.run("generate", *OPTIONS, *elsewhere) == 0
    assert "Asia/Tokyo is in JP" in terminal.err
    assert terminal.run("generate", *OPTIONS, *elsewhere, "--employer-country", "KR") == 0
    assert "Asia/Tokyo is in JP" not in terminal.err
    assert "KR is not where Asia/Tokyo is" in terminal.err


def test_options_have_the_faults_of_a_document(terminal: Terminal) -> None:
    """All at once, and nothing is written."""
    assert terminal.run("generate", "--company", "Acme", "--start", "soon", "--save", "acme.yaml") == 1
    assert "options: role: missing" in terminal.err
    assert 'options: start: found "soon"' in terminal.err
    assert list(terminal.folder.iterdir()) == []


def test_save_is_not_the_calendar_by_another_name(terminal: Terminal) -> None:
    """A path that leads to the same file, or to no folder, is refused before anything is written."""
    for saved in (terminal.folder / "a.yaml", Path("nowhere/a.yaml"), Path("-")):
        assert terminal.run("generate", *OPTIONS, "-o", "a.yaml", "--save", str(saved)) == 1
        assert list(terminal.folder.iterdir()) == []


def test_a_name_that_nobody_chose_is_not_too_long(terminal: Terminal) -> None:
    """The calendar of a company of three hundred letters can be written."""
    given = [each.replace("Acme", "A" * 300) for each in OPTIONS]

    assert terminal.run("generate", *given) == 0
    assert [len(path.stem) for path in terminal.folder.iterdir()] == [60]


def test_a_name_as_long_as_a_book_is_wrapped(terminal: Terminal) -> None:
    """In time that grows with it, be it wide or of many joined characters; marks of direction are shown."""
    head = MINIMAL.splitlines()[1]
    for company in ("日" * 100_000, "a\u0301" * 100_000, "Ac\u202eme"):
        job = f"company: '{company}'\nrole: Engineer\nstart: 2026-11-17 10:00\n"
        assert terminal.run("plan", str(terminal.write("long.yaml", f"{head}\n{job}"))) == 0
    assert "Ac\ufffdme" in terminal.out
    assert "\u202e" not in terminal.out


def test_a_file_that_ends_early_is_a_fault_of_ours(terminal: Terminal) -> None:
    """And nobody pressed a key."""

    def ends(*_: object, **__: object) -> None:
        raise EOFError

    terminal.patch.setattr("icsgen.cli.plan.planned", ends)
    assert terminal.run("plan", str(SAMPLES / "minimal.yaml")) == 3


def test_save_overwrites_nothing(terminal: Terminal) -> None:
    """A document of the user's is never lost, and no calendar is written beside the refusal."""
    document = terminal.write("acme.yaml", MINIMAL)
    assert terminal.run("generate", *OPTIONS, "--save", "acme.yaml") == 1
    assert "acme.yaml: is there already" in terminal.err
    assert document.read_text("utf-8") == MINIMAL
    assert list(terminal.folder.iterdir()) == [document]


@pytest.mark.parametrize("arguments", [("--role", "Cook"), ("--save", "new.yaml"), ()])
def test_a_file_or_options(terminal: Terminal, arguments: tuple[str, ...]) -> None:
    """Both at once would leave open which of them holds, none is nothing to go by."""
    terminal.write("acme.yaml", MINIMAL)
    assert terminal.run("generate", *arguments, *(["acme.yaml"] if arguments else [])) == 2
    assert "give" in terminal.err


# --- streams and files as they come


def shell(terminal: Terminal, command: str) -> subprocess.CompletedProcess[bytes]:
    """The command as a user's shell runs it, in the terminal's folder."""
    terminal.write("acme.yaml", MINIMAL)
    icsgen = f"{sys.executable} -m icsgen"
    return subprocess.run(
        ["bash", "-c", command.replace("icsgen", icsgen)],
        cwd=terminal.folder,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("command", ["generate acme.yaml", "plan acme.yaml", "plan acme.yaml --json"])
def test_a_reader_that_has_seen_enough(terminal: Terminal, command: str) -> None:
    """`| head` is no failure."""
    done = shell(terminal, f"icsgen {command} | true; exit ${{PIPESTATUS[0]}}")

    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)


@pytest.mark.parametrize(
    "command", ["generate acme.yaml -o -", "generate - < acme.yaml", "plan acme.yaml", "draft acme.yaml call"]
)
def test_a_full_disk(terminal: Terminal, command: str) -> None:
    """A fault outside the program, told in a line."""
    done = shell(terminal, f"icsgen {command} > /dev/full")

    assert done.returncode == 1
    assert b"the output cannot be written: No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("command", "done"),
    [
        ("generate acme.yaml -o y.ics", "y.ics is written"),
        ("generate acme.yaml --split all", "all is written"),
        ("generate acme.yaml --dry-run", "nothing is written"),
        ("log acme.yaml acme thank-you 2026-11-21", "acme.yaml is changed"),
    ],
)
def test_a_report_that_cannot_be_shown(terminal: Terminal, command: str, done: str) -> None:
    """What was done before it is done, and the fault says so."""
    shown = shell(terminal, f"icsgen {command} > /dev/full")

    assert shown.returncode == 1
    assert shown.stderr.decode().endswith(f"{done}; the report cannot be shown: No space left on device\n")
    assert (terminal.folder / "y.ics").exists() == ("y.ics" in command)
    assert ("thank-you" in (terminal.folder / "acme.yaml").read_text("utf-8")) == ("log" in command)


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams(terminal: Terminal, closed: str) -> None:
    """As some schedulers start a program: the file is written all the same."""
    assert shell(terminal, f"icsgen generate acme.yaml {closed}").returncode == 0
    assert (terminal.folder / "acme.ics").stat().st_size > 1000


def test_a_terminal_that_lacks_characters(terminal: Terminal) -> None:
    """They become question marks on it; the file has them."""
    done = shell(terminal, "PYTHONIOENCODING=ascii icsgen generate acme.yaml && icsgen draft acme.yaml call")

    assert done.returncode == 0
    assert "Ana Pérez" in (terminal.folder / "acme.ics").read_text("utf-8").replace("\n ", "")


def test_appending_to_a_file(terminal: Terminal) -> None:
    """`/dev/stdout` is standard output, wherever that goes."""
    assert shell(terminal, "echo kept > all; icsgen generate acme.yaml -o /dev/stdout >> all").returncode == 0
    text = (terminal.folder / "all").read_text("utf-8")
    assert text.startswith("kept\nBEGIN:VCALENDAR")
    assert text.endswith("END:VCALENDAR\n")


def test_the_document_on_standard_input_is_not_overwritten(terminal: Terminal) -> None:
    """A slip of one name would lose it."""
    done = shell(terminal, "icsgen generate - -o acme.yaml < acme.yaml")

    assert (done.returncode, b"is the document itself" in done.stderr) == (1, True)
    assert (terminal.folder / "acme.yaml").read_text("utf-8") == MINIMAL


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--save", "new.yaml", "-o", "no/such.ics"), "does not exist"),
        (("--save", "new.yaml", "-o", "new.yaml"), "choose another name for --save"),
        (("--save", "new.yaml", "--only", "prep"), "nothing to write"),
        (("--save", "new.json"), "would be YAML; choose a name such as new.yaml"),
    ],
)
def test_save_keeps_nothing_beside_a_failure(terminal: Terminal, more: tuple[str, ...], words: str) -> None:
    """Exit 1 says that nothing was written, and nothing was."""
    assert terminal.run("generate", *OPTIONS, *more) == 1
    assert words in terminal.err
    assert list(terminal.folder.iterdir()) == []


def test_a_document_does_not_steer_the_terminal(terminal: Terminal) -> None:
    """Escape sequences in it are shown as what cannot be shown."""
    terminal.write("evil.yaml", MINIMAL + 'round: "\\e[2J\\a"\n"\\e[31mk": 1\n')
    assert terminal.run("plan", "evil.yaml") == 1
    assert "\x1b" not in terminal.err
    assert "\a" not in terminal.err


def test_a_name_does_not_steer_the_terminal(terminal: Terminal) -> None:
    """Neither of a file that is written, nor of one that cannot be; lines stay lines."""
    name = "e\x1b]0;x\a"
    terminal.write("acme.yaml", MINIMAL)
    for arguments in (
        ("generate", "acme.yaml", "-o", f"{name}.ics"),
        ("generate", "acme.yaml", "-o", f"{name}.ics", "--delta", f"{name}.delta"),
        ("generate", "acme.yaml", "-o", f"no/{name}"),
        ("generate", "acme.yaml", "--split", name),
        ("generate", *OPTIONS, "--save", f"{name}.yaml"),
        ("plan", name),
        ("templates", "copy", "call", name),
        ("templates", "copy", "call", name),
    ):
        terminal.run(*arguments)
        assert "e\ufffd]0;x\ufffd" in terminal.out + terminal.err
        assert "\x1b" not in terminal.out + terminal.err
    terminal.write("two.yaml", f"{MINIMAL}one: 1\ntwo: 2\n")
    assert terminal.run("plan", "two.yaml") == 1
    assert terminal.err.count("\n") == 2


def test_warnings_among_errors_say_so(terminal: Terminal) -> None:
    """The country may be meant; the cadence must be mended."""
    terminal.write("two.yaml", MINIMAL.replace("America/New_York", "Europe/Berlin") + "cadence: foo\n")
    assert terminal.run("plan", "two.yaml") == 1
    assert "warning: two.yaml:2:" in terminal.err
    assert terminal.err.count("warning") == 1


@pytest.mark.parametrize("now", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00"])
def test_a_clock_beyond_time(terminal: Terminal, now: str) -> None:
    """Its UTC would lie outside the calendar."""
    terminal.write("acme.yaml", MINIMAL)
    assert terminal.run("generate", "acme.yaml", "--now", now) == 2


def test_a_long_name_for_the_calendar(terminal: Terminal) -> None:
    """Longer than the file system takes."""
    terminal.write("acme.yaml", MINIMAL)
    assert terminal.run("generate", "acme.yaml", "-o", "x" * 300 + ".ics") == 1
    assert "cannot be written" in terminal.err


def test_draft_of_a_kind_that_needs_an_interview(terminal: Terminal) -> None:
    """A recruiter is written to without one: no other kind can be asked for beside that key."""
    document = terminal.write(
        "job.yaml",
        "me: {timezone: Europe/Berlin, country: DE}\ncompany: Acme\nrole: Cook\nstart: 2026-11-03 10:00\n",
    )
    for key, kind in (("recruiter", "linkedin"), ("keep-looking", "follow-up")):
        assert terminal.run("draft", str(document), key, "--kind", kind) == 2
        assert "is about an interview" in terminal.err
