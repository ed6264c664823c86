"""The columns of a table of interviews: what each heading means, and what a row says as a document would.

A column is a row of `COLUMNS`; headings are compared without case, accents, spaces and marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from typing import Literal

from msgspec import Struct

from icsgen.details import cells
from icsgen.details.people import people
from icsgen.details.sources import Tree

__all__ = ["COLUMNS", "Column", "Order", "column_of", "every_name", "name_of", "plain"]

Order = Literal["dmy", "mdy"] | None
DAY = re.compile(r" (?:on|at|am|le|el|date)$")


class Column(Struct, frozen=True, kw_only=True):
    """What a column holds."""

    path: tuple[str, ...]
    """Where in a document it stands; below `me` it is of the candidate."""
    names: tuple[str, ...]
    """What it is called, the usual name first."""
    read: Callable[[str], Tree] = str
    """What is written in a cell, as a document has it; a date's cell is read by `cells.date` before."""
    dated: bool = False
    """Whether a date stands in it, which may have to be put in order."""


FACTS: Mapping[str, tuple[str, ...]] = {
    "thank-you": (
        *("thank you", "thank you sent", "thanked"),
        *("bedankt", "dankesmail", "remerciement", "agradecimiento"),
    ),
    "follow-up": ("follow up", "follow up sent", "followed up", "nachgefasst", "relance", "seguimiento"),
    "call": ("call", "called", "angerufen", "appel", "llamada"),
    "reply": ("reply", "replied", "answered", "ruckmeldung", "antwort", "reponse", "respuesta"),
    "offer": ("offer", "offered", "angebot", "zusage", "offre", "oferta"),
    "accepted": ("accepted", "hired", "angenommen", "accepte", "aceptado"),
    "rejected": (
        *("rejected", "rejection", "absage", "abgesagt", "abgelehnt"),
        *("refus", "refuse", "rechazado"),
    ),
    "withdrawn": ("withdrawn", "withdrew", "zuruckgezogen", "retire", "retirado"),
    "filled": ("filled",),
    "postponed": ("postponed",),
}
"""What happened, each in a column with its day."""

COLUMNS: tuple[Column, ...] = (
    Column(
        path=("company",),
        names=(
            *(
                "company",
                "employer",
                "organisation",
                "organization",
                "firm",
                "company name",
                "hiring company",
            ),
            *("firma", "unternehmen", "arbeitgeber", "entreprise", "societe", "employeur", "empresa"),
        ),
    ),
    Column(
        path=("role",),
        names=(
            *(
                "role",
                "position",
                "job",
                "job title",
                "vacancy",
                "position title",
                "job role",
                "title",
                "role title",
            ),
            *("role position", "position role", "stelle", "rolle", "poste", "puesto", "cargo"),
        ),
    ),
    Column(
        path=("start",),
        names=(
            *("start", "interview start", "date and time", "datetime", "when", "interview time and date"),
            *("date time", "interview date time", "interview date and time", "beginn", "debut", "inicio"),
        ),
        dated=True,
    ),
    Column(
        path=("date",),
        names=(
            *("date", "interview date", "date of interview", "day", "interview day", "start date"),
            *("datum", "termin", "fecha", "jour", "dia"),
        ),
        dated=True,
    ),
    Column(
        path=("time",),
        names=(
            *("time", "interview time", "start time", "time of interview"),
            *("uhrzeit", "zeit", "heure", "hora"),
        ),
        read=cells.time,
    ),
    Column(path=("end",), names=("end", "end time", "until", "ende", "fin"), read=cells.time),
    Column(
        path=("duration",),
        names=("duration", "length", "minutes", "duration minutes", "dauer", "duree", "duracion"),
    ),
    Column(
        path=("timezone",),
        names=(
            *("timezone", "zone", "tz", "employer timezone", "interview timezone"),
            *("zeitzone", "fuseau horaire", "zona horaria"),
        ),
        read=cells.timezone,
    ),
    Column(
        path=("country",),
        names=("country", "employer country", "country code", "land", "pays", "pais"),
        read=cells.country,
    ),
    Column(
        path=("subdivision",),
        names=(
            *("subdivision", "state", "region", "employer subdivision", "employer state"),
            *("bundesland", "province"),
        ),
    ),
    Column(
        path=("place",),
        names=("place", "location", "address", "link", "where", "venue", "ort", "adresse", "lieu", "lugar"),
    ),
    Column(
        path=("contact", "name"),
        names=(
            *("contact", "contact name", "contact person", "coordinator", "recruiter"),
            *("ansprechpartner", "contacto"),
        ),
        read=cells.named,
    ),
    Column(path=("contact", "email"), names=("contact email", "contact e mail", "coordinator email")),
    Column(path=("contact", "phone"), names=("contact phone", "contact telephone", "coordinator phone")),
    Column(
        path=("interviewers",),
        names=(
            *("interviewers", "interviewer", "interviewed by", "panel"),
            *("gesprachspartner", "interlocuteurs", "interlocuteur", "entrevistadores", "entrevistador"),
        ),
        read=people,
    ),
    Column(
        path=("topics",),
        names=("topics", "topic", "talked about", "themen", "sujets", "temas"),
        read=cells.several,
    ),
    Column(path=("decision",), names=("decision", "timeline", "decision by", "they decide", "entscheidung")),
    Column(path=("strength",), names=("strength", "selling point", "starke")),
    Column(
        path=("round",),
        names=("round", "interview round", "runde", "tour", "ronda"),
        read=cells.ordinal,
    ),
    Column(path=("via",), names=("via", "agency", "agency recruiter"), read=cells.named),
    Column(path=("language",), names=("language", "sprache", "langue", "idioma")),
    Column(path=("cadence",), names=("cadence", "preset")),
    Column(path=("events",), names=("events",), read=cells.between_commas),
    Column(path=("closed",), names=("closed", "closed days"), read=cells.between_commas),
    Column(path=("id",), names=("id", "interview id", "reference")),
    *(Column(path=("log", kind), names=names, dated=True) for kind, names in FACTS.items()),
    Column(
        path=("me", "name"),
        names=(
            *("candidate", "candidate name", "name", "applicant", "applicant name", "client", "client name"),
            *("full name", "student", "student name", "participant", "bewerber", "kandidat"),
            *("candidat", "nom", "candidato", "nombre"),
        ),
        read=cells.named,
    ),
    Column(
        path=("me", "email"),
        names=(
            *(
                "candidate email",
                "email",
                "e mail",
                "applicant email",
                "mail",
                "email address",
                "e mail address",
            ),
            *("courriel", "correo", "correo electronico"),
        ),
    ),
    Column(
        path=("me", "phone"),
        names=(
            *("candidate phone", "phone", "telephone", "mobile", "phone number", "telefon", "telefono"),
            "handy",
        ),
    ),
    Column(
        path=("me", "timezone"),
        names=("candidate timezone", "my timezone", "applicant timezone"),
        read=cells.timezone,
    ),
    Column(
        path=("me", "country"),
        names=("candidate country", "my country", "applicant country"),
        read=cells.country,
    ),
    Column(path=("me", "subdivision"), names=("candidate subdivision", "candidate state", "my subdivision")),
    Column(path=("me", "language"), names=("candidate language", "my language")),
    Column(path=("me", "id"), names=("candidate id", "applicant id", "client id", "student id")),
)


def name_of(keys: tuple[str, ...]) -> str:
    """The usual name of the column for what stands at these keys of a document, else the last of them."""
    path = keys[1:] if keys[:1] == ("interviews",) else keys
    return next((column.names[0] for column in COLUMNS if column.path == path), keys[-1] if keys else "")


def column_of(name: str) -> Column | None:
    """The column of a name; ``Rejected on`` and ``Abgesagt am`` are those of the words before."""
    key = plain(name)
    return every_name().get(key) or every_name().get(DAY.sub("", key))


@cache
def every_name() -> Mapping[str, Column]:
    """Each name of a column with it."""
    return {name: column for column in COLUMNS for name in column.names}


@cache
def plain(name: str) -> str:
    """A heading in small letters without accents and marks: ``Interview_Date (ET)`` is ``interview date``."""
    name = re.sub(r"\([^()]*\)|\[[^][]*\]", " ", name).replace("&", " and ")
    letters = unicodedata.normalize("NFKD", re.sub(r"([a-z])([A-Z])", r"\1 \2", name).casefold())
    words = re.sub(r"[^\w]+|_+", " ", "".join(each for each in letters if not unicodedata.combining(each)))
    return words.strip().replace("time zone", "timezone")
