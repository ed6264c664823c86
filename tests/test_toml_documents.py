"""TOML to the same tree of texts as YAML; faults of values name their key, for TOML tells no places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icsgen import InputError, load
from icsgen.details.documents import read

DOCUMENT = """
company = "Acme"
role = "Engineer"
start = 2026-11-17 14:30:00
[me]
timezone = "America/New_York"
country = "US"
subdivision = "NY"
"""


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("2026-11-17", "2026-11-17"),
        ("2026-11-17T14:30:00", "2026-11-17 14:30:00"),
        ("2026-11-17 14:30:00-05:00", "2026-11-17 14:30:00-05:00"),
        ("14:30:00", "14:30:00"),
        ("45", "45"),
        ("1.50", "1.50"),
        ("true", True),
        ("'NO'", "NO"),
        ('["a", 2]', ["a", "2"]),
        ("{a = 1}", {"a": "1"}),
    ],
)
def test_scalars_are_texts(written: str, text: object) -> None:
    """As in YAML, the detail says what a word means."""
    assert read(f"key = {written}".encode(), "x.toml").tree == {"key": text}


def test_a_document_means_the_same_as_in_yaml() -> None:
    """Dates and times of TOML's own among its values."""
    interview = load(DOCUMENT.encode(), "x.toml").interviews[0]

    assert (
        f"{interview.start:%Y-%m-%d %H:%M} {interview.region.timezone}" == "2026-11-17 14:30 America/New_York"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a = 1\nb = = 2", "x.toml:2:5: not TOML: Invalid value"),
        ("a = 1\na = 2", "x.toml: not TOML: Cannot overwrite a value"),
        ("[me", "x.toml: not TOML: "),
        ("a = 2026-02-30", "x.toml:1:5: not TOML: Invalid date or datetime"),
        ("a = " + "9" * 5000, "x.toml: not TOML: "),
        (DOCUMENT.replace("role", "rolle"), "x.toml: rolle: unknown key; did you mean `role`?"),
        (
            DOCUMENT.replace("New_York", "New_Yorck"),
            'x.toml: me.timezone: unknown time zone "America/New_Yorck"',
        ),
    ],
)
def test_faults(text: str, words: str) -> None:
    """The reader's own at row and column, those of values at their key."""
    with pytest.raises(InputError) as caught:
        load(text.encode(), "x.toml")

    assert any(line.startswith(words) for line in str(caught.value).splitlines())


@given(st.text() | st.text(alphabet='[]{}=".,#\n\\ab1-:TZ '))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Never another exception."""
    try:
        found = isinstance(read(text.encode("utf-8", "replace"), "x.toml").tree, dict)
    except InputError as fault:
        found = str(fault).startswith("x.toml")

    assert found
