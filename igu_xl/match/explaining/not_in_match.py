"""Why a candidate or a slot that somebody asks about is not in the match: one sentence for each, with what is so."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from igu_xl.danish import date_text
from igu_xl.domain.codes import suggest
from igu_xl.domain.personal.candidate_id import NO_ID, candidate_id
from igu_xl.domain.personal.cpr import hide_cpr
from igu_xl.records import Record, records
from igu_xl.standing.candidates import Out, Step
from igu_xl.standing.slots import Closed
from igu_xl.standing.standing import Standing


def candidate_out(standing: Standing, candidate: str) -> str:
    """Why a candidate is not in the match."""
    rows = standing.candidates[standing.candidates["candidate"] == candidate]
    if rows.empty:
        if candidate_id(candidate) is None:
            return NO_ID
        return f"Kandidaten {_unknown(candidate, standing.candidates['candidate'])} i kommunernes arbejdsbøger."
    row = records(rows)[0]
    return f"Kandidaten {candidate} {_of_candidate(standing, row)}"


def slot_out(standing: Standing, slot: str) -> str:
    """Why nobody can get a slot."""
    rows = standing.slots[standing.slots["slot"] == slot]
    if rows.empty:
        return f"Pladsen {_unknown(slot, standing.slots['slot'])} i branchernes arbejdsbøger."
    row = records(rows)[0]
    return f"Pladsen {slot} {_of_slot(row)}"


def _unknown(typed: str, ids: Iterable[object]) -> str:
    near = suggest(typed, [str(name) for name in pd.Series(list(ids)).dropna().unique()])
    return f"{hide_cpr(typed)} (mente du {near}?) findes ikke" if near else f"{hide_cpr(typed)} findes ikke"


def _of_candidate(standing: Standing, row: Record) -> str:
    match Out(row["out"]):
        case Out.PLACED:
            return _placed(standing, row)
        case Out.STATUS:
            return f"har en anden status end Klar ({row['step']}) og er derfor ikke med i match."
        case Out.UNREAD if row["step"] == Step.UNKNOWN:
            return "er ikke med i match, for kommunens forløb kunne ikke læses, så ingen ved, om der allerede er et."
        case Out.UNREAD:
            return "er ikke med i match, for kommunens arbejdsbog kunne ikke læses denne gang."
        case Out.ERROR:
            return "er ikke med i match, for der er en fejl i rækken; den står i arket Fund."
        case _:
            return "er ikke med i match lige nu."


def _placed(standing: Standing, row: Record) -> str:
    """Which placement somebody has; one that nobody has signed is told of as sent."""
    if row["step"] == Step.SENT:
        return f"er allerede godkendt og sendt til et forløb{_placement(standing, row)}; ingen har skrevet under endnu."
    return f"har allerede et forløb{_placement(standing, row)} ({row['step']})."


def _placement(standing: Standing, row: Record) -> str:
    """Where and from when the placement is that somebody has."""
    own = standing.placements[standing.placements["placement"] == row["in_placement"]]
    if own.empty:
        return ""
    (held,) = records(own.head(1))
    start = f" fra {date_text(held['start'])}" if held["start"] else ""
    place = f" på pladsen {held['slot']}" if held["slot"] else ""
    return f"{place}{start}"


def _of_slot(row: Record) -> str:
    match Closed(row["closed"]):
        case Closed.GONE:
            return "findes ikke mere i branchens arbejdsbog."
        case Closed.UNREAD:
            return "kan ingen få nu, for branchens arbejdsbog kunne ikke læses denne gang."
        case Closed.ERROR:
            return "er ikke med i match, for der er en fejl i rækken; den står i arket Fund."
        case Closed.STATUS:
            return "har en anden status end Åben og er derfor ikke med i match."
        case Closed.FULL if not row["openings"]:
            return "har 0 i kolonnen Antal, så der er ingen plads at få."
        case Closed.FULL:
            return f"er besat: {int(row['held'])} har den, og den har plads til {int(row['openings'])}."
        case Closed.OVER:
            return f"skulle være begyndt senest {date_text(row['start_latest'])}, og den dag er passeret."
        case Closed.COMPANY:
            return "kan ingen få, for virksomheden er ikke kendt, eller dens række har en fejl; se arket Fund."
        case Closed.STAFF:
            return "kan ingen få, før branchen har skrevet, hvor mange ordinært ansatte virksomheden har."
        case Closed.SECTOR:
            return "kan ingen få, før branchen har skrevet, om virksomheden er privat eller offentlig."
        case Closed.STEWARD:
            return "kan ingen få, før tillidsrepræsentanten har udtalt sig, og branchen har skrevet Ja i TR-udtalelse."
        case Closed.CROWDED:
            return f"kan ingen få, mens den kan begynde: {Closed.CROWDED}."
        case _:
            return "er ikke med i match lige nu."
