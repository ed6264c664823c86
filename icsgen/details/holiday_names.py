"""What people call holidays, with what the calendars call them."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["BLOCKS", "HOLIDAYS"]

LUNAR_NEW_YEAR = "lunar new year|chinese new year|spring festival|tet"
HOLIDAYS: Mapping[str, str] = {
    "christmas": "christmas",
    "xmas": "christmas",
    "thanksgiving": "thanksgiving",
    "easter": "easter",
    "new year": "new year",
    "new year's": "new year",
    "new years": "new year",
    "new year's day": "new year",
    "labor day": "labor day",
    "labour day": "labour day",
    "memorial day": "memorial day",
    "independence day": "independence day",
    "martin luther king day": "martin luther king",
    "mlk day": "martin luther king",
    "presidents day": "washington's birthday",
    "presidents' day": "washington's birthday",
    "columbus day": "columbus day",
    "veterans day": "veterans day",
    "good friday": "good friday",
    "whitsun": "whit monday",
    "pentecost": "whit monday",
    "boxing day": "boxing day",
    "diwali": "diwali",
    "eid": "eid",
    "eid al-fitr": "eid al-fitr",
    "eid al-adha": "eid al-adha",
    "lunar new year": LUNAR_NEW_YEAR,
    "chinese new year": LUNAR_NEW_YEAR,
    "spring festival": LUNAR_NEW_YEAR,
    "seollal": LUNAR_NEW_YEAR,
    "tet": LUNAR_NEW_YEAR,
    "passover": "pesach",
    "pesach": "pesach",
    "rosh hashanah": "rosh hashanah",
    "yom kippur": "yom kippur",
    "carnival": "carnival",
    "midsummer": "midsummer",
    "bastille day": "bastille day",
    "canada day": "canada day",
    "australia day": "australia day",
    "anzac day": "anzac day",
    "national day": "national day",
}
"""What people say, with a part of the holiday's name in the calendars, or several of which one is meant."""

BLOCKS: Mapping[str, tuple[str, str]] = {
    "golden week": ("showa day|national day", "children's day|national day"),
    "holidays": ("christmas", "new year"),
    "holiday": ("christmas", "new year"),
    "break": ("christmas", "new year"),
}
"""Several holidays in a row: the first of them, and the last. Japan's in May, China's in October."""
