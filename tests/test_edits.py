"""A YAML document of any layout takes a fact in and gives it back, every other byte as it was."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from insertions import only_adds

from icsgen.details import read
from icsgen.details.changes import Addition, Arrival, Removal, Setting, interview_at
from icsgen.details.edits import NotEditableError, edited

NULL = re.compile("log: (?:null|~)")
CHANGES = [
    Addition({"follow-up": "2026-12-01"}),
    Addition({"reply": "2026-12-02", "decision": "by Friday, don't wait: 'soon' # or so"}),
]

# --- layouts


def lines(*choices: str) -> st.SearchStrategy[str]:
    return st.sampled_from(choices)


behind = lines("", "", "", " # why\tnot: here", "  ", " # - é ☕ {")
between = lines("", "", "", "\n", "# a comment: [\n", "      # far in - x: 1\n", "  # a\ttab\n", "\n\n")
strengths = lines(
    "strength: I cook well",
    'strength: "I\n    cook: # \\"well\\""',
    "strength: I cook\n    well\n\n    and gladly",
    "strength: |\n    I cook\n      # well\n    - gladly: 1",
    "strength: >-\n    I cook\n\n    well\n",
    "strength: |+\n    I cook\n\n",
    "strength: 'I cook, don''t I?'",
    "strength:",
    "strength: &s I cook",
    "? strength\n: I cook",
    "'strength': ~",
)
people = lines(
    "interviewers: [Tom, {name: Ann, topics: [a,\n    b]}]",
    "interviewers:\n  - name: Tom\n    topics:\n    - one\n    # another\n    - two",
    "interviewers:\n  - Tom\n\n  -\n    name: Ann",
    "contact: {name: Tom # the boss\n    }",
)
places = lines("place: &p Zürich 🏔", "place: 'https://x.example/#a'", "place: &p\n    here")


mes = lines("me: {timezone: America/New_York, country: US}\n", "me:\n  timezone: UTC # +0\n  country: NO\n")


@st.composite
def logs(draw: st.DrawFn) -> str:
    """No log, an empty one, a list in lines, a list in brackets."""
    if draw(st.booleans()):
        return draw(
            lines(
                "", "", "log:", "log: # none yet", "log: []", "log: [ ]", "log: ~", "log: null # no", "'log':"
            )
        )
    if draw(st.booleans()):
        return draw(
            lines(
                "log: [thank-you: 2026-11-18]",
                "log: [ {thank-you: 2026-11-18}, # sent\n    {reply: 2026-11-19, decision: 'by Friday'} , ]",
                "log: &l [\n    {thank-you: 2026-11-18}\n    # more: to come\n  ]",
            )
        )
    items = draw(
        st.lists(
            lines(
                "- thank-you: 2026-11-18",
                "- {thank-you: 2026-11-18} # sent",
                "- reply: 2026-11-19\n  decision: in two\n    weeks",
                "- reply: 2026-11-19\n  # they said\n  decision: >\n    in two\n    weeks\n",
                "-   &r\n    reply: 2026-11-19",
                "- !!map\n  reply: 2026-11-19",
                "-\n  reply: '2026-11-19'",
            ),
            min_size=1,
            max_size=3,
        )
    )
    indent = draw(lines("", "  ", "    "))
    head = draw(lines("log:", "log: # so far", "log: &l", "? log\n:"))
    spaced = draw(between).join(f"{item}\n" for item in items).rstrip("\n").split("\n")
    return "\n".join([head, *(indent + line if line.strip() else line for line in spaced)])


@st.composite
def interviews(draw: st.DrawFn, company: str) -> tuple[list[str], bool]:
    """The lines of an interview, and whether they stand in braces."""
    if draw(lines("block", "block", "braces")) == "braces":
        log = draw(
            lines("", "", " ,log: []", ", log: [{thank-you: 2026-11-18}]", ", log: [thank-you: 2026-11-18]")
        )
        wide = draw(lines(" ", "\n      ", " # c\n     "))
        end = draw(lines("", "", " ", ", ", ", decision: ", ", strength"))
        where = draw(lines(f"{{company: {company},", f"{{ 'company':{wide}{company} ,"))
        return f"{where}{wide}role: Cook, start: 2026-11-17 14:30{log}{end}}}".split("\n"), True
    parts = [f"company: {company}", "role: Cook", "start: 2026-11-17 14:30"]
    parts += [draw(each) for each in (strengths, people, places) if draw(st.booleans())]
    parts += [log] if (log := draw(logs())) else []
    written = []
    for part in draw(st.permutations(parts)):
        single = "\n" not in part
        written += [part + draw(behind) if single and "#" not in part else part, *draw(between).splitlines()]
    return "\n".join(written).split("\n"), False


@st.composite
def alone(draw: st.DrawFn) -> str:
    """One interview beside `me`."""
    own, braces = draw(interviews("Acme"))
    body, me = "\n".join(own), draw(mes)
    if braces:
        return f"{{me: {{timezone: UTC, country: US}},\n  {body.removeprefix('{').removesuffix('}')}}}\n"
    return f"{me}{body}\n" if draw(st.booleans()) else f"{body}\n{me}"


@st.composite
def listed(draw: st.DrawFn, count: int) -> str:
    """So many interviews."""
    text = f"{draw(mes)}interviews:{draw(behind)}\n"
    indent, dash = draw(lines("", "  ", "    ")), draw(lines("- ", "-   ", "-\n  ", "- # one\n  "))
    deeper = " " * len(dash.rpartition("\n")[2])
    for company in ("Acme", "Boon", "Crux")[:count]:
        own, _ = draw(interviews(company))
        text += indent + dash.replace("\n", f"\n{indent}")
        text += f"\n{indent}{deeper}".join(own) + "\n" + draw(between)
    return text


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, tuple[str | int, ...]]:
    """A document, and the path of the interview to change."""
    count = draw(st.integers(0, 3))
    body = draw(listed(count) if count else alone())
    head = draw(lines("", "---\n", "# mine\n--- # here\n", "%YAML 1.2\n---\n", "\n\n"))
    text = head + body + draw(lines("", "", "...\n", "# end\n", "\n\n"))
    text = text if draw(st.booleans()) else text.rstrip("\n")
    path = ("interviews", draw(st.integers(0, count - 1))) if count else ()
    return text.replace("\n", draw(lines("\n", "\n", "\r\n", "\r"))), path


@given(documents(), st.sampled_from(CHANGES))
def test_any_layout_takes_a_fact_and_gives_it_back(
    found: tuple[str, tuple[str | int, ...]], change: Addition
) -> None:
    """A fact more and nothing else; taken back, the document is the same to the byte."""
    text, path = found
    document = read(text.encode(), "x.yaml")
    new = edited(document, path, change).text

    before, after = (interview_at(each.tree, path) for each in (document, read(new.encode(), "x.yaml")))
    assert after == change.applied(before)
    back = edited(read(new.encode(), "x.yaml"), path, Removal()).text
    if NULL.search(text) and before.get("log", "") is None:  # the word makes way for the list for good
        assert all(line in new.split("\n") for line in text.split("\n") if not NULL.search(line))
    else:
        assert only_adds(text, new)
        assert back == text


def comments(text: str) -> list[str]:
    return [line for line in re.split(r"[\r\n]+", text) if line.lstrip().startswith("#")]


SETTINGS = [
    Setting("start", "2026-11-19 10:00"),
    Setting("end", "11:15"),
    Setting("place", "5 Hill Road: 'here' # or so, [there]"),
    Setting("invite", {"uid": "7@acme.example", "sequence": "1"}),
]


@given(documents(), st.sampled_from(SETTINGS))
def test_any_layout_takes_a_detail_anew(found: tuple[str, tuple[str | int, ...]], change: Setting) -> None:
    """It says the detail and else what it did, and no comment goes; or it is said that it cannot."""
    text, path = found
    document = read(text.encode(), "x.yaml")
    try:
        new = edited(document, path, change).text
    except NotEditableError:
        assert change.key == "place"  # a place over lines, or one with an anchor
        return
    before, after = (interview_at(each.tree, path) for each in (document, read(new.encode(), "x.yaml")))

    assert after == change.applied(before)
    assert comments(new) == comments(text)


@given(documents())
def test_any_list_takes_an_interview_more(found: tuple[str, tuple[str | int, ...]]) -> None:
    """At its end, and nothing else changes; of one interview without a list it is said that it cannot."""
    text, path = found
    lines = ("company: Dyne", "# role:  # to be filled in", "start: 2026-12-01 9:00")
    change = Arrival({"company": "Dyne", "start": "2026-12-01 9:00"}, lines)
    if not path:
        with pytest.raises(NotEditableError, match="without a list"):
            edited(read(text.encode(), "x.yaml"), (), change)
        return
    new = edited(read(text.encode(), "x.yaml"), (), change).text

    assert only_adds(text, new)
