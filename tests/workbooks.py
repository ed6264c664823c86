"""A table as a workbook that somebody keeps: `python tests/workbooks.py cohort.csv cohort.xlsx`."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["ABOVE", "changed", "workbook"]

ABOVE = 2
"""Rows above the heading: a title, and an empty one."""
MADE = dt.datetime(2026, 10, 1, 9)  # noqa: DTZ001 # a workbook has no zones
WIDEST = 40  # characters
FORMATS = {dt.date: "ddd d mmm yyyy", dt.time: "h:mm"}
NOTES = ("Ask everybody for their timeline.", "Dates are those of the first interview.")


def workbook(table: Path, path: Path) -> None:
    """Write a CSV file as a workbook, the same bytes each time: dates and times that are some are cells of
    that kind, and what is wrong stays the text that it was."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Interviews"
    sheet.append(["Interviews of the autumn cohort"])
    sheet.append([])
    for row in rows:
        sheet.append([_cell(text) for text in row])
    _dress(sheet, len(rows[0]))
    notes = book.create_sheet("Notes")
    for note in NOTES:
        notes.append([note])
    written = io.BytesIO()
    book.save(written)
    path.write_bytes(changed(written.getvalue(), "docProps/core.xml", _undated))


def _cell(text: str) -> str | dt.date | dt.time | None:
    """What a spreadsheet makes of what somebody types."""
    with suppress(ValueError):
        return dt.date.fromisoformat(text)
    with suppress(ValueError):
        return dt.time.fromisoformat(text.zfill(len("09:00")))
    return text or None


def _dress(sheet: Worksheet, columns: int) -> None:
    """Give it a title over all columns, a heading that stays in sight, and formats."""
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=columns)
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet.freeze_panes = f"A{ABOVE + 2}"
    for number, column in enumerate(sheet.iter_cols(min_row=ABOVE + 1), 1):
        column[0].font = Font(bold=True)
        width = max(len(f"{cell.value or ''}") for cell in column)
        sheet.column_dimensions[get_column_letter(number)].width = min(width + 2, WIDEST)
        for cell in column:
            cell.number_format = FORMATS.get(type(cell.value), cell.number_format)


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook with one of its parts changed; the time at which it was made is in none."""
    same = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as parts, ZipFile(same, "w") as kept:
        for name in parts.namelist():
            content = parts.read(name)
            info = ZipInfo(name, MADE.timetuple()[:6])
            kept.writestr(info, change(content) if name == part else content, ZIP_DEFLATED)
    return same.getvalue()


def _undated(properties: bytes) -> bytes:
    """Those of a workbook, made and changed long ago."""
    return re.sub(rb"(?<=W3CDTF\">)[^<]+", f"{MADE:%Y-%m-%dT%H:%M:%SZ}".encode(), properties)


if __name__ == "__main__":
    workbook(Path(sys.argv[1]), Path(sys.argv[2]))
