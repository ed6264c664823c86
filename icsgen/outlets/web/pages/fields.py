"""The fields of the form, a row each: what it asks for, and where that stands in a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from unicodedata import normalize

from msgspec import Struct

from icsgen.details.countries import country_names
from icsgen.rules.cadence import PRESETS
from icsgen.rules.regions import zones
from icsgen.rules.workdays import CODES

__all__ = ["BY_NAME", "FIELDS", "LANGUAGES", "MORE", "Field", "choices_of", "zone_names"]

Choices = Sequence[tuple[str, str]]
"""What may be chosen: what is sent, and what is shown."""

LANGUAGES = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español"}
"""Those of the messages, each by its own name."""


class Field(Struct, frozen=True, kw_only=True, eq=False):  # one is itself
    """A field of the form."""

    name: str
    label: str
    path: tuple[str, ...]
    """Where it stands in the document of one interview."""
    hint: str = ""
    kind: str = "text"
    """The type of the input, or ``lines``, ``choice``."""
    default: str = ""
    """What is there at first, and says nothing."""
    required: bool = False
    at_home: tuple[str, ...] = ()
    """Where it stands for who lives where the employer is."""
    echoes: bool = False
    """Whether it is said beside it how it was read."""
    attributes: Mapping[str, str] = {}
    """More of the input's: what helps to fill it in."""


OFF = {"autocomplete": "off"}
CODE = OFF | {"autocapitalize": "none", "spellcheck": "false"}
PART = OFF | {"autocapitalize": "characters", "spellcheck": "false"}
ZONE = CODE | {"list": "zones"}

FIELDS = (
    # the interview
    Field(name="company", label="Company", path=("company",), required=True, attributes=OFF),
    Field(name="role", label="Role", path=("role",), required=True, attributes=OFF),
    Field(
        name="start",
        label="Date and time",
        path=("start",),
        hint="On the employer's clock.",
        kind="datetime-local",
        required=True,
    ),
    Field(
        name="duration",
        label="Length in minutes",
        path=("duration",),
        default="60",
        attributes=OFF | {"inputmode": "numeric"},
    ),
    Field(
        name="timezone",
        label="Employer's time zone",
        path=("timezone",),
        at_home=("me", "timezone"),
        hint="Named by a city, such as America/New_York.",
        required=True,
        attributes=ZONE,
    ),
    Field(
        name="country",
        label="Employer's country",
        path=("country",),
        at_home=("me", "country"),
        hint="Its holidays are skipped.",
        kind="choice",
    ),
    Field(
        name="subdivision",
        label="State or region",
        path=("subdivision",),
        at_home=("me", "subdivision"),
        hint="If it has holidays of its own: its code, such as NY. Write none if it has none.",
        attributes=PART,
    ),
    # the candidate, where that is elsewhere
    Field(
        name="own-timezone",
        label="Your time zone",
        path=("me", "timezone"),
        hint="The calendar is in it, and your holidays are skipped too.",
        attributes=ZONE,
    ),
    Field(name="own-country", label="Your country", path=("me", "country"), kind="choice"),
    Field(
        name="own-subdivision",
        label="Your state or region",
        path=("me", "subdivision"),
        attributes=PART,
    ),
    # what makes the messages whole
    Field(
        name="interviewers",
        label="Interviewers",
        path=("interviewers",),
        hint="One on each line, such as Jana Müller <jana@acme.example>, Head of Data",
        kind="lines",
        attributes=OFF | {"rows": "3", "spellcheck": "false"},
    ),
    Field(
        name="decision",
        label="When will they decide?",
        path=("decision",),
        hint="In their own words, such as end of November or in two weeks. Write none if they would not say, "
        "and leave it empty if you have not asked.",
        echoes=True,
        attributes=OFF,
    ),
    Field(
        name="name",
        label="Your name",
        path=("me", "name"),
        hint="It signs the messages.",
        attributes={"autocomplete": "name"},
    ),
    Field(
        name="email",
        label="Your email",
        path=("me", "email"),
        kind="email",
        attributes={"autocomplete": "email", "inputmode": "email"},
    ),
    # more
    Field(
        name="phone",
        label="Your phone",
        path=("me", "phone"),
        hint="For the call, and for voicemail.",
        kind="tel",
        attributes={"autocomplete": "tel"},
    ),
    Field(
        name="contact",
        label="Contact",
        path=("contact",),
        hint="Who arranged it and is written to afterwards, such as Sam Ode <sam@acme.example>",
        attributes=OFF | {"spellcheck": "false"},
    ),
    Field(
        name="strength",
        label="A strength of yours that they need",
        path=("strength",),
        hint="A sentence, such as I have run two such migrations.",
        attributes=OFF,
    ),
    Field(
        name="round",
        label="Round",
        path=("round",),
        default="1",
        attributes=OFF | {"inputmode": "numeric"},
    ),
    Field(
        name="place",
        label="Place",
        path=("place",),
        hint="An address, a link or a phone number.",
        attributes=OFF,
    ),
    Field(
        name="language",
        label="Language of the messages",
        path=("me", "language"),
        kind="choice",
        default="en",
    ),
    Field(
        name="cadence",
        label="Cadence",
        path=("cadence",),
        hint="How long to wait with the follow-up: after the interview, or after the date they named.",
        kind="choice",
        default="standard",
    ),
)
MORE = FIELDS[[field.name for field in FIELDS].index("phone") :]
"""Those that are folded away."""
BY_NAME = {field.name: field for field in FIELDS}


@cache
def choices_of(name: str) -> Choices:
    """What may be chosen in a field."""
    return CHOICES[name]()


@cache
def zone_names() -> Sequence[str]:
    """What is offered as a time zone."""
    return sorted(zones())


def _countries() -> Choices:
    """The countries that have holiday data, by name."""
    names = country_names()
    found = sorted(((code, names.get(code, code)) for code in CODES), key=lambda each: _plain(each[1]))
    return [("", "As the time zone says"), *found]


def _plain(name: str) -> str:
    """A name as it is sorted: Åland is with the other A."""
    return normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()


def _cadences() -> Choices:
    return [
        (
            name,
            f"{name}: {numbers.follow_up} / {numbers.after_decision}{'' if numbers.calls else ', no call'}",
        )
        for name, numbers in PRESETS.items()
    ]


CHOICES = {
    "country": _countries,
    "own-country": _countries,
    "language": lambda: [*LANGUAGES.items()],
    "cadence": _cadences,
}
