"""What was filled in to a document of one interview, and its problems to the fields they are about."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct

from icsgen.details import Document, Tree, job_search
from icsgen.details.people import people_on_lines
from icsgen.details.single import single
from icsgen.errors import InputError, Problem, Step, errors_in, printable
from icsgen.outlets.web.pages.fields import BY_NAME, FIELDS, MORE, Field
from icsgen.plan import Plan, make_plan
from icsgen.rules import countries_of_zone

__all__ = ["BLANK", "Fault", "Form", "Read", "read"]

LONGEST = 2000  # characters of a field
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
CONTROLS_IN_LINES = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]+")
DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""What turns round the words that follow."""
PICKED = re.compile(r"(\d{4,}-\d\d-\d\d)T(\d\d:\d\d)")
"""A date and a time as browsers send what was picked."""
KEY = re.compile(r"`([a-z_-]+):?`")
IN_A_DOCUMENT = {
    "; else words and date apart, {said: …, by: 2026-12-04}": "",
    "and several in a list: [Ann Lee, Bob Ray]": "the others under Interviewers",
    "leave the key out, or fill it in": "leave it empty, or fill it in",
    "a two-letter country code such as US": "a country, as the time zone names none",
}
"""What problems say that can be done in a document alone, and what to say of it here."""
HERE = {"end": "duration"}
"""The field for a key of documents that has none of its own."""
ZONE_OF = {"country": "timezone", "own-country": "own-timezone"}
"""The field that fills in another, if it is right."""


class Form(Struct, frozen=True):
    """What was filled in, by the name of the field."""

    said: Mapping[str, str]

    @classmethod
    def sent(cls, values: Mapping[str, str]) -> Form:
        """A form as it was sent; what it lacks is empty, what it has besides is nothing of ours."""
        return cls({field.name: _plain(field, values.get(field.name, "")) for field in FIELDS})

    @property
    def elsewhere(self) -> bool:
        """Whether the candidate lives elsewhere than the employer."""
        return any(self.said[name] for name in ("own-timezone", "own-country", "own-subdivision"))

    def path(self, field: Field) -> tuple[str, ...]:
        """Where what is in a field stands in the document."""
        return field.path if self.elsewhere or not field.at_home else field.at_home

    def field_at(self, path: Iterable[Step]) -> Field | None:
        """The field of a detail of the document, or of what holds it."""
        keys = tuple(step for step in path if isinstance(step, str) and step != "interviews")
        homes = {self.path(field): field for field in reversed(FIELDS)} | {
            field.path: field for field in FIELDS if field.at_home and not self.elsewhere
        }
        return next((homes[keys[:end]] for end in range(len(keys), 0, -1) if keys[:end] in homes), None)


BLANK = Form({field.name: field.default for field in FIELDS})


class Fault(Struct, frozen=True, kw_only=True):
    """A problem as it is said beside a field, or (field None) above them all."""

    field: Field | None
    text: str
    missing: bool = False
    """Whether the field is only still to be filled in."""

    @property
    def whole(self) -> str:
        """What is wrong, by itself."""
        label = self.field.label if self.field else ""
        return f"{label}{'' if label.endswith('?') else ':'} {self.text}" if label else self.text


class Read(Struct, frozen=True, kw_only=True):
    """A form, and what it comes to: a plan, or faults."""

    form: Form
    tree: Tree = None
    """The document that says the same."""
    plan: Plan | None = None
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()

    @property
    def wrong(self) -> list[Fault]:
        """The faults of what was filled in."""
        return [fault for fault in self.faults if not fault.missing]

    @property
    def missing(self) -> list[Fault]:
        """What is still to be filled in."""
        return [fault for fault in self.faults if fault.missing]

    @property
    def says_more(self) -> bool:
        """Whether anything is filled in under More, or wrong there."""
        return any(self.form.said[field.name] != field.default or self.faults_of(field) for field in MORE)

    def faults_of(self, field: Field) -> list[Fault]:
        """What is wrong in a field."""
        return [fault for fault in self.faults if fault.field is field]

    def takes_words(self, field: Field) -> bool:
        """Whether a date and a time are written out, since what they are to say cannot be picked."""
        said = self.form.said[field.name]
        return bool(said) and (not PICKED.fullmatch(said.replace(" ", "T")) or bool(self.faults_of(field)))


def read(form: Form, now: dt.datetime) -> Read:
    """What a form comes to, now."""
    long = [field for field in FIELDS if len(form.said[field.name]) > LONGEST]
    tree = _tree(form, long)
    text = f"Longer than {LONGEST:,} characters; expected fewer."
    faults = [Fault(field=field, text=text) for field in long]
    search, problems = job_search(Document("form", "", _listed(tree)))
    try:
        plan = make_plan(search, now=now) if search and not faults else None
    except InputError as several:
        plan, problems = None, errors_in(several.problems)
    faults += [each for each in _at_fields(form, problems) if each.field not in long]
    warnings = _at_fields(form, plan.warnings) if plan else ()
    return Read(form=form, tree=tree, plan=plan, faults=tuple(_apart(faults)), warnings=tuple(warnings))


# --- from what was written to a document


def _plain(field: Field, text: str) -> str:
    """What was written, without what nobody writes; a picked date and time with a space between them."""
    text = DIRECTIONS.sub("", text)
    if field.kind == "lines":
        return CONTROLS_IN_LINES.sub(" ", text.replace("\r\n", "\n")).strip()
    line = CONTROLS.sub(" ", text).strip()
    picked = field.kind == "datetime-local" and PICKED.match(line)
    return f"{picked[1]} {picked[2]}{line[picked.end() :]}" if picked else line


def _tree(form: Form, left_out: Iterable[Field]) -> dict[str, Tree]:
    """The document. A country that is not chosen is the one that its time zone is of."""
    said = {field: form.said[field.name] for field in FIELDS if field not in [*left_out]}
    details = {form.path(field): _value(field, text) for field, text in said.items() if text != field.default}
    regions = [("me",), ()] if form.elsewhere else [("me",)]
    for home in regions:
        zone = details.get((*home, "timezone"))
        countries = countries_of_zone(zone) if isinstance(zone, str) else ()
        if countries and (*home, "country") not in details:
            details[*home, "country"] = countries[0]
    return single((path, value) for path, value in details.items() if value)


def _listed(tree: dict[str, Tree]) -> Tree:
    """The document; its interview in a list where nothing tells that it is one."""
    if tree.keys() & {"company", "role", "start"}:
        return tree
    return {"me": tree["me"], "interviews": [{key: value for key, value in tree.items() if key != "me"}]}


def _value(field: Field, text: str) -> Tree:
    return VALUES.get(field.name, str)(text)


def _one(text: str) -> Tree:
    """One person; several with commas between them, which tells that they are."""
    people = people_on_lines(text)
    return people[0] if len(people) == 1 else text.replace(";", ",")


def _minutes(text: str) -> Tree:
    return f"{text} min" if text.isdecimal() else text


VALUES: Mapping[str, Callable[[str], Tree]] = {
    "interviewers": people_on_lines,
    "contact": _one,
    "duration": _minutes,
}
"""What a field's text is in a document, where it is another thing."""


# --- from problems to fields


def _apart(faults: Iterable[Fault]) -> list[Fault]:
    """The faults in the order of the fields; a country is not missed where its time zone is wrong."""
    found = sorted(faults, key=lambda fault: FIELDS.index(fault.field) if fault.field else -1)
    wrong = {fault.field.name for fault in found if fault.field}
    return [
        each for each in found if not (each.field and each.missing and ZONE_OF.get(each.field.name) in wrong)
    ]


def _at_fields(form: Form, problems: Iterable[Problem]) -> Iterator[Fault]:
    """Each problem at its field, once."""
    found = dict.fromkeys((form.field_at(each.place.path), each.place.key, each.text) for each in problems)
    for field, key, text in found:
        if field:
            missing = not form.said[field.name]
            yield Fault(field=field, text=_sentence(text), missing=missing)
        else:
            yield Fault(field=None, text=_sentence(f"{key}: {text}" if key else text))


def _sentence(text: str) -> str:
    """A problem in the words of the form."""
    for told, here in IN_A_DOCUMENT.items():
        text = text.replace(told, here)
    text = KEY.sub(_label, printable(text)).rstrip(".")
    return f"{text[0].upper()}{text[1:]}{'' if text.endswith('?') else '.'}"


def _label(key: re.Match[str]) -> str:
    field = BY_NAME.get(HERE.get(key[1], key[1]))
    return f"“{field.label if field else key[1]}”"
