"""A spreadsheet to a folder of calendars: good rows are written, bad ones told, and nothing else moves."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import icalendar
import pytest
from test_tables import ANA, BO, HEADING
from workbooks import ABOVE, workbook

from icsgen.cli import main

HOSTILE = ("../../etc/passwd", "CON", "a/b\\c", "=cmd|'/c calc'!A1", "..", "\u202egnp", "Ü" * 300, "名前")


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ICSGEN_NOW", "2026-11-24")
    return tmp_path / "cohort.csv"


def batch(*arguments: str, code: int = 0) -> None:
    with pytest.raises(SystemExit) as done:
        main(("batch", *arguments))
    assert done.value.code == code


def files(folder: str) -> dict[str, bytes]:
    """All but what the folder remembers for itself, and what a killed process left."""
    return {path.name: path.read_bytes() for path in Path(folder).glob("[!.]*")}


def calendars(folder: str) -> dict[str, bytes]:
    return {name: data for name, data in files(folder).items() if name.endswith(".ics")}


def rows(name: str) -> list[dict[str, str]]:
    with Path(name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_good_rows_are_written_and_bad_ones_told(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each person has a calendar; the list says what is next, the other list what is wrong; exit 1."""
    table.write_text(
        f"{HEADING}\n{ANA}\n{BO}\n{BO.replace('9:00', 'noonish').replace('Beta', 'Gamma')}\n", "utf-8"
    )
    batch("cohort.csv", "-o", "out", code=1)

    listed = rows("out/manifest.csv")
    assert [(row["person"], row["next action"], row["date"]) for row in listed] == [
        ("Ana", "follow-up", "2026-11-24"),
        ("Bo", "follow-up", "2026-11-25"),
    ]
    assert [(row["overdue"], row["title"]) for row in listed] == [
        ("1", "Follow up with Acme: Cook"),
        ("1", "Follow up with Beta: Clerk"),
    ]
    for row in listed:
        events = icalendar.Calendar.from_ical((Path("out") / row["file"]).read_bytes()).walk("VEVENT")
        assert len(events) == int(row["events"]) > 4
    (wrong,) = rows("out/problems.csv")
    assert (wrong["row"], wrong["column"], wrong["value"]) == ("4", "Time", "noonish")
    assert "cohort.csv:4:6: Time: found" in capsys.readouterr().err


def test_the_same_twice_and_in_any_order(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is rewritten; rows shuffled give the same files, also where two people have one name."""
    lines = [
        f"Sam,sam{number}@x.example,Firm {number % 7},Cook,2026-11-{17 + number % 3},9:30,America/New_York,US"
        for number in range(30)
    ]
    table.write_text("\n".join([HEADING, *lines]), "utf-8")
    batch("cohort.csv", "-o", "out")
    first = files("out")
    assert len(first) == 31
    batch("cohort.csv", "-o", "out", "--now", "2026-11-25")
    assert "30 calendars, 0 new or changed" in capsys.readouterr().err

    random.Random(7).shuffle(lines)  # noqa: S311 # no secret
    table.write_text("\n".join([HEADING, *lines]), "utf-8")
    batch("cohort.csv", "-o", "other")
    assert files("other") == first


def test_names_stay_in_the_folder(table: Path, tmp_path: Path) -> None:
    """Whatever people are called; and no cell of a list is a formula."""
    lines = [ANA.replace("Ana,ana@", f'"{name}",p{number}@') for number, name in enumerate(HOSTILE)]
    table.write_text("\n".join([HEADING, *lines]), "utf-8")
    batch("cohort.csv", "-o", "out/in")

    there = {path for path in tmp_path.rglob("*") if path.is_file()} - {table}
    found = [path for path in there if path.parent == tmp_path / "out" / "in"]
    assert {path.parent for path in there - set(found)} == {tmp_path / "out" / "in" / ".icsgen"}
    assert len(found) == len(HOSTILE) + 1
    assert all(len(path.name.encode()) <= 255 for path in found)
    for row in rows("out/in/manifest.csv"):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())


def test_a_row_that_breaks_calls_nothing_off(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A calendar that is there stays as it was until the row is mended."""
    again = ANA.replace("Acme", "Gamma")
    table.write_text(f"{HEADING}\n{ANA}\n{again}\n", "utf-8")
    batch("cohort.csv", "-o", "out")
    before = calendars("out")
    table.write_text(f"{HEADING}\n{ANA}\n{again.replace('14:30', 'soon')}\n", "utf-8")
    batch("cohort.csv", "-o", "out", code=1)

    assert "stays as it was, since a row is wrong" in capsys.readouterr().err
    assert calendars("out") == before


def test_calendars_without_rows(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Are kept and named, until they are to go; a stranger's file is let alone."""
    table.write_text(f"{HEADING}\n{ANA}\n{BO}\n", "utf-8")
    batch("cohort.csv", "-o", "out")
    Path("out/mine.ics").write_bytes(b"mine")
    table.write_text(f"{HEADING}\n{ANA}\n", "utf-8")
    batch("cohort.csv", "-o", "out")
    assert "kept, though no row is for it now" in capsys.readouterr().err
    assert len(list(Path("out").glob("bo-*.ics"))) == 1


def test_pruned(table: Path) -> None:
    table.write_text(f"{HEADING}\n{ANA}\n{BO}\n", "utf-8")
    batch("cohort.csv", "-o", "out")
    Path("out/mine.ics").write_bytes(b"mine")
    Path("out/bo-00000000.ics").write_bytes(b"mine")
    table.write_text(f"{HEADING}\n{ANA}\n", "utf-8")
    batch("cohort.csv", "-o", "out", "--prune")

    assert [path.name for path in Path("out").glob("bo-*.ics")] == ["bo-00000000.ics"]
    assert Path("out/mine.ics").exists()


def test_whose_row_is_wrong_is_not_gone(table: Path) -> None:
    """Not even to be pruned; what was left once is still known the next time."""
    table.write_text(f"{HEADING}\n{ANA}\n{BO}\n", "utf-8")
    batch("cohort.csv", "-o", "out")
    table.write_text(f"{HEADING}\n{ANA}\n{BO.replace('9:00', 'soon')}\n", "utf-8")
    batch("cohort.csv", "-o", "out", "--prune", code=1)
    assert list(Path("out").glob("bo-*.ics"))

    table.write_text(f"{HEADING}\n{ANA}\n", "utf-8")
    batch("cohort.csv", "-o", "out")
    batch("cohort.csv", "-o", "out", "--prune")
    assert not list(Path("out").glob("bo-*.ics"))


def test_one_person_however_they_are_written(table: Path) -> None:
    """Spaces, forms of Unicode and case tell nobody apart; the last name first is turned."""
    names = ("Zoë Lee", "Zoe\u0308  Lee", "zoë lee", '"Lee, Zoë"', "Zoë\u00a0Lee")
    rest = [
        ANA.replace("Ana,ana@x.example,Acme", f"{name},,Firm {number}") for number, name in enumerate(names)
    ]
    table.write_text("\n".join([HEADING, *rest]), "utf-8")
    batch("cohort.csv", "-o", "out")

    (listed,) = rows("out/manifest.csv")
    assert listed["person"] == "Zoë Lee"
    assert b"CANCELLED" not in (Path("out") / listed["file"]).read_bytes()


def test_what_happened_stands_in_columns(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each fact with its date, as in a document's log; a status alone is told to be read by nobody."""
    table.write_text(
        f"{HEADING},Status,Rejected,Thank-you sent\n{ANA},No,20.11.2026,17.11.2026\n{BO},,soon,\n", "utf-8"
    )
    batch("cohort.csv", "-o", "out", code=1)

    told = capsys.readouterr().err
    assert (
        'the column "Status" is not known; who is rejected is reminded still; give the day in a column'
        in told
    )
    assert 'cohort.csv:3:10: Rejected: found "soon"' in told
    (listed,) = rows("out/manifest.csv")
    assert (listed["next action"], listed["date"], listed["overdue"]) == ("tickler", "2027-01-20", "0")


def test_the_list_tells_of_a_calendar_as_it_is(table: Path) -> None:
    """Of one that stays as it was too: what a mail merge tells is what the calendar holds."""
    again = ANA.replace("Acme", "Gamma").replace("2026-11-17", "2026-11-30")
    table.write_text(f"{HEADING}\n{ANA}\n{again}\n", "utf-8")
    batch("cohort.csv", "-o", "out")
    (before,) = rows("out/manifest.csv")
    table.write_text(
        f"{HEADING}\n{ANA.replace('2026-11-17', '2026-11-23')}\n{again.replace('14:30', 'soon')}\n", "utf-8"
    )
    for _ in range(2):
        batch("cohort.csv", "-o", "out", code=1)
        (after,) = rows("out/manifest.csv")
        assert after == before | {"note": "as it was: row 3 is wrong"}


def test_a_person_of_whom_no_row_is_sound(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Is still in the list, with the calendar that is there."""
    table.write_text(f"{HEADING}\n{ANA}\n{BO}\n", "utf-8")
    batch("cohort.csv", "-o", "out")
    before = rows("out/manifest.csv")
    table.write_text(f"{HEADING}\n{ANA}\n{BO.replace('9:00', 'soon')}\n", "utf-8")
    for _ in range(2):
        batch("cohort.csv", "-o", "out", "--prune", code=1)
        assert rows("out/manifest.csv") == [before[0], before[1] | {"note": "as it was: row 3 is wrong"}]
        assert "stays as it was, since a row is wrong" in capsys.readouterr().err


def test_rows_that_belong_to_nobody(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line that is no row calls off nobody's events, and is told; a footnote is left out."""
    lines = [
        f'{{"candidate": "{name}", "company": "Acme", "role": "Cook", "start": "2026-11-17 14:30", '
        f'"timezone": "America/New_York", "country": "US"}}'
        for name in ("Ana", "Bo")
    ]
    Path("cohort.jsonl").write_text("\n".join(lines), "utf-8")
    batch("cohort.jsonl", "-o", "out")
    before = calendars("out")
    Path("cohort.jsonl").write_text(f'{lines[0]}\n{{"candidate": "Bo"\n7\n', "utf-8")
    batch("cohort.jsonl", "-o", "out", "--prune", code=1)
    told = capsys.readouterr().err
    assert "cohort.jsonl:2:19: is not JSON" in told
    assert "cohort.jsonl:3:1: is no mapping; expected one on each line" in told
    assert calendars("out") == before

    table.write_text(f"{HEADING}\n{ANA}\n* times are local,,,,,,,\n", "utf-8")
    batch("cohort.csv", "-o", "other")
    assert "notice: cohort.csv: 1 row without company, role and date left out" in capsys.readouterr().err


@pytest.mark.parametrize("broken", ["ana(at)x.example", ""])
def test_nobody_knows_whose_a_row_is(table: Path, broken: str) -> None:
    """An address that is none, or no word of whose it is: it may be anybody's, and calls nothing off."""
    again = ANA.replace("Acme", "Gamma")
    table.write_text(f"{HEADING}\n{ANA}\n{again}\n", "utf-8")
    batch("cohort.csv", "-o", "out")
    before = calendars("out")
    name = "Ana" if broken else ""
    table.write_text(f"{HEADING}\n{ANA}\n{again.replace('Ana,ana@x.example', f'{name},{broken}')}\n", "utf-8")
    batch("cohort.csv", "-o", "out", "--now", "2026-11-25", code=1)
    (was,), (now,) = before.values(), calendars("out").values()
    assert now.count(b"STATUS:CONFIRMED") == was.count(b"STATUS:CONFIRMED")
    assert b"STATUS:CANCELLED" not in now


def test_one_name_with_and_without_an_address(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """May be one person: that is told, and nothing is called off before it is settled."""
    again = ANA.replace("Acme", "Gamma")
    table.write_text(f"{HEADING}\n{ANA}\n{again}\n{BO}\n", "utf-8")
    batch("cohort.csv", "-o", "out")
    table.write_text(f"{HEADING}\n{ANA}\n{again.replace('Ana,ana@x.example', ' ANA ,')}\n{BO}\n", "utf-8")
    batch("cohort.csv", "-o", "out", "--now", "2026-11-25")

    assert 'warning: cohort.csv:3: "ana" has an address in other rows' in capsys.readouterr().err
    assert not any(b"STATUS:CANCELLED" in text for text in calendars("out").values())


def test_an_interview_without_a_day(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Is an application: left out and told, and what it had before is not called off; the rest moves on."""
    other = ANA.replace("Acme", "Gamma")
    table.write_text(f"{HEADING}\n{ANA}\n{other}\n", "utf-8")
    batch("cohort.csv", "-o", "out")
    dayless = other.replace("2026-11-17,14:30", ",")
    moved = ANA.replace("2026-11-17", "2026-11-18")
    table.write_text(f"{HEADING}\n{moved}\n{dayless}\n{BO.replace('2026-11-18,9:00', ',')}\n", "utf-8")
    batch("cohort.csv", "-o", "out", "--now", "2026-11-25")

    assert "no day is told of the interview, which is left out: row 3, 4" in capsys.readouterr().err
    (text,) = calendars("out").values()
    assert b"STATUS:CANCELLED" not in text
    assert b"20261118T143000" in text


def test_nobody_is_forgotten_for_want_of_a_day(table: Path) -> None:
    """Who has no interview with a day any more stays in the list, and in everybody's calendar."""
    table.write_text(f"{HEADING}\n{ANA}\n{BO}\n", "utf-8")
    batch("cohort.csv", "-o", "out")
    batch("cohort.csv", "-o", "all", "--per", "all")
    before = rows("out/manifest.csv")
    table.write_text(f"{HEADING}\n{ANA}\n{BO.replace('2026-11-18,9:00', ',')}\n", "utf-8")
    for day in ("25", "26"):
        batch("cohort.csv", "-o", "out", "--now", f"2026-11-{day}")
        assert rows("out/manifest.csv")[1]["file"] == before[1]["file"]
        assert rows("out/manifest.csv")[1]["note"] == "as it was: no interview has a day"
    batch("cohort.csv", "-o", "all", "--per", "all", "--now", "2026-11-25")
    assert b"STATUS:CANCELLED" not in Path("all/all.ics").read_bytes()


def test_two_zones_are_one_fault(table: Path) -> None:
    """Of each row, and none of them says that a cell is empty."""
    abroad = ANA.replace("America/New_York,US", "Europe/Paris,FR").replace("Acme", "Gamma")
    table.write_text(f"{HEADING}\n{ANA}\n{abroad}\n", "utf-8")
    batch("cohort.csv", "-o", "out", code=1)
    listed = rows("out/problems.csv")
    assert [row["row"] for row in listed] == ["2", "3"]
    assert not any("empty" in row["problem"] for row in listed)


def test_more_cells_than_headings(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A comma that nobody quoted moves the rest of a row."""
    table.write_text(f"{HEADING}\n{ANA.replace('Acme', 'Acme, Inc.')}\n{BO}\n", "utf-8")
    batch("cohort.csv", "-o", "out", code=1)
    assert "found 9 cells under 8 headings; expected quotes around a cell" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [(), ("--prune",)])
def test_a_table_without_rows(
    table: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    """Is a mistake: nothing is taken away."""
    table.write_text(f"{HEADING}\n{ANA}\n", "utf-8")
    batch("cohort.csv", "-o", "out")
    before = files("out")
    table.write_text(f"{HEADING}\n", "utf-8")
    batch("cohort.csv", "-o", "out", *arguments, code=1)
    assert "cohort.csv:1:1: has a heading, and no row below it" in capsys.readouterr().err
    assert files("out") == before


def test_a_quotation_mark_that_is_not_closed(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Takes the rows below it for a part of its cell: that is told, and nobody's calendar goes."""
    rest = [f"P{number},p{number}@x.example,{ANA.partition('.example,')[2]}" for number in range(5)]
    table.write_text("\n".join([HEADING, *rest]), "utf-8")
    batch("cohort.csv", "-o", "out")
    before = calendars("out")
    for broken in (
        rest[1].replace("Cook", '"Cook'),
        rest[1].replace("Acme", 'Acme,"Cook').replace("Cook,", ""),
    ):
        rows_ = [rest[0], broken, *rest[2:]]
        table.write_text("\n".join([HEADING, *rows_]), "utf-8")
        batch("cohort.csv", "-o", "out", "--prune", code=1)
        assert "cohort.csv:3:1: a quotation mark is opened here and not closed" in capsys.readouterr().err
        assert calendars("out") == before
    closed = [*rest[:3], rest[3].replace("Cook", 'Coo"k'), rest[4]]
    table.write_text("\n".join([HEADING, closed[0].replace("Cook", '"Cook'), *closed[1:]]), "utf-8")
    batch("cohort.csv", "-o", "out", "--prune", code=1)
    assert "cohort.csv:2:1: a quotation mark is opened here" in capsys.readouterr().err
    assert calendars("out") == before


@pytest.mark.parametrize("name", ["manifest.csv", "problems.csv"])
def test_lists_of_somebody_else(table: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """Are let alone, be it the table itself."""
    data = f"{HEADING}\n{ANA}\n".encode()
    Path(name).write_bytes(data)
    batch(name, "-o", ".", code=1)
    assert f"{name}: is not a list of icsgen; name another folder" in capsys.readouterr().err
    assert Path(name).read_bytes() == data


def test_people_whose_id_is_anothers_address(table: Path) -> None:
    """Have a file each."""
    table.write_text(
        "Candidate,Candidate id,Email,Company,Role,Start,Time zone,Country\n"
        "Tom,,tom@x.example,Acme,Cook,2026-11-17 14:30,Europe/Berlin,DE\n"
        "Tom,tom@x.example,,Beta,Cook,2026-11-18 14:30,Europe/Berlin,DE\n",
        "utf-8",
    )
    batch("cohort.csv", "-o", "out")
    assert len({row["file"] for row in rows("out/manifest.csv")}) == len(calendars("out")) == 2


def test_names_that_look_like_something_else(table: Path) -> None:
    """Summer is no sum, Countess no count, Null no empty cell; a Total is one."""
    names = ("Summer Lee", "Countess Ann", "Null", "Nan")
    rest = [ANA.replace("Ana,ana@x.example", f"{name},") for name in names]
    table.write_text("\n".join([HEADING, *rest, "Total,4,,,,,,"]), "utf-8")
    batch("cohort.csv", "-o", "out")
    assert {row["person"] for row in rows("out/manifest.csv")} == set(names)


def test_a_person_who_is_wrong_in_every_row(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Is told once for all of them."""
    rest = [f"{ANA.replace('Acme', f'Firm {number}')},Europe/Berln" for number in range(300)]
    table.write_text("\n".join([f"{HEADING},Candidate time zone", *rest]), "utf-8")
    batch("cohort.csv", "-o", "out", code=1)
    assert len(rows("out/problems.csv")) == 1
    assert 'unknown time zone "Europe/Berln"' in capsys.readouterr().err


def test_what_is_remembered_by_others(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Is not believed: it may be damaged, or lead elsewhere."""
    table.write_text(f"{HEADING}\n{ANA}\n{BO}\n", "utf-8")
    batch("cohort.csv", "-o", "out")
    listed, before = rows("out/manifest.csv"), files("out")
    naive = '"until":null', '"until":"2026-12-01T00:00:00"'
    for wrong in (naive, ("ana-", "../../ana-"), ('"files":', '"other":')):
        for path in Path("out/.icsgen").glob("*.json"):
            path.write_text(path.read_text("utf-8").replace(*wrong), "utf-8")
        batch("cohort.csv", "-o", "out", "--prune")
        assert (rows("out/manifest.csv"), files("out")) == (listed, before)
        assert "2 calendars, 0 new or changed" in capsys.readouterr().err


def test_problems_in_the_users_own_words(table: Path) -> None:
    """Semicolons and quotation marks in a cell are no part of ours."""
    table.write_text(f'{HEADING},Decision\n{ANA},"soon; maybe ""x"" later"\n', "utf-8")
    batch("cohort.csv", "-o", "out", code=1)
    (wrong,) = rows("out/problems.csv")
    assert wrong["value"] == 'soon; maybe "x" later'
    assert wrong["problem"].startswith('"soon; maybe "x" later" is not a timeline')


def test_warnings_are_told_again(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As long as they hold, also of who is passed over, and with the row of today."""
    sunday = BO.replace("2026-11-18", "2026-11-22")
    table.write_text(f"{HEADING}\n{ANA}\n{sunday}\n", "utf-8")
    batch("cohort.csv", "-o", "out")
    first = capsys.readouterr().err
    table.write_text(f"{HEADING}\n{sunday}\n{ANA}\n", "utf-8")
    batch("cohort.csv", "-o", "out")
    second = capsys.readouterr().err
    assert "warning: cohort.csv:3:5: Date: Sun 22 Nov 2026 is the weekend" in first
    lines = [line for line in first.splitlines() if "has those of their interviews" not in line]
    assert second.splitlines() == [
        line.replace("csv:3:5", "csv:2:5").replace("2 new", "0 new") for line in lines
    ]


def test_whose_table_it_is(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With `--me` it is one person's; one that names several is refused."""
    Path("me.yaml").write_text("me: {name: Cy, timezone: Europe/Paris, country: FR}\n", "utf-8")
    table.write_text(f"{HEADING}\n{ANA}\n{BO}\n", "utf-8")
    batch("cohort.csv", "-o", "out", "--me", "me.yaml", code=1)
    assert "found email bo@x.example, and email ana@x.example in another row" in capsys.readouterr().err
    assert not list(Path("out").glob("*.ics"))


def test_whose_table_it_is_is_told_wrong(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the document of `--me`: there it is to be mended, and not in each row."""
    Path("me.yaml").write_text("me:\n  name: Cy\n  timezone: Europe/Pariss\n  country: FR\n", "utf-8")
    table.write_text(f"{HEADING}\n{ANA}\n", "utf-8")
    batch("cohort.csv", "-o", "out", "--me", "me.yaml", code=1)
    assert capsys.readouterr().err == (
        'me.yaml:3:3: me.timezone: unknown time zone "Europe/Pariss"; did you mean Europe/Paris?\n'
    )


def test_a_calendar_that_is_none_of_ours(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Is one person's fault: it is let alone, and the others are written."""
    table.write_text(f"{HEADING}\n{ANA}\n{BO}\n", "utf-8")
    batch("cohort.csv", "-o", "out")
    (path,) = Path("out").glob("ana-*.ics")
    path.write_bytes(b"mine")
    table.write_text(f"{HEADING}\n{ANA.replace('Acme', 'Gamma')}\n{BO.replace('Beta', 'Gamma')}\n", "utf-8")
    batch("cohort.csv", "-o", "out", code=1)
    assert "is not a whole calendar of icsgen; take it away" in capsys.readouterr().err
    assert path.read_bytes() == b"mine"
    assert [row["person"] for row in rows("out/manifest.csv")] == ["Bo"]


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        (
            "Applicant Name,Company Name,Job Title,Call time slot",
            'row 1 has candidate ("Applicant Name"), company ("Company Name"), role ("Job Title"), '
            'but no start or date; rename one of "Call time slot"',
        ),
        ("Bewerber,Firma,Stelle", "but no start or date"),
    ],
)
def test_what_a_heading_lacks(
    table: Path, capsys: pytest.CaptureFixture[str], heading: str, told: str
) -> None:
    table.write_text(f"{heading}\nx,y,z,\n", "utf-8")
    batch("cohort.csv", "-o", "out", code=1)
    assert told in capsys.readouterr().err


def test_headings_of_other_languages(table: Path) -> None:
    table.write_text(
        "Bewerber;E-Mail;Firma;Stelle;Datum;Uhrzeit;Zeitzone;Land\n"
        "Müller, Jürgen;j@x.example;Acme;Koch;17.11.2026;14.30 Uhr;Europe/Berlin;Deutschland\n",
        "utf-8",
    )
    batch("cohort.csv", "-o", "out")
    (listed,) = rows("out/manifest.csv")
    assert listed["person"] == "Jürgen Müller"


def test_strict_writes_nothing(table: Path) -> None:
    table.write_text(f"{HEADING}\n{ANA}\n{BO.replace('9:00', 'noonish')}\n", "utf-8")
    batch("cohort.csv", "-o", "out", "--strict", code=1)
    assert not Path("out").exists()


def test_a_table_of_ones_own(table: Path) -> None:
    """Without a candidate in it: `--me` says who it is, for every row."""
    Path("me.yaml").write_text("me: {name: Cy, timezone: Europe/Paris, country: FR}\n", "utf-8")
    lines = [line.split(",", 2)[2] for line in (HEADING, ANA, BO)]
    table.write_text("\n".join(lines), "utf-8")
    batch("cohort.csv", "-o", "out", "--me", "me.yaml")

    (row,) = rows("out/manifest.csv")
    assert row["person"] == "Cy"
    text = (Path("out") / row["file"]).read_bytes()
    assert b"Acme" in text
    assert b"Beta" in text
    Path("me.yaml").write_text("company: x\n", "utf-8")
    batch("cohort.csv", "-o", "out", "--me", "me.yaml", code=1)


def test_a_template_that_is_wrong(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Is no row's fault: it is told with its own place, and nothing is written."""
    table.write_text(f"{HEADING}\n{ANA}\n", "utf-8")
    Path("words").mkdir()
    Path("words/call.txt").write_text("{{ nmae }}", "utf-8")
    batch("cohort.csv", "-o", "out", "--messages", "words", code=1)

    assert capsys.readouterr().err.startswith("words/call.txt:1:1: there is no word `nmae`")
    assert not list(Path("out").glob("*.ics"))


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "\n" * 100])
def test_no_heading(table: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    table.write_text(text, "utf-8")
    batch("cohort.csv", "-o", "out", code=1)
    assert "cohort.csv:1:1: has no heading; expected a row with company, role" in capsys.readouterr().err


def test_the_sample(table: Path) -> None:
    """60 rows of six countries, three of them wrong, each in its own way."""
    sample = Path(__file__).parents[1] / "samples" / "cohort.csv"
    assert len(rows(str(sample))) == 60
    assert len({row["Country"] for row in rows(str(sample))}) == 6
    batch(str(sample), "-o", "out", code=1)

    assert [(row["row"], row["column"]) for row in rows("out/problems.csv")] == [
        ("13", "Interview Date"),
        ("31", "Time zone"),
        ("49", "Time"),
    ]
    listed = rows("out/manifest.csv")
    people = {row["Email"] for row in rows(str(sample))}
    assert {row["email"] for row in listed} <= people
    assert len(people) - len(listed) == 1  # whose only row is wrong


def test_the_sample_as_a_workbook(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With a title above, and cells that are dates and times, it gives the same calendars and problems."""
    sample = Path(__file__).parents[1] / "samples" / "cohort.csv"
    workbook(sample, Path("made.xlsx"))
    batch(str(sample), "-o", "csv", code=1)
    for number, path in enumerate((sample.with_suffix(".xlsx"), Path("made.xlsx"))):
        capsys.readouterr()
        batch(str(path), "-o", f"{number}", code=1)

        told = capsys.readouterr().err
        assert f'notice: {path}: the sheet "Interviews" was read; --sheet reads another\n' in told
        assert calendars(f"{number}") == calendars("csv")
        listed, same = ([row | {"note": ""} for row in rows(f"{of}/manifest.csv")] for of in (number, "csv"))
        assert listed == same
        shifted = [row | {"row": str(int(row["row"]) + ABOVE)} for row in rows("csv/problems.csv")]
        assert rows(f"{number}/problems.csv") == shifted
