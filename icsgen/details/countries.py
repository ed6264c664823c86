"""The names of countries, in English."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

__all__ = ["country_names"]


@cache
def country_names() -> Mapping[str, str]:
    """Each country's name by its ISO 3166 code."""
    from babel import Locale  # late: as long to load as all of ours

    return {code: name for code, name in Locale.parse("en").territories.items() if len(code) == 2}
