"""``icsgen agenda``: what is overdue comes first, what is done is silent, and each has its command."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import shlex
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.cells import cell_len

from icsgen.agenda import HEADINGS, Item, items
from icsgen.cli import main
from icsgen.details import load
from icsgen.plan import make_plan
from icsgen.rules.cadence import PRESETS

HEAD = "me: {timezone: America/New_York, country: US, subdivision: NY}\n"
ACME = f"{HEAD}company: Acme\nrole: Cook\nstart: 2026-11-17 14:30\n"
TOML = """\
me = {timezone = "America/New_York", country = "US", subdivision = "NY"}
company = "Acme"
role = "Cook"
start = 2026-11-17 14:30:00
"""
JSON = """\
{"me": {"timezone": "America/New_York", "country": "US", "subdivision": "NY"},
 "company": "Acme", "role": "Cook", "start": "2026-11-17 14:30"}
"""
OTHER = f"{HEAD}company: Other\nrole: Cook\nstart: 2026-11-24 9:00\n"


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "acme.yaml").write_text(ACME, "utf-8")
    (tmp_path / "other.yaml").write_text(OTHER, "utf-8")
    return tmp_path


def agenda(
    capsys: pytest.CaptureFixture[str], *arguments: str, now: str = "2026-11-24T08:00", code: int = 0
) -> str:
    with pytest.raises(SystemExit) as done:
        main(["agenda", *arguments, "--now", now])
    assert done.value.code == code
    return capsys.readouterr().out


def run(command: str, *more: str, now: str = "2026-11-24T08:00") -> None:
    """What somebody does who copies a command into a shell."""
    _, *words = shlex.split(command)
    with pytest.raises(SystemExit, match="0"):
        main([*words[:1], "--now", now, *words[1:], *more])


def commands(told: str) -> list[str]:
    return [line.strip() for line in told.splitlines() if "icsgen log" in line]


def test_across_documents_soonest_first(documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Overdue, today, this week, next; what to run stands below each, where it is time to."""
    told = agenda(capsys, "acme.yaml", "other.yaml")

    assert (
        told
        == """\
Overdue
  7 days late  Tue 17 Nov 17:30  Send a thank-you note to Acme · acme.yaml
    icsgen log acme.yaml acme-cook thank-you

Today
  today        Tue 24 Nov 09:00  Keep looking: half an hour for your search ·
                                 acme.yaml
  today        Tue 24 Nov 09:00  Interview with Other: Cook · other.yaml
  today        Tue 24 Nov 10:00  Follow up with Acme: Cook · acme.yaml
    icsgen log acme.yaml acme-cook follow-up
  today        Tue 24 Nov 12:00  Send a thank-you note to Other · other.yaml
    icsgen log other.yaml other-cook thank-you

Next
  in 7 days    Tue 1 Dec 09:00   Keep looking: half an hour for your search ·
                                 other.yaml
  in 8 days    Wed 2 Dec 10:00   Follow up with Other: Cook · other.yaml

Done on another day? Put its date behind the command.
"""
    )


def test_what_was_logged_is_no_longer_to_be_done(documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command that it names takes it off the list."""
    run(commands(agenda(capsys, "acme.yaml"))[0], "2026-11-18")
    capsys.readouterr()

    assert "thank-you" not in agenda(capsys, "acme.yaml")
    assert "Done: Send a thank-you note" in agenda(capsys, "acme.yaml", "--all")


@pytest.mark.parametrize("now", ["2026-11-24T08:00", "2026-12-22T20:00", "2027-03-15T12:00"])
def test_only_commands_that_will_work(now: str, documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each of them, also before the follow-up that a call needs is logged; a command stands there once."""
    offered = commands(agenda(capsys, now=now))

    assert len(offered) == len(set(offered)) > 1
    for command in offered:
        run(command, now=now)
        run(f"{command.rpartition(' ')[0]} --undo", now=now)


def test_a_call_needs_its_follow_up(documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whose command is offered in its place, also where the document leaves the follow-up out."""
    (documents / "acme.yaml").write_text(f"{ACME}events: [-follow-up]\n", "utf-8")
    told = agenda(capsys, "acme.yaml", now="2026-12-20T12:00")

    assert "Call Acme" in told
    assert commands(told)[-1] == "icsgen log acme.yaml acme-cook follow-up"
    run(commands(told)[-1], "2026-11-24", now="2026-12-20T12:00")
    capsys.readouterr()
    assert commands(agenda(capsys, "acme.yaml", now="2026-12-20T12:00"))[-1].endswith("acme-cook call")


@pytest.mark.parametrize("name", ["a b.yaml", "it's; ls.yaml", "-x.yaml", "--undo.yml", "größe 日本.yaml"])
def test_a_command_can_be_copied(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever the file is called."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(ACME, "utf-8")
    command = commands(agenda(capsys))[0]

    echoed = subprocess.run(
        ["sh", "-c", command.replace("icsgen", "printf '%s\\n'")], stdout=subprocess.PIPE, check=True
    )
    assert echoed.stdout.decode().splitlines() == shlex.split(command)[1:]
    run(command)
    assert "thank-you: 2026-11-24" in (tmp_path / name).read_text("utf-8")


@pytest.mark.parametrize("name", ["acme.toml", "acme.json", "<stdin>"])
def test_no_command_for_what_cannot_be_edited(
    name: str, documents: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """TOML, JSON, standard input: the event is shown alone."""
    (documents / "acme.toml").write_text(TOML, "utf-8")
    (documents / "acme.json").write_text(JSON, "utf-8")
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(ACME.encode())))
    told = agenda(capsys, "-" if name == "<stdin>" else name)

    assert "7 days late" in told
    assert commands(told) == []


def test_the_documents_of_this_folder(documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each with `me`, by name; what is none of ours is passed over in silence."""
    (documents / "compose.yaml").write_text("services: {web: {image: nginx}}\n", "utf-8")
    (documents / "broken.json").write_text('{"name": ', "utf-8")
    (documents / "list.yml").write_text("- me: you\n", "utf-8")
    (documents / "folder.yaml").mkdir()
    with pytest.raises(SystemExit) as done:
        main(["agenda", "--now", "2026-11-24T08:00"])
    out, err = capsys.readouterr()

    assert done.value.code == 0
    assert err == ""
    assert "acme.yaml" in out
    assert "other.yaml" in out


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (ACME.replace("role", "rôle"), "broken.yaml:3:1: rôle: unknown key; did you mean `role`?"),
        (ACME.replace("country: US", "country: 'US"), "broken.yaml:"),
        ("# mine\n\nme:\n  name: Ana: Pérez\n", "broken.yaml:4:12: not YAML"),
    ],
)
def test_a_broken_document_among_others(
    text: str, fault: str, documents: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its faults are told, the others are shown, and the exit code says that not all is there."""
    (documents / "broken.yaml").write_text(text, "utf-8")
    with pytest.raises(SystemExit) as done:
        main(["agenda", "--now", "2026-11-24T08:00"])
    out, err = capsys.readouterr()

    assert done.value.code == 1
    assert "Send a thank-you note to Acme" in out
    assert fault in err
    assert "broken.yaml: is left out, for its faults\n" in err


def test_no_document_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Is a question of how it was called."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match="2"):
        main(["agenda"])
    assert "no document (*.yaml, *.yml, *.toml, *.json, with `me`)" in capsys.readouterr().err


def test_for_programs(documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The events of `plan --json` in the order that is shown, with their document, heading and command."""
    found = json.loads(agenda(capsys, "acme.yaml", "--json", "--days", "400"))
    keys = ("key", "state", "heading", "days", "log")

    assert [tuple(each[key] for key in keys) for each in found] == [
        ("thank-you", "overdue", "Overdue", -7, "icsgen log acme.yaml acme-cook thank-you"),
        ("keep-looking", "planned", "Today", 0, None),
        ("follow-up", "due", "Today", 0, "icsgen log acme.yaml acme-cook follow-up"),
        ("call", "planned", "Next", 21, None),
        ("tickler", "planned", "Next", 84, None),
    ]
    assert {each["file"] for each in found} == {"acme.yaml"}
    with pytest.raises(SystemExit, match="0"):
        main(["plan", "acme.yaml", "--json", "--now", "2026-11-24T08:00"])
    plan = {each["key"]: each for each in json.loads(capsys.readouterr().out)}
    assert all(plan[each["key"]].items() <= each.items() for each in found)


def test_how_far_to_look(documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--days 0`: what is late, and what is for today; a year is told where it is another one."""
    today = agenda(capsys, "acme.yaml", "--days", "0")

    assert re.findall(r"^\w.*", today, re.MULTILINE)[:2] == ["Overdue", "Today"]
    assert "in " not in today.replace("interview", "")
    assert "Tue 16 Feb 2027 09:30" in agenda(capsys, "acme.yaml", "--days", "90")


def test_what_is_over_is_asked_for(documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The interview itself, once it has passed, and what was done."""
    told = agenda(capsys, "acme.yaml", "--all", "--days", "0")

    assert re.search(r"\nDone or over\n +Tue 17 Nov 14:30 +Interview with Acme: Cook\n", told)
    assert "in 84 days" in told


def test_zones_are_one_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nine in Tokyo comes before eight in New York."""
    for name, zone, country in (("a", "America/New_York", "US"), ("b", "Asia/Tokyo", "JP")):
        text = f"me: {{timezone: {zone}, country: {country}}}\ncompany: {name}\nrole: X\nstart: 2026-11-30 "
        (tmp_path / f"{name}.yaml").write_text(f"{text}{'8:00' if name == 'a' else '9:00'}\n", "utf-8")
    told = agenda(capsys, *(str(tmp_path / f"{name}.yaml") for name in "ab"), now="2026-11-27T12:00")

    assert re.findall("Interview with (.)", told) == ["b", "a"]


@pytest.mark.parametrize("columns", [40, 60, 100])
def test_a_line_keeps_to_the_terminal(
    columns: int, documents: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wide characters too; a title that would steer it is shown harmless. A command stays in one piece."""
    wide = ACME.replace("Acme", '"北浜精機株式会社 \\e[31m \\u202eHelvetica"')
    (documents / "acme.yaml").write_text(wide, "utf-8")
    monkeypatch.setattr("icsgen.cli.agenda.width_of", lambda: columns)
    lines = agenda(capsys, "acme.yaml", "--all").splitlines()

    assert all(cell_len(line) <= columns for line in lines if "icsgen" not in line and line[:1] == " ")
    assert not [line for line in lines if "\x1b" in line or "\u202e" in line]
    assert any("Helvetica" in line for line in lines)


def test_nothing_to_do(documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Is said, and no fault."""
    assert (
        agenda(capsys, "acme.yaml", now="2026-10-01T08:00") == "Nothing is to be done in the next 14 days.\n"
    )
    assert agenda(capsys, "--days", "0", now="2026-10-01T08:00") == "Nothing is to be done today.\n"


def test_once_an_end_is_logged_nobody_asks_for_a_date(
    documents: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """That everything has passed is a doubt only where nothing is logged."""
    for log, asked in (("", True), ("log: [withdrawn: 2026-11-18]\n", False)):
        (documents / "acme.yaml").write_text(ACME + log, "utf-8")
        with pytest.raises(SystemExit, match="0"):
            main(["agenda", "acme.yaml", "--now", "2027-11-24"])
        assert ("is the date right?" in capsys.readouterr().err) == asked


# --- tables


TABLE = """\
Candidate,Email,Company,Role,Date,Time,Time zone,Country
Zoë,zoe@x.example,Acme,Cook,2026-11-17,14:30,America/New_York,US
=Ana,ana@x.example,Beta,Clerk,2026-11-23,9:00,Europe/Berlin,DE
=Ana,ana@x.example,Gamma,Clerk,2026-11-17,9:00,Europe/Berlin,DE
Bo,bo@x.example,Delta,Clerk,2026-11-17,noonish,Europe/Berlin,DE
"""


@pytest.fixture
def table(documents: Path) -> Path:
    (documents / "cohort.csv").write_text(TABLE, "utf-8")
    return documents / "cohort.csv"


def test_a_table_by_candidate(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Under each heading by name, soonest first; a wrong row is told of, and the others are shown."""
    with pytest.raises(SystemExit, match="1"):
        main(["agenda", "cohort.csv", "--now", "2026-11-24T08:00", "--days", "0"])
    told = capsys.readouterr()
    lines = [line.strip() for line in told.out.splitlines() if line.strip()]

    assert [line for line in lines if line in ("Overdue", "Today", "=Ana", "Zoë")] == [
        *("Overdue", "=Ana", "Zoë"),
        *("Today", "=Ana", "Zoë"),
    ]
    assert "Keep looking" not in told.out
    assert "icsgen log" not in told.out
    assert "cohort.csv:5:6: Time: found" in told.err


def test_a_table_for_programs(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As JSON with the candidate, as CSV with no formula in it."""
    found = json.loads(agenda(capsys, "cohort.csv", "acme.yaml", "--json", code=1))
    assert {each["candidate"] for each in found if each["file"] == "cohort.csv"} == {"=Ana", "Zoë"}
    assert {each["candidate"] for each in found if each["file"] == "acme.yaml"} == {None}

    with pytest.raises(SystemExit, match="1"):
        main(["agenda", "cohort.csv", "--csv", "--now", "2026-11-24T08:00"])
    written = capsys.readouterr().out
    assert written.startswith("\ufeffcandidate,email,when,date,time,days,action,title,company,file\r\n")
    rows = list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"))))
    assert {row["candidate"] for row in rows} == {"'=Ana", "Zoë"}
    assert rows[0]["days"] == "-7"
    assert rows[0]["action"] == "thank-you"


def test_a_table_with_nothing_to_do(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table.write_text("".join(TABLE.splitlines(keepends=True)[:2]), "utf-8")
    told = agenda(capsys, "cohort.csv", now="2026-10-01T08:00")
    assert told == "Nothing is to be done in the next 14 days.\n"


# --- cadences


def test_cadences_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    """A line for each preset, with its numbers."""
    with pytest.raises(SystemExit, match="0"):
        main(["cadences"])
    lines = capsys.readouterr().out.splitlines()

    assert [line.split()[0] for line in lines[1:]] == list(PRESETS)
    assert lines[1].split("  ")[0] == "standard"
    assert "5 business days" in lines[1]


def test_cadences_of_an_interview(documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The dates that each would give; a star at the one that holds."""
    with pytest.raises(SystemExit, match="0"):
        main(["cadences", "acme.yaml"])
    found = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()[1:]}

    assert found["standard"].split("  ")[0] == "standard *"
    assert "Tue 24 Nov 2026" in found["standard"]
    assert "Wed 2 Dec 2026" in found["patient"]


# --- without the command line


def to_do(text: str, now: str, name: str = "job.yaml") -> list[Item]:
    moment = dt.datetime.fromisoformat(now).replace(tzinfo=dt.UTC)
    return list(items(make_plan(load(text.encode(), name), now=moment), moment))


def test_what_to_log_is_known_without_a_file() -> None:
    """Of what is due or late, the fact that its log can take today; nothing of what is ahead or over."""
    found = {each.entry.milestone.key: each for each in to_do(ACME, "2026-12-20T12:00")}

    assert {key: each.fact for key, each in found.items()} == {
        "interview": None,
        "thank-you": "thank-you",
        "keep-looking": None,
        "follow-up": "follow-up",
        "call": "follow-up",  # a call is logged after it
        "tickler": None,
    }
    followed_up = f"{ACME}log: [follow-up: 2026-11-24]\n"
    logged = [each.fact for each in to_do(followed_up, "2026-12-20T12:00") if each.fact]
    assert logged == ["thank-you", "call"]
    assert "follow-up" in [each.fact for each in to_do(TOML, "2026-12-20T12:00", "job.toml")]


def test_each_heading_there_is() -> None:
    """Is shown at some time, and no other; each has its urgency, but what is over."""
    days = [dt.date(2026, 11, 1) + dt.timedelta(days=day) for day in range(120)]
    found = [item for day in days for item in to_do(ACME, f"{day}T12:00")]

    assert {each.heading for each in found} == set(HEADINGS)
    assert all(bool(each.urgency) != each.is_over for each in found)
    assert {each.is_over for each in found if each.heading == HEADINGS[-1]} == {True}


def test_the_day_is_the_one_of_the_calendar() -> None:
    """Two o'clock of UTC is still the evening before in New York."""
    found = {each.entry.milestone.key: each for each in to_do(ACME, "2026-11-25T02:00")}
    late = found["follow-up"]

    assert (late.urgency, late.when, late.days) == ("today", "Tue 24 Nov 10:00", 0)
