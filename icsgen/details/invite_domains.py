"""Mail domains: whose they are, those that tell nothing of an employer, and what an employer's calls it."""

from __future__ import annotations

__all__ = ["PERSONAL", "TOOLS", "company_of", "domain", "same_house"]

PERSONAL_NAMES = """
gmail.com googlemail.com outlook.com outlook.de outlook.fr hotmail.com hotmail.co.uk hotmail.de hotmail.fr
live.com live.co.uk msn.com yahoo.com yahoo.co.uk yahoo.de yahoo.fr yahoo.es yahoo.co.jp ymail.com
icloud.com me.com mac.com aol.com gmx.de gmx.net gmx.at gmx.ch gmx.com web.de t-online.de freenet.de
posteo.de mailbox.org proton.me protonmail.com pm.me tutanota.com tuta.io fastmail.com hey.com zoho.com
yandex.ru yandex.com mail.ru orange.fr free.fr laposte.net sfr.fr wanadoo.fr libero.it virgilio.it
telefonica.net qq.com 163.com 126.com naver.com bluewin.ch btinternet.com sky.com comcast.net verizon.net
att.net rediffmail.com hanmail.net docomo.ne.jp
"""
PERSONAL = frozenset(PERSONAL_NAMES.split())
"""Whose addresses are people's own."""
TOOLS_NAMES = """
calendly.com cal.com savvycal.com doodle.com youcanbook.me chilipiper.com acuityscheduling.com zoom.us
zoom.com webex.com teams.microsoft.com greenhouse.io greenhouse-mail.io greenhouse.com lever.co goodtime.io
ashbyhq.com modernloop.io prelude.co gem.com guide.co candidate.fyi workable.com workablemail.com
smartrecruiters.com smartrecruiters-mail.com myworkday.com myworkdayjobs.com workday.com icims.com
jobvite.com taleo.net successfactors.com successfactors.eu teamtailor.com teamtailor-mail.com personio.de
personio.com recruitee.com breezy.hr breezy-mail.com bamboohr.com jazzhr.com applytojob.com rippling.com
ripplingmail.com hirevue.com karat.com karat.io codesignal.com hackerrank.com coderpad.io paradox.ai
eightfold.ai avature.net linkedin.com indeed.com indeedemail.com xing.com stepstone.de hellointerview.com
metaview.ai
"""
TOOLS = frozenset(TOOLS_NAMES.split())
"""Through whom employers find, schedule and invite."""
SECOND_LEVEL = frozenset({"co", "com", "org", "net", "ac", "gov", "edu", "ne", "or"})
"""What stands before a country's code and is nobody's: ``co.uk``, ``com.au``."""


def domain(address: str) -> str:
    """What stands behind the @."""
    return address.rpartition("@")[2].casefold() if "@" in address else ""


def same_house(one: str, other: str) -> bool:
    """Whether two domains are one, or one a part of the other."""
    return bool(one and other) and (one == other or one.endswith(f".{other}") or other.endswith(f".{one}"))


def company_of(host: str) -> str:
    """``Acme Corp`` of ``mail.acme-corp.co.uk``."""
    labels = host.split(".")
    if len(labels) < 2 or not all(labels):
        return ""
    behind = 2 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVEL else 1
    label = labels[-behind - 1]
    return " ".join(
        word if any(map(str.isdigit, word)) else word.capitalize() for word in label.split("-") if word
    )
