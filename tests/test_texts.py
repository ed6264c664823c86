"""The cache of compiled templates: it saves time, and never changes or stops anything."""

from __future__ import annotations

import marshal
from pathlib import Path

import pytest
from jinja2.bccache import bc_magic

from icsgen.messages.texts import _Compiled, _environment, text

WORDS: dict[str, object] = {
    "starts": "10:00",
    "there": "16:00",
    "day": "Tuesday, 24 November",
    "where": "Berlin",
}


def compiled_in(folder: Path) -> str:
    """A text of an environment that keeps its templates in a folder."""
    environment = _environment().overlay(bytecode_cache=_Compiled(str(folder), "%s.jinja"))
    return environment.get_template("en/elsewhere").render(WORDS).strip()


def test_a_template_is_kept(tmp_path: Path) -> None:
    """Once compiled, with the same words the second time."""
    assert compiled_in(tmp_path) == compiled_in(tmp_path) == text("en/elsewhere", {}, WORDS)
    assert [path.suffix for path in tmp_path.iterdir()] == [".jinja"]


@pytest.mark.parametrize("kept", [0, 1, len(bc_magic), len(bc_magic) + 20, 200])
@pytest.mark.parametrize("then", [b"", b"garbage", marshal.dumps("no code")])
def test_a_damaged_file_is_compiled_again(tmp_path: Path, kept: int, then: bytes) -> None:
    """Cut short anywhere, with anything behind."""
    whole = compiled_in(tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:kept] + then)

    assert compiled_in(tmp_path) == whole


def test_a_cache_that_cannot_be_kept(tmp_path: Path) -> None:
    """A folder that is gone, as good as a full disk."""
    assert compiled_in(tmp_path / "gone") == text("en/elsewhere", {}, WORDS)
