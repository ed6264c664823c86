"""French: its dates, its lists and gaps, and the user's own phrases made to fit.

The spaces before `:`, `;`, `?` and inside `« »` are no-break ones, here as in the templates.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import combining, normalize

from icsgen.messages.languages import Gaps, Labels, Language
from icsgen.messages.words import one_line, stop
from icsgen.model import CalendarWords

# What may begin a noun phrase, or a clause, that stands after "sur" as it is: "sur la relève", "sur vos
# projets", "sur ce que vous attendez". "De" and "du" are there for "de nouveaux outils", "du matériel neuf".
DETERMINED = re.compile(
    r"(?:l[ae]s?|une?|des?|du|[mts](?:on|a|es)|[nv](?:otre|os)|leurs?|ce(?:t|tte|s)?|quelques|plusieurs|"
    r"certaine?s|chaque|tou(?:te?|te?s|s)|deux|trois|quatre|cinq|six|dix|vingt|\d+) |[ld]['’](?=\w)",
    re.IGNORECASE,
)
# "Sur comment" is for speech only. "Votre" and "notre" end as an infinitive does, and are none.
HOW_TO = re.compile(r"comment (?=(?:se |s['’])?(?![nv]otre\b)\w+(?:er|ir|re)\b)", re.IGNORECASE)
HOW = re.compile(r"comment ", re.IGNORECASE)
WHY = re.compile(r"pourquoi (?=\w+['’ ])", re.IGNORECASE)
VOWEL = re.compile(r"[aàâeéèêëiîïoôuùûœ]", re.IGNORECASE)
MUTE = re.compile(
    r"h(?:ô|uiss|ortic|orlog|ygi|ist|erb|ydr|ypno|omme|omolog|oméo|onor|abill|abita|osp|émat|émo|épat|éberg|"
    r"élic|umain|umani|umor|armon)",
    re.IGNORECASE,
)
# A straight apostrophe between letters; in the texts they are curly.
STRAIGHT = re.compile(r"(?<=\w)'(?=[\w«])")
# A capital that a common noun has at the beginning of a note, and not inside a sentence: before "de" and a
# word without one, or with an ending or a meaning that few names have. "Médecins du Monde" and "Kafka en
# production" keep theirs.
COMMON = re.compile(
    r"[A-ZÀ-ÖØ-Ý][a-zß-ÿœ]{2,} (?:d['’]|(?:de|du|des) (?:l['’]|la |les )?)(?=[a-zß-ÿœ])"
    r"|(?!France|Provence|Confluence|Notion)"
    r"[A-ZÀ-ÖØ-Ý][a-zß-ÿœ]*(?:[st]ion|xion|ment|[ae]nce|ité|[rt]ise)s?(?=[ ,]|\Z)"
    r"|(?:Aisance|Allemand|Anglais|Autonomie|Bilingue|Bonnes?|Diplôme|Doctorat|Douze|Environ|Espagnol|Esprit|"
    r"Forte|Italien|Licence|Longue|Master|Plus|Pratique|Près|Presque|Quinze|Rigueur|Solides?|Très)(?=[ ,])"
)
# Where "chez" is for people and firms, an institution has an article, which the first word of its name tells.
OF = r"(?= d['’]| de | du | des )"
INSTITUTIONS = {
    "à l’": r"academie|assistance publique|hotel-dieu|agence|ambassade|assemblee|association|"
    r"assurance (?:maladie|retraite)|atelier|"
    r"auberge|ecole|etablissement|etude|hopital|hotel|imprimerie|inspection|institut|institution|"
    r"observatoire|opera|orchestre|organisation|universite|office (?:national|public)|urssaf|"
    r"(?-i:Afpa|AFPA|AFP|AP-?HP|Apec|APEC|ARS|EHPAD|ENS|EPFL|ESAT|IAE|Ifremer|INRAE|Inria|INSA|Insee|"
    r"INSEE|Inserm|INSERM|IUT|OCDE|OMS|ONF|ONU|UCLouvain|ULB|UQAM)|union europeenne|(?:administration|"
    rf"etat|office|ordre|union){OF}",
    "à la ": r"banque|collectivite|bibliotheque|boulangerie|brasserie|caisse|cinematheque|clinique|"
    r"commission|"
    r"communaute|commune|compagnie|cooperative|creche|croix-rouge|faculte|federation|ferme|fondation|"
    r"galerie|gendarmerie|haute autorite|haute ecole|librairie|mairie|mediatheque|menuiserie|"
    r"metropole|mission locale|mutuelle|patisserie|pharmacie|philharmonie|police (?:municipale|"
    r"nationale)|polyclinique|prefecture|protection civile|regie|region|residence|securite sociale|"
    r"societe|sous-prefecture|(?-i:CAF|CPAM|DRAC|(?:RATP|SNCF)(?! ))|(?:chambre|cite|cour|direction|"
    rf"maison|ville){OF}",
    "au ": r"cabinet|canton|cegep|centre|chateau|cirque|club|collectif|college|comite|commissariat|"
    r"conseil|conservatoire|consulat|credit|departement|domaine|fonds|foyer|garage|grand port|groupe|"
    r"haut conseil|haut-commissariat|jardin|laboratoire|lycee|memorial|ministere|musee|museum|palais|"
    r"parc|parlement|planetarium|rectorat|reseau|restaurant|secours|secretariat|senat|syndicat|"
    r"theatre|tribunal|zoo|(?-i:CCAS|CEA|CHRU?|CHUM|CHUV?|CISSS|CIUSSS|CNES|CNRS|CPAS|Crous|CROUS|"
    rf"SAMU|SDIS)|(?:bureau|ch|pole|port|service){OF}",
    "aux ": r"archives|ateliers|cliniques|editions|galeries|hopitaux|hospices|laboratoires|musees|"
    rf"nations unies|presses|restos|theatres|(?-i:HUG)|services{OF}",
}
OWN_ARTICLE = r"(?:la |les? |l['’])?"
PLACES = {
    place: re.compile(rf"{OWN_ARTICLE}(?:{words})(?![\w'’&.-]| &)", re.IGNORECASE)
    for place, words in INSTITUTIONS.items()
}
# No firm, and without an article: "à Nantes Université".
BARE = re.compile(
    r"(?:[\w-]+ ){1,3}(?:universite|metropole)\Z|(?:business france|campus france|"
    r"france (?:televisions|travail)|la banque postale|la poste|meteo[- ]france|pole emploi|"
    r"radio france|sante publique france|sciences po)\b",
    re.IGNORECASE,
)
# A clause in the first person stands as a sentence of its own: "J’ai mené …", "Dans mon dernier poste, j’ai
# mené …", and the same in English, where "I" counts only in capitals and not as an initial. "Je" after "que"
# is that of a relative clause in a fragment: "dix ans de Kafka, que j’ai …".
FIRST_PERSON = re.compile(
    r"(?i:je |j['’])|I\b(?!\.)"
    r"|(?i:dans|en|à|aux?|chez|comme|depuis|pendant|durant|lors|pour|après|avec|sur|quand|lorsqu|il y a|"
    r"cette|chaque|tou[ts]|l['’]an|récemment)\b.*(?i:(?<!\bque )(?<!\bdont )(?<!\boù )\b(?:je |j['’]))"
    r"|(?i:in|at|as|for|from|when|while|since|during|over|with|after)\b.*\bI\b"
)


def of_role(role: str) -> str:
    """A role after "poste": its own words may be English, and those with an h mostly breathe it."""
    role = STRAIGHT.sub("’", role)
    return f"d’{role}" if VOWEL.match(role) or MUTE.match(role) else f"de {role}"


def _uncapitalized(phrase: str) -> str:
    """Without the capital of a first word that has none inside a sentence."""
    return phrase[:1].lower() + phrase[1:] if DETERMINED.match(phrase) or COMMON.match(phrase) else phrase


def _curled(words: str) -> str:
    """On one line, with the apostrophes of the texts."""
    return STRAIGHT.sub("’", one_line(words))


@lru_cache(maxsize=1024)
def topic_phrase(topic: str) -> str:
    """A topic as it reads after "sur": a noun with its article, a clause turned into one, else a title.

    The article that a bare noun lacks depends on its gender, which is not known; nor is what is English.
    """
    phrase = _curled(topic).rstrip(" \N{NO-BREAK SPACE}.,;:!?")
    if DETERMINED.match(phrase):
        return _uncapitalized(phrase)
    if found := HOW_TO.match(phrase):
        what = phrase[found.end() :]
        return f"la façon d’{what}" if VOWEL.match(what) else f"la façon de {what}"
    if found := HOW.match(phrase):
        return f"la façon dont {phrase[found.end() :]}"
    if found := WHY.match(phrase):
        return f"les raisons pour lesquelles {phrase[found.end() :]}"
    return f"le thème « {phrase} »"


def strength_sentence(strength: str) -> str:
    """A strength as a sentence, whether it came as a clause or as a fragment."""
    phrase = _curled(strength).rstrip(" \N{NO-BREAK SPACE}.,;:!")
    if FIRST_PERSON.match(phrase):
        return stop(phrase[:1].upper() + phrase[1:])
    return stop(f"Ce que j’apporterais : {_uncapitalized(phrase)}")


def at_company(company: str) -> str:
    """Where somebody works, or has been to an interview: ``chez Acme``, ``à la Mairie de Lyon``."""
    plain = "".join(letter for letter in normalize("NFD", company) if not combining(letter))
    if BARE.match(plain):
        return f"à {company}"
    for place, institution in PLACES.items():
        if institution.match(plain):
            return place + re.sub(OWN_ARTICLE, "", company, count=1, flags=re.IGNORECASE)
    return f"chez {company}"


LANGUAGE = Language(
    code="fr",
    date="{weekday} {day} {month} {year}",
    day_and_month="{weekday} {day} {month}",
    short_date="{day} {abbreviated} {year}",
    short_date_without_year="{day} {abbreviated}",
    first="1er",
    clock="{hour} h {minute:02}",
    full_hour="{hour} h",
    between_last=" et ",
    gap="[AJOUTER : {what}]",
    greeting="Bonjour {name}",
    informal_greeting="Bonjour {first}",
    to_nobody="madame, monsieur",
    topic=topic_phrase,
    topic_from="{topic} (avec {name})",
    strength=strength_sentence,
    at=at_company,
    of_role=of_role,
    gaps=Gaps(
        your_name="votre nom",
        your_phone="votre numéro",
        interviewer="nom du contact",
        coordinator="nom de la personne qui a organisé l’entretien",
        recruiter="nom du contact au cabinet",
        recruiter_mailbox="nom et adresse du contact au cabinet",
        topic="un sujet abordé",
        topic_with="un sujet abordé avec {name}",
        strength="un atout qui répond à leur besoin",
        decision="date prévue pour la décision",
    ),
    labels=Labels(
        ready="À envoyer",
        kinds={
            "timeline-question": "À demander avant de partir",
            "linkedin": "Pour garder le contact",
            "call": "Au téléphone",
            "voicemail": "Le message vocal, si personne ne répond",
            "voicemail-second": "Un second message vocal, le dernier",
            "recruiter": "Pour vous présenter à un cabinet",
        },
        numbered="{number} sur {count} : {label}",
        to="À ",  # a colon follows, and in French a space comes before it
        subject="Objet ",
        no_address="à envoyer en réponse à l’invitation, ou en passant par qui a organisé l’entretien",
        open_mail="Ouvrir dans votre messagerie : {link}",
        fill_in="À compléter avant l’envoi : {gaps}",
        why="Pourquoi ce jour : {why}",
        reasons={
            "prep": "le dernier jour ouvré avant l’entretien",
            "interview": "l’entretien lui-même, comme indiqué",
            "debrief": "juste après l’entretien, tant que tout est frais",
            "thank-you": "le plus tôt possible après l’entretien",
            "answer": "le dernier jour pour répondre à leur proposition",
            "withdraw": "le jour ouvré qui suit votre accord ailleurs",
            "keep-looking": "chaque semaine, jusqu’à une proposition ferme",
        },
        counted={
            "interview": "{span} après l’entretien",
            "reply": "{span} après leur dernière réponse",
            "promise": "{span} après la date annoncée",
            "follow-up": "{span} après la relance",
            "call": "{span} après l’appel",
            "mail": "{span} après le dernier mail",
            "rejected": "{span} après leur refus",
            "filled": "{span} après l’annonce que le poste est pourvu",
        },
        spans={
            "days": ("{count} jour", "{count} jours"),
            "business days": ("{count} jour ouvré", "{count} jours ouvrés"),
            "months": ("{count} mois", "{count} mois"),
        },
        page="Le marquer comme fait, ou dire qu’une réponse est venue : {link}",
        did_not_fit="Messages qui n’ont pas trouvé place ici : {count} ; `icsgen draft` les affiche tous.",
        done="Fait ",
        done_on="Fait le {date}.",
    ),
    calendar=CalendarWords(
        name="Recherche d’emploi",
        about="Les entretiens, et que faire avant et après chacun",
        nothing="rien de prévu",
        busy="Occupé",
    ),
)
