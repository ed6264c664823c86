"""The laws of the messages: what they hold, how long they are, what they never say (CADENCE.md, 6)."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

import icsgen.messages
from icsgen.errors import Place, Source
from icsgen.messages import KINDS, compose, draft
from icsgen.messages.links import tel
from icsgen.messages.templates.en.phrases import strength_sentence, topic_phrase
from icsgen.messages.words import mailbox
from icsgen.model import (
    Candidate,
    Entry,
    Interview,
    Message,
    Milestone,
    OnDate,
    Person,
    Promise,
    Region,
    Timeline,
)

TEMPLATES = Path(icsgen.messages.__file__).parent / "templates" / "en"
HERE = Place(Source("test"))
NEW_YORK = Region(timezone=ZoneInfo("America/New_York"), country="US")
BERLIN = Region(timezone=ZoneInfo("Europe/Berlin"), country="DE")

MILESTONES = {
    "prep": ((),),
    "interview": (("timeline-question",), ()),
    "debrief": ((),),
    "thank-you": (("thank-you",), ("thank-you-short",), ("thank-you-later",)),
    "decision": ((),),
    "follow-up": (("follow-up",), ("follow-up-timeline",)),
    "call": (("call", "voicemail"), ("call-mail",)),
    "tickler": (("tickler",),),
    "answer": ((),),
    "withdraw": (("withdrawal",), ("withdrawal-before",), ("offer-decline",)),
    "keep-looking": (("recruiter",),),
}
"""Every key, with the kinds of message that the rules give it."""

MAILS = [kind for kind, row in KINDS.items() if row.readers]
LADDER_MAILS = [kind for kind in MAILS if kind != "recruiter"]
TALKED = [kind for kind in LADDER_MAILS if kind not in ("withdrawal-before", "no-show")]
"""The mails after a conversation."""
ASK_NOTHING = {
    *("thank-you", "thank-you-short", "thank-you-later", "withdrawal", "withdrawal-before"),
    *("offer-decline", "rejection-reply"),
}
ASKS_OF_YOU = {
    "tickler": ("one line on what is new with you",),
    "offer-elsewhere": ("the date by which you have to answer",),
}
"""What only the candidate can fill in."""
UNPLANNED = (
    *(
        "thank-you-coordinator",
        "linkedin",
        "voicemail-second",
        "rejection-reply",
        "offer-elsewhere",
        "no-show",
    ),
)
"""The kinds that no milestone has: only `draft` makes them."""
CONTACTS = ["follow-up", "follow-up-timeline", "call", "call-mail", "tickler"]
BANNED = (
    "just checking in", "just following up", "touching base", "circling back", "i haven't heard back",
    "i've been waiting", "as promised", "perfect fit", "to whom it may concern", "thrilled", "leverage",
    "resonated deeply", "you said", "how did i do", "did i get it",
)  # fmt: skip

LONG_TOPIC = "the plan to move all nightly reports of finance to streaming ingestion"
LONG_STRENGTH = (
    "I have run two such migrations from the first sketch to the last switched off server "
    "with teams on three continents"
)
TOPICS = (
    "the move to streaming ingestion", "how you test pipelines", "hiring plans for next year", "on-call",
    "growth from ten to fifty people", "data quality", "your release process", "cost of storage",
)  # fmt: skip

JANA = Person(name="Jana Müller", title="Head of Data", email="jana@acme.example", topics=TOPICS[:1])
TOM = Person(name="Tom Lee", title="Staff Engineer", topics=TOPICS[1:2])
ANN = Person(name="Ann Wu", email="ann@acme.example")
SAM = Person(name="Sam Ode", email="sam@acme.example", phone="+1 555 0199")
KIM = Person(name="Kim Roe", email="kim@agency.example", phone="+49 (0)30 1234")
ANA = Candidate(region=NEW_YORK, name="Ana Pérez", phone="+1 555 0100", source=HERE)

START = dt.datetime(2026, 11, 17, 14, 30, tzinfo=NEW_YORK.timezone)
BARE = Interview(
    id="acme",
    company="Acme Corp",
    role="Senior Data Engineer",
    start=START,
    end=START + dt.timedelta(minutes=45),
    region=NEW_YORK,
    source=HERE,
)
FULL = replace(
    BARE, interviewers=(JANA,), contact=SAM, strength="I have run two such migrations", location="Room 5"
)
PROMISE = Promise(
    said="end of November", date=dt.date(2026, 11, 30), echo='"end of November", read as Mon 30 Nov 2026'
)
TIMELINE = Timeline(said="end of November", reading=OnDate(dt.date(2026, 11, 30)))


def milestone(
    key: str, kinds: tuple[str, ...], interview: Interview | None = FULL, me: Candidate = ANA
) -> Milestone:
    """A milestone as the rules give it, on a Tuesday in New York."""
    start: dt.datetime | dt.date = dt.datetime(2026, 11, 24, 10, tzinfo=me.region.timezone)
    end: dt.datetime | dt.date = dt.datetime(2026, 11, 24, 10, 15, tzinfo=me.region.timezone)
    if key == "decision":
        start, end = dt.date(2026, 11, 30), dt.date(2026, 12, 1)
    promised = key == "decision" or "follow-up-timeline" in kinds
    if promised and interview and not interview.timeline:
        interview = replace(interview, timeline=TIMELINE)
    return Milestone(
        key=key,
        candidate=me,
        interview=None if key == "keep-looking" else interview,
        start=start,
        end=end,
        reason="The long reason.",
        why_short="5 business days after the interview",
        messages=kinds,
        promise=PROMISE if promised else None,
        by_mail="phone calls are not wanted here" if "call-mail" in kinds else None,
    )


def entries(interview: Interview, me: Candidate = ANA) -> Iterator[Entry]:
    """Every event that one interview can give."""
    for key, choices in MILESTONES.items():
        for kinds in choices:
            yield compose(milestone(key, kinds, interview, me))


def messages(interview: Interview, kind: str, me: Candidate = ANA) -> tuple[Message, ...]:
    """The messages of one kind."""
    told = (
        interview
        if interview.timeline or kind != "follow-up-timeline"
        else replace(interview, timeline=TIMELINE)
    )
    return draft(me, None if kind == "recruiter" else told, kind, PROMISE.date if told.timeline else None)


def variants() -> Iterator[tuple[Interview, Candidate]]:
    """Interviews and candidates with short, long and absent details, alone and combined."""
    topics = [(), ("Kafka",), (LONG_TOPIC,)]
    strengths = [None, "I know Kafka", "ten years of Kafka", LONG_STRENGTH]
    names = [("Engineer", "Acme"), ("Senior Staff Data Platform Engineer Berlin", "Acme, Inc.")]
    candidates = [ANA, replace(ANA, name=None, phone=None), replace(ANA, phone=None)]
    for topic, strength, (role, company), me in itertools.product(topics, strengths, names, candidates):
        jana = replace(JANA, topics=topic)
        for people in ((), (jana,), (jana, replace(TOM, topics=topic), ANN)):
            for contact, via in ((None, None), (SAM, None), (None, KIM)):
                yield (
                    replace(
                        BARE,
                        role=role,
                        company=company,
                        strength=strength,
                        interviewers=people,
                        contact=contact,
                        via=via,
                    ),
                    me,
                )


VARIANTS = list(variants())


def panel(size: int, strength: str | None = FULL.strength) -> Interview:
    """An interview with so many people, each with a topic."""
    people = (Person(name=f"Person {n}", topics=(topic,)) for n, topic in enumerate(TOPICS[:size]))
    return replace(FULL, interviewers=tuple(people), strength=strength)


def trigrams(text: str) -> set[tuple[str, ...]]:
    """The runs of three words."""
    words = re.findall(r"\w+", text.casefold())
    return set(zip(words, words[1:], words[2:], strict=False))


# --- the tables and the templates


def test_every_kind_has_a_template_and_every_template_a_kind() -> None:
    """The table of kinds and the folder of messages are equal sets."""
    assert {path.stem for path in (TEMPLATES / "messages").iterdir()} == set(KINDS)


def test_every_key_has_a_template_and_every_template_a_key() -> None:
    """The keys and the folder of events are equal sets; and every kind belongs to a key."""
    assert {path.stem for path in (TEMPLATES / "events").iterdir()} == set(MILESTONES)
    planned = {kind for choices in MILESTONES.values() for kinds in choices for kind in kinds}
    assert planned == KINDS.keys() - set(UNPLANNED)


def test_a_template_begins_with_its_subject_unless_it_is_spoken() -> None:
    """`Subject: ` is the first line of what is mailed, and of nothing else."""
    for path in (TEMPLATES / "messages").iterdir():
        assert path.read_text(encoding="utf-8").startswith("Subject: ") == (path.stem in MAILS), path.stem


# --- every message


@pytest.mark.parametrize("kind", KINDS)
def test_word_counts_stay_in_their_range(kind: str) -> None:
    """Short, long and absent details never push a message out of its range."""
    low, high = KINDS[kind].words
    for interview, me in VARIANTS:
        for message in messages(interview, kind, me):
            count = len(message.body.split())
            assert low <= count <= high, f"{count} words, not {low} to {high}:\n{message.body}"


@pytest.mark.parametrize("kind", KINDS)
def test_every_gap_is_listed_without_its_brackets(kind: str) -> None:
    """What the text marks and what the record lists is the same, each once."""
    for interview, me in VARIANTS:
        for message in messages(interview, kind, me):
            marked = re.findall(r"\[ADD: (.*?)\]", f"{message.subject}\n{message.body}")
            assert list(message.gaps) == list(dict.fromkeys(marked))


def test_no_text_shows_a_seam() -> None:
    """No empty greeting, no doubled stop or space, no unrendered braces, no stray blanks, no backslash."""
    for interview, me in VARIANTS:
        for entry in entries(interview, me):
            text = f"{entry.title}\n\n{entry.description}"
            for seam in (
                "Dear ,",
                "Hello ,",
                "..",
                ".,",
                "  ",
                " \n",
                "\n\n\n",
                "{{",
                "{%",
                "\\",
                "\t",
                "None",
                " .",
            ):
                assert seam not in text, f"{seam!r} in:\n{text}"
            assert text == text.strip()
            assert "\n" not in entry.title


def test_no_banned_phrase_and_no_shouting() -> None:
    """No phrase of the lint list, and no exclamation mark at all."""
    for interview, me in VARIANTS:
        for message in (message for entry in entries(interview, me) for message in entry.messages):
            text = f"{message.subject}\n{message.body}".casefold()
            assert not [phrase for phrase in BANNED if phrase in text]
            assert "!" not in text


@pytest.mark.parametrize("kind", TALKED)
def test_a_mail_names_the_reader_the_role_the_company_the_date_and_a_topic(kind: str) -> None:
    """Common to all: greeting by name, what it is about, one topic, full name and phone at the end."""
    (message,) = messages(FULL, kind)
    reader = "Jana Müller" if KINDS[kind].due else "Sam Ode"
    assert message.body.startswith(f"Dear {reader},\n\n")
    for detail in (FULL.role, FULL.company, "Tuesday, 17 November", TOPICS[0]):
        assert detail in message.body
    assert message.body.endswith("\n\nKind regards,\nAna Pérez\n+1 555 0100")
    assert message.gaps == ASKS_OF_YOU.get(kind, ())


@pytest.mark.parametrize("kind", TALKED)
def test_a_missing_detail_is_a_visible_gap(kind: str) -> None:
    """With nothing known, name, topic and reader are gaps, and so is the strength where it is asked for."""
    (message,) = messages(BARE, kind, replace(ANA, name=None))
    nobody = "the coordinator's name" if kind == "thank-you-coordinator" else "the interviewer's name"
    assert {nobody, "a topic you discussed", "your name"} <= set(message.gaps)
    wants_strength = kind in {
        *("thank-you", "thank-you-later", "thank-you-coordinator", "follow-up", "follow-up-timeline"),
    }
    assert ("one strength that fits what they need" in message.gaps) == wants_strength


@pytest.mark.parametrize("kind", MAILS)
def test_at_most_one_request_is_made(kind: str) -> None:
    """A mail asks one question; the thank-you and the withdrawal ask none."""
    for interview in (FULL, panel(8)):
        for message in messages(interview, kind):
            assert message.body.count("?") == (0 if kind in ASK_NOTHING else 1)


@pytest.mark.parametrize("kind", ["call", "voicemail"])
def test_a_script_without_a_number_shows_the_gap_where_the_number_is_said(kind: str) -> None:
    """The candidate's phone is a gap in the voicemail; the call does not say it."""
    (message,) = messages(FULL, kind, replace(ANA, phone=None))
    assert ("your phone number" in message.gaps) == (kind == "voicemail")


def test_the_voicemail_says_name_and_number_first_and_last() -> None:
    """Who only hears a half of it can still call back."""
    (message,) = messages(FULL, "voicemail")
    first, last = message.body.split(". ")[0], message.body.split(". ")[-1]
    for detail in ("Ana Pérez", "+1 555 0100"):
        assert detail in first
        assert detail in last


def test_a_note_to_connect_fits() -> None:
    """LinkedIn takes 300 characters; a long topic goes, and of a long name the end."""
    long = replace(JANA, topics=(LONG_TOPIC * 3,))
    for interview in (FULL, BARE, replace(FULL, interviewers=(long,)), replace(FULL, company="A" * 999)):
        (note,) = messages(interview, "linkedin")
        assert len(note.body) <= 300
    assert TOPICS[0] in messages(FULL, "linkedin")[0].body


def test_after_their_answer_the_follow_up_is_another_one() -> None:
    """It begins with their answer, and quotes what they said in it, not what was said before."""
    reply = replace(FULL, answered=dt.date(2026, 12, 2), timeline=replace(TIMELINE, said="in two weeks"))
    for kind in ("follow-up", "follow-up-timeline"):
        (first,), (again,) = messages(FULL, kind), messages(reply, kind)
        assert "Wednesday, 2 December 2026" in again.body
        assert 50 <= len(again.body.split()) <= 120
        ours, theirs = trigrams(first.body), trigrams(again.body)
        assert len(ours & theirs) < 0.9 * len(theirs)
    (dated,) = messages(reply, "follow-up-timeline")
    assert (
        'In your reply of Wednesday, 2 December 2026, the timing given for the decision was "in two weeks"'
        in dated.body
    )


def test_later_thanks_repeat_nothing_of_the_first() -> None:
    """Even where topics and strength are the same."""
    first, later = (messages(panel(5), kind) for kind in ("thank-you", "thank-you-later"))
    for one, other in itertools.product(first, later):
        ours, theirs = trigrams(one.body), trigrams(other.body)
        assert len(ours & theirs) <= 0.6 * min(len(ours), len(theirs))


def test_the_follow_up_quotes_the_employers_own_words() -> None:
    """Their phrase stands in quotes, an ISO date in words."""
    assert '"end of November"' in messages(FULL, "follow-up-timeline")[0].body
    by_date = replace(FULL, timeline=replace(TIMELINE, said="by 2026-11-30"))
    assert '"by Monday, 30 November 2026"' in messages(by_date, "follow-up-timeline")[0].body


@pytest.mark.parametrize("kind", LADDER_MAILS)
@pytest.mark.parametrize(
    "role", ["Engineer", "Data Engineer, Streaming", "Principal Site Reliability Engineer for Payments"]
)
def test_a_subject_fits_an_inbox(kind: str, role: str) -> None:
    """60 characters or fewer: the year goes first, then the end of the role, at a word."""
    (message,) = messages(replace(FULL, role=role), kind)
    assert len(message.subject) <= 60
    assert role in message.subject or "…" in message.subject


def test_a_title_names_the_company_whole() -> None:
    """A subject cuts it where it must; who looks at a calendar has to know whom it is about."""
    company = "The Society for the Preservation of Old Lighthouses"
    held = replace(FULL, company=company, interviewers=(JANA, TOM))
    assert company in compose(milestone("thank-you", ("thank-you",), held)).title
    assert len(messages(held, "tickler")[0].subject) <= 60


def test_a_subject_keeps_the_year_while_there_is_room() -> None:
    """Full where it fits, then without the year, then with a cut role."""
    subjects = [
        messages(replace(FULL, role=role), "thank-you")[0].subject
        for role in (
            "Engineer",
            "Senior Data Engineer in Rome",
            "Senior Staff Data Platform Engineer Berlin",
        )
    ]
    assert subjects == [
        "Thank you - Engineer interview, 17 Nov 2026",
        "Thank you - Senior Data Engineer in Rome interview, 17 Nov",
        "Thank you - Senior Staff Data Platform… interview, 17 Nov",
    ]


# --- who is written to


def test_each_interviewer_gets_a_note_on_their_own_topics() -> None:
    """With some topics known everybody gets a note; whose topics are not known has them as a gap."""
    notes = messages(replace(FULL, interviewers=(JANA, TOM, ANN)), "thank-you")
    assert [note.to for note in notes] == [
        ("Jana Müller <jana@acme.example>",),
        ("Tom Lee",),
        ("Ann Wu <ann@acme.example>",),
    ]
    assert [topic in note.body for note, topic in zip(notes, TOPICS[:2], strict=False)] == [True, True]
    assert TOPICS[0] not in notes[1].body
    assert [note.gaps for note in notes] == [(), (), ("a topic you discussed with Ann Wu",)]


@pytest.mark.parametrize("kind", ["thank-you", "thank-you-short"])
def test_without_any_topic_one_note_thanks_the_others(kind: str) -> None:
    """The first interviewer gets it, and it names the rest."""
    people = tuple(replace(person, topics=()) for person in (JANA, TOM, ANN))
    (note,) = messages(replace(FULL, interviewers=people), kind)
    assert note.to == ("Jana Müller <jana@acme.example>",)
    assert "Tom Lee and Ann Wu" in note.body
    assert note.gaps == ("a topic you discussed with Jana Müller",)


@pytest.mark.parametrize("kind", ["thank-you", "thank-you-short", "thank-you-later"])
@pytest.mark.parametrize("size", range(2, 9))
@pytest.mark.parametrize("strength", [FULL.strength, None, LONG_STRENGTH])
def test_no_two_notes_of_a_panel_are_alike(kind: str, size: int, strength: str | None) -> None:
    """Two notes share at most 60 % of the trigrams of the shorter."""
    notes = messages(panel(size, strength), kind)
    assert len(notes) == size
    for one, other in itertools.combinations(notes, 2):
        ours, theirs = trigrams(one.body), trigrams(other.body)
        assert len(ours & theirs) <= 0.6 * min(len(ours), len(theirs)), f"{one.body}\n\n{other.body}"


@pytest.mark.parametrize("kind", ["follow-up", "follow-up-timeline", "call-mail", "tickler"])
def test_later_mails_go_to_the_contact_else_the_first_interviewer(kind: str) -> None:
    """The agency's recruiter comes before both; with nobody known the reader is a gap."""
    assert messages(FULL, kind)[0].to == ("Sam Ode <sam@acme.example>",)
    assert messages(replace(FULL, contact=None), kind)[0].to == ("Jana Müller <jana@acme.example>",)
    assert messages(replace(FULL, via=KIM), kind)[0].to == ("Kim Roe <kim@agency.example>",)
    assert messages(BARE, kind)[0].to == ("[ADD: the interviewer's name]",)


@pytest.mark.parametrize("kind", LADDER_MAILS)
def test_an_agency_gets_every_message_in_place_of_the_employer(kind: str) -> None:
    """Nothing goes past the recruiter, who is told what to pass on."""
    sent = messages(replace(FULL, via=KIM, interviewers=(JANA, TOM)), kind)
    assert [message.to for message in sent] == [("Kim Roe <kim@agency.example>",)]
    assert sent[0].body.startswith("Dear Kim Roe,")
    assert "your team" not in sent[0].body
    if kind == "thank-you":
        assert all(f"{person.topics[0]} with {person.name}" in sent[0].body for person in (JANA, TOM))


def test_an_address_is_shared_by_name_and_never_guessed() -> None:
    """One person as contact and as interviewer has one address; a name alone stays alone, and To says so."""
    people = replace(FULL, contact=JANA, interviewers=(replace(JANA, email=None), TOM))
    entry = compose(milestone("thank-you", ("thank-you",), people))
    assert [message.to for message in entry.messages] == [("Jana Müller <jana@acme.example>",), ("Tom Lee",)]
    assert (
        "\nTo: Tom Lee (reply to the invitation, or ask the coordinator to pass it on)\n" in entry.description
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Jana Müller", "Jana Müller <x@y.example>"),
        ("Müller, Jana", '"Müller, Jana" <x@y.example>'),
        ('Robert "Bob" Ray', '"Robert \\"Bob\\" Ray" <x@y.example>'),
    ],
)
def test_a_mailbox_is_quoted_where_the_standard_asks_for_it(name: str, expected: str) -> None:
    """As `email.utils.formataddr`, without encoding what is not ASCII."""
    assert mailbox(name, "x@y.example") == expected


# --- the event


@pytest.mark.parametrize(
    "interview", [FULL, BARE, panel(3), replace(FULL, via=KIM)], ids=["full", "bare", "panel", "via"]
)
def test_a_description_keeps_its_order(interview: Interview) -> None:
    """What to do, the skip line, each message with To and Subject, the gaps, and the reason last."""
    for entry in entries(interview):
        text, at = entry.description, 0
        skip = "Skip this if they have answered; if they named a date, wait until a week after it."
        parts = [skip] if any(kind in CONTACTS for kind in entry.milestone.messages) else []
        assert (skip in text) == bool(parts)
        for message in entry.messages:
            head = (
                [f"To: {message.to[0]}", f"Subject: {message.subject}\n\n{message.body}"]
                if message.to
                else []
            )
            parts += ["\n---- ", *(head or [f"----\n\n{message.body}"])]
        gaps = list(dict.fromkeys(gap for message in entry.messages for gap in message.gaps))
        parts += [f"\n\nFill in before sending: {'; '.join(gaps)}"] if gaps else []
        for part in parts:
            at = text.index(part, at) + len(part)
        assert text[at:].endswith("\n\nWhy this date: 5 business days after the interview")


def test_an_entry_lists_the_gaps_of_its_messages_once() -> None:
    """In the order in which they are met."""
    people = (replace(JANA, topics=()), TOM)
    entry = compose(milestone("thank-you", ("thank-you",), replace(BARE, interviewers=people)))
    assert entry.gaps == ("a topic you discussed with Jana Müller", "one strength that fits what they need")


def test_an_unknown_timeline_is_something_to_find_out() -> None:
    """As long as the question is to be asked, its answer is missing; asked in vain, it is not."""
    asking = compose(milestone("interview", ("timeline-question",), FULL))
    knowing = compose(milestone("interview", (), FULL))

    assert [gap for gap in asking.gaps if "when they plan to decide" in gap]
    assert knowing.gaps == ()


def test_a_description_of_a_big_panel_stays_readable() -> None:
    """Eight notes fit in a calendar's description."""
    entry = compose(milestone("thank-you", ("thank-you",), panel(8, LONG_STRENGTH)))
    assert len(entry.description) < 8000
    assert "---- 8 of 8: Person 7 ----" in entry.description


def test_a_text_fits_in_a_calendar() -> None:
    """8,000 characters; of a panel of many the last notes go, and that is said."""
    people = tuple(Person(name=f"Person {n}", topics=(TOPICS[n % 8],)) for n in range(20))
    entry = compose(milestone("thank-you", ("thank-you",), replace(FULL, interviewers=people)))
    assert len(entry.description) <= 8_000
    assert len(entry.messages) == 20
    kept = entry.description.count("Subject: ")
    assert (
        f"\n\n{20 - kept} of the messages did not fit here; `icsgen draft` prints them all.\n\n"
        in entry.description
    )
    assert entry.description.endswith("Why this date: 5 business days after the interview")

    endless = replace(FULL, company="A" * 10_000)
    assert all(len(each.description) <= 8_000 for each in entries(endless))


def test_titles_begin_with_a_verb_and_stay_short() -> None:
    """The company is in each of an interview's titles, and 70 characters suffice."""
    verbs = {
        *("Prepare", "Interview", "Write", "Send", "Expect", "Follow", "Call", "Ask", "Answer"),
        *("Withdraw", "Decline", "Keep"),
    }
    for interview in (
        FULL,
        BARE,
        panel(8),
        replace(FULL, via=KIM, role="Senior Staff Data Platform Engineer Berlin"),
    ):
        for entry in entries(interview):
            assert entry.title.split()[0] in verbs
            assert len(entry.title) <= 70
            assert "Acme Corp" in entry.title or entry.milestone.interview is None


def test_the_thank_you_names_its_hard_limit_on_the_candidates_clock() -> None:
    """24 hours after the end, or 2 where they decide the same day."""
    assert "by Wednesday, 18 November, 15:15" in compose(milestone("thank-you", ("thank-you",))).description
    assert (
        "by Tuesday, 17 November, 17:15" in compose(milestone("thank-you", ("thank-you-short",))).description
    )


def test_the_limit_is_real_hours_where_the_clock_changes() -> None:
    """24 hours from 14:00 on the day before the clocks go back is 13:00."""
    start = dt.datetime(2026, 10, 31, 13, tzinfo=NEW_YORK.timezone)
    autumn = replace(FULL, start=start, end=start + dt.timedelta(hours=1))
    text = compose(milestone("thank-you", ("thank-you",), autumn)).description
    assert "by Sunday, 1 November, 13:00" in text


def test_both_clocks_are_shown_where_they_differ() -> None:
    """The employer's hour and place, and nothing where the clocks agree."""
    line = "which is 16:00 on Tuesday, 24 November in Berlin (Europe/Berlin), where the employer is."
    for entry in entries(replace(FULL, region=BERLIN)):
        timed = entry.milestone.interview is not None and not entry.milestone.all_day
        assert (line in entry.description) == timed
    assert all("where the employer is" not in entry.description for entry in entries(FULL))


def test_the_interview_asks_for_the_timeline_unless_it_is_known() -> None:
    """With the question, its words; without it, listen and do not ask again."""
    asking = compose(milestone("interview", ("timeline-question",)))
    known = compose(milestone("interview", (), replace(FULL, timeline=TIMELINE)))
    undated = compose(milestone("interview", (), replace(FULL, timeline=Timeline(said="none"))))
    assert "who will be in touch" in asking.description
    assert '("end of November"). Listen for changes' in known.description
    assert "gave no date. Listen for changes" in undated.description
    for entry in (asking, known, undated):
        assert "Where: Room 5" in entry.description
        assert "Jana Müller, Head of Data" in entry.description


def test_the_decision_shows_how_the_words_were_read() -> None:
    """Nothing to send, and the reading of the employer's phrase."""
    text = compose(milestone("decision", ())).description
    assert text.startswith("Nothing to send today.")
    assert '"end of November", read as Monday, 30 November 2026' in text


def test_a_call_has_its_number_or_says_where_to_ask() -> None:
    """The contact's, else that of the first interviewer who has one, and the one who has it is greeted."""
    key, kinds = "call", ("call", "voicemail")
    assert "tel:+15550199" in compose(milestone(key, kinds)).description
    tom = replace(FULL, contact=None, interviewers=(JANA, replace(TOM, phone="+1 555 0123")))
    entry = compose(milestone(key, kinds, tom))
    assert "Phone Tom Lee" in entry.description
    assert entry.messages[0].body.startswith("Hello, this is Ana Pérez, calling for Tom Lee.")
    assert "switchboard at Acme Corp" in compose(milestone(key, kinds, BARE)).description


def test_a_call_by_mail_is_called_a_letter_and_says_why() -> None:
    """The title says write, the text gives the reason, and nothing is to be phoned."""
    entry = compose(milestone("call", ("call-mail",)))
    assert entry.title == "Write to Acme Corp: has the job been filled?"
    assert "phone calls are not wanted here." in entry.description
    assert "tel:" not in entry.description


# --- the user's own words


@pytest.mark.parametrize(
    "hostile", ["{{ 7*7 }}", "{% raw %}", "{# note #}", "{{ me.__class__ }}", "[ADD: x]", "<b>&amp;"]
)
def test_what_the_user_wrote_is_never_a_template(hostile: str) -> None:
    """It appears literally, in every field."""
    person = Person(name=hostile, title=hostile, email=hostile, phone=hostile, topics=(hostile, hostile))
    interview = replace(
        BARE,
        company=hostile,
        role=hostile,
        location=hostile,
        contact=person,
        interviewers=(person, JANA),
        strength=hostile,
    )
    for entry in entries(interview, replace(ANA, name=hostile, phone=hostile)):
        text = entry.title + entry.description
        assert hostile in text
        assert "49" not in text


def test_a_line_break_in_a_value_breaks_no_line() -> None:
    """Subjects and mailboxes are one line, whatever the fields hold."""
    torn = replace(
        FULL, role="Data\r\nEngineer", interviewers=(replace(JANA, name="Jana\n Müller", email="a@b\n"),)
    )
    (note,) = messages(torn, "thank-you")
    assert note.to == ("Jana Müller <a@b>",)
    assert note.subject == "Thank you - Data Engineer interview, 17 Nov 2026"


@pytest.mark.parametrize(
    ("topic", "phrase"),
    [
        ("The move to streaming ingestion.", "the move to streaming ingestion"),
        ("move to streaming ingestion", "the move to streaming ingestion"),
        ("moving to streaming", "moving to streaming"),
        ("how to hire", "how to hire"),
        ("plans for Kafka", "plans for Kafka"),
        ("iOS and macOS", "iOS and macOS"),
        ("Kafka", "Kafka"),
    ],
)
def test_a_topic_reads_after_about(topic: str, phrase: str) -> None:
    """No stop, no stray capital, and the article that a noun wants."""
    assert topic_phrase(topic) == phrase


@pytest.mark.parametrize(
    ("strength", "sentence"),
    [
        ("I have run two such migrations", "I have run two such migrations."),
        ("I have run two such migrations.", "I have run two such migrations."),
        ("i've run two", "I've run two."),
        ("in my last job I ran two", "In my last job I ran two."),
        ("ten years of Kafka", "What I would bring: ten years of Kafka."),
        ("Internal tools, built twice!", "What I would bring: Internal tools, built twice."),
    ],
)
def test_a_strength_reads_as_a_sentence(strength: str, sentence: str) -> None:
    """A clause in the first person stands alone; a fragment is introduced."""
    assert strength_sentence(strength) == sentence


@pytest.mark.parametrize(
    ("phone", "link"),
    [
        ("+1 555 0199", "tel:+15550199"),
        ("+49 (0)30 123-45", "tel:+493012345"),
        ("(212) 555-0199 ext. 12", "tel:2125550199;ext=12"),
        ("1-800-FLOWERS", ""),
    ],
)
def test_a_number_becomes_a_link(phone: str, link: str) -> None:
    """Digits and a leading plus; letters are left to the reader."""
    assert tel(phone) == link
