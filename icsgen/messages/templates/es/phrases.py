"""Spanish: its dates, its lists and gaps, and the user's own phrases made to fit."""

from __future__ import annotations

import re
from functools import lru_cache

from icsgen.messages.languages import Gaps, Labels, Language
from icsgen.messages.words import one_line, stop
from icsgen.model import CalendarWords

# Spanish leaves "yo" out: the verb alone tells the first person, by its ending. The past does so clearly
# ("reduje", "coordiné", "dirigí"), and a word that ends like it without being a verb is one of a few.
PAST = (
    r"(?!(?:aquí|ahí|allí|así|casi|café|comité|porqué|qué|mí|sí|té|que|chalé|bufé|carné)\b)\w{2,}[éí]\b"
    r"|\w*(?:duje|hice|tuve|puse|vine|dije|traje)\b|(?:fui|pude|supe|quise|di)\b"
)
# In the plural no syllable but the last but one has the stress, so there is no accent: not "préstamos".
CLEAR = rf"(?:he|hemos|me|sé|soy|estoy|voy|doy|{PAST}|(?!tramos|ramos)[a-zñü]+[aei]mos\b)\b"
# The present ends as most nouns do: "dirijo un equipo", "manejo de Excel". What follows tells them apart: an
# object, a number, a plural or a name makes it a verb; "de" or an adjective ("trato cercano") makes it none.
# Where both would do ("trabajo en equipo") the verb is a whole sentence, so it is taken for one.
NO_VERB = (
    r"(?!\w*(?:miento|mento|ismo|azgo|ado)\b|(?:cuatro|cinco|ocho|cero|título|curso|proyecto|todo|solo|mucho"
    r"|poco|otro|como|cuando|bajo|two|zero)\b)"
)
OBJECT = (
    r"(?:a|al|en|el|la|los|las|lo|un|una|mi|mis|que|cada|todo|toda|desde|entre|sin|muy|bien|mejor|rápido"
    r"|más|tanto|\d\S*|[^\W\d_]+ (?:años|meses)|[^\W\d_]+s)\b|(?-i:[A-ZÁÉÍÓÚÑ])"
)
PRESENT = rf"{NO_VERB}(?-i:[^\W\d_][a-záéíóúñü]+o) (?:{OBJECT})"
# After a beginning such as "en mi último puesto" only what is surely a verb counts: nouns stand there too.
LED_IN = r"(?:en|durante|desde|como|con|tras|al|a|por|para|cuando|hace|entre|mientras|gracias)\b.*?\b"
SURE = (
    r"(?:\w+zco|\w*[tv]engo|\w*pongo|llevo|dirijo|coordino|gestiono|hago|hablo|ayudo|aprendo|escribo|vendo"
    r"|resuelvo|consigo|formo a|(?:trabajo|cuento|colaboro|negocio) (?:con|para))\b"
)
FIRST_PERSON = re.compile(
    rf"(?:yo|no|nunca|también)\b|(?:(?:ya|siempre|hoy|actualmente) )*(?:{CLEAR}|{SURE}|{PRESENT})"
    rf"|{LED_IN}(?:{CLEAR}|{SURE})",
    re.IGNORECASE,
)
# The user may write English to an employer who reads both; "I+D" is Spanish.
ENGLISH_FIRST_PERSON = re.compile(
    r"[Ii](?:['’]\w+)? [a-z]"
    r"|(?i:in|at|as|for|from|when|while|since|during|over|with|after)\b.*\bI [a-z]"
)
# Before a capital it is the article of a name: "La Rioja". Other words may be names themselves.
LEADING_WORD = re.compile(
    r"(?:El|La|Los|Las|Lo|Una?|Unos|Unas|Sus?|Tus?|Mis?|Nuestr[oa]s?|Cómo|Qué|Por qué|Cuándo"
    r"|Cuánt[oa]s?|Dónde|Quién|Si|The|An?|Your|Our|My|How|What|Why|When|Where|Whether)\b"
    r"(?! [A-ZÁÉÍÓÚÑ][a-záéíóúñ])"
)
# A fragment goes on after a colon, in small letters; again, any other word may be the name of a tool.
LEADING_OF_FRAGMENT = re.compile(
    r"(?:El|La|Los|Las|Una?|Mis?|Dos|Tres|Cuatro|Cinco|Seis|Siete|Ocho|Nueve|Diez|Doce|Quince|Veinte|Más|Muchos"
    r"|Varios|Buen[oa]?s?|Gran|Ampli[oa]s?|Sólid[oa]s?|Expert[oa]|Editora?|Presupuesto|Coordinación|Dominio|Manejo|Trato|Trabajo|Desarrollo|Ingeniería"
    r"|[A-Z][a-záéíóúñ]*(?:ión|dad|miento|ncia|azgo)e?s?)\b"
)

# What is named by what it is has an article, as a firm by its own name has not: "en el Hospital Clínico", but
# "en Clínicas Bahía Sur". One that was typed with it ("La Universidad de Sevilla") has it once.
FEMININE = (
    r"Universi(?:dade?|tat|té|ty of)|Facultad|Escuela|Escola|Academia|Guardería|Biblioteca|Filmoteca"
    r"|Galería|Cl[íi]nica|Policl[íi]nica|Residencia|Farmacia|Librería|Notaría|Cooperativa|Orquesta"
    r"|Parroquia|Diócesis|Fundaci[óo]n|Asociaci[óo]n|(?:Con)?federaci[óo]n|Organizaci[óo]n|Corporaci[óo]n"
    r"|Comisi[óo]n|Diputaci[óo]n?|Delegaci[óo]n|Administraci[óo]n|Gobernaci[óo]n|Direcci[óo]n|Agencia"
    r"|Autoridad|Oficina|Junta|Xunta|Generalitat|Comunidad|Mancomunidad|Municipalidad|Alcald[íi]a"
    r"|Consejer[íi]a|Conseller[íi]a|(?:Sub)?secretar[íi]a|Tesorer[íi]a|Fiscal[íi]a|Procuradur[íi]a"
    r"|Contralor[íi]a|Defensor[íi]a|(?:Super)?intendencia|Embajada"
    r"|Corte (?:Suprema|Constitucional|Interamericana|de)|Audiencia|Cámara|Policía|Guardia Civil|UNED|UNAM"
    r"|Empresa (?:Municipal|Nacional|Pública)"
)
MASCULINE = (
    r"Hospital|Sanatorio|Policl[íi]nico|Centro|Ambulatorio|Laboratorio|Colegio|Liceo|Conservatorio|Ateneo"
    r"|Institut[ou]?|IES|CEIP|CSIC|Museo|Museu|Teatro|Auditorio|Archivo|Observatorio|Zoológico|Jardín"
    r"|Parque|Club|Hotel|Restaurante|Ayuntamiento|Ajuntament|Concello|Cabildo|Gobierno|Govern|Ministerio"
    r"|Departamento|Consulado|Consejo|Consell|Consorcio|Patronato|Parlamento|Parlament|Congreso|Senado"
    r"|Tribunal|Juzgado|Registro|Poder Judicial|Servicio|Sindicato|Ejército|Banco|Fondo|Obispado"
    r"|Arzobispado|Aeropuerto|Puerto de"
)
INSTITUTION = re.compile(
    r"(?:(?:el|la) )?(?P<name>(?:(?:Real|Gran|Ilustre|Excm[oa]\.) )?"
    rf"(?:(?P<feminine>{FEMININE})|{MASCULINE})\b.*)",
    re.IGNORECASE | re.DOTALL,
)

NAME_AHEAD = re.compile(r"\S+ [A-ZÁÉÍÓÚÑ]")  # "Gran Vía", "Buen Pastor"


@lru_cache(maxsize=1024)
def topic_phrase(topic: str) -> str:
    """A topic as it reads after "sobre": no stop, no question marks, no leading capital of an article."""
    phrase = one_line(topic).strip(" .,;:!?¡¿")
    fragment = LEADING_OF_FRAGMENT.match(phrase) and not NAME_AHEAD.match(phrase)
    return _small(phrase) if fragment or LEADING_WORD.match(phrase) else phrase


def strength_sentence(strength: str) -> str:
    """A strength as a sentence, whether it came as a clause or as a fragment."""
    phrase = one_line(strength).strip(" .,;:!¡")
    if FIRST_PERSON.match(phrase) or ENGLISH_FIRST_PERSON.match(phrase):
        return stop(phrase[:1].upper() + phrase[1:])
    return stop(f"Lo que puedo aportar: {_small(phrase) if LEADING_OF_FRAGMENT.match(phrase) else phrase}")


def _small(phrase: str) -> str:
    return phrase[:1].lower() + phrase[1:]


def at_company(company: str) -> str:
    """Where somebody works, or has been to an interview: a public body has its article, a firm none."""
    if found := INSTITUTION.match(company):
        return f"en {'la' if found['feminine'] else 'el'} {found['name']}"
    return f"en {company}"


LANGUAGE = Language(
    code="es",
    date="{weekday} {day} de {month} de {year}",
    day_and_month="{weekday} {day} de {month}",
    short_date="{day} de {abbreviated}. de {year}",
    short_date_without_year="{day} de {abbreviated}.",
    between_last=" y ",
    before_i=" e ",
    gap="[COMPLETAR: {what}]",
    # "Estimado" and "Estimada" would each be a guess, and many a mail is due after lunch.
    greeting="Hola, {name}",
    informal_greeting="Hola, {first}",
    to_nobody="a quien corresponda",
    topic=topic_phrase,
    topic_from="{topic} (con {name})",
    strength=strength_sentence,
    at=at_company,
    gaps=Gaps(
        your_name="tu nombre",
        your_phone="tu teléfono",
        interviewer="nombre de quien te entrevistó",
        coordinator="nombre de quien organizó la entrevista",
        recruiter="nombre de la persona de selección",
        recruiter_mailbox="nombre y correo de la persona de selección",
        topic="un tema comentado",
        topic_with="un tema comentado con {name}",
        strength="un punto fuerte que responda a lo que necesitan",
        decision="día en que pensaban decidir",
    ),
    labels=Labels(
        ready="Listo para enviar",
        kinds={
            "timeline-question": "Para preguntar antes de irte",
            "linkedin": "Para conectar",
            "call": "Qué decir",
            "voicemail": "Mensaje de voz, si nadie contesta",
            "voicemail-second": "Segundo mensaje de voz, y el último",
            "recruiter": "Para presentarte a una consultora de selección",
        },
        numbered="{number} de {count}: {label}",
        to="Para",
        subject="Asunto",
        no_address="responde a la invitación o pide a quien organizó la entrevista que se lo haga llegar",
        open_mail="Ábrelo en tu programa de correo: {link}",
        fill_in="Completa antes de enviar: {gaps}",
        why="Por qué este día: {why}",
        reasons={
            "prep": "el último día laborable antes de la entrevista",
            "interview": "la entrevista misma, tal como la anotaste",
            "debrief": "justo después de la entrevista, mientras lo tienes fresco",
            "thank-you": "lo antes posible después de la entrevista",
            "answer": "el último día para responder a su oferta",
            "withdraw": "el siguiente día laborable tras aceptar otra oferta",
            "keep-looking": "cada semana, hasta que haya una oferta firme",
        },
        counted={
            "interview": "{span} después de la entrevista",
            "reply": "{span} después de su última respuesta",
            "promise": "{span} después de la fecha que dieron",
            "follow-up": "{span} después del seguimiento",
            "call": "{span} después de la llamada",
            "mail": "{span} después del último correo",
            "rejected": "{span} después de su negativa",
            "filled": "{span} después de que se cubriera el puesto",
        },
        spans={
            "days": ("{count} día", "{count} días"),
            "business days": ("{count} día laborable", "{count} días laborables"),
            "months": ("{count} mes", "{count} meses"),
        },
        page="Marcar como hecho, o decir que han respondido: {link}",
        did_not_fit="{count} de los mensajes no caben aquí; `icsgen draft` los muestra todos.",
        done="Hecho",
        done_on="Hecho el {date}.",
    ),
    calendar=CalendarWords(
        name="Búsqueda de empleo",
        about="Las entrevistas y qué hacer antes y después de cada una",
        nothing="nada previsto",
        busy="Ocupado",
    ),
)
