"""What people write for a time zone of another name: abbreviations, and cities it is not named after."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["ZONE_OF"]

PLACES: Mapping[str, str] = {
    "America/New_York": "et, edt, eastern, boston, washington, miami, atlanta, philadelphia",
    "America/Chicago": "ct, cst, cdt, central, dallas, houston, austin, minneapolis",
    "America/Denver": "mt, mdt, mountain, salt lake city",
    "America/Los_Angeles": "pt, pst, pdt, pacific, san francisco, seattle, san diego, portland, palo alto",
    "America/Toronto": "montreal, ottawa",
    "America/Sao_Paulo": "rio de janeiro, brasilia",
    "Europe/London": "bst, manchester, edinburgh, cambridge, oxford, leeds, bristol, cardiff",
    "Europe/Berlin": "cest, munich, münchen, frankfurt, hamburg, cologne, köln, stuttgart, düsseldorf",
    "Europe/Zurich": "zürich, geneva, basel, bern, lausanne",
    "Europe/Paris": "lyon, toulouse, marseille, nice, lille",
    "Europe/Madrid": "barcelona, valencia, seville",
    "Europe/Rome": "milan, turin, florence, naples",
    "Europe/Warsaw": "krakow, wroclaw, gdansk",
    "Europe/Amsterdam": "rotterdam, the hague, utrecht, eindhoven",
    "Asia/Kolkata": "ist, mumbai, delhi, new delhi, bangalore, bengaluru, hyderabad, chennai, pune, india",
    "Asia/Shanghai": "beijing, shenzhen, guangzhou, hangzhou, china",
    "Asia/Tokyo": "jst, osaka, kyoto, yokohama, japan",
    "Asia/Dubai": "abu dhabi",
    "Asia/Jerusalem": "tel aviv, haifa",
    "Australia/Sydney": "aest, aedt, canberra",
    "Africa/Johannesburg": "cape town, durban, pretoria",
}

ZONE_OF: Mapping[str, str] = {place: zone for zone, places in PLACES.items() for place in places.split(", ")}
"""Each, in small letters, with the IANA zone that is likely meant."""
