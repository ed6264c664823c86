"""icsgen: from one job interview to the whole follow-up ladder, in any calendar.

The public API is `__all__`; each name is imported when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icsgen.details import load as load
    from icsgen.errors import IcsgenError as IcsgenError
    from icsgen.errors import InputError as InputError
    from icsgen.errors import Problem as Problem
    from icsgen.ics import write as write
    from icsgen.model import Entry as Entry
    from icsgen.model import JobSearch as JobSearch
    from icsgen.model import Message as Message
    from icsgen.model import Milestone as Milestone
    from icsgen.plan import Plan as Plan
    from icsgen.plan import make_plan as make_plan

HOMES = {
    "Entry": "model",
    "IcsgenError": "errors",
    "InputError": "errors",
    "JobSearch": "model",
    "Message": "model",
    "Milestone": "model",
    "Plan": "plan",
    "Problem": "errors",
    "load": "details",
    "make_plan": "plan",
    "write": "ics",
}
"""Where each public name lives."""

__all__ = [*HOMES]


def __getattr__(name: str) -> object:
    if name not in HOMES:
        text = f"module 'icsgen' has no attribute {name!r}"
        raise AttributeError(text)
    return getattr(import_module(f"icsgen.{HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(HOMES)
