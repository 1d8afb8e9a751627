"""The one table of what is said of events: what happened, how much it matters, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from igu_xl.sheets.contract.coordinator import LOOK, NOTICE, URGENT
from igu_xl.standing.events.kinds import EventKind


@dataclass(frozen=True, slots=True)
class EventWords:
    """How an event of one kind is told.

    `one` is its sentence; `hit` follows where it strikes somebody, `spared` where it does not. Events with `many` are
    told together, a line a partner, unless they strike somebody. `weight` is how much it matters, `struck` how much
    when somebody is hit, `do` what the coordinator can do then.
    """

    weight: str
    one: str
    many: str = ""
    hit: str = ""
    spared: str = ""
    struck: str = ""
    do: str = ""


_SEAT = " {people} har en plads på det."
_MATCH = "Tryk på Match, så de kan få noget andet, og sig det til kommunen."
_ASK = "Spørg kommunen, om det er rigtigt."
_PLAN = "Tryk på Skoleplan, så {who} får et andet hold, og på Godkend og send, så kommunerne får det at vide."

EVENT_WORDS: dict[EventKind, EventWords] = {
    EventKind.COHORT_CANCELLED: EventWords(
        LOOK,
        "Holdet {id} er aflyst.",
        hit=" Det strander {people}.",
        spared=" Ingen har en plads på det.",
        struck=URGENT,
        do=_MATCH,
    ),
    EventKind.COURSES_CANCELLED: EventWords(
        URGENT,
        "Holdet {id} er aflyst; {count} har det i skoleplanen:",
        hit=" {people}.",
        do=_PLAN.format(who="de"),
    ),
    EventKind.COURSES_GONE: EventWords(
        URGENT,
        "Rækken med holdet {id} er væk; {count} har det i skoleplanen:",
        hit=" {people}.",
        do=f"Spørg skolen, om holdet er aflyst. {_PLAN.format(who='de')}",
    ),
    EventKind.PLAN_SHORT: EventWords(
        LOOK,
        "{id} når ikke skoletimerne, inden {placement} slutter den {end}: {missing}.",
        hit=" Der er under et halvt år igen.",
        struck=URGENT,
        do="Se arket Skoleplaner, hvad der ville hjælpe, og aftal det med kommunen.",
    ),
    EventKind.PLAN_MET: EventWords(NOTICE, "{id} når nu skoletimerne, inden {placement} slutter den {end}."),
    EventKind.COURSE_CANCELLED: EventWords(
        LOOK,
        "{id} har fået kurset {where} aflyst.",
        "{count} kurser hos {partner} er aflyst: {ids}.",
        do=_PLAN.format(who="eleven"),
    ),
    EventKind.COURSE_MISSED: EventWords(
        LOOK,
        "{id} udeblev fra kurset {where}.",
        "{count} udeblivelser fra kurser hos {partner}: {ids}.",
        do=_PLAN.format(who="eleven"),
    ),
    EventKind.COURSE_HELD: EventWords(
        NOTICE,
        "{id} har gennemført kurset {where}.",
        "{count} kurser hos {partner} er gennemført: {ids}.",
    ),
    EventKind.COURSE_AGREED: EventWords(
        NOTICE,
        "{id} har en aftale om kurset {where}.",
        "{count} kurser hos {partner} er aftalt: {ids}.",
    ),
    EventKind.COURSE_PROPOSED: EventWords(
        NOTICE,
        "{id} fik foreslået kurset {where}.",
        "{count} kurser hos {partner} blev foreslået: {ids}.",
    ),
    EventKind.WISH: EventWords(
        NOTICE,
        "{id} ønsker kurset {where} tidligst den {wish}.",
        "{count} ønsker om andre datoer hos {partner}: {ids}.",
        do="Tryk på Skoleplan, så planen tager hensyn til det.",
    ),
    EventKind.ABSENCE: EventWords(
        NOTICE,
        "{id} kan ikke gå i skole fra {begins} til {ends}.",
        "{count} nye perioder i Fravær hos {partner}: {ids}.",
        do="Tryk på Skoleplan, så planen tager hensyn til det.",
    ),
    EventKind.COHORT_GONE: EventWords(
        LOOK,
        "Rækken med holdet {id} er væk.",
        hit=" Det strander {people}.",
        spared=" Ingen har en plads på det.",
        struck=URGENT,
        do="Spørg skolen, om holdet er aflyst; så skal rækken stå med status Aflyst.",
    ),
    EventKind.COHORT_MOVED: EventWords(
        LOOK,
        "Holdet {id} har fået nye datoer: {changes}.",
        hit=_SEAT,
        spared=" Ingen har en plads på det.",
        struck=URGENT,
        do="Sig det til kommunen og virksomheden, og se, om forløbet stadig passer.",
    ),
    EventKind.COHORT_MINIMUM: EventWords(
        LOOK,
        "Holdet {id} skal nu have mindst {after} deltagere (før {before}).",
        hit=_SEAT,
        do="Se i arket Holdstatus, om holdet stadig kan køre.",
    ),
    EventKind.COHORT_BACK: EventWords(NOTICE, "Holdet {id} er ikke aflyst mere; status er nu {after}.", hit=_SEAT),
    EventKind.COHORT_NEW: EventWords(
        NOTICE, "Der er kommet et nyt hold hos {partner}: {id}.", "{count} nye hold hos {partner}: {ids}."
    ),
    EventKind.COMPANY_WITHDRAWN: EventWords(
        LOOK,
        "Virksomheden med P-nummer {id} tilbyder ingen pladser mere ({slots}): {why}.",
        hit=" Det strander {people}.",
        spared=" Ingen har en af dem.",
        struck=URGENT,
        do=_MATCH,
    ),
    EventKind.SLOT_CLOSED: EventWords(
        NOTICE,
        "Pladsen {id} er lukket.",
        "{count} pladser hos {partner}, som ingen venter på, er lukket: {ids}.",
        hit=" Det strander {people}, der ikke er begyndt.",
        spared=" Ingen venter på den.",
        struck=URGENT,
        do=_MATCH,
    ),
    EventKind.SLOT_GONE: EventWords(
        NOTICE,
        "Rækken med pladsen {id} er væk.",
        "{count} pladser hos {partner}, som ingen har, er væk: {ids}.",
        hit=" Det strander {people}.",
        spared=" Ingen har den.",
        struck=URGENT,
        do="Spørg branchen, om pladsen er trukket tilbage; er den, så tryk på Match.",
    ),
    EventKind.SLOT_FEWER: EventWords(
        NOTICE,
        "Pladsen {id} har nu plads til {after} (før {before}).",
        "{count} rækker hos {partner} har færre pladser; ingen af dem er overtegnet: {ids}.",
        hit=" Den er overtegnet: {people} har den.",
        spared=" Den er ikke overtegnet.",
        struck=URGENT,
        do="Aftal med virksomheden, hvem der bliver.",
    ),
    EventKind.SLOT_MORE: EventWords(
        NOTICE,
        "Pladsen {id} har nu plads til {after} (før {before}).",
        "{count} rækker hos {partner} har flere pladser: {ids}.",
    ),
    EventKind.SLOT_BACK: EventWords(
        NOTICE, "Pladsen {id} er åben igen.", "{count} pladser hos {partner} er åbne igen: {ids}."
    ),
    EventKind.SLOT_NEW: EventWords(
        NOTICE, "Der er kommet en ny plads hos {partner}: {id}.", "{count} nye pladser hos {partner}: {ids}."
    ),
    EventKind.CANDIDATE_GONE: EventWords(
        LOOK,
        "Rækken med {id} er væk fra arbejdsbogen hos {partner}.",
        "Rækkerne med {count} kandidater hos {partner} er væk: {ids}.",
        hit=" Forløbet {placement} holder stadig sin plads.",
        struck=URGENT,
        do=_ASK,
    ),
    EventKind.CANDIDATE_LEFT: EventWords(
        NOTICE,
        "{id} har nu status {after}.",
        "{count} kandidater hos {partner} er udgået eller afsluttet: {ids}.",
        hit=" Forløbet {placement} holder stadig sin plads.",
        struck=URGENT,
        do=f"{_ASK} Er det, så skal kommunen skrive udfaldet i arket Forløb.",
    ),
    EventKind.CANDIDATE_MOVED: EventWords(
        LOOK,
        "{id} er flyttet fra {before} til {after}; rækken står {row}.",
        hit=" Forløbet er {placement}.",
        struck=URGENT,
        do="Aftal med de to kommuner, hvem der har sagen.",
    ),
    EventKind.CANDIDATE_BACK: EventWords(
        NOTICE, "{id} er tilbage med status {after}.", "{count} kandidater hos {partner} er tilbage: {ids}."
    ),
    EventKind.CANDIDATE_NEW: EventWords(
        NOTICE, "{id} er ny hos {partner} med status {after}.", "{count} nye kandidater hos {partner}: {ids}."
    ),
    EventKind.CANDIDATE_STATUS: EventWords(NOTICE, "{id} har nu status {after} (før {before})."),
    EventKind.REGISTERED: EventWords(
        NOTICE, "{id} blev registreret hos {partner}.", "{count} kandidater blev registreret hos {partner}: {ids}."
    ),
    EventKind.FIRST_SEEN: EventWords(
        NOTICE, "{id} stod i arbejdsbogen hos {partner}, da den blev læst første gang, med status {after}."
    ),
    EventKind.PLACEMENT_GONE: EventWords(
        LOOK, "Rækken med forløbet {placement} er væk, så {id} hverken har plads eller hold.", do=_ASK
    ),
    EventKind.PLACEMENT_CANCELLED: EventWords(
        LOOK,
        "{id} begyndte aldrig i {placement}, som er aflyst før start og ikke holder sin plads mere.",
        do="Tryk på Match, hvis kandidaten skal have noget andet.",
    ),
    EventKind.DROPPED_OUT: EventWords(
        LOOK,
        "{id} er holdt op før tid i {placement}{reason}.",
        do="Spørg kommunen, om kandidaten vil have noget andet.",
    ),
    EventKind.UNTOLD: EventWords(
        LOOK,
        "{placement} er slut, og ingen har skrevet, hvordan det gik {id}.",
        "{count} forløb hos {partner} er slut, uden at udfaldet er skrevet: {ids}.",
        do="Bed kommunen skrive udfaldet.",
    ),
    EventKind.COMPLETED: EventWords(
        NOTICE, "{id} har gennemført {placement}.", "{count} hos {partner} har gennemført: {ids}."
    ),
    EventKind.MOVED_ON: EventWords(
        NOTICE,
        "{id} sluttede {placement} til job eller uddannelse.",
        "{count} hos {partner} er sluttet til job eller uddannelse: {ids}.",
    ),
    EventKind.BEGUN: EventWords(NOTICE, "{id} er begyndt i {placement}.", "{count} hos {partner} er begyndt: {ids}."),
    EventKind.AGREED: EventWords(
        NOTICE,
        "{id} har fået en aftale om {placement} fra {start}.",
        "{count} hos {partner} har fået en aftale: {ids}.",
    ),
    EventKind.SENT: EventWords(
        NOTICE,
        "{placement} til {id} blev godkendt og sendt: {where}.",
        "{count} forløb hos {partner} blev godkendt og sendt: {ids}.",
    ),
    EventKind.PARTNER_GONE: EventWords(
        URGENT,
        "Arbejdsbogen {id} er ikke i mappen mere; det, der stod i den, regnes med, som det sidst blev læst.",
        do="Læg den tilbage, eller spørg partneren, hvor den er.",
    ),
    EventKind.PARTNER_RENAMED: EventWords(NOTICE, "Arbejdsbogen {before} hedder nu {id}."),
    EventKind.PARTNER_NEW: EventWords(NOTICE, "Arbejdsbogen {id} er kommet til med {rows}."),
    EventKind.UNTOUCHED: EventWords(LOOK, "Ingen rækker i {id} er ændret siden {before}.", do="Skriv til partneren."),
}
