"""People in words, in a cell of a table or on the lines of a form: read as whoever wrote them meant it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icsgen.details.people import people
from icsgen.details.sources import Tree


def does(name: str, title: str, email: str = "") -> Tree:
    details = {"name": name, "title": title, "email": email}
    return {key: words for key, words in details.items() if words}


JANA = does("Jana Müller", "Head of Data")
BOTH = ["Jana Müller", "Tom Lee"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        # one person
        ("Ann Lee", ["Ann Lee"]),
        ("ann lee", ["ann lee"]),
        ("Ann Lee <a@x.org>", ["Ann Lee <a@x.org>"]),
        ("Ann Lee a@x.org", ["Ann Lee <a@x.org>"]),
        ("Ann Lee, a@x.org", ["Ann Lee <a@x.org>"]),
        ("Ann Lee (a@x.org)", ["Ann Lee <a@x.org>"]),
        ("jana.mueller@acme.example", ["Jana Mueller <jana.mueller@acme.example>"]),
        ("jana@acme.example", ["jana@acme.example"]),
        ("TBD", []),
        (" \n , ", []),
        # the last name first
        ("Müller, Jana", ["Jana Müller"]),
        ("MÜLLER, JANA", ["JANA MÜLLER"]),
        ("LEE, Tom", ["Tom LEE"]),
        ("van der Berg, Jan", ["Jan van der Berg"]),
        ("Müller, Dr. Jana", ["Dr. Jana Müller"]),
        ("Lee, Ann <a@x.org>", ["Ann Lee <a@x.org>"]),
        ("Müller, Jana; Lee, Tom", BOTH),
        # with what they do
        ("Jana Müller, Head of Data", [JANA]),
        ("Jana Müller – Head of Data", [JANA]),
        ("Jana Müller - Head of Data", [JANA]),
        ("Jana Müller | Head of Data", [JANA]),
        ("Jana Müller (Head of Data)", [JANA]),
        ("Jana Müller (Data & AI)", [does("Jana Müller", "Data & AI")]),
        ("Jana Müller, Head of Data and Analytics", [does("Jana Müller", "Head of Data and Analytics")]),
        ("Jana Müller, Head of Data, Acme Corp", [does("Jana Müller", "Head of Data, Acme Corp")]),
        ("Jana Müller, Product Owner", [does("Jana Müller", "Product Owner")]),
        ("Jana Müller, Geschäftsführerin", [does("Jana Müller", "Geschäftsführerin")]),
        ("Jana Müller, Statik", [does("Jana Müller", "Statik")]),
        ("Müller, CTO", [does("Müller", "CTO")]),
        ("Ann Lee, CTO, a@x.org", [does("Ann Lee", "CTO", "a@x.org")]),
        ("Ann Lee (CTO) <a@x.org>", [does("Ann Lee", "CTO", "a@x.org")]),
        ("Ann Lee <a@x.org> (CTO)", [does("Ann Lee", "CTO", "a@x.org")]),
        ("Ann Lee <a@x.org>, Head of Data & AI", [does("Ann Lee", "Head of Data & AI", "a@x.org")]),
        ("Ann Lee - CTO <a@x.org>", [does("Ann Lee", "CTO", "a@x.org")]),
        # several
        ("Jana Müller, Tom Lee", BOTH),
        ("Jana Müller; Tom Lee", BOTH),
        ("Jana Müller / Tom Lee", BOTH),
        ("Jana Müller und Tom Lee", BOTH),
        ("Jana MÜLLER, Tom LEE", ["Jana MÜLLER", "Tom LEE"]),
        ("Jana & Tom", ["Jana", "Tom"]),
        ("Jana, Tom, Ann", ["Jana", "Tom", "Ann"]),
        ("Jana, Tom and Ann", ["Jana", "Tom", "Ann"]),
        ("Jana; Tom\n\nCy and Di", ["Jana", "Tom", "Cy", "Di"]),
        ("Jana; tbc", ["Jana"]),
        ("Jana Müller <j@x.org>; Tom Lee", ["Jana Müller <j@x.org>", "Tom Lee"]),
        ("Jana Müller <j@x.org>, Tom Lee", ["Jana Müller <j@x.org>", "Tom Lee"]),
        ("Ann <a@x.org>, Bob <b@x.org>", ["Ann <a@x.org>", "Bob <b@x.org>"]),
        ("Ann Lee & Bob Ray, CTO", ["Ann Lee", does("Bob Ray", "CTO")]),
        (
            "Ann <a@x.org>, CTO, Bob <b@x.org>, CFO",
            [does("Ann", "CTO", "a@x.org"), does("Bob", "CFO", "b@x.org")],
        ),
        ("Jana, Tom (CTO)", ["Jana", does("Tom", "CTO")]),
    ],
)
def test_people(written: str, read: list[Tree]) -> None:
    """However they are parted; a title is known by its place, or by words that no name has."""
    assert people(written) == read


@given(st.text(alphabet="Aa ,;()<>@.-–&\n", max_size=60))
def test_whatever_is_written(written: str) -> None:
    """Somebody is read out of any words, and of what is read nobody is without words."""
    assert all(people(written))


def test_much_is_read_soon() -> None:
    """A cell may be of any length."""
    assert people("A, " * 100_000)
    assert people("a" * 100_000) == ["a" * 100_000]
