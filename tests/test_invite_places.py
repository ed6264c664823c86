"""Where an invitation leads."""

from __future__ import annotations

import pytest
from calendars import invited

from icsgen.details.invite_places import where

MEET, ZOOM = "https://meet.google.com/abc-defg-hij", "https://acme.zoom.us/j/1?pwd=a.1"
TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3a1/0"
SAFE = "https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2Facme.zoom.us%2Fj%2F1%3Fpwd%3Da.1&data=x"


@pytest.mark.parametrize(
    ("lines", "place", "beside"),
    [
        (["LOCATION:350 Fifth Avenue\\, New York"], "350 Fifth Avenue, New York", ""),
        (["LOCATION:350 Fifth Avenue", f"X-GOOGLE-CONFERENCE:{MEET}"], "350 Fifth Avenue", MEET),
        (["LOCATION:Google Meet", f"X-GOOGLE-CONFERENCE:{MEET}"], MEET, ""),
        (["LOCATION:Microsoft Teams Meeting", f"X-MICROSOFT-SKYPETEAMSMEETINGURL:{TEAMS}"], TEAMS, ""),
        ([f"CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO:{ZOOM}"], ZOOM, ""),
        ([f"LOCATION:Zoom: {ZOOM}"], ZOOM, ""),
        ([f"LOCATION:{ZOOM}"], ZOOM, ""),
        ([f"DESCRIPTION:Join: <{ZOOM}>."], ZOOM, ""),
        ([f"DESCRIPTION:Join: {SAFE}"], ZOOM, ""),
        ([f"DESCRIPTION:<a href=\"{ZOOM}\">Join</a>"], ZOOM, ""),
        ([f"X-ALT-DESC;FMTTYPE=text/html:<a href=\"{ZOOM}\">Join</a>"], ZOOM, ""),
        (["DESCRIPTION:See https://acme.example/careers or https://us02web.zoom.us/u/abc"], "", ""),
        (["URL:https://acme.example/careers"], "", ""),
        (["LOCATION:+1 212 555 0142"], "+1 212 555 0142", ""),
        (["LOCATION:javascript:alert(1)", "URL:javascript:x", "X-GOOGLE-CONFERENCE:file:///x"], "", ""),
        (["LOCATION:TBD"], "", ""),
        (["LOCATION:"], "", ""),
        (["LOCATION:https://[", "DESCRIPTION:https://[::1 https://zoom.us]/j"], "", ""),
    ],
)  # fmt: skip
def test_where_it_is(lines: list[str], place: str, beside: str) -> None:
    """A place to go to before a link; a link that hosts talks before any other."""
    assert where(invited(*lines)) == (place, beside)
