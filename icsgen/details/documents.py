"""A document's bytes to what they say, whatever format they are in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePath

from icsgen.details.json_documents import JsonDocument
from icsgen.details.sources import Document, fail, row_and_column
from icsgen.details.toml_documents import TomlDocument
from icsgen.details.yaml_documents import YamlDocument
from icsgen.errors import InputError, OutputError

__all__ = ["is_job_search", "read", "reading"]

ME = re.compile(rb"^[\W\s]*me[\"']?\s*[\]:=]", re.MULTILINE)


@contextmanager
def reading(file: Path) -> Iterator[None]:
    """Where a document's bytes are read in here, and cannot be, it is said why.

    Raises:
        OutputError: they cannot be read.
    """
    try:
        yield
    except IsADirectoryError:
        raise OutputError(f"{file}: is a folder; expected a document such as interview.yaml") from None
    except OSError as fault:
        raise OutputError(f"{file}: cannot be read: {fault.strerror}") from fault


def read(data: bytes, name: str) -> Document:
    """What a document says: JSON or TOML where its name ends so, JSON also where it looks it, else YAML.

    Raises:
        InputError: it is not UTF-8, empty, or breaks its language's rules.
    """
    text = _decoded(data, name)
    if not text.strip():
        fail(name, "an empty document; expected `me:` and an interview", 1, 1)
    try:
        return READERS.get(PurePath(name).suffix.casefold(), _json_or_yaml)(text, name)
    except RecursionError:
        fail(name, "lists or mappings nested too deeply")


def is_job_search(data: bytes, name: str) -> bool:
    """Whether a file is meant as a document of ours: it has `me`, be it broken or not."""
    try:
        tree = read(data, name).tree
    except InputError:
        return bool(ME.search(data))
    return isinstance(tree, dict) and "me" in tree


def _json_or_yaml(text: str, name: str) -> Document:
    """JSON is YAML too, and its own reader is a hundred times as quick."""
    if text.lstrip()[0] == "{":
        try:
            return JsonDocument.read(text, name)
        except InputError:
            pass
    return YamlDocument.read(text, name)


READERS: Mapping[str, Callable[[str, str], Document]] = {
    ".json": JsonDocument.read,
    ".toml": TomlDocument.read,
}
"""Formats by the end of a file's name."""


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = data[: fault.start].decode("utf-8", "replace")
        utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        found = "UTF-16 text" if utf16 else f"the byte {data[fault.start]:#04x}, which is not UTF-8"
        cure = "expected a UTF-8 file: save it again with that encoding"
        fail(name, f"found {found}; {cure}", *row_and_column(before, len(before)))
