"""What is said when the tests leave a candidate ways, and a plan leaves none of them open: read it as a table."""

from __future__ import annotations

from collections.abc import Sequence

from igu_xl.danish import date_text, listing, plural
from igu_xl.domain.law.places.reasonable import reasonable_cap
from igu_xl.match.chances.ways import Board, Obstacle, Way
from igu_xl.match.explaining.why_not import Why
from igu_xl.match.fills import CohortFill
from igu_xl.records import Record

_WITHDRAW = "At afgørelsen bliver ophævet i arket Beslutninger."


def obstacle_words(ways: Sequence[Way], board: Board, rivals: int) -> Why:
    """The reason when these are the nearest ways, all with the same obstacle; `rivals` others may have their slots."""
    fills = list({way.cohort.cohort: way.cohort for way in ways if way.cohort}.values())
    slots = {way.slot["slot"]: way.slot for way in ways}
    if all(way.rejected for way in ways):
        return Why("Afvist", "Koordinatoren har afvist det, der ellers passer.", (_WITHDRAW,))
    match ways[0].obstacle:
        case Obstacle.COHORT_STOPPED:
            detail = f"Koordinatoren har besluttet, at {_names(fills)} ikke skal køre."
            return Why("Holdet er stoppet", detail, (_WITHDRAW,))
        case Obstacle.COHORT_SHORT:
            return _short(min(fills, key=_distance))
        case Obstacle.COHORT_FULL:
            detail = f"Der er ikke flere pladser på {_names(fills)}."
            return Why("Holdet er fyldt", detail)
        case Obstacle.SLOT_FULL:
            openings = sum(int(slot["left"]) for slot in slots.values())
            return _full(openings, rivals, [slot for slot in slots.values() if board.is_crowded(slot)])
        case Obstacle.COMPANY_FULL:
            return _company_full(ways[0], board)
        case Obstacle.CROWDED:
            return _crowded(ways[0].slot)
        case Obstacle.TEAM:
            return _team(min(int(slot["together_min"]) for slot in slots.values()))
        case Obstacle.TEAM_UNSEATED:
            return _team_unseated(max(ways, key=lambda way: _room(way, board)), board)
        case Obstacle.NONE:
            detail = "En plads, der passer, er stadig ledig. Planen er den bedste, der blev fundet på den tid, der var."
            return Why("Ikke nået", detail, ("Mere tid til Match, eller en Lås i arket Beslutninger.",))


def _full(openings: int, rivals: int, crowded: Sequence[Record]) -> Why:
    """Where the room that some of the full slots share is used up, one opening more would not help: it is told, too."""
    detail = (
        f"{plural(openings, 'plads', 'pladser')} passer og er fyldt, og "
        f"{plural(rivals, 'anden kandidat', 'andre kandidater')} kan bruge de samme."
    )
    return Why("Pladserne er fyldt", " ".join([detail, *(_crowded(slot).detail for slot in crowded[:1])]))


def _company_full(way: Way, board: Board) -> Why:
    name, limit = way.slot["name"] or way.slot["cvr"], board.limit(way.slot["cvr"])
    detail = f"Koordinatoren har besluttet, at {name} højst tager {limit}, og så mange har den."
    return Why("Virksomheden tager ikke flere", detail, ("At grænsen bliver hævet i arket Beslutninger.",))


def _crowded(slot: Record) -> Why:
    cap = reasonable_cap(slot["ordinary_staff"], slot["begin"].date())
    detail = (
        f"På P-nummeret, hvor pladsen {slot['slot']} er, må højst {cap} være i praktik og løntilskud på samme tid "
        "(rimelighedskravet), og med dem, der er der eller får en plads, er der ikke plads til flere."
    )
    return Why("Rimelighedskravet er fyldt", detail)


def _team(least: int) -> Why:
    detail = f"Virksomheden tager kun mindst {least} på en gang, og så mange er der ikke plads og hold til."
    return Why("Pladsen tages kun samlet", detail)


def _room(way: Way, board: Board) -> int:
    """How near a team is to having seats: 0 is enough."""
    return board.seats_left(way.slot["slot"]) - int(way.slot["together_min"])


def _team_unseated(way: Way, board: Board) -> Why:
    slot, least = way.slot["slot"], int(way.slot["together_min"])
    names, left = listing(board.open_cohorts_of(slot)), board.seats_left(slot)
    room = f"kun plads til {left} mere" if left else "ikke plads til flere"
    detail = f"Virksomheden tager kun mindst {least} på en gang på pladsen {slot}, og på {names} er der {room}."
    return Why("Holdet har ikke plads til så mange", detail)


def _distance(fill: CohortFill) -> tuple[int, object, str]:
    """How far a cohort is from running: who could not be found even if everybody near got a place."""
    return fill.missing - min(fill.people, fill.openings), fill.start, fill.cohort


def _short(fill: CohortFill) -> Why:
    people = plural(fill.people, "kandidat", "kandidater") if fill.people else "Ingen kandidater"
    places = plural(fill.openings, "ledig plads", "ledige pladser") if fill.openings else "ingen ledig plads"
    detail = (
        f"Holdet {fill.cohort} kan ikke køre: det kræver {plural(fill.missing, 'deltager', 'deltagere')} mere. "
        f"{people} uden forslag passer til det, og der er {places} til dem. "
        f"Tilmeldingsfristen er {date_text(fill.enrol_by)}."
    )
    return Why("Holdet mangler deltagere", detail)


def _names(fills: Sequence[CohortFill]) -> str:
    return listing([fill.cohort for fill in fills])
