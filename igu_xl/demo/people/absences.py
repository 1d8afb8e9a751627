"""When pupils cannot go to school: leave and long illness with dates, and the weeks when a company is busy."""

from __future__ import annotations

from datetime import date, timedelta

from igu_xl.demo.rows import DEMO_TODAY, DemoRow

_ILL, _LEAVE, _HOLIDAY, _OTHER = "Sygdom over 8 uger", "Barsel eller adoption", "Ferie", "Andet"
_EVERY = 9
_LONG_ILLNESS = timedelta(weeks=40)
# Since the start for what lies behind, else a day; and how many weeks it lasts.
_PERIODS = (
    (_ILL, timedelta(weeks=16), 11),
    (_HOLIDAY, date(2027, 2, 8), 2),
    (_LEAVE, date(2027, 3, 15), 26),
    (_OTHER, date(2026, 12, 7), 2),
    (_HOLIDAY, date(2027, 5, 3), 3),
)
_BUSY = ((date(2026, 11, 30), date(2026, 12, 23)), (date(2027, 5, 24), date(2027, 6, 18)))


def make_absences(pupils: list[DemoRow]) -> list[DemoRow]:
    """Absences of one pupil in nine; who is next to end was ill so long that the school cannot be had in time."""
    if not pupils:
        return []
    last = min(pupils, key=lambda row: (row["planned_end"], row["placement"]))
    rows = [_absence(last, _ILL, last["start"] + timedelta(weeks=10), _LONG_ILLNESS)]
    for number, pupil in enumerate(pupils[::_EVERY]):
        kind, when, weeks = _PERIODS[number % len(_PERIODS)]
        begins = when if isinstance(when, date) else pupil["start"] + when
        row = _absence(pupil, kind, begins, timedelta(weeks=weeks))
        behind = isinstance(when, date) or row["ends"] < DEMO_TODAY
        if pupil is not last and behind and row["ends"] <= pupil["planned_end"]:
            rows.append(row)
    return rows


def make_busy_weeks(companies: list[DemoRow], slots: list[DemoRow]) -> list[DemoRow]:
    """The weeks before Christmas or in early summer at every third company that has somebody in an igu."""
    training = {slot["p_number"] for slot in slots if slot["type"] == "igu" and slot["status"] == "Besat"}
    busy = [company["p_number"] for company in companies if company["p_number"] in training][::3]
    return [
        {"p_number": p_number, "begins": begins, "ends": ends}
        for number, p_number in enumerate(busy)
        for begins, ends in [_BUSY[number % len(_BUSY)]]
    ]


def _absence(pupil: DemoRow, kind: str, begins: date, lasts: timedelta) -> DemoRow:
    ends = begins + lasts - timedelta(days=1)
    return {"placement": pupil["placement"], "begins": begins, "ends": ends, "absence": kind}
