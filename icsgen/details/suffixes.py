"""What a file is by the end of its name, before it is opened."""

from __future__ import annotations

from pathlib import PurePath

__all__ = ["DOCUMENTS", "TABLES", "is_table"]

DOCUMENTS = (".yaml", ".yml", ".toml", ".json")
TABLES = (".csv", ".tsv", ".xlsx", ".xlsm", ".jsonl", ".ndjson")


def is_table(file: PurePath) -> bool:
    """Whether a file is a table, and no document."""
    return file.suffix.casefold() in TABLES
