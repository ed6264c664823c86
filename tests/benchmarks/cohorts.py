"""Tables of many people's interviews, of any size: `python tests/benchmarks/cohorts.py 10000 cohort.csv`.

Nobody in them is real, and nothing is wrong with them; as many rows are the same rows each time.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

import holidays

__all__ = ["FIRST_DAY", "write_cohort"]

SEED = 6
FIRST_DAY = dt.date(2027, 1, 4)
"""Before it nobody has an interview."""
YEAR = 364  # days
AT_ONCE = 1_000  # people whose rows stand among each other
ABROAD = 0.06  # of the people: in another country than the employers
ELSEWHERE = 0.2  # of the names: not from where they live

Words = tuple[str, ...]


def _words(text: str) -> Words:
    return tuple(text.split(", "))


COLUMNS = _words(
    "Candidate, Email, Phone, Candidate time zone, Candidate country, Company, Position, "
    "Interview Date, Time, Time zone, Country, State, Place, Interviewers, Topics, Timeline, Strength"
)


class Home(NamedTuple):
    """Where people and companies are: a street with a gap for the number, first and last names."""

    zone: str
    country: str
    state: str
    phone: str
    street: str
    firm: str
    names: tuple[Words, Words]


def _names(first: str, last: str) -> tuple[Words, Words]:
    return tuple(first.split()), tuple(last.split())


ENGLISH = _names(
    "Ada Ben Cora Dale Ella Finn Grace Hugh Isla Jack Kate Liam Mona Nate Orla Paul Rose Seth Tess Will",
    "Abbot Baker Carver Doyle Ellis Frost Grant Hayes Irving Joyce Keller Lowe Marsh Nolan Owens Pratt Stone",
)
GERMAN = _names(
    "Anke Björn Clara Dörte Emil Frauke Götz Heike Ingo Jörg Käthe Lars Meike Nils Sören Uwe Wiebke",
    "Bäcker Böhm Fröhlich Großmann Huber Jäger König Krüger Lück Möller Richter Schäfer Vogt Weiß Zöllner",
)
FRENCH = _names(
    "Aurélie Benoît Chloé Désiré Élise François Gaël Hélène Inès Jérôme Léa Noémie Océane Rémi Théo Zoé",
    "Arnaud Béranger Castaing Dubois Étienne Fèvre Gauthier Hébert Lefèvre Maçon Noël Périer Rivière",
)
GREEK = _names(
    "Αλέξης Βασιλική Γιώργος Δήμητρα Ελένη Ζωή Ηλίας Θάνος Ιωάννα Κώστας Μαρία Νίκος Σοφία Χρήστος",
    "Αντωνίου Βλάχος Γεωργίου Δημητρίου Ιωάννου Καραγιάννης Λάμπρου Μακρής Νικολάου Παπαδάκης Σταύρου",
)
JAPANESE = _names(
    "葵 陽菜 蓮 湊 結衣 大翔 美咲 健太 さくら 翔太 七海 拓海 直樹 真由美",
    "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 松本 井上 木村",
)
HINDI = _names(
    "अनिल भावना चेतन दीपा गीता हरीश ईशा जया कविता ललित मीना नेहा प्रिया राहुल सुनीता",
    "शर्मा वर्मा गुप्ता पटेल जोशी मेहता कुलकर्णी देसाई नायर अय्यर चौहान मिश्रा",
)
PORTUGUESE = _names(
    "Ana Caíque Débora Érica Fábio Inês João Júlia Luís Márcia Otávio Patrícia Régis Sílvia Vinícius",
    "Araújo Barbosa Conceição Dias Esteves Gonçalves Leitão Magalhães Nóbrega Peçanha Queirós Simões",
)
RUSSIAN = _names(
    "Анна Борис Вера Глеб Дарья Егор Зоя Игорь Ксения Лев Мария Никита Ольга Павел Софья Юрий",
    "Белова Волков Громов Денисова Ершов Зайцева Ильин Козлов Лебедева Морозов Орлов Петрова Соколов",
)
ARABIC = _names(
    "أحمد إيمان خالد دينا رامي زينب سامي عمر فاطمة كريم ليلى منى نور هاني ياسمين",
    "حداد خوري منصور نجار سالم شاهين عباس فارس قاسم مراد هاشم",
)

HOMES = (
    Home("America/New_York", "US", "NY", "+1 212 555", "{} Fifth Avenue, New York", "Inc.", ENGLISH),
    Home("America/Los_Angeles", "US", "CA", "+1 415 555", "{} Market Street, San Francisco", "LLC", ENGLISH),
    Home("Europe/London", "GB", "ENG", "+44 20 7946", "{} Fleet Street, London", "Ltd", ENGLISH),
    Home("Europe/Berlin", "DE", "BE", "+49 30 2312", "Torstraße {}, Berlin", "GmbH", GERMAN),
    Home("Europe/Paris", "FR", "", "+33 1 9900", "{} rue de la Paix, Paris", "SA", FRENCH),
    Home("Europe/Athens", "GR", "", "+30 21 0555", "Οδός Ερμού {}, Αθήνα", "ΑΕ", GREEK),
    Home("Asia/Tokyo", "JP", "", "+81 3 5550", "東京都千代田区丸の内{}", "株式会社", JAPANESE),
    Home("Asia/Kolkata", "IN", "MH", "+91 22 5550", "{} Linking Road, Mumbai", "Pvt Ltd", HINDI),
    Home(
        "America/Sao_Paulo", "BR", "SP", "+55 11 5550", "Avenida Paulista {}, São Paulo", "Ltda", PORTUGUESE
    ),
)
OTHERS = (RUSSIAN, ARABIC)
"""Names of people who came from elsewhere."""

TRADES = _words(
    "Analytics, Bakeries, Biotech, Books, Bridges, Ceramics, Clinics, Coffee, Energy, Films, Foods, "
    "Freight, Games, Gardens, Glass, Hotels, Insurance, Labs, Lighting, Logistics, Machines, Maps, "
    "Media, Mills, Optics, Paper, Press, Robotics, Schools, Textiles"
)
BRANDS = _words(
    "Alder, Amber, Anchor, Ash, Aurora, Beacon, Birch, Blue Harbour, Brook, Cedar, Cobalt, Copper, "
    "Coral, Crane, Delta, Dune, Elm, Ember, Falcon, Fern, Granite, Harbour, Heron, Hudson, Iris, "
    "Juniper, Kestrel, Lakeshore, Larch, Linden, Lumen, Maple, Meridian, Nordlicht, North Star, "
    "Oak & Sons, Orchid, Osprey, Pine, Quartz, Riverside, Saffron, Sakura, Slate, Summit, Tanaka, "
    "Thistle, Umbra, Violet, Willow"
)
ROLES = _words(
    "Accountant, Analyst, Buyer, Chef de partie, Data Engineer, Designer, Electrician, Geologist, "
    "Head of Sales, Lab Technician, Lawyer, Nurse Manager, Office Manager, Pharmacist, Physicist, "
    "Production Editor, Project Lead, Recruiter, Senior Backend Engineer, Site Supervisor, Teacher, "
    "Translator, UX Researcher, Warehouse Lead"
)
TOPICS = _words(
    "how the team works, quality, the plans for next year, the move to the cloud, night shifts, "
    "hiring, the new site, how decisions are made, safety, the budget, training, customers abroad, "
    "the backlog, the first ninety days, working from home, the old system, suppliers"
)
STRENGTHS = (
    "I have done this for six years",
    "I have run two such migrations",
    "I speak the languages of your three largest markets",
    "my last team halved its costs in a year",
    "I know the regulations from the other side, as an auditor",
    "I have built such a team from nothing twice",
    "I like to explain what is difficult",
)


def write_cohort(path: Path, rows: int) -> None:
    """Write so many interviews into a CSV file, a row each."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, restval="")
        table.writeheader()
        table.writerows(islice(_rows(random.Random(SEED), rows), rows))  # noqa: S311 # no secret


def _rows(chance: random.Random, rows: int) -> Iterator[dict[str, str]]:
    """Rows without end, those of a person not far from each other, as a coach adds them."""
    firms = max(len(HOMES) * 4, rows // 20)
    people = count(1)
    while True:
        some = [row for number in islice(people, AT_ONCE) for row in _person(chance, number, firms)]
        chance.shuffle(some)
        yield from some


def _person(chance: random.Random, number: int, firms: int) -> Iterator[dict[str, str]]:
    """The interviews of one person, at different companies of one country."""
    home, there = chance.choice(HOMES), chance.choice(HOMES)
    abroad = chance.random() < ABROAD
    name = _name(chance, home)
    candidate = {
        "Candidate": name,
        "Email": f"{_in_ascii(name) or 'candidate'}{number}@mail.example",
        "Phone": f"{home.phone} {chance.randrange(10_000):04}",
    }
    if abroad:  # else they are where the employers are, and a coach writes that once
        candidate |= {"Candidate time zone": home.zone, "Candidate country": home.country}
    where = there if abroad else home
    interviews = chance.choices((1, 2, 3), (75, 20, 5))[0]
    days = chance.sample(_business_days(where), interviews)
    own = range(HOMES.index(where), firms, len(HOMES))
    for day, firm in zip(days, chance.sample(own, interviews), strict=True):
        yield candidate | _interview(chance, where, day, firm)


def _interview(chance: random.Random, home: Home, day: dt.date, firm: int) -> dict[str, str]:
    """What a row says of an interview at a company, by its number."""
    minutes = 9 * 60 + 15 * chance.randrange(31)
    told = {
        "Company": _company(home, firm),
        "Position": chance.choice(ROLES),
        "Interview Date": f"{day}",
        "Time": f"{minutes // 60}:{minutes % 60:02}",
        "Time zone": home.zone,
        "Country": home.country,
        "State": home.state,
        "Place": _place(chance, home),
        "Interviewers": _interviewers(chance, home, firm),
        "Timeline": _timeline(chance, day),
    }
    if chance.random() < 0.8:
        told["Topics"] = "; ".join(chance.sample(TOPICS, chance.randint(1, 2)))
    if chance.random() < 0.7:
        told["Strength"] = chance.choice(STRENGTHS)
    return told


def _name(chance: random.Random, home: Home) -> str:
    first, last = chance.choice(OTHERS) if chance.random() < ELSEWHERE else home.names
    whole = chance.choice(first), chance.choice(last)
    return " ".join(reversed(whole) if first is JAPANESE[0] else whole)


def _in_ascii(name: str) -> str:
    """What can stand in an address: ``benoit.lefevre``; nothing of other scripts."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return ".".join(letters.casefold().split())


def _company(home: Home, firm: int) -> str:
    """The name of a company, and nobody else's: once all words have been used they are numbered."""
    which, trade = divmod(firm // len(HOMES), len(TRADES))
    branch, brand = divmod(which, len(BRANDS))
    brand = (brand + firm * 7) % len(BRANDS)  # else there were but one in a small table
    name = f"{BRANDS[brand]} {TRADES[trade]} {home.firm}"
    return f"{name} {branch + 1}" if branch else name


def _place(chance: random.Random, home: Home) -> str:
    """A street, a link, or nothing yet."""
    street = home.street.format(chance.randint(1, 90))
    link = f"https://meet.example/{chance.getrandbits(32):08x}"
    return chance.choices((street, link, ""), (5, 4, 1))[0]


def _interviewers(chance: random.Random, home: Home, firm: int) -> str:
    people = {_name(chance, home): number for number in range(chance.choices((1, 2, 3), (5, 3, 2))[0])}
    addresses = ((name, _in_ascii(name) or f"panel{number}") for name, number in people.items())
    return "; ".join(f"{name} <{box}@company{firm}.example>" for name, box in addresses)


def _timeline(chance: random.Random, day: dt.date) -> str:
    """When they decide, as people say it; nothing where nobody asked."""
    by = day + dt.timedelta(days=chance.randint(10, 40))
    ways = ["", "", "none", "in two weeks", "within 10 business days", f"{by}", f"end of {by:%B}"]
    ways += ["next Friday", "in a month", "end of next week"]
    if dt.date(day.year, 11, 1) <= day < dt.date(day.year, 12, 15):
        ways += ["before Christmas"] * 3
    return chance.choice(ways)


@cache
def _business_days(home: Home) -> list[dt.date]:
    """The days of a year on which there are interviews."""
    closed = holidays.country_holidays(home.country, subdiv=home.state or None)
    year = (FIRST_DAY + dt.timedelta(days=number) for number in range(YEAR))
    return [day for day in year if day.weekday() < 5 and day not in closed]


if __name__ == "__main__":
    write_cohort(Path(sys.argv[2]), int(sys.argv[1]))
