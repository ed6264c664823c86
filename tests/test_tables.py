"""Tables as people keep them: every mess of a spreadsheet is read as it was meant, or told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from workbooks import changed

from icsgen.details import cells
from icsgen.details.cohorts import cohort
from icsgen.details.columns import COLUMNS, Order, plain
from icsgen.details.headings import heading_of
from icsgen.details.job_searches import job_search
from icsgen.details.person_documents import PersonDocument
from icsgen.details.tables import open_table
from icsgen.errors import InputError
from icsgen.model import JobSearch

HEADING = "Candidate,Email,Company,Role,Date,Time,Time zone,Country"
ANA = "Ana,ana@x.example,Acme,Cook,2026-11-17,14:30,America/New_York,US"
BO = "Bo,bo@x.example,Beta,Clerk,2026-11-18,9:00,Europe/Berlin,DE"


def people(path: Path, order: Order = None, sheet: str | None = None) -> list[PersonDocument]:
    found = list(cohort(open_table(path, sheet), order=order).documents())
    return sorted(found, key=lambda person: min(person.rows))


def searches(path: Path, order: Order = None) -> list[JobSearch]:
    """Of a table in which nothing is wrong."""
    found = []
    for person in people(path, order):
        search, problems = job_search(person)
        assert not [*person.faults, *problems]
        assert search
        found.append(search)
    return found


def problems_of(path: Path, order: Order = None) -> list[str]:
    return sorted(
        f"{problem.place}: {problem.text}"
        for person in people(path, order)
        for problem in [*person.faults, *job_search(person)[1]]
    )


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "cohort.csv"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators(table: Path, encoding: str, separator: str) -> None:
    """All that Excel saves; the Western code page is told."""
    text = "\r\n".join([HEADING, ANA.replace("Acme", "Café Müller"), BO]).replace(",", separator)
    table.write_bytes(text.encode(encoding))
    found = cohort(open_table(table))

    assert [
        str(notice) for notice in found.notices if "Windows-1252" in str(notice)
    ] != [] or encoding != "cp1252"
    assert not found.notices or encoding == "cp1252"
    ana, bo = searches(table)
    assert (ana.me.name, ana.interviews[0].company, bo.me.email) == ("Ana", "Café Müller", "bo@x.example")
    assert ana.interviews[0].start.isoformat() == "2026-11-17T14:30:00-05:00"


def test_quoted_line_breaks_and_what_is_empty(table: Path) -> None:
    """Cells of several lines, empty columns and rows, errors of the spreadsheet, a total at the end."""
    table.write_text(
        f"Spring cohort,,,,,,,,,\n,,,\n{HEADING},Interviewers,Timeline,,\n"
        f'{ANA},"Jana Müller <jana@acme.example>;\nTom ""T"" Lee",#N/A,,\n,,,,,\n\n{BO},-,n/a\n'
        "Total: 2,,,,,,,,,\n",
        "utf-8",
    )
    ana, bo = searches(table)

    assert [person.name for person in ana.interviews[0].interviewers] == ["Jana Müller", 'Tom "T" Lee']
    assert ana.interviews[0].timeline is None
    assert bo.interviews[0].interviewers == ()


@pytest.mark.parametrize(
    ("written", "order", "read"),
    [
        ("2026-11-17", None, "2026-11-17"),
        ("17 November 2026", None, "2026-11-17"),
        ("Di, 17. November 2026", None, "2026-11-17"),
        ("17 de mayo de 2027 9.30", None, "2027-05-17 09:30"),
        ("1er mars 2027 à 14h", None, "2027-03-01 14:00"),
        ("Tue 17/11/2026 00:00:00", None, "2026-11-17"),
        ("2026-11-17 00:00:00", None, "2026-11-17"),
        ("2026-11-17T14:30:00", None, "2026-11-17 14:30"),
        ("01.12.2026 14.30", None, "2026-12-01 14:30"),
        ("46343", None, "2026-11-17"),
        ("46343.604166667", None, "2026-11-17 14:30"),
        ("60", None, "60"),
        ("17.11.2026", None, "2026-11-17"),
        ("3.4.2026 14:30", None, "2026-04-03 14:30"),
        ("17/11/2026", None, "2026-11-17"),
        ("11/17/2026", None, "2026-11-17"),
        ("03/04/2026", "dmy", "2026-04-03"),
        ("03/04/2026", "mdy", "2026-03-04"),
        ("3-4-26", "dmy", "2026-04-03"),
        ("05/05/2026", None, "2026-05-05"),
    ],
)
def test_dates_as_spreadsheets_write_them(written: str, order: Order, read: str) -> None:
    """The numbers that Excel keeps, dots of the countries that write the day first, slashes in order."""
    assert cells.date(written, order) == read


def test_every_number_of_a_day() -> None:
    """Of a century, against the calendar."""
    for number in range(36_526, 73_051):
        assert cells.date(str(number)) == str(dt.date(1899, 12, 30) + dt.timedelta(days=number))


def test_a_date_that_may_be_two(table: Path) -> None:
    """Is a fault of its cell, until the order is given."""
    table.write_text(f"{HEADING}\n{ANA}\n{BO.replace('2026-11-18', '03/04/2027')}\n", "utf-8")

    assert problems_of(table)[0].endswith(
        ':3:5: found "03/04/2027", which may be day or month first; say --dates dmy or --dates mdy'
    )
    assert problems_of(table, "mdy") == []


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("14:30", "14:30"),
        ("14.30", "14:30"),
        ("14h30", "14:30"),
        ("0.604166667", "14:30"),
        ("2:30 pm", "02:30 pm"),
        ("2.30 PM", "02:30 pm"),
        ("14 Uhr", "14:00"),
        ("14.30 Uhr", "14:30"),
        ("14h", "14:00"),
        ("1430", "14:30"),
        ("14:30:00", "14:30"),
        ("Noon", "12:00"),
        ("9:00 Europe/Berlin", "09:00 Europe/Berlin"),
        ("14:30 (Zoom)", "14:30"),
        ("14:30 -05:00", "14:30 -05:00"),
    ],
)
def test_times_as_spreadsheets_write_them(written: str, read: str) -> None:
    assert cells.time(written) == read


@pytest.mark.parametrize("written", ["noonish", "14", "soon", "after lunch", "25 people"])
def test_what_is_no_time(written: str) -> None:
    with pytest.raises(ValueError, match=f'found "{written}"; expected a time such as 14:30 or 2:30 pm'):
        cells.time(written)


@pytest.mark.parametrize(
    "written", ["14:30 - 15:15", "14:30-15:15", "14.30–15.15 Uhr", "14:30 to 15:15", "14:30 bis 15:15"]
)
def test_a_time_that_goes_on_to_another(written: str) -> None:
    assert cells.from_and_to(cells.time(written)) == ("14:30", "15:15")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("DE", "DE"),
        ("us", "US"),
        ("USA", "US"),
        ("UK", "GB"),
        ("Germany", "DE"),
        ("Deutschland", "DE"),
        ("Royaume-Uni", "GB"),
        ("España", "ES"),
        ("the Netherlands", "NL"),
        ("Atlantis", "Atlantis"),
    ],
)
def test_countries_by_name(written: str, read: str) -> None:
    assert cells.country(written) == read


@pytest.mark.parametrize(
    ("written", "read"), [("2", "2"), ("2nd", "2"), ("Round 2", "2"), ("second", "2"), ("final", "final")]
)
def test_rounds(written: str, read: str) -> None:
    assert cells.ordinal(written) == read


def test_excel(tmp_path: Path) -> None:
    """Real date cells, a sheet by its name, a title above the heading in merged cells, numbers."""
    path = tmp_path / "cohort.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "Notes"  # type: ignore[union-attr] # a new book has one
    sheet = book.create_sheet("Spring")
    sheet.append(["Spring cohort"])
    sheet.merge_cells("A1:D1")
    sheet.append([])
    sheet.append(["Candidate", "Company", "Role", "Date of interview", "Time", "Zone", "Country", "Round"])
    sheet.append(["Ana", "Acme", "Cook", dt.date(2026, 11, 17), dt.time(14, 30), "America/New_York", "US", 2])
    sheet.append(
        [
            "Bo",
            "Beta",
            "Clerk",
            dt.datetime.fromisoformat("2026-11-18 09:15"),
            None,
            "Europe/Berlin",
            "DE",
            1.0,
        ]
    )
    book.save(path)
    (ana, bo) = (job_search(person)[0] for person in people(path, sheet="Spring"))

    assert ana
    assert bo
    assert ana.interviews[0].start.isoformat() == "2026-11-17T14:30:00-05:00"
    assert ana.interviews[0].round == 2
    assert bo.interviews[0].start.isoformat() == "2026-11-18T09:15:00+01:00"
    with pytest.raises(InputError, match=r'has no sheet "Autumn"; there are Notes, Spring'):
        open_table(path, "Autumn")
    with pytest.raises(InputError, match="has no heading"):
        people(path)


@pytest.mark.parametrize("size", ["A1", "A1:XFD1048576"])
def test_a_sheet_that_tells_a_wrong_size(tmp_path: Path, size: str) -> None:
    """As programs write it that do not count: every row is read, and none is longer than it is."""
    path = tmp_path / "cohort.xlsx"
    book = openpyxl.Workbook()
    for row in (HEADING, ANA, BO):
        book.active.append(row.split(","))  # type: ignore[union-attr] # a new book has one
    book.save(path)

    def resized(sheet: bytes) -> bytes:
        return sheet.replace(b'<dimension ref="A1:H3"', f'<dimension ref="{size}"'.encode())

    path.write_bytes(changed(path.read_bytes(), "xl/worksheets/sheet1.xml", resized))
    assert [len(row.cells) for row in open_table(path).rows] == [8, 8, 8]


def test_json_lines(tmp_path: Path) -> None:
    """A mapping on each line, whatever the order of its keys."""
    path = tmp_path / "cohort.jsonl"
    zone = '"timezone": "UTC", "country": "US"'
    path.write_text(
        '{"candidate": "Ana", "company": "Acme", "role": "Cook", "start": "2026-11-17 14:30", '
        f'{zone}, "interviewers": ["Jana <j@x.example>", "Tom"]}}\n\n'
        f'{{"role": "Clerk", "company": "Beta", "start": "2026-11-18 9:00", "candidate": "Ana", {zone}}}\n',
        "utf-8",
    )
    (ana,) = searches(path)
    assert [each.company for each in ana.interviews] == ["Acme", "Beta"]
    assert [person.email for person in ana.interviews[0].interviewers] == ["j@x.example", None]

    path.write_text('{"company": \n', "utf-8")
    with pytest.raises(InputError, match=r"cohort.jsonl:1:\d+: is not JSON"):
        people(path)


def test_every_name_of_a_column() -> None:
    """In any case and spacing, and for one column only."""
    names = [name for column in COLUMNS for name in column.names]
    assert len(names) == len(set(names))
    assert all(plain(name) == name for name in names)
    for written in (
        "Interview Date",
        "interview_date",
        "Date of interview",
        "INTERVIEW-DATE",
        "interviewDate",
    ):
        heading = heading_of(1, ["Employer", "Job title", written])
        assert heading
        assert heading.paths == {("company",), ("role",), ("date",)}


def test_unknown_and_repeated_columns_are_told_once(table: Path) -> None:
    """With what may be meant."""
    table.write_text(f"{HEADING},Compny,Company,Shoe size\n{ANA},x,y,z\n", "utf-8")
    told = [str(notice) for notice in cohort(open_table(table)).notices]

    assert len(told) == 3
    assert 'the column "Compny" is not known; did you mean "company"?' in told[0]
    assert 'the column "Company" stands twice' in told[1]
    assert 'the column "Shoe size" is not known; it is not read' in told[2]


def test_rows_of_one_person_are_one_search(table: Path) -> None:
    """Known by an address, whatever its case; the zone of theirs is a column of its own where they differ."""
    table.write_text(
        f"{HEADING}\n{ANA}\n{BO}\n{ANA.replace('Acme', 'Gamma').replace('ana@', 'ANA@')}\n", "utf-8"
    )
    ana, bo = searches(table)
    assert {each.company for each in ana.interviews} == {"Acme", "Gamma"}
    assert len(bo.interviews) == 1

    abroad = ANA.replace("America/New_York,US", "Europe/Paris,FR").replace("Acme", "Gamma")
    table.write_text(f"{HEADING}\n{ANA}\n{abroad}\n", "utf-8")
    assert (
        "interviews in America/New_York and Europe/Paris; expected the candidate's own timezone"
        in "".join(problems_of(table))
    )
    heading = f"{HEADING},Candidate time zone,Candidate country"
    table.write_text(f"{heading}\n{ANA},Europe/Berlin,DE\n{abroad},,\n", "utf-8")
    (ana,) = searches(table)
    assert str(ana.me.region.timezone) == "Europe/Berlin"


def test_faults_have_row_and_column(table: Path) -> None:
    """As the spreadsheet shows them: a day that is not, a zone that is none."""
    table.write_text(
        f"{HEADING}\n{ANA.replace('2026-11-17', '29 Feb 2027')}\n{BO.replace('Berlin', 'Berlim')}\n", "utf-8"
    )
    told = problems_of(table)

    assert f'{table}:2:5: found "29 Feb 2027"; expected a date such as 2026-11-17' in told
    assert f'{table}:3:7: unknown time zone "Europe/Berlim"; did you mean Europe/Berlin?' in told


def test_zones_that_are_an_hour_off_in_summer(table: Path) -> None:
    """And offsets, which are no place."""
    for written, told in (
        ("EST", 'found "EST", an hour off in summer; expected America/New_York'),
        ("GMT+1", 'unknown time zone "GMT+1"; an offset is no place with a summer time'),
    ):
        table.write_text(f"{HEADING}\n{ANA.replace('America/New_York', written)}\n", "utf-8")
        assert told in problems_of(table)[0]


def test_a_table_without_zones(table: Path) -> None:
    """Is told once, and not in each row."""
    for name in ("Time zone", "Country"):
        table.write_text(f"{HEADING.replace(name, 'Notes')}\n{ANA}\n{BO}\n", "utf-8")
        with pytest.raises(InputError, match=r"cohort\.csv:1:1: no column tells the (timezone|country)"):
            people(table)


def test_what_is_no_table(tmp_path: Path) -> None:
    """An Excel file of old, a pipe, bytes that are no text: each is told what it is."""
    old = tmp_path / "old.csv"
    old.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    with pytest.raises(InputError, match=r"is an \.xls file of old, or has a password; save it"):
        open_table(old)
    with pytest.raises(InputError, match="is no file; expected a table that was saved to one"):
        open_table(tmp_path)


def test_a_workbook_under_another_name(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(HEADING.split(","))  # type: ignore[union-attr] # as above
    book.active.append(ANA.split(","))  # type: ignore[union-attr]
    book.save(tmp_path / "cohort.xlsx")
    path = (tmp_path / "cohort.xlsx").rename(tmp_path / "cohort.csv")
    assert len(searches(path)) == 1


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_a_damaged_workbook(tmp_path: Path, part: str) -> None:
    """Is told in a line, wherever the damage is."""
    book = openpyxl.Workbook()
    for line in (HEADING, ANA, BO):
        book.active.append(line.split(","))  # type: ignore[union-attr] # as above
    book.save(tmp_path / "whole.xlsx")
    with ZipFile(tmp_path / "whole.xlsx") as whole, ZipFile(tmp_path / "cohort.xlsx", "w") as cut:
        for name in whole.namelist():
            data = whole.read(name)
            cut.writestr(name, data[: len(data) // 2] if name == part else data)
    with pytest.raises(InputError, match=r"is no \.xlsx file, or a damaged one"):
        people(tmp_path / "cohort.xlsx")


def test_a_workbook_with_a_cell_far_off(tmp_path: Path) -> None:
    """A stray space in the last cell of all makes no million rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet
    for line in (HEADING, ANA):
        sheet.append(line.split(","))
    sheet.cell(1_048_576, 1).value = " "
    sheet.cell(3, 16_384).value = " "
    book.save(tmp_path / "cohort.xlsx")
    assert len(searches(tmp_path / "cohort.xlsx")) == 1


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"company": "Acme"', "is not JSON"),
        ("[1]", "is no mapping"),
        ("[" * 100_000, "is nested too deeply"),
    ],
)
def test_lines_that_are_no_row(tmp_path: Path, line: str, told: str) -> None:
    """The others are read."""
    path = tmp_path / "cohort.jsonl"
    good = '{"candidate": "A \\ud800", "company": "Acme", "role": "Cook", "start": "2026-11-17 14:30", '
    good += '"timezone": "Europe/Berlin", "country": "DE", '
    good += '"interviewers": [{"name": "Jo", "email": "jo@x.example"}]}'
    path.write_text(f"{good}\n{line}\n", "utf-8")
    with cohort(open_table(path)).dealt() as shares:
        (fault,) = shares.faults
        (person,) = (share.document(rows) for share in shares for rows in share.people())
    assert str(fault.place).startswith(f"{path}:2:")
    assert told in fault.text
    search, problems = job_search(person)
    assert search
    assert not problems
    assert search.me.name == "A ?"
    assert search.interviews[0].interviewers[0].email == "jo@x.example"


@pytest.mark.parametrize("data", [b"", b"PK\3\4 nothing", b"x" * 5_000])
def test_no_workbook(tmp_path: Path, data: bytes) -> None:
    """Is told in a line."""
    path = tmp_path / "cohort.xlsx"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"is no \.xlsx file"):
        open_table(path)
