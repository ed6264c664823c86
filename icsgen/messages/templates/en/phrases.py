"""English: its dates, its lists and gaps, and the user's own phrases made to fit."""

from __future__ import annotations

import re
from functools import lru_cache

from icsgen.messages.languages import Gaps, Labels, Language
from icsgen.messages.words import one_line, stop
from icsgen.model import CalendarWords

# A clause in the first person stands as a sentence of its own: "I have run …", "In my last job I ran …".
FIRST_PERSON = re.compile(
    r"(?:i|we)\b(?!\.)|(?:my|our) (?:\w+ ){1,3}?(?:\w+ed|grew|cut|built|ran|won|is|are|was|has|have)\b"
    r"|(?:in|at|as|for|from|when|while|since|during|over|with|after|last|this|every)\b.*\b(?:I|we)\b",
    re.IGNORECASE,
)
# "move to streaming" wants its article; "moving to", "plans for" and "how to" do not.
BARE_NOUN = re.compile(r"(?!how|what|when|where|why|who|whether)[a-z-]+(?<!ing)(?<!s) (?:to|of|from) ")
# A curriculum vitae leaves "I" out: "led a team of ten".
DONE = re.compile(
    r"(?:led|ran|built|grew|cut|won|raised|reduced|launched|managed|redesigned|opened|trained|delivered|saved)\b",
    re.IGNORECASE,
)
OF = re.compile(r"(?:University|Ministry|Museum|Institute|Department|Bank|College|School|City|Port) of\b")
LEADING_WORD = re.compile(r"(?:The|An?|Your|Our|My|How|What|Why|When|Where|Whether)\b")


@lru_cache(maxsize=1024)
def topic_phrase(topic: str) -> str:
    """A topic as it reads after "about": no stop, no leading capital of an article, no article missing."""
    phrase = one_line(topic).rstrip(" .,;:!?")
    if LEADING_WORD.match(phrase):
        return phrase[0].lower() + phrase[1:]
    return f"the {phrase}" if BARE_NOUN.match(phrase) else phrase


def strength_sentence(strength: str) -> str:
    """A strength as a sentence, whether it came as a clause or as a fragment."""
    phrase = one_line(strength).rstrip(" .,;:!")
    if FIRST_PERSON.match(phrase):
        return stop(phrase[:1].upper() + phrase[1:])
    if DONE.match(phrase):
        return stop(f"I {phrase[:1].lower()}{phrase[1:]}")
    return stop(f"What I would bring: {phrase}")


def at_company(company: str) -> str:
    """Where somebody works, or has been to an interview."""
    return f"at the {company}" if OF.match(company) else f"at {company}"


LANGUAGE = Language(
    code="en",
    date="{weekday}, {day} {month} {year}",
    day_and_month="{weekday}, {day} {month}",
    short_date="{day} {abbreviated} {year}",
    short_date_without_year="{day} {abbreviated}",
    between_last=" and ",
    gap="[ADD: {what}]",
    greeting="Dear {name}",
    to_nobody="to whom it may concern",
    topic=topic_phrase,
    topic_from="{topic} with {name}",
    strength=strength_sentence,
    at=at_company,
    gaps=Gaps(
        your_name="your name",
        your_phone="your phone number",
        interviewer="the interviewer's name",
        coordinator="the coordinator's name",
        recruiter="the recruiter's name",
        recruiter_mailbox="the recruiter's name and address",
        topic="a topic you discussed",
        topic_with="a topic you discussed with {name}",
        strength="one strength that fits what they need",
        decision="when they planned to decide",
    ),
    labels=Labels(
        ready="Ready to send",
        kinds={
            "timeline-question": "Ask before you leave",
            "linkedin": "To connect",
            "call": "What to say",
            "voicemail": "The voicemail, if nobody answers",
            "voicemail-second": "A second voicemail, and the last",
            "recruiter": "To introduce yourself to a recruiter",
        },
        numbered="{number} of {count}: {label}",
        to="To",
        subject="Subject",
        no_address="reply to the invitation, or ask the coordinator to pass it on",
        open_mail="Open it in your mail program: {link}",
        fill_in="Fill in before sending: {gaps}",
        why="Why this date: {why}",
        reasons={},
        counted={},
        spans={},
        page="Mark it done, or say that they answered: {link}",
        did_not_fit="{count} of the messages did not fit here; `icsgen draft` prints them all.",
        done="Done",
        done_on="",
    ),
    calendar=CalendarWords(),
)
