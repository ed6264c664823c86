"""What happened, told from a page: in the document once, taken back once, by nobody else."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from sites import ADDRESS, NOW, Asked

from icsgen.outlets.web import published, watched
from icsgen.outlets.web.tokens import Token, read_tokens, write_tokens

Headers = Mapping[str, str]
SAMPLES = Path(__file__).parent.parent / "samples"
THANKS = {"interview": "acme-corp-senior-data-engineer", "fact": "thank-you", "date": "2026-11-18"}


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "SECOND", 0.0)
    monkeypatch.setattr(published, "SECOND", 0.0)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    return Path(shutil.copy(SAMPLES / "interview.yaml", tmp_path))


def tell(
    asked: Asked, form: dict[str, str], number: int = 0, headers: Headers | None = None
) -> tuple[int, str]:
    """The status of a form, and where it leads or what it says."""
    path = f"/p/{asked.opened[number].token.token}/log"
    answer = asked.client.post(path, data=form, headers=headers or {})
    return answer.status_code, answer.headers.get("Location", answer.text)


def test_logged_and_taken_back(document: Path) -> None:
    """Twice makes no difference; what stood there before is there again, to the byte."""
    asked = Asked(document, writes=True)
    before = document.read_bytes()
    for _ in range(2):
        assert tell(asked, THANKS) == (303, "./")
        assert document.read_text("utf-8").count("thank-you: 2026-11-18") == 1
    assert b"Done: " in asked.feed()
    for _ in range(2):
        assert tell(asked, {**THANKS, "undo": "1"}) == (303, "./")
        assert document.read_bytes() == before
    assert b"Done: " not in asked.feed()


def test_today(document: Path) -> None:
    """Where no date is given it is the candidate's today."""
    asked = Asked(document, writes=True)
    asked.now = NOW.replace(hour=3)  # still the day before in New York
    assert tell(asked, {**THANKS, "date": ""})[0] == 303
    assert "thank-you: 2026-11-23" in document.read_text("utf-8")


def test_they_answered(document: Path) -> None:
    """With their words for when they decide, if they said."""
    asked = Asked(document, writes=True)
    reply = {"interview": THANKS["interview"], "fact": "reply", "date": "2026-11-20"}
    assert tell(asked, {**reply, "decision": "in two weeks"})[0] == 303
    assert "{reply: 2026-11-20, decision: 'in two weeks'}" in document.read_text("utf-8") or (
        "decision: 'in two weeks'" in document.read_text("utf-8")
    )


def test_with_other_words(document: Path) -> None:
    """A second answer of one day, which says more, is not passed over in silence."""
    asked = Asked(document, writes=True)
    reply = {"interview": THANKS["interview"], "fact": "reply", "date": "2026-11-20"}
    assert [tell(asked, reply)[0] for _ in range(2)] == [303, 303]
    status, told = tell(asked, {**reply, "decision": "in two weeks"})
    assert status == 409
    assert "is logged already" in told


def test_no_words_of_documents(document: Path) -> None:
    """What is wrong with theirs is said in the words of the page."""
    reply = {"interview": THANKS["interview"], "fact": "reply", "decision": "in zwei Wochen"}
    status, told = tell(Asked(document, writes=True), reply)
    assert status == 409
    assert "{said" not in told


def test_the_place_on_the_page(document: Path) -> None:
    """Is where it leads back to; anything else is not."""
    asked = Asked(document, writes=True)
    uid = "8116a576-b5b8-5acd-aa43-fa9a6a1e0036"
    assert tell(asked, {**THANKS, "at": uid}) == (303, f"./#{uid}")
    assert tell(asked, {**THANKS, "at": "//evil.example\r\nA: b"}) == (303, "./")


def test_at_once(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was told is in the feed of the same second."""
    asked = Asked(document, writes=True)
    asked.feed()
    monkeypatch.setattr(watched, "SECOND", 60.0)
    tell(asked, THANKS)
    assert b"Done: " in asked.feed()


REFUSED = {
    "an unknown interview": {**THANKS, "interview": "other"},
    "no interview": {"fact": "thank-you"},
    "an unknown fact": {**THANKS, "fact": "sent"},
    "no fact": {"interview": THANKS["interview"]},
    "a date that is none": {**THANKS, "date": "2026-02-30"},
    "a day to come": {**THANKS, "date": "2026-12-24"},
    "a day before the interview": {**THANKS, "date": "2026-11-01"},
    "words that are no timeline": {**THANKS, "fact": "reply", "decision": "blue"},
    "a timeline of no reply": {**THANKS, "decision": "in two weeks"},
    "hostile words": {**THANKS, "fact": "reply", "decision": "in two weeks\n- {offer: 2026-11-20}"},
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(document: Path, case: str) -> None:
    """Says why, and the document stays what it was; or is what was said, and no more."""
    asked = Asked(document, writes=True)
    before = document.read_bytes()
    status, told = tell(asked, REFUSED[case])
    if case == "hostile words":
        assert b"offer" not in document.read_bytes() or status == 409
    else:
        assert (status, document.read_bytes()) == (409, before)
        assert "It was not logged" in told
        assert 'href="./"' in told


def test_not_the_last(document: Path) -> None:
    """A fact that others were logged after is not taken back: they would go in its place."""
    asked = Asked(document, writes=True)
    tell(asked, THANKS)
    tell(asked, {**THANKS, "fact": "follow-up", "date": "2026-11-24"})
    before = document.read_bytes()
    status, told = tell(asked, {**THANKS, "undo": "1"})
    assert (status, document.read_bytes()) == (409, before)
    assert "is not the last" in told


def test_by_whom(document: Path) -> None:
    """Not where the server only reads, not by a token that hides something, and by no other site."""
    busy = Token(token="b" * 32, person="", made=NOW.date(), shows="names")
    Asked(document)
    write_tokens(document, [*read_tokens(document), busy])
    before = document.read_bytes()
    assert tell(Asked(document), THANKS)[0] == 403
    asked = Asked(document, writes=True)
    assert tell(asked, THANKS, 1)[0] == 403
    foreign: list[Headers] = [
        {"Origin": "https://evil.example"},
        {"Origin": "https://feeds.example.org.evil.example"},
        {"Origin": "http://["},
        {"Origin": "http://evil.example", "Host": "evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": ADDRESS},
    ]
    for headers in foreign:
        assert tell(asked, THANKS, headers=headers)[0] == 403
    assert asked.client.post("/p/x/log", data=THANKS).status_code == 404
    assert asked.client.get(f"/p/{asked.opened[0].token.token}/log").status_code == 405
    assert document.read_bytes() == before
    own: list[Headers] = [{"Origin": ADDRESS}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}, {}]
    for headers in own:
        assert tell(asked, THANKS, headers=headers)[0] == 303


def test_what_cannot_be_changed_here(tmp_path: Path) -> None:
    """TOML: what to write by hand is said."""
    document = Path(shutil.copy(SAMPLES / "interview.toml", tmp_path))
    before = document.read_bytes()
    asked = Asked(document, writes=True)
    source = asked.opened[0].source
    source.look()
    plan = source.current("", NOW).plan
    assert plan
    interview = next(entry.milestone.interview for entry in plan.entries if entry.milestone.interview)
    day = interview.start.date()
    asked.now = NOW.replace(year=2027)
    status, told = tell(asked, {"interview": interview.id, "fact": "thank-you", "date": f"{day}"})
    assert (status, document.read_bytes()) == (409, before)
    assert "by hand" in told


def test_today_elsewhere(document: Path) -> None:
    """A coach in Auckland writes the date that it is there; nowhere it is the day after yet."""
    asked = Asked(document, writes=True)
    asked.now = NOW.replace(hour=12)  # 25 November in Auckland, 24 in New York
    assert tell(asked, {**THANKS, "date": "2026-11-26"})[0] == 409
    assert tell(asked, {**THANKS, "date": "2026-11-25"})[0] == 303
