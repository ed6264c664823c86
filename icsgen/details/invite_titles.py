"""Which job an invitation is about: company, role and round, where its title, its text or its sender tell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from msgspec import Struct

from icsgen.details.invite_domains import company_of
from icsgen.details.invite_events import Invitation
from icsgen.details.invite_people import Cast

__all__ = ["Job", "alike", "job"]

LONGEST_TITLE = 200  # characters that are looked at
LONGEST = 80  # characters of a company or a role
MANNER = (
    r"(?:(?:1st|2nd|3rd|\dth|first|second|third|final|last)(?: round)?|initial|technical|tech|phone|"
    r"telephone|video|virtual|remote|online|onsite|on-site|in-person|panel|hiring manager|recruiter|coding|"
    r"system design|behaviou?ral|job|zoom|teams|round|runde)"
)
KIND = (
    rf"(?:{MANNER}[ -]){{0,3}}"
    r"(?:interview(?:s|gespräch)?|phone screen|screening(?: call| interview)?|screen|"
    r"intro(?:ductory)? (?:call|chat)|recruiter (?:call|chat)|onsite|loop|vorstellungsgespräch|"
    r"bewerbungsgespräch|jobinterview|kennenlernen|"
    r"entretien(?: d'embauche| technique)?|entrevista(?: de trabajo| técnica)?)"
    r"(?: (?:day|loop|call|round|schedule))?(?: \d)?"
)
"""How an interview is called, in the four languages of the messages."""
AT = r"(?:at|with|@|bei|mit|chez|avec|en|con)"
FOR = r"(?:for|as|für|als|pour|para)"
DASH = r"(?:\s*[:|–—]\s*|\s+[-/]\s+)"
JOB_WORD = r"(?:\s+(?:role|position|job|opening))?"
ROLE, COMPANY = r"(?P<role>.+?)", r"(?P<company>.+?)"
SHAPES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{KIND}{DASH}{ROLE}{JOB_WORD}\s+{AT}\s+{COMPANY}",
        rf"{KIND}\s+{FOR}\s+(?:the\s+)?{ROLE}{JOB_WORD}\s+{AT}\s+{COMPANY}",
        rf"{KIND}\s+{AT}\s+{COMPANY}(?:\s+{FOR}\s+(?:the\s+)?|{DASH}|\s*\()\s*{ROLE}{JOB_WORD}\)?",
        rf"{COMPANY}\s+{KIND}(?:\s+{FOR}\s+(?:the\s+)?|{DASH}|\s*\(){ROLE}{JOB_WORD}\)?",
        rf"{ROLE}{JOB_WORD}\s+{KIND}\s+{AT}\s+{COMPANY}",
        rf"{ROLE}{JOB_WORD}\s+{AT}\s+{COMPANY}{DASH}{KIND}",
        rf"{KIND}{DASH}{ROLE}\s*\((?P<bracket>[^()]+)\)",
        rf"{KIND}\s+{FOR}\s+(?:the\s+)?{ROLE}{JOB_WORD}",
        rf"{KIND}\s+{AT}\s+{COMPANY}",
        rf"{COMPANY}\s+{KIND}",
    )
)
"""Titles as they are usually written, the fullest first."""
FORWARDED = re.compile(
    r"^(?:(?:re|fwd?|fw|aw|wg|tr|rv|invitation|updated invitation|einladung|canceled|cancelled|abgesagt|"
    r"accepted|confirmed|hold|reminder|annulé|cancelado)\s*:\s*)+",
    re.IGNORECASE,
)
PARTS = re.compile(r"\s*(?:<>|<->|\||–|—|•|·|:)\s*|\s+[-/x&+×]\s+|\s+(?:and|und|et|y)\s+", re.IGNORECASE)
ONLY_KIND = re.compile(
    rf"(?:{KIND}|{MANNER}(?:[ -]{MANNER}){{0,3}}|(?:round|runde) \d|\d(?:st|nd|rd|th) round|"
    rf"\d+ min(?:ute)?s?(?: {KIND}| meeting)?|meeting|call|chat|zoom)",
    re.IGNORECASE,
)
LABELLED = {
    "role": re.compile(
        r"^[ \t*•-]*(?:role|position|job(?: title| opening)?|opening|stelle|poste|puesto)[ \t]*:[ \t]*"
        r"(\S.{1,90})$",
        re.IGNORECASE | re.MULTILINE,
    ),
    "company": re.compile(
        r"^[ \t*•-]*(?:company|employer|organi[sz]ation|firma|unternehmen|entreprise|société|empresa)[ \t]*:"
        r"[ \t]*(\S.{1,90})$",
        re.IGNORECASE | re.MULTILINE,
    ),
}
IN_SENTENCE = re.compile(
    r"\b(?:for|regarding|about)\s+(?:our|the|a)\s+(?P<role>[A-Z][\w&/,.()+#' -]{2,70}?)\s+"
    r"(?:role|position|opening)\b"
    r"(?:\s+(?:at|with)\s+(?P<company>[A-Z][\w&.' -]{1,50}?)(?=[.,;!\n]|$))?"
)
ROUND = re.compile(
    r"\b(?:round|runde|tour|ronda)\s*#?(?P<after>[1-9])\b|"
    r"\b(?P<before>[1-9])(?:st|nd|rd|th|\.)[ -](?:round|runde|interview)\b|"
    r"\b(?P<word>second|third|zweites|drittes|deuxième|troisième|segunda|tercera)\b",
    re.IGNORECASE,
)
WORDS = dict.fromkeys(["second", "zweites", "deuxième", "segunda"], 2)
WORDS |= dict.fromkeys(["third", "drittes", "troisième", "tercera"], 3)
CALENDAR = re.compile(
    r"\s*\b(?:candidate|interview(?:s|ing)?|recruit\w*|talent|hiring|external|people|team|calendar|acquisition)\b",
    re.IGNORECASE,
)
EDGES = " \t,;:-–—|/()[]\"'.<>"


class Job(Struct, frozen=True, kw_only=True):
    """What was found; empty: not told."""

    company: str = ""
    role: str = ""
    round: int = 1
    from_address: bool = False
    """Whether the company is only known by the domain of an address."""


def job(invitation: Invitation, who: Cast, me: Collection[str] = ()) -> Job:
    """The job of an invitation; `me` are names of the candidate, which titles hold too."""
    people = {name.casefold() for name in (*me, *(each.name for each in who.interviewers)) if name}
    people |= {who.contact.name.casefold()} if who.contact else set()
    if who.me and who.me.name:
        people.add(who.me.name.casefold())
    house = company_of(who.house)
    title = FORWARDED.sub("", invitation.summary)[:LONGEST_TITLE]
    company = role = ""
    around = invitation.mail.text if invitation.mail else ""
    told = (*_of_title(title, people, house), *_of_text(invitation.text), *_of_text(around))
    for found_company, found_role in told:
        company = company or _sound(found_company, people)
        role = role or _sound(found_role, people)
    label = CALENDAR.sub("", who.label).strip(EDGES) if CALENDAR.search(who.label) else ""
    company = company or _sound(label, people)
    return Job(
        company=company or house,
        role=role,
        round=_round(title),
        from_address=not company and bool(house),
    )


def _of_title(title: str, people: Collection[str], house: str) -> Iterator[tuple[str, str]]:
    """Company and role, each time a shape fits; what names a person is none of the two."""
    bare = _without(title, people)
    for shape in SHAPES:
        if match := shape.fullmatch(bare):
            found = match.groupdict()
            bracket = found.get("bracket") or ""
            yield found.get("company") or bracket, found.get("role") or ""
    parts = [part.strip(EDGES) for part in PARTS.split(title)]
    parts = [
        part for part in parts if part and part.casefold() not in people and not ONLY_KIND.fullmatch(part)
    ]
    companies = [part for part in parts if house and alike(part, house)]
    if companies:
        others = [
            part for part in parts if part not in companies and not re.search(KIND, part, re.IGNORECASE)
        ]
        yield companies[0], others[0] if len(others) == 1 else ""


def _without(title: str, people: Collection[str]) -> str:
    """The title without names and the marks beside them: ``Interview: Ana Pérez - Cook at Acme``."""
    for name in people:
        if " " in name and (at := title.casefold().find(name)) >= 0 and len(title) == len(title.casefold()):
            before, behind = title[:at].rstrip(), title[at + len(name) :].lstrip()
            joint = behind[:1] in ("-", "–", "—", "|", ":", ",") and before[-1:] in (
                "-",
                "–",
                "—",
                "|",
                ":",
                "",
            )
            title = f"{before} {behind.lstrip(EDGES) if joint else behind}".strip()
    return title.strip(" -–—|,")


def alike(one: str, other: str) -> bool:
    """Whether two names of a company are likely one: ``ACME Corp`` and ``Acme``."""
    first, second = (re.sub(r"[\W_]+", "", each.casefold()) for each in (one, other))
    return bool(first and second) and (first.startswith(second) or second.startswith(first))


def _of_text(text: str) -> Iterator[tuple[str, str]]:
    """Lines with a label, and the sentence that most mails have."""
    company, role = (LABELLED[key].search(text) for key in ("company", "role"))
    yield company[1] if company else "", role[1] if role else ""
    if match := IN_SENTENCE.search(text):
        yield match["company"] or "", match["role"]


def _sound(found: str, people: Collection[str]) -> str:
    """The words, if they can be a company or a role: no person, no kind of interview, no link, no time."""
    words = " ".join(found.strip(EDGES).split())
    if words.count("(") < found.count("(") and found.rstrip().endswith(")"):
        words += ")"
    if not words or len(words) > LONGEST or not any(map(str.isalpha, words)):
        return ""
    low = words.casefold()
    names = [name for person in people for name in (person, *person.split())]
    wrong = low in names or ONLY_KIND.fullmatch(words) or re.search(r"[@|:–—]| [-/] ", words)
    return "" if wrong or re.search(r"\b\d{1,2}:\d\d\b|\b(?:with|and)\b", low) else words


def _round(title: str) -> int:
    match = ROUND.search(title)
    if not match:
        return 1
    return int(match["after"] or match["before"] or WORDS[match["word"].casefold()])
