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
    """All but what the folder remembers for itself."""
    return {path.name: path.read_bytes() for path in Path(folder).iterdir() if path.is_file()}


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
        ("Ana", "thank-you", "2026-11-17"),
        ("Bo", "thank-you", "2026-11-18"),
    ]
    for row in listed:
        events = icalendar.Calendar.from_ical((Path("out") / row["file"]).read_bytes()).walk("VEVENT")
        assert len(events) == int(row["events"]) > 4
    (wrong,) = rows("out/problems.csv")
    assert (wrong["row"], wrong["column"], wrong["value"]) == ("4", "Date", "2026-11-18 noonish")
    assert "cohort.csv:4:5: " in capsys.readouterr().err


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
    assert "30 calendars, 0 of them new or changed" in capsys.readouterr().err

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
    before = files("out")
    table.write_text(f"{HEADING}\n{ANA}\n{again.replace('14:30', 'soon')}\n", "utf-8")
    batch("cohort.csv", "-o", "out", code=1)

    assert "stays as it was, since a row is wrong" in capsys.readouterr().err
    assert {name: data for name, data in files("out").items() if name.endswith(".ics")} == {
        name: data for name, data in before.items() if name.endswith(".ics")
    }


def test_calendars_without_rows(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Are kept and named, until they are to go; a stranger's file is let alone."""
    table.write_text(f"{HEADING}\n{ANA}\n{BO}\n", "utf-8")
    batch("cohort.csv", "-o", "out")
    Path("out/mine.ics").write_bytes(b"mine")
    table.write_text(f"{HEADING}\n{ANA}\n", "utf-8")
    batch("cohort.csv", "-o", "out")
    assert "kept, though no sound row is for it now" in capsys.readouterr().err
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
        ("49", "Interview Date"),
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
        found = files(f"{number}")
        assert found == files("csv") | {"problems.csv": found["problems.csv"]}
        shifted = [row | {"row": str(int(row["row"]) + ABOVE)} for row in rows("csv/problems.csv")]
        assert rows(f"{number}/problems.csv") == shifted
