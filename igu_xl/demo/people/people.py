"""The candidates of a municipality: ids only, with the ages, grounds of residence and Danish of the target group."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from igu_xl.demo.chance import Chance, shares
from igu_xl.demo.partners import ORGANISATIONS, Municipality
from igu_xl.demo.rows import DEMO_TODAY, DemoRow

BASES = {
    "Flygtning": 46,
    "Familiesammenført til flygtning": 22,
    "Særlov Ukraine": 20,
    "Familiesammenført (anden)": 6,
    "Særlov Afghanistan": 3,
    "Øvrig tosproget": 3,
}
STATUSES = {"Klar": 61, "Ny": 7, "I forløb": 16, "Afsluttet": 10, "Udgået": 6}
TRACKS = {"DU1": 25, "DU2": 55, "DU3": 15, "Ingen": 5}
MODULES = {"1": 5, "2": 13, "3": 24, "4": 26, "5": 19, "6": 13}
MEASURES = {
    "igu": 34,
    "igu; praktik": 32,
    "igu; løntilskud": 15,
    "løntilskud; praktik": 7,
    "praktik": 6,
    "ordinært; løntilskud": 6,
}
WISHES = {organisation.branch: organisation.weight for organisation in ORGANISATIONS} | {
    "Ældrepleje/SOSU": 3,
    "Detailhandel": 2,
    "Jern/metal og industri": 2,
}
SKILLS = {None: 74, "kørekort B": 14, "truckcertifikat": 7, "kørekort B; truckcertifikat": 3, "hygiejnebevis": 2}
EDUCATIONS = {"Ingen": 8, "Grundskole": 38, "Gymnasial": 26, "Erhvervsuddannelse": 18, "Videregående": 10}
PROVIDERS = {"Ikke-forsørger": 52, "Forsørger": 35, "Enlig forsørger": 13}
LONGEST_WAYS = {None: 15, 60: 40, 75: 25, 90: 20}  # minutes
EARLIER_IGU = {"Nej": 90, None: 4, "Afbrudt": 4, "Gennemført": 2}
REMARKS = {
    None: 88,
    "Vil gerne møde virksomheden først": 4,
    "Kan begynde kl. 7": 3,
    "Har egen cykel og bil": 3,
    "Ring efter kl. 12": 2,
}
# Years of age on the demo day: a few are too old for igu, a few turn 18 soon.
AGES = {17: 2, 19: 8, 23: 17, 28: 20, 33: 19, 38: 15, 43: 10, 47: 5, 51: 3, 54: 1}
# Between which days the candidates of a status are or were ready.
READY = {
    "soon": (date(2026, 10, 1), date(2027, 1, 3)),
    "Klar": (date(2027, 1, 4), date(2027, 4, 30)),
    "Ny": (date(2026, 12, 1), date(2027, 4, 30)),
    "I forløb": (date(2024, 12, 1), date(2026, 9, 20)),
    "Afsluttet": (date(2023, 1, 2), date(2024, 9, 20)),
    "Udgået": (date(2023, 6, 1), date(2026, 5, 1)),
}
_LONGEST_WAIT = 300  # days
_WITH_HISTORY = frozenset({"I forløb", "Afsluttet", "Udgået"})
_NEW_GROUPS = frozenset({"Familiesammenført (anden)", "Øvrig tosproget"})
_FIRST_PERMIT = date(2028, 3, 1)
_SURE_AGES, _SURE_RESIDENCE = (date(1980, 1, 1), date(2006, 1, 1)), 2010
_ANSWERED_GAP = {
    "residence_gap": "Ja",
    "replacement_cpr": "Nej",
    "judgement": "Opfyldt",
    "judged_by": "Jobkonsulent, team 1",
    "judged_on": date(2026, 10, 20),
    "judged_until": date(2027, 12, 31),
}
_SPECIAL_LAWS = {"Særlov Ukraine": date(2022, 3, 17), "Særlov Afghanistan": date(2021, 8, 15)}


def make_candidates(
    municipality: Municipality,
    count: int,
    chance: Chance,
    statuses: Mapping[str, int] = MappingProxyType(STATUSES),
    after: int = 0,
) -> list[DemoRow]:
    """`count` candidates of one municipality, one row each, in the order they were registered; `statuses` are their
    shares, and their numbers follow `after`."""
    status = chance.shuffled(_exact(statuses, count))
    ready = _ready(status, chance)
    waited = _waited(status, ready)
    columns: dict[str, list[Any]] = {
        "registered": _registered(waited, chance),
        **_residence(status, ready, chance),
        **_danish(municipality, count, chance),
        **_wishes(count, chance),
        "ready_from": waited,
        **_practical(count, chance),
        "status": status,
        "remark": chance.choices(REMARKS, count),
    }
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    rows.sort(key=lambda row: row["registered"])
    _answer_one(rows)
    return [
        {"candidate": f"{municipality.code}-{number:04d}", **row, "permit_until": _permit(row)}
        for number, row in enumerate(rows, start=after + 1)
    ]


def _permit(row: DemoRow) -> date | None:
    """The last day of a permit, where the municipality has written it: of most under the act for Ukraine, of some
    refugees. None ends before the starts that are offered, a few within the two years of an igu."""
    luck = row["registered"].toordinal() + 7 * row["born"].day
    told = {"Særlov Ukraine": luck % 5 > 0, "Flygtning": luck % 4 == 0}.get(row["basis"], False)
    return _FIRST_PERMIT + timedelta(days=luck * 37 % 1100) if told else None


def _answer_one(rows: list[DemoRow]) -> None:
    """In each municipality's table one gap in the residence that it has judged: the first person whom all else fits."""
    fits = (
        row
        for row in rows
        if row["status"] == "Klar" and row["basis"] == "Flygtning" and row["previous_igu"] == "Nej"
        and "igu" in row["measures"] and _SURE_AGES[0] <= row["born"] <= _SURE_AGES[1]
        and row["residence_from"].year >= _SURE_RESIDENCE
    )  # fmt: skip
    if row := next(fits, None):
        row |= _ANSWERED_GAP


def _exact(weights: Mapping[str, int], count: int) -> list[str]:
    """Each option as often as its share says: statuses must not depend on luck in a small municipality."""
    parts = shares(count, list(weights.values()))
    return [option for option, part in zip(weights, parts, strict=True) for _ in range(part)]


def _ready(status: list[str], chance: Chance) -> list[date]:
    """When each can or could begin; those who have begun or left were ready before (see history.py)."""
    count = len(status)
    drawn = {name: chance.days(first, last, count) for name, (first, last) in READY.items()}
    soon = chance.flags(0.8, count)
    keys = ["soon" if near and name == "Klar" else name for name, near in zip(status, soon, strict=True)]
    return [drawn[key][index] for index, key in enumerate(keys)]


def _waited(status: list[str], ready: list[date]) -> list[date]:
    """The same days, but those who are ready by now have been for up to ten months, not all of them since October."""
    waits = [(37 * number + 53 * day.day) % _LONGEST_WAIT for number, day in enumerate(ready)]
    return [
        day - timedelta(days=wait) if name == "Klar" and day <= DEMO_TODAY else day
        for name, day, wait in zip(status, ready, waits, strict=True)
    ]


def _registered(ready: list[date], chance: Chance) -> list[date]:
    """Some weeks or months before being ready, and never after the demo day."""
    leads = chance.whole(20, 240, len(ready))
    known = [day - timedelta(days=lead) for day, lead in zip(ready, leads, strict=True)]
    return [min(day, DEMO_TODAY - timedelta(days=lead % 28)) for day, lead in zip(known, leads, strict=True)]


def _residence(status: list[str], ready: list[date], chance: Chance) -> dict[str, list[Any]]:
    people = zip(
        status,
        ready,
        chance.choices(AGES, len(status)),
        chance.choices(BASES, len(status)),
        chance.flags(0.09, len(status)),
        chance.whole(0, 3999, len(status)),
        strict=True,
    )
    born, basis, since = zip(*(_life(*person) for person in people), strict=True) if status else ((), (), ())
    return {"born": list(born), "basis": list(basis), "residence_from": list(since)}


def _life(status: str, ready: date, age: int, basis: str, long_here: bool, luck: int) -> tuple[date, str, date]:
    """Birth, ground of residence and first address of one person.

    Who has begun an igu fits every rule version since 2022: under 40, under 10 years here, of a group that the
    law has had all along.
    """
    if status in _WITH_HISTORY:
        age, long_here = min(max(age, 19), 33), False
        basis = "Flygtning" if basis in _NEW_GROUPS else basis
    anchor = min(ready, DEMO_TODAY) - timedelta(days=250)
    born = anchor - timedelta(days=int(age * 365.25) + 200 + luck % 1250)
    if age < 18:  # turns 18 in the coming winter
        born = date(2008, 11, 20) + timedelta(days=luck % 120)
    days_here = 3700 + luck if long_here else luck % 3000
    return born, basis, _not_before(anchor - timedelta(days=days_here), basis, born, anchor)


def _not_before(day: date, basis: str, born: date, anchor: date) -> date:
    """Nobody lives here before birth, nor under a special law before the flight that it is about."""
    earliest = max(_SPECIAL_LAWS.get(basis, born), born)
    if day >= earliest:
        return day
    return earliest + timedelta(days=day.toordinal() % max((anchor - earliest).days, 1))


def _danish(municipality: Municipality, count: int, chance: Chance) -> dict[str, list[Any]]:
    tracks, modules = chance.choices(TRACKS, count), chance.choices(MODULES, count)
    attended = [None if track == "Ingen" else module for track, module in zip(tracks, modules, strict=True)]
    passed = [
        f"PD{track[-1]}" if module == "6" and luck else None
        for track, module, luck in zip(tracks, attended, chance.flags(0.4, count), strict=True)
    ]
    centres = [None if track == "Ingen" else municipality.language_centre for track in tracks]
    return {
        "municipality": [municipality.name if told else None for told in chance.flags(0.7, count)],
        "postcode": [chance.any_of(municipality.postcodes) for _ in range(count)],
        "danish_track": tracks,
        "danish_module": attended,
        "danish_test": passed,
        "language_centre": centres,
    }


def _wishes(count: int, chance: Chance) -> dict[str, list[Any]]:
    first, second, third = (chance.choices(WISHES, count) for _ in range(3))
    has_second, has_third = chance.flags(0.7, count), chance.flags(0.35, count)
    another = [b if told and a != b else None for a, b, told in zip(first, second, has_second, strict=True)]
    last = [
        c if told and b and c not in (a, b) else None
        for a, b, c, told in zip(first, another, third, has_third, strict=True)
    ]
    worked = chance.flags(0.55, count)
    years = [n / 2 for n in chance.whole(1, 24, count)]
    return {
        "education": chance.choices(EDUCATIONS, count),
        "experience_branch": [a if told else None for a, told in zip(first, worked, strict=True)],
        "experience_years": [n if told else None for n, told in zip(years, worked, strict=True)],
        "skills": chance.choices(SKILLS, count),
        "wish_1": first,
        "wish_2": another,
        "wish_3": last,
    }


def _practical(count: int, chance: Chance) -> dict[str, list[Any]]:
    return {
        "measures": chance.choices(MEASURES, count),
        "weekly_hours": chance.choices({37: 80, 34: 10, 32: 10}, count),
        "transport_minutes": chance.choices(LONGEST_WAYS, count),
        "provider_status": chance.choices(PROVIDERS, count),
        "benefit": [round(value, -2) for value in chance.whole(3000, 14500, count)],
        "previous_igu": chance.choices(EARLIER_IGU, count),
        "last_employer_cvr": [None] * count,
        "last_employed_to": [None] * count,
        "contact": [f"Jobkonsulent, team {team}" for team in chance.whole(1, 4, count)],
    }
