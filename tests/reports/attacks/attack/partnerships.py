"""Random small partnerships over three months, as the month's data that pages are made from, and their shared pages.

Two partnerships of the same shape differ in their people only: who takes part, what is offered and which cohorts there
are is the same, and known to everybody.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from attack.quantities import TYPES
from attack.reading import EXACT, HIDING, ROUNDED, Page, Table
from igu_xl.month import Month
from igu_xl.reports.data.month_data import about, load_everything
from igu_xl.reports.disclosure import plans
from igu_xl.reports.disclosure.counts import Counts
from igu_xl.reports.disclosure.protection import PagePlan, protect
from igu_xl.reports.kinds import KINDS, tables_of
from igu_xl.reports.release import shared_pages
from igu_xl.reports.release.joint import SharedPage

MONTHS = (Month(2026, 8), Month(2026, 9), Month(2026, 10))
TOWNS = {"101": "København", "147": "Frederiksberg", "155": "Dragør"}
BRANCHES = {"byg": "Bygge og anlæg", "ser": "Rengøring og service"}
ENDINGS = (
    ("", "Gennemført"), ("", "Ordinært job"), ("Økonomi", "Afbrudt"), ("Flytning", "Afbrudt"), ("Fravær", "Afbrudt"),
    ("Uddannelse", "Afbrudt"), ("", ""),
)  # fmt: skip
REASONS = ("Mangler dansk", "Intet hold", "Pladserne er fyldt", "Klar for sent", "Igu: ikke opfyldt", "Fejl i rækken")


@dataclass(frozen=True)
class Partnership:
    """Where its archive is, its partners, the steering group's page first, and the tables of every page, counted once:
    by month, partner and audience."""

    archive: Path
    partners: tuple[str, ...]
    tables: dict[tuple[Month, str, str], list[Counts]]

    def data(self, month: Month) -> Path:
        """The folder of a month's data."""
        return self.archive / str(month) / "data"

    @property
    def insider(self) -> str:
        """A municipality that knows its own people: the first."""
        return self.partners[1]


def make(folder: Path, seed: int, towns: int = 2, branches: int = 1) -> Partnership:
    """Write the data of three months of a partnership and count its tables; `seed` decides about its people."""
    codes, keys = [*TOWNS][:towns], [*BRANCHES][:branches]
    partners = ("styregruppe:alle", *(f"kommune:{code}" for code in codes), *(f"branche:{key}" for key in keys))
    own = Partnership(folder / "arkiv", partners, {})
    people = _people(random.Random(seed), codes, keys)
    for month in MONTHS:
        own.data(month).mkdir(parents=True)
        for name, frame in _written(people, month, codes, keys).items():
            frame.to_parquet(own.data(month) / f"{name}.parquet")
        everything = load_everything(own.data(month))
        for partner in partners:
            for audience in ("delt", "intern") if partner == own.insider else ("delt",):
                own.tables[month, partner, audience] = tables_of(about(everything, partner), month, audience)
    return own


def decide(own: Partnership, method: str) -> None:
    """Decide what the shared pages of all months tell, one month after the other as they are published."""
    for month in MONTHS:
        archive, stems = own.archive / str(month), [_stem(partner) for partner in own.partners]
        if method == "skjul":  # which looks at what was told in other months as well
            decided = shared_pages.decide(own.data(month), own.partners, month, own.archive, method)
        else:
            pages = [
                SharedPage(
                    KINDS[partner.partition(":")[0]], _stem(partner), _name(partner), own.tables[month, partner, "delt"]
                )
                for partner in own.partners
            ]
            files = sorted(own.data(month).glob("*.parquet"))
            decided = shared_pages.protected(own.archive, method, pages, month, files)
            plans.write(archive, decided.plans)
        shared_pages.keep(decided, stems, archive)


def shared(own: Partnership) -> list[Page]:
    """The tables of all shared pages of all months, as they are told."""
    return [_page(own, month, partner, "delt") for month in MONTHS for partner in own.partners]


def internal(own: Partnership) -> list[Page]:
    """What the insider knows of its own people."""
    return [_page(own, month, own.insider, "intern") for month in MONTHS]


def _name(partner: str) -> str:
    kind, _, key = partner.partition(":")
    return {"kommune": TOWNS, "branche": BRANCHES}[kind][key] if kind != "styregruppe" else "Hele partnerskabet"


def _stem(partner: str) -> str:
    return partner.removesuffix(":alle").replace(":", "-")


def _page(own: Partnership, month: Month, partner: str, audience: str) -> Page:
    plan = plans.read(own.archive / str(month), _stem(partner))
    assert plan is not None and not plan.refused, plan
    way = EXACT if audience == "intern" else ROUNDED if plan.method == "afrund" else HIDING
    tables = tuple(_table(one, audience, plan) for one in own.tables[month, partner, audience])
    return Page(_stem(partner), _name(partner), str(month), way, "", tables, (), (), "", None, b"")


def _table(counts: Counts, audience: str, plan: PagePlan) -> Table:
    shown = protect(counts, audience, plan)
    columns = [str(one) for one in shown.counts.columns]
    rows = tuple(
        (str(row), row == counts.total_row, tuple(_text(shown.cell(row, one)) for one in shown.counts.columns))
        for row in shown.counts.index
    )
    return Table(counts.name, tuple(columns), frozenset({counts.total_column} - {""}), frozenset(), rows)


def _text(cell: object) -> str:
    return "–" if cell is None else str(cell)


# The people.


def _people(chance: random.Random, codes: list[str], keys: list[str]) -> list[dict[str, object]]:
    """Everybody with, perhaps, a placement; small municipalities and large ones."""
    people: list[dict[str, object]] = []
    for code in codes:
        for number in range(1, chance.choice((4, 9, 16, 30)) + 1):
            registered = date(2025, 10, 1) + timedelta(days=chance.randint(0, 390))
            person: dict[str, object] = {
                "code": code,
                "candidate": f"{code}-{number:04}",
                "registered": registered,
                "ready_from": registered + timedelta(days=chance.randint(0, 60)),
                "wish_1": BRANCHES[chance.choice(keys)],
                "municipality": chance.choice(("", "", "", "Gentofte", *(TOWNS[one] for one in codes))),
                "reason": chance.choice(REASONS) if chance.random() < 0.5 else "",
                "followed": chance.choice((0, 1)),
            }
            if chance.random() < 0.6:
                person |= _placement(chance, registered, keys)
            people.append(person)
    return people


def _placement(chance: random.Random, registered: date, keys: list[str]) -> dict[str, object]:
    kind, key = chance.choice(TYPES[:3]), chance.choice(keys)
    start = registered + timedelta(days=chance.randint(10, 120))
    if kind == "igu" and chance.random() < 0.3:
        start = date(2024, 3, 1) + timedelta(days=chance.randint(0, 300))
    length = 730 if kind == "igu" else chance.randint(30, 200)
    ended = start + timedelta(days=chance.randint(5, length)) if chance.random() < 0.5 else None
    reason, outcome = chance.choice(ENDINGS) if ended else ("", "")
    return {
        "slot": f"{key.upper()}-{chance.randint(1, 4):04}",
        "type": kind,
        "cohort": "HOLD-1" if kind == "igu" else "",
        "agreed_on": min(start, start - timedelta(days=chance.randint(1, 40))),
        "start": start,
        "planned_end": start + timedelta(days=length),
        "ended_on": ended,
        "ending_reason": reason,
        "outcome": outcome,
    }


def _written(
    people: list[dict[str, object]], month: Month, codes: list[str], keys: list[str]
) -> dict[str, pd.DataFrame]:
    last = month.last
    here = [one for one in people if one["registered"] <= last]  # type: ignore[operator]
    placed = [one for one in here if "slot" in one and one["agreed_on"] <= last]  # type: ignore[operator]
    busy = {one["candidate"] for one in placed}
    candidates = [
        {name: one[name] or None for name in ("candidate", "registered", "ready_from", "wish_1", "municipality")}
        | {"status": "I forløb" if one["candidate"] in busy else "Klar", "partner": f"kommune:{one['code']}"}
        for one in here
    ]
    named = ("candidate", "slot", "cohort", "type", "agreed_on", "start", "planned_end")
    placements = []
    for one in placed:
        over = one["ended_on"] is not None and one["ended_on"] <= last  # type: ignore[operator]
        row: dict[str, object] = {name: one[name] or None for name in named}
        ends = {name: (one[name] or None) if over else None for name in ("ended_on", "ending_reason", "outcome")}
        placements.append(row | ends | {"outcome_on": ends["ended_on"], "partner": f"kommune:{one['code']}"})
    seen = [one for one in placed if one["followed"] and one["start"] <= last]  # type: ignore[operator]
    talks = [
        {
            "candidate": one["candidate"],
            "date": one["start"],
            "next_followup": one["start"] + timedelta(days=60),  # type: ignore[operator]
            "partner": f"kommune:{one['code']}",
        }
        for one in seen
    ]
    left = [one for one in here if one["candidate"] not in busy and one["reason"]]
    slots = [
        {
            "slot": f"{key.upper()}-{number:04}", "p_number": f"10000000{number:02}", "type": TYPES[number % 3],
            "openings": 40, "start_latest": date(2027, 3, 1), "status": "Åben", "branch": BRANCHES[key],
            "partner": f"branche:{key}",
        }
        for key in keys
        for number in range(1, 5)
    ]  # fmt: skip
    places = ("2300", "2000", "2860", None)
    partners = [(f"kommune:{code}", "kommune", TOWNS[code], 40) for code in codes]
    partners += [(f"branche:{key}", "branche", BRANCHES[key], 9) for key in keys]
    cohort = {
        "cohort": "HOLD-1", "title": "Trin 1", "branch": BRANCHES["byg"], "start": date(2027, 2, 1),
        "end": date(2027, 6, 30), "min": 3, "max": 18, "enrol_by": date(2027, 1, 10), "status": "Planlagt",
        "partner": "skole:next",
    }  # fmt: skip
    return {
        "partners": pd.DataFrame(partners, columns=["partner", "kind", "name", "rows"]),
        "findings": pd.DataFrame(columns=["workbook", "partner", "level", "code"], dtype="string"),
        "tblKandidater": _typed(candidates, "candidate partner"),
        "tblForloeb": _typed(placements, "candidate slot partner"),
        "tblOpfoelgning": _typed(talks, "candidate date next_followup partner"),
        "tblPladser": _typed(slots, "slot"),
        "tblHold": _typed([cohort], "cohort"),
        "tblVirksomheder": pd.DataFrame(
            {"p_number": [f"10000000{one:02}" for one in range(1, 5)], "postcode": places, "sector": "Privat"}
        ),
        "unmatched": pd.DataFrame([(one["candidate"], one["reason"]) for one in left], columns=["candidate", "reason"]),
    }


def _typed(rows: list[dict[str, object]], columns: str) -> pd.DataFrame:
    frame = pd.DataFrame(rows) if rows else pd.DataFrame(columns=columns.split())
    dates = [name for name in frame if name in _DATES or str(name).endswith(("_on", "_end"))]
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in dates})


_DATES = {"registered", "ready_from", "start", "end", "date", "next_followup", "start_latest", "enrol_by"}
