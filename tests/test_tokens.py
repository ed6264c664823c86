"""Tokens open feeds: nobody guesses one, nobody else reads them, and a revoked one is as if it never was."""

from __future__ import annotations

import datetime as dt
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icsgen.cli import main
from icsgen.outlets.web.tokens import Gate, Token, new_token, read_tokens, tokens_file

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ICSGEN_NOW", "2026-11-24")
    path = tmp_path / "job-search.yaml"
    path.write_text("me: {timezone: Europe/Berlin, country: DE}\n", "utf-8")
    return path


def tokens(capsys: Capture, *arguments: str, code: int = 0) -> list[str]:
    with pytest.raises(SystemExit) as done:
        main(["tokens", *arguments])
    assert done.value.code == code
    return capsys.readouterr().out.splitlines()


def live(document: Path) -> list[tuple[str, str]]:
    """The tokens that open something, and what each hides."""
    return [(each.token, each.shows) for each in read_tokens(document) if not each.revoked]


def test_nobody_guesses_one() -> None:
    """Each has 192 bits, in letters that an address can hold."""
    some = {new_token() for _ in range(10_000)}
    assert len(some) == 10_000
    assert {len(each) for each in some} == {32}
    assert all(each.replace("-", "").replace("_", "").isalnum() and each.isascii() for each in some)
    assert not any(each.startswith("-") for each in some)  # a command would take it for an option


def test_made_rotated_revoked(document: Path, capsys: Capture) -> None:
    """Several for one document, each showing what it may."""
    (full,) = tokens(capsys, "new", str(document))
    (busy,) = tokens(capsys, "new", str(document), "--redact", "busy", "--now", "2026-11-25")
    assert tokens(capsys, "list", str(document)) == [
        f"{full[:8]}…  everything  2026-11-24",
        f"{busy[:8]}…  busy times  2026-11-25",
    ]
    (rotated,) = tokens(capsys, "rotate", str(document), f"{busy[:8]}…")
    assert live(document) == [(full, ""), (rotated, "busy")]
    tokens(capsys, "revoke", str(document), full)
    assert live(document) == [(rotated, "busy")]
    assert [line.split()[0] for line in tokens(capsys, "list", str(document))] == [f"{rotated[:8]}…"]
    tokens(capsys, "revoke", str(document), full, code=2)


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_nobody_else_reads_them(document: Path, capsys: Capture) -> None:
    """From the first moment on; a file that others may read is refused."""
    tokens(capsys, "new", str(document))
    path = tokens_file(document)
    assert path.stat().st_mode & 0o777 == 0o600
    tokens(capsys, "new", str(document))
    assert path.stat().st_mode & 0o777 == 0o600

    path.chmod(0o640)
    with pytest.raises(SystemExit, match="1"):
        main(["tokens", "list", str(document)])
    assert "others may read it; `chmod 600` it" in capsys.readouterr().err


def test_a_damaged_file(document: Path, capsys: Capture) -> None:
    """Is told, and not overwritten."""
    tokens(capsys, "new", str(document))
    path = tokens_file(document)
    path.write_bytes(path.read_bytes()[:-9])
    before = path.read_bytes()
    tokens(capsys, "new", str(document), code=1)
    assert path.read_bytes() == before


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(st.lists(WORDS, unique=True, max_size=6), st.text())
def test_the_gate(words: list[str], other: str) -> None:
    """Opens for each of its tokens, and for nothing else."""
    some = [Token(token=each, person=each, made=dt.date(2026, 11, 24)) for each in words]
    gate = Gate(some)
    assert [gate.opened_by(each) for each in words] == some
    assert other in words or gate.opened_by(other) is None


def test_of_a_table(tmp_path: Path, capsys: Capture) -> None:
    """A person is named by an address or a name, in any case; who is not in it is told with those who are."""
    table = tmp_path / "cohort.csv"
    row = ",Acme,Cook,2026-11-17 14:30,Europe/Berlin,DE\n"
    table.write_text(
        f"name,email,company,role,start,timezone,country\nAna Pérez,ana@example.org{row}Bo Lind,{row}",
        "utf-8",
    )
    tokens(capsys, "new", str(table), "--person", "ANA@example.org")
    tokens(capsys, "new", str(table), "--person", "bo lind")
    tokens(capsys, "new", str(table), "--person", "ana pérez")
    assert [re.split(r"\d{4}-\d\d-\d\d  ", line)[1] for line in tokens(capsys, "list", str(table))] == [
        "Ana Pérez  email ana@example.org",
        "Bo Lind  name bo lind",
        "Ana Pérez  email ana@example.org",
    ]
    assert [each.person for each in read_tokens(table)] == [
        "email ana@example.org",
        "name bo lind",
        "email ana@example.org",
    ]
    for wrong in (["--person", "anna@example.org"], []):
        with pytest.raises(SystemExit, match="2"):
            main(["tokens", "new", str(table), *wrong])
        assert "ana@example.org" in capsys.readouterr().err


def test_a_document_is_of_one_person(document: Path, capsys: Capture) -> None:
    tokens(capsys, "new", str(document), "--person", "Ana", code=2)
