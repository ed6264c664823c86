"""Rows of a table, whatever it is written in: CSV as spreadsheets export it, XLSX, or JSON Lines.

Rows come one by one, since a table may be longer than memory; a cell is the text that a document would hold.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING
from zipfile import ZipFile

from msgspec import Struct

from icsgen.details.sources import fail
from icsgen.errors import InputError

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["Row", "Table", "open_table"]

SAMPLE = 65_536  # bytes to find the separator in
SEPARATORS = ",;\t"
LONGEST_CELL = 131_072  # characters: the csv module's own limit, as spreadsheets keep to a fourth of it
OLD_EXCEL = bytes.fromhex("d0cf11e0a1b11ae1")
WORKBOOKS = (".xlsx", ".xlsm")
ZIP = b"PK\3\4"
LARGEST = 400_000_000
"""Bytes that a workbook unpacks to; one of 100,000 rows comes to a fifth of it."""
MOST_KEYS = 1_000  # of JSON Lines that are read
UNCLOSED = "a quotation mark is opened here and not closed, so that the rows below are taken for a part of it"
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
MIDNIGHT, MINUTE = dt.time(), dt.timedelta(minutes=1)


class Row(Struct, frozen=True):
    """A row's number, from 1 as a spreadsheet counts, and its cells, those left empty too."""

    number: int
    cells: Sequence[str]
    fault: str = ""
    """Why the row cannot be read."""
    column: int = 1
    """Where in it, from 1."""


class Table(Struct, frozen=True, kw_only=True):
    """A table's rows, its heading among them, and what to know of how it was read."""

    name: str
    rows: Iterator[Row]
    notice: str = ""


def open_table(path: Path, sheet: str | None = None) -> Table:
    """The rows of a file: XLSX by what it holds, JSON Lines where its name ends so, else CSV.

    Raises:
        InputError: it is no table, or has no such sheet; while its rows are read, too.
        OSError: it cannot be read.
    """
    if not path.is_file():  # a pipe can be read once, and a table is read twice
        fail(str(path), "is no file; expected a table that was saved to one")
    with path.open("rb") as file:
        beginning = file.read(len(OLD_EXCEL))
    if beginning == OLD_EXCEL:
        fail(str(path), "is an .xls file of old, or has a password; save it as .xlsx or CSV, without one")
    if beginning.startswith(ZIP) or path.suffix.casefold() in WORKBOOKS:
        return _xlsx(path, sheet)
    if sheet:
        fail(str(path), "has no sheets; expected --sheet with an .xlsx file only")
    return READERS.get(path.suffix.casefold(), _csv)(path)


# --- CSV


def _csv(path: Path) -> Table:
    encoding, notice = _encoding(path)
    with path.open("rb") as file:
        text = file.read(SAMPLE).decode(encoding, "ignore")
    return Table(name=str(path), rows=_csv_rows(path, encoding, _separator(text)), notice=notice)


def _encoding(path: Path) -> tuple[str, str]:
    """In which a text is written, and what to know of that."""
    with path.open("rb") as file:
        beginning = file.read(4)
    marked = next((name for bom, name in BOMS.items() if beginning.startswith(bom)), None)
    if _is_in(marked or "utf-8", path):
        return marked or "utf-8", ""
    if marked:
        return marked, "holds bytes that are no text; they are read as \ufffd"
    return "cp1252", "is not UTF-8, and was read as Windows-1252, the Western code page"


def _is_in(encoding: str, path: Path) -> bool:
    """Whether all of a file is; a byte that is not may stand in its last line."""
    decoder = codecs.getincrementaldecoder(encoding)()
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
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        lines = _Lines(file)
        reader = csv.reader(lines, delimiter=separator, strict=False)
        number = width = before = 0
        try:
            for number, cells in enumerate(reader, 1):  # a cell of several lines is in one row
                width = max(width, len(cells))
                several = reader.line_num - before > 1
                open_ = several and lines.at_end and lines.quotes % 2 == 1
                swallowed = several and any(_holds_rows(cell, separator, width) for cell in cells)
                yield Row(number, cells, UNCLOSED if open_ or swallowed else "")
                before, lines.quotes = reader.line_num, 0
        except csv.Error as fault:
            cure = f"; {UNCLOSED}" if lines.quotes % 2 else ""
            fail(str(path), f"is no table: {fault}{cure}", number + 1, 1)


class _Lines:
    """The lines of a file without zeros, and how many quotation marks are in those of a row."""

    def __init__(self, file: IO[str]) -> None:
        self.file = file
        self.quotes = 0
        self.at_end = False

    def __iter__(self) -> Iterator[str]:
        for line in self.file:
            self.quotes += line.count('"')
            yield line.replace("\0", "")
        self.at_end = True


def _holds_rows(cell: str, separator: str, width: int) -> bool:
    """Whether a line of a cell looks like a row: it has about as many separators as one."""
    lines = cell.splitlines()[1:]
    return any(line.count(separator) >= max(3, 0.7 * (width - 1)) for line in lines)


# --- XLSX


def _xlsx(path: Path, sheet: str | None) -> Table:
    with _book(path) as book:
        names = [each.title for each in book.worksheets]
    wanted = sheet and next((name for name in names if name.casefold() == sheet.casefold()), None)
    if not names:
        fail(str(path), "holds no sheet of cells")
    if sheet and not wanted:
        fail(str(path), f'has no sheet "{sheet}"; there are {", ".join(names)}')
    notice = f'the sheet "{names[0]}" was read; --sheet reads another'
    return Table(
        name=str(path),
        rows=_sheet_rows(path, wanted or names[0]),
        notice=notice if len(names) > 1 and not sheet else "",
    )


@contextmanager
def _book(path: Path) -> Iterator[Workbook]:
    """A workbook to be read row by row; whatever a damaged one makes the reader stumble over is told."""
    try:
        import openpyxl
    except ImportError:
        cure = "install it by `pip install 'icsgen[excel]'`, or save the sheet as CSV"
        fail(str(path), f"needs openpyxl; {cure}")
    try:
        with (
            path.open("rb") as file,  # by its name openpyxl would refuse it, whatever it holds
            _in_bounds(path, file),
            closing(openpyxl.load_workbook(file, read_only=True, data_only=True)) as book,
        ):
            yield book
    except (InputError, OSError):
        raise
    except Exception as fault:  # of zip, XML and numbers: a dozen kinds
        fail(str(path), f"is no .xlsx file, or a damaged one: {fault}")


@contextmanager
def _in_bounds(path: Path, file: IO[bytes]) -> Iterator[None]:
    """See that a workbook does not unpack to more than any real one."""
    with ZipFile(file) as packed:
        if sum(part.file_size for part in packed.infolist()) > LARGEST:
            fail(str(path), f"unpacks to more than {LARGEST:,} bytes; expected a smaller workbook, or CSV")
    yield


def _sheet_rows(path: Path, sheet: str) -> Iterator[Row]:
    with _book(path) as book:
        rows = book[sheet]
        rows.reset_dimensions()  # what it tells of its own size may be wrong, and more rows follow
        for number, cells in enumerate(rows.iter_rows(values_only=True), 1):
            if any(cell is not None for cell in cells):
                yield Row(number, [_written(cell) for cell in cells])


def _written(cell: object) -> str:
    """A cell's value as a document would hold it."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        clock = cell.time().replace(microsecond=0)
        return f"{cell:%Y-%m-%d}" if clock == MIDNIGHT else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, dt.timedelta):
        return f"{cell // MINUTE} min"
    if isinstance(cell, dt.time):
        return f"{cell:%H:%M}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


# --- JSON Lines


def _json_lines(path: Path) -> Table:
    encoding, notice = _encoding(path)
    return Table(name=str(path), rows=_json_rows(path, encoding), notice=notice)


def _json_rows(path: Path, encoding: str) -> Iterator[Row]:
    """A heading of every key, then a row for each line: a first pass finds the keys."""
    keys = dict.fromkeys(
        key for _, found in _mappings(path, encoding) if not isinstance(found, tuple) for key in found
    )
    if not keys:
        for number, found in _mappings(path, encoding):
            told, column = found if isinstance(found, tuple) else ("is empty", 1)
            fail(str(path), told, number, column)
    keys = dict.fromkeys(islice(keys, MOST_KEYS))
    yield Row(0, [_clean(key) for key in keys])
    for number, found in _mappings(path, encoding):
        if isinstance(found, tuple):
            yield Row(number, [], *found)
        else:
            yield Row(number, [_in_a_cell(found.get(key)) for key in keys])


def _mappings(path: Path, encoding: str) -> Iterator[tuple[int, Mapping[str, object] | tuple[str, int]]]:
    """What each line holds, by its number; or why it cannot be read, and from which column on."""
    with path.open(encoding=encoding, errors="replace") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                found = json.loads(line.rstrip(), parse_float=str, parse_int=str, parse_constant=str)
            except json.JSONDecodeError as fault:
                yield number, (f"is not JSON: {fault.msg}; expected a mapping on each line", fault.colno)
            except RecursionError:
                yield number, ("is nested too deeply; expected a mapping of words on each line", 1)
            else:
                told = "is no mapping; expected one on each line"
                yield number, found if isinstance(found, dict) else (told, 1)


def _in_a_cell(value: object) -> str:
    """A value as a cell of a spreadsheet would have it: people and lists with semicolons between them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, list):
        return "; ".join(map(_in_a_cell, value))
    if isinstance(value, dict):
        name, email = value.get("name"), value.get("email")
        return f"{_in_a_cell(name)} <{_in_a_cell(email)}>" if email else _in_a_cell(name or str(value))
    return _clean(str(value))


def _clean(text: str) -> str:
    """The text without halves of characters, which JSON can hold and no file can."""
    return text.encode(errors="replace").decode()


READERS: Mapping[str, Callable[[Path], Table]] = {
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
}
"""Formats by the end of a file's name."""
