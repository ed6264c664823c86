"""A document with lines still to fill in: what is left, and what it says as far as it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from icsgen.details import Document, Tree, job_search
from icsgen.details.changes import Mapped, as_item
from icsgen.details.drafts import Detail, Draft
from icsgen.details.yaml_documents import YamlDocument
from icsgen.errors import InputError, Problem, errors_in
from icsgen.model import JobSearch

__all__ = ["begun", "is_gap", "left", "search_of"]

GAP = "? "
STAND_IN: Mapping[str, str] = {"start": "2100-01-01 12:00", "timezone": "UTC", "country": "US"}
"""What stands for a detail that is still to come, until the rest is judged."""
OF_ME = ("timezone", "country")
OF_INTERVIEW = ("company", "role", "start")
"""What an invitation may leave open, and a document needs."""


def is_gap(words: str) -> bool:
    """Whether a company or a role is still to be filled in."""
    return words.startswith(GAP)


def search_of(document: Document) -> JobSearch:
    """The job search of a document, as if what invitations left open were there.

    Raises:
        InputError: other things are wrong with it.
    """
    search, problems = job_search(replace(document, tree=_filled(document.tree)))
    if search is None:
        raise InputError(problems)
    return replace(search, interviews=()) if _is_empty(document.tree) else search


def _is_empty(tree: Tree) -> bool:
    """Whether a document has the candidate alone."""
    return isinstance(tree, dict) and not tree.get("interviews") and not tree.keys() & set(OF_INTERVIEW)


def left(document: Document) -> list[Problem]:
    """What is still to be filled in."""
    return errors_in(job_search(document)[1])


def _filled(tree: Tree) -> Tree:
    if not isinstance(tree, dict):
        return tree
    me = tree.get("me")
    filled: Mapped = {**tree}
    if "me" in tree and (me is None or isinstance(me, dict)):
        filled["me"] = {**{key: STAND_IN[key] for key in OF_ME}, **_there(me or {}, OF_ME)}
    interviews = [{}] if _is_empty(tree) else tree.get("interviews")
    if isinstance(interviews, list):
        filled["interviews"] = [_interview(each, at) for at, each in enumerate(interviews)]
    return filled if interviews is not None else {**filled, **_interview_at_top(filled)}


def _interview(tree: Tree, at: int) -> Tree:
    """An interview with stand-ins for what it lacks."""
    if not isinstance(tree, dict):
        return tree
    return {
        **{key: STAND_IN.get(key, f"{GAP}{at + 1}") for key in OF_INTERVIEW},
        **_there(tree, OF_INTERVIEW),
    }


def _interview_at_top(tree: Mapped) -> Mapped:
    filled = _interview(tree, 0)
    return filled if isinstance(filled, dict) else {}


def _there(tree: Mapped, keys: Sequence[str]) -> Mapped:
    """The mapping without such keys as hold nothing."""
    return {key: value for key, value in tree.items() if key not in keys or value is not None}


def begun(name: str, me: Sequence[Detail], interview: Draft) -> Document:
    """A new document: the candidate, and the first interview."""
    lines = [
        "me:",
        *(f"  {line}" for each in me for line in each.lines()),
        "",
        "interviews:",
        *(f"  {line}" for line in as_item(interview.lines)),
    ]
    return YamlDocument.read("\n".join(lines) + "\n", name)
