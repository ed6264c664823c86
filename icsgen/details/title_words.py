"""Words that tell what somebody does: none of them is of a name."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["OF_TITLES"]

TITLES: Mapping[str, str] = {
    "en": """
        account accounting administration administrator advisor analyst analytics architect
        assistant associate backend board business buyer ceo cfo chairman chief ciso client co-
        founder coach commercial communications compliance consultant controller coo coordinator
        counsel cpo creative cto customer cyber data delivery deputy design designer developer
        development devops director division editor engineer engineering executive finance financial
        founder frontend general global graduate group head hiring hr human infrastructure insights
        intern junior lawyer lead leader legal manager managing marketing medical member mobile
        network nurse office officer operations owner paralegal partner partnerships payroll people
        platform president principal procurement producer product professor program programme
        project qa quality recruiter recruiting recruitment regional reliability representative
        research researcher resources safety sales science scientist scrum secretary security senior
        service site software solutions specialist staff strategy success supervisor supply support
        sustainability system systems talent teacher team tech technical technologist technology
        test tester trainee trainer treasurer ux vice vp web writer
    """,
    "de": """
        abteilungsleiter abteilungsleiterin architekt architektin berater beraterin bereichsleiter
        bereichsleiterin einkauf entwickler entwicklerin entwicklung forschung geschäftsführer
        geschäftsführerin ingenieur ingenieurin leiter leiterin leitung personal personalabteilung
        personalleiter personalleiterin personalreferent personalreferentin produktmanager
        projektleiter projektleiterin referent referentin teamleiter teamleiterin technik vertrieb
        vorstand
    """,
    "fr": """
        acheteur adjoint adjointe analyste assistante cadre chargé chargée chef cheffe commerciale
        consultante directeur directrice développeur développeuse fondateur fondatrice gérant
        gérante ingénieur ingénieure juriste président présidente responsable ressources secrétaire
        technicien
    """,
    "es": """
        analista consultor consultora desarrollador desarrolladora directora gerente ingeniera
        ingeniero jefa jefe presidenta presidente reclutador reclutadora recursos técnico
    """,
}
"""What stands in titles, by language, in small letters."""

OF_TITLES = frozenset(word for words in TITLES.values() for word in words.split())
