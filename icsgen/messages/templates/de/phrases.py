"""German: its dates, its lists and gaps, and the user's own phrases made to fit."""

from __future__ import annotations

import re
from functools import lru_cache

from icsgen.messages.languages import Gaps, Labels, Language
from icsgen.messages.words import one_line, stop
from icsgen.model import CalendarWords

# Templates say "zum Thema …", after which a noun stands in the nominative and without its article, so that
# nothing need be known of its gender: "der Umstieg auf Streaming" reads "zum Thema Umstieg auf Streaming".
# Whatever else it is, a clause or words in another language, stands in quotes, as a title would.
QUESTION = (
    r"w(?:ie|er|en|em|as|ann|arum|eshalb|essen|o(?:mit|für|ran|rauf|von|zu|bei|durch)?|elche[mnrs]?)"
    r"|how|what|why|when|where|whether"
)
# What ends as adjectives do and is none; only they stand before a noun in small letters.
NO_ADJECTIVE = (
    rf"{QUESTION}|d(?:ie|er|es|en)|eine[nrs]?|wegen|ohne|oder|aber|über|unter|hinter"
    r"|gegen|neben|zwischen|sie|the|there|we|more|some"
)
ADJECTIVE = rf"(?!(?:{NO_ADJECTIVE}) )[a-zäöüß][\w-]*e[nrs]?,? "
BEGINNING = r"(?:[a-z]{1,2}-?|\d+-)?[A-ZÄÖÜ]"  # of a noun: "iOS-App" and "4-Tage-Woche" are some too
ARTICLE = re.compile(
    r"(?P<article>(?i:d(?:er|ie|as|en|em)|eine?[nm]?|(?:ihr|euer|eur|unser)(?:e[nm]?)?|the)) "
    rf"(?P<adjectives>(?:{ADJECTIVE})*)(?P<noun>{BEGINNING}.*)"
)
NOUN = re.compile(rf"(?:{ADJECTIVE})*(?:{BEGINNING}|[A-ZÄÖÜ0-9.])")
QUOTED = re.compile(r"[\"„“»]([^\"„“”»«]+)[\"“”«]")
# Without quotes its comma would be missing behind it: "die Frage, wie Sie Qualität messen".
CLAUSE = re.compile(
    rf"(?:.*, )?(?:{QUESTION}|dass|ob)\b|.*, (?:in |bei |mit |auf |zu )?d(?:er|ie|as|em|en|enen)\b",
    re.IGNORECASE,
)
# Adjectives get the endings that they have without an article: "der neue Plan", but "neuer Plan".
ENDINGS = {
    "der": ("e", "er"),
    "den": ("en", "er"),
    "einen": ("en", "er"),
    "das": ("e", "es"),
    "die": ("en", "e"),
    "ihre": ("en", "e"),
    "eure": ("en", "e"),
    "unsere": ("en", "e"),
}

# With its subject before the first comma, or behind a verb after one, it is a sentence: "In Graz habe ich …",
# "Wird es eng, bleibe ich ruhig"; "zwei Umzüge, die ich geleitet habe" is none.
SUBORDINATING = (
    r"d(?:er|ie|as|en|em|enen|eren|essen|ass)|wo\w*|w(?:as|ie|en|em|er|eil|enn|ährend)|als|ob\w*"
    r"|bevor|nachdem|seit(?:dem)?|bis|damit|sodass|falls|indem|und|oder"
)
SENTENCE = re.compile(
    r"(?:[^,;:–]*\b|.*, (?!(?:" + SUBORDINATING + r") )\w+ )(?:ich|wir)\b(?!-)"
    r"|(?:mir|mich|uns)\b"
    r"|(?:unter )?meine?[rmn]?\b[^,;:–]* (?:ist|sind|war|waren|liegt|liegen|lag|lagen|bleibt|bleiben"
    r"|(?:sank|stieg|wuchs)(?:en)?)\b"
    r"|.*\b(?:liegt|liegen|fällt|fallen|macht|machen|gelingt|gelingen|hilft|helfen) mir\b",
    re.IGNORECASE,
)
# One in English stands as well: "I have run two", "In my last job I ran two"; not so "Phase I".
ENGLISH_SENTENCE = re.compile(r"(?:\w+ (?:my|our|the|an?|\w+ing)\b.* )?I(?:['’]|\b(?!\.))")

# The first word of a name that says what the employer is tells preposition and article: "am Klinikum Nord",
# "beim Hanser Verlag". A word says it by its end: "Universitätsklinikum Graz" is no university.
ENDS = {
    "an der": r"universität|university|schule|akademie|fakultät|(?:universitäts|uni)medizin|klinik|charité"
    r"|\b(?:staats|volks)?oper|\b(?-i:TU|TH|FH|PH|ETH|HTL|RWTH)",
    "am": r"klinikum|krankenhaus|spital|institut|museum|theater|gymnasium|kolleg|zentrum|gericht|archiv",
    "im": r"\brathaus|hotel|restaurant|(?:pflege|senioren|alten|kinder|wohn)heim",
    "in der": r"kanzlei|praxis|apotheke|bibliothek|\bkita|kindertagesstätte",
    "bei der": r"bank|kasse|\bstadt|(?:landeshaupt|hanse|kreis)stadt|gemeinde|verwaltung|stiftung|agentur"
    r"|kammer|kirche|gesellschaft|genossenschaft|gruppe|versicherung|zeitung|hilfe|polizei|feuerwehr"
    r"|\b(?-i:AOK|BVG)|bundeswehr|\bcaritas|\bdiakonie|\bbahn|\bpost|\bbörse|\btelekom",
    "beim": r"\bamt|\w{3}amt|ministerium|verband|verein|verlag|\bkreis|landkreis|\bbezirk|\bkanton|magistrat"
    r"|rundfunk|dienst|\bkreuz|(?:studierenden|studenten|hilfs|bildungs)werk|(?:auto|verlags|möbel)haus"
    r"|kindergarten|orchester|\bzoo|\b(?-i:ZDF|WDR|NDR|BR|SWR)",
    "an den": r"kliniken|museen|bühnen|schulen|krankenhäuser",
    "bei den": r"werke|betriebe|bahnen|werkstätten|\b(?-i:ÖBB|SBB)",
}
EMPLOYER = re.compile(
    r"(?:(?:Die|Der|Das) )?(?P<before>(?:[A-ZÄÖÜ0-9][\w.&'’-]* ){0,3}?)"
    rf"(?P<noun>(?!(?:Daten|Sand|Werk)bank)(?=[A-ZÄÖÜ])(?i:[\w.'’-]*?(?:{'|'.join(ENDS.values())})))(?![\w.'’-])"
)
# Adjectives before it are declined; not so those of cities, as in "Wiener Stadtwerke".
WEAK = re.compile(
    r"(?:(?<=isch)|(?<=tsch)|(?<=lich)|(?<=ig)|(?<=onal)|(?<=zial)|(?<=\bFrei)|(?<=\bNeu)|(?<=\bRot)|(?<=\bGroß)"
    r"|(?<=\bAllgemein)|(?<=\bVereinigt)|(?<=\bPrivat))e[rs]?(?= )"
)
FIRM = re.compile(r" (?:g?GmbH|g?UG|AG|SE|OHG|OG|KG|KGaA|GbR|eG|mbH)\Z")  # all of them are feminine


@lru_cache(maxsize=1024)
def topic_phrase(topic: str) -> str:
    """A topic as it reads after "zum Thema": a noun without its article, anything else in quotes."""
    phrase = one_line(topic).rstrip(" .,;:!?")
    if quoted := QUOTED.fullmatch(phrase):
        phrase = quoted[1]
    if CLAUSE.match(phrase):
        return f"„{phrase[:1].upper()}{phrase[1:]}“"
    if found := ARTICLE.fullmatch(phrase):
        noun = _declined(found["article"].lower(), found["adjectives"]) + found["noun"]
        return f"„{noun[:1].upper()}{noun[1:]}“" if found["adjectives"] else noun
    if phrase[:4].lower() == "the ":
        phrase = phrase[4:]
    return phrase if not phrase or NOUN.match(phrase) else f"„{phrase}“"


def _declined(article: str, adjectives: str) -> str:
    """Adjectives with their endings, now that the article is gone."""
    if article not in ENDINGS:
        return adjectives
    weak, strong = ENDINGS[article]
    return re.sub(rf"{weak}\b(?=,? )", strong, adjectives)


def strength_sentence(strength: str) -> str:
    """A strength as a sentence, whether it came as a clause or as a fragment."""
    phrase = one_line(strength).rstrip(" .,;:!")
    if SENTENCE.match(phrase) or ENGLISH_SENTENCE.match(phrase):
        return stop(phrase[:1].upper() + phrase[1:])
    return stop(f"Was ich mitbringe: {phrase}")


def at_company(company: str) -> str:
    """Where somebody works, or has been to an interview."""
    if found := EMPLOYER.match(company):
        noun = found["noun"]
        at = next(at for at, ends in ENDS.items() if re.search(rf"(?:{ends})\Z", noun, re.IGNORECASE))
        if at == "bei der" or not FIRM.search(company):
            plural = "n" if at.endswith("den") and noun[-1] in "er" else ""
            return f"{at} {WEAK.sub('en', found['before'])}{noun}{plural}{company[found.end() :]}"
    return f"bei der {company}" if FIRM.search(company) else f"bei {company}"


LANGUAGE = Language(
    code="de",
    date="{weekday}, {day}. {month} {year}",
    day_and_month="{weekday}, {day}. {month}",
    short_date="{day}. {abbreviated} {year}",
    short_date_without_year="{day}. {abbreviated}",
    between_last=" und ",
    gap="[ERGÄNZEN: {what}]",
    greeting="Guten Tag {name}",
    informal_greeting="Hallo {first}",
    to_nobody="sehr geehrte damen und herren",
    topic=topic_phrase,
    topic_from="{topic} (mit {name})",
    strength=strength_sentence,
    at=at_company,
    gaps=Gaps(
        your_name="dein Name",
        your_phone="deine Telefonnummer",
        interviewer="Name aus dem Gespräch",
        coordinator="wer das Gespräch organisiert hat",
        recruiter="Name der Ansprechperson",
        recruiter_mailbox="Name und Adresse der Ansprechperson",
        topic="ein Gesprächsthema",
        topic_with="ein Gesprächsthema mit {name}",
        strength="eine Stärke, die zur Stelle passt",
        decision="wann die Entscheidung fallen sollte",
    ),
    labels=Labels(
        ready="Fertig zum Senden",
        kinds={
            "timeline-question": "Zum Schluss fragen",
            "linkedin": "Für die Kontaktanfrage",
            "call": "Am Telefon",
            "voicemail": "Für die Mailbox, falls niemand abnimmt",
            "voicemail-second": "Ein zweites und letztes Mal für die Mailbox",
            "recruiter": "Um dich bei einer Personalberatung vorzustellen",
        },
        numbered="{number} von {count}: {label}",
        to="An",
        subject="Betreff",
        no_address="auf die Einladung antworten oder um Weiterleitung bitten",
        open_mail="Im Mailprogramm öffnen: {link}",
        fill_in="Vor dem Senden ergänzen: {gaps}",
        why="Warum an diesem Tag: {why}",
        reasons={
            "prep": "der letzte Arbeitstag vor dem Gespräch",
            "interview": "das Gespräch selbst, wie angegeben",
            "debrief": "gleich nach dem Gespräch, solange alles frisch ist",
            "thank-you": "so bald wie möglich nach dem Gespräch",
            "answer": "der letzte Tag für deine Antwort auf das Angebot",
            "withdraw": "der nächste Arbeitstag nach deiner Zusage an anderer Stelle",
            "keep-looking": "jede Woche, bis etwas fest zugesagt ist",
        },
        counted={
            "interview": "{span} nach dem Gespräch",
            "reply": "{span} nach der letzten Antwort",
            "promise": "{span} nach dem genannten Termin",
            "follow-up": "{span} nach dem Nachfassen",
            "call": "{span} nach dem Anruf",
            "mail": "{span} nach der letzten Mail",
            "rejected": "{span} nach der Absage",
            "filled": "{span} nach der Besetzung der Stelle",
        },
        spans={
            "days": ("{count} Tag", "{count} Tage"),
            "business days": ("{count} Arbeitstag", "{count} Arbeitstage"),
            "months": ("{count} Monat", "{count} Monate"),
        },
        page="Als erledigt melden, oder dass eine Antwort kam: {link}",
        did_not_fit="Nachrichten, die hier keinen Platz hatten: {count}. `icsgen draft` zeigt sie alle.",
        done="Erledigt",
        done_on="Erledigt am {date}.",
    ),
    calendar=CalendarWords(
        name="Bewerbungen",
        about="Vorstellungsgespräche und was davor und danach zu tun ist",
        nothing="nichts geplant",
        busy="Belegt",
    ),
)
