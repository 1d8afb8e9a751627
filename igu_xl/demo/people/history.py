"""What has become of people before the demo day: placements that run, were completed or stopped.

One in three stops before time; some of those for a job, which is told apart. Most dates that the law asks for are
kept, some are late and some are missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from igu_xl.demo.chance import Chance
from igu_xl.demo.partners import ORGANISATIONS
from igu_xl.demo.rows import DEMO_TODAY, DemoRow
from igu_xl.domain.law.answers import JUDGED_MET
from igu_xl.domain.law.igu.bases import AFGHANISTAN
from igu_xl.domain.law.places.lengths import SCHOOL

_BRANCHES = {organisation.branch: organisation.weight for organisation in ORGANISATIONS}
_LENGTHS = {
    "igu": relativedelta(months=24),
    "løntilskud": relativedelta(months=4),  # allowed in any sector
    "praktik": relativedelta(weeks=13),
}
_REPEALED = date(2025, 12, 1)
_COURSE_WAS_CANCELLED, _WEEKS_LOST = 3, 4  # a month of start, and what it cost
_ENDED_WELL = {"Ordinært job": 55, "Gennemført": 25, "Erhvervsuddannelse": 15, "Anden uddannelse": 5}
_STOPPED_FOR_GOOD = {"Job": 80, "Uddannelse": 20}
_STOPPED = {"Økonomi": 26, "Fravær": 20, "Sprog": 18, "Virksomheden": 16, "Flytning": 12, "Andet": 8}
_OUTCOME_OF_REASON = {"Job": "Ordinært job", "Uddannelse": "Erhvervsuddannelse"}


@dataclass(frozen=True, slots=True)
class Past:
    """A placement without its slot and cohort, and the branch in which they are to be found."""

    branch: str
    row: DemoRow


def make_history(candidates: list[DemoRow], chance: Chance, kind: str | None = None) -> list[Past]:
    """The placements of the candidates whose status says that they have had one, in the order of the candidates.

    All of one `kind` where it is given.
    """
    return [
        _past(candidate, kind, chance)
        for candidate in candidates
        if candidate["status"] in ("I forløb", "Afsluttet", "Udgået")
    ]


def with_previous_igu(candidates: list[DemoRow], placements: list[DemoRow]) -> list[DemoRow]:
    """The candidates, told which of them have completed or left an igu."""
    told = {row["candidate"]: _previous_igu(row) for row in placements}
    return [row | {"previous_igu": told[row["candidate"]]} if row["candidate"] in told else row for row in candidates]


def with_last_employer(candidates: list[DemoRow], cvr_numbers: list[str], chance: Chance) -> list[DemoRow]:
    """The candidates, some of whom had an ordinary job at one of these companies, a few until recently."""
    worked = chance.flags(0.06, len(candidates))
    left = chance.days(date(2025, 3, 1), DEMO_TODAY - timedelta(days=5), len(candidates))
    return [
        row | {"last_employer_cvr": chance.any_of(cvr_numbers), "last_employed_to": day}
        if told and row["status"] in ("Klar", "Ny")
        else row
        for row, told, day in zip(candidates, worked, left, strict=True)
    ]


def _previous_igu(placement: DemoRow) -> str:
    if placement["type"] != "igu" or placement["ended_on"] is None:
        return "Nej"
    return "Afbrudt" if placement["ending_reason"] else "Gennemført"


def _past(candidate: DemoRow, kind: str | None, chance: Chance) -> Past:
    wish = candidate["wish_1"]
    branch = wish if wish in _BRANCHES else chance.choice(_BRANCHES)
    start = candidate["ready_from"] + relativedelta(months=1, day=1)
    kind = kind or _type(candidate["status"], start, chance)
    row = {
        "placement": f"{candidate['candidate']}-F1",
        "candidate": candidate["candidate"],
        "slot": None,
        "cohort": None,
        "type": kind,
        "start": start,
        "planned_end": start + _LENGTHS[kind] - timedelta(days=1),
    }
    row |= _extension(row, candidate["status"])
    row |= _answer(candidate["basis"], row)
    row |= _papers(start, chance)
    row |= _ending(candidate["status"], row, chance)
    return Past(branch, row | _igu_papers(row, chance))


def _type(status: str, start: date, chance: Chance) -> str:
    """Mostly igu; the shorter kinds where they can have lasted until now, or be over."""
    if status == "I forløb" and start >= date(2026, 9, 1) and chance.happens(0.5):
        return "praktik" if chance.happens(0.5) else "løntilskud"
    if status == "Afsluttet" and chance.happens(0.2):
        return "løntilskud" if chance.happens(0.6) else "praktik"
    return "igu"


def _extension(row: DemoRow, status: str) -> DemoRow:
    """Those who began igu in a March and are in it lost a course that was cancelled, and get the weeks it lacked."""
    if row["type"] != "igu" or status != "I forløb" or row["start"].month != _COURSE_WAS_CANCELLED:
        return {"extension": None, "absence_weeks": None}
    later = row["planned_end"] + timedelta(weeks=_WEEKS_LOST)
    return {"extension": SCHOOL, "absence_weeks": _WEEKS_LOST, "planned_end": later}


def _answer(basis: str, row: DemoRow) -> DemoRow:
    """The municipality has judged those who began igu after the act that their permit was given under was repealed."""
    asked = row["type"] == "igu" and basis == AFGHANISTAN and row["start"] >= _REPEALED
    if not asked:
        return dict.fromkeys(("judgement", "judged_by", "judged_on", "judged_until"))
    judged_on = row["start"] - timedelta(days=21)
    by = {"judgement": JUDGED_MET, "judged_by": "Jobkonsulent, team 2"}
    return by | {"judged_on": judged_on, "judged_until": row["start"]}


def _papers(start: date, chance: Chance) -> DemoRow:
    """The agreement, VITAS at latest a month after it, the plan in the first month: mostly in time."""
    agreed = start - timedelta(days=chance.one(7, 40))
    vitas = agreed + timedelta(days=chance.one(2, 27) if chance.happens(0.85) else chance.one(38, 60))
    plan = start + timedelta(days=chance.one(-5, 25) if chance.happens(0.8) else chance.one(35, 70))
    return {
        "agreed_on": agreed,
        "vitas_on": _if_past(vitas, chance.happens(0.95)),
        "plan_on": _if_past(plan, chance.happens(0.93)),
        "bonus1_on": None,
        "bonus2_on": None,
        "certificate_on": None,
    }


def _ending(status: str, row: DemoRow, chance: Chance) -> DemoRow:
    empty: dict[str, Any] = dict.fromkeys(("ended_on", "ending_reason", "outcome", "outcome_on"))
    if status == "I forløb":
        return empty
    if status == "Udgået":
        return _stopped(row, chance.choice(_STOPPED), chance)
    if row["type"] == "igu" and chance.happens(0.3):
        return _stopped(row, chance.choice(_STOPPED_FOR_GOOD), chance)
    end = row["planned_end"]
    return empty | {
        "ended_on": end,
        "outcome": chance.choice(_ENDED_WELL),
        "outcome_on": min(end + timedelta(days=chance.one(0, 30)), DEMO_TODAY),
    }


def _stopped(row: DemoRow, reason: str, chance: Chance) -> DemoRow:
    ended = min(row["start"] + timedelta(days=chance.one(60, 430)), DEMO_TODAY - timedelta(days=chance.one(3, 40)))
    outcome = _OUTCOME_OF_REASON.get(reason, "Afbrudt")
    return {"ended_on": ended, "ending_reason": reason, "outcome": outcome, "outcome_on": ended}


def _igu_papers(row: DemoRow, chance: Chance) -> DemoRow:
    """The bonuses after six months and at the end, and the certificate; nothing for other kinds."""
    if row["type"] != "igu":
        return {}
    half_year = row["start"] + relativedelta(months=6) + timedelta(days=chance.one(0, 60))
    lasted = row["ended_on"] is None or row["ended_on"] >= half_year
    papers = {"bonus1_on": _if_past(half_year, lasted and chance.happens(0.8))}
    if row["ended_on"] and not row["ending_reason"]:
        after = row["ended_on"] + timedelta(days=chance.one(0, 25))
        papers |= {
            "certificate_on": _if_past(after, chance.happens(0.9)),
            "bonus2_on": _if_past(after + timedelta(days=5), chance.happens(0.75)),
        }
    return papers


def _if_past(day: date, done: bool) -> date | None:
    return day if done and day <= DEMO_TODAY else None
