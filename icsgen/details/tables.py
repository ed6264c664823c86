"""Rows of a table, whatever it is written in: CSV as spreadsheets export it, XLSX, or JSON Lines.

Rows come one by one, since a table may be longer than memory; a cell is the text that a document would hold.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import IO, TYPE_CHECKING
from zipfile import BadZipFile

from msgspec import Struct

from icsgen.details.sources import fail

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["Row", "Table", "open_table"]

SAMPLE = 65_536  # bytes to find the separator in
SEPARATORS = ",;\t"
LONGEST_CELL = 131_072  # characters: the csv module's own limit, as spreadsheets keep to a fourth of it
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
MIDNIGHT = dt.time()


class Row(Struct, frozen=True):
    """A row's number in its file, from 1, and its cells, those left empty too."""

    number: int
    cells: Sequence[str]


class Table(Struct, frozen=True, kw_only=True):
    """A table's rows, its heading among them, and what to know of how it was read."""

    name: str
    rows: Iterator[Row]
    notice: str = ""


def open_table(path: Path, sheet: str | None = None) -> Table:
    """The rows of a file: XLSX or JSON Lines where its name ends so, else CSV.

    Raises:
        InputError: it is no table, or has no such sheet; while its rows are read, too.
        OSError: it cannot be read.
    """
    return READERS.get(path.suffix.casefold(), _csv)(path, sheet)


# --- CSV


def _csv(path: Path, sheet: str | None) -> Table:
    if sheet:
        fail(str(path), "has no sheets; expected --sheet with an .xlsx file only")
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    encoding = next((name for bom, name in BOMS.items() if sample.startswith(bom)), None)
    notice = ""
    if encoding is None:
        encoding = "utf-8" if _is_utf_8(path) else "cp1252"
        if encoding == "cp1252":
            notice = "is not UTF-8, and was read as Windows-1252, the Western code page"
    text = sample.decode(encoding, "ignore")
    return Table(name=str(path), rows=_csv_rows(path, encoding, _separator(text)), notice=notice)


def _is_utf_8(path: Path) -> bool:
    """Whether all of a file is; a byte that is not may stand in its last line."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _separator(text: str) -> str:
    """The one that stands most often outside quotes in the first lines that have any."""
    counts = dict.fromkeys(SEPARATORS, 0)
    quoted = False
    for character in text:
        if character == '"':
            quoted = not quoted
        elif not quoted and character in counts:
            counts[character] += 1
        elif character == "\n" and not quoted and max(counts.values()) > 1:
            break
    return max(counts, key=lambda separator: (counts[separator], -SEPARATORS.index(separator)))


def _csv_rows(path: Path, encoding: str, separator: str) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    with path.open(
        encoding=encoding, newline="", errors="replace" if encoding == "cp1252" else "strict"
    ) as file:
        reader = csv.reader(_without_nulls(file), delimiter=separator, strict=False)
        before = 0
        try:
            for cells in reader:
                yield Row(before + 1, cells)
                before = reader.line_num
        except csv.Error as fault:
            fail(str(path), f"is no table: {fault}", before + 1, 1)
        except UnicodeDecodeError as fault:
            fail(str(path), f"is not {encoding.upper()}: {fault.reason}", before + 1, 1)


def _without_nulls(lines: IO[str]) -> Iterator[str]:
    return (line.replace("\0", "") for line in lines)


# --- XLSX


def _xlsx(path: Path, sheet: str | None) -> Table:
    with closing(_book(path)) as book:
        names = [each.title for each in book.worksheets]
    if not names or (sheet and sheet not in names):
        fail(str(path), f'has no sheet "{sheet or ""}"; there are {", ".join(names)}')
    notice = f'the sheet "{names[0]}" was read; --sheet reads another'
    return Table(
        name=str(path),
        rows=_sheet_rows(path, sheet or names[0]),
        notice=notice if len(names) > 1 and not sheet else "",
    )


def _book(path: Path) -> Workbook:
    try:
        import openpyxl
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError:
        cure = "install it by `pip install 'icsgen[excel]'`, or save the sheet as CSV"
        fail(str(path), f"needs openpyxl; {cure}")
    try:
        return openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, InvalidFileException) as fault:
        fail(str(path), f"is no .xlsx file: {fault}")


def _sheet_rows(path: Path, sheet: str) -> Iterator[Row]:
    with closing(_book(path)) as book:
        rows = book[sheet]
        rows.reset_dimensions()  # what it tells of its own size may be wrong, and more rows follow
        for number, cells in enumerate(rows.iter_rows(values_only=True), 1):
            yield Row(number, [_written(cell) for cell in cells])


def _written(cell: object) -> str:
    """A cell's value as a document would hold it."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        clock = cell.time().replace(microsecond=0)
        return f"{cell:%Y-%m-%d}" if clock == MIDNIGHT else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, dt.time):
        return f"{cell:%H:%M}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


# --- JSON Lines


def _json_lines(path: Path, sheet: str | None) -> Table:
    if sheet:
        fail(str(path), "has no sheets; expected --sheet with an .xlsx file only")
    return Table(name=str(path), rows=_json_rows(path))


def _json_rows(path: Path) -> Iterator[Row]:
    """A heading of every key, then a row for each line: a first pass finds the keys."""
    keys = dict.fromkeys(key for _, mapping in _mappings(path) for key in mapping)
    yield Row(0, list(keys))
    for number, mapping in _mappings(path):
        yield Row(number, [_in_a_cell(mapping.get(key)) for key in keys])


def _mappings(path: Path) -> Iterator[tuple[int, Mapping[str, object]]]:
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                found = json.loads(line, parse_float=str, parse_int=str)
            except json.JSONDecodeError as fault:
                fail(str(path), f"is not JSON: {fault.msg}", number, fault.colno)
            if not isinstance(found, dict):
                fail(str(path), "expected a mapping on each line", number, 1)
            yield number, found


def _in_a_cell(value: object) -> str:
    if value is None:
        return ""
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


READERS: Mapping[str, Callable[[Path, str | None], Table]] = {
    ".xlsx": _xlsx,
    ".xlsm": _xlsx,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
}
"""Formats by the end of a file's name."""
