"""What a sending would leave short, told before it is done: cohorts with too few people, teams that are not whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from igu_xl.actions.sending.sendable import Order
from igu_xl.checks.validation import Validation
from igu_xl.danish import date_text, listing, plural
from igu_xl.match.pool import open_slots
from igu_xl.records import Record, records

_NAMED = 10  # ids in a sentence


def left_short(validation: Validation, orders: Sequence[Order]) -> list[str]:
    """A sentence for each cohort and each team that gets people by these orders and still lacks some."""
    new = [order for order in orders if not order.already_there]
    return [*_cohorts(validation, new), *_teams(validation, new)]


def _cohorts(validation: Validation, orders: Sequence[Order]) -> Iterator[str]:
    """The cohorts that would not reach their minimum: only who is enrolled, approved or sent now is counted."""
    people = _people(orders, "cohort")
    for cohort in records(validation.standing.cohorts):
        mine = people.get(cohort["cohort"], [])
        seated = max(cohort["taken"] + len(mine), cohort["enrolled"])
        if mine and seated < cohort["min"]:
            yield (
                f"Hold {cohort['cohort']} får kun {seated} af mindst {cohort['min']:.0f} deltagere{_by(cohort)}; "
                f"bliver det ikke til noget, står {_ids(mine)} uden hold."
            )


def _teams(validation: Validation, orders: Sequence[Order]) -> Iterator[str]:
    """The slots that take a whole team or nobody (*Mindst samlet*), which would get less than one."""
    people, slots = _people(orders, "slot"), open_slots(validation)
    for slot in records(slots[slots["slot"].isin(people)]):
        mine = people[slot["slot"]]
        if len(mine) < slot["together_min"]:
            missing = slot["together_min"] - len(mine)
            yield (
                f"Plads {slot['slot']} tager mindst {slot['together_min'] + slot['held']} samlet og mangler {missing}; "
                f"bliver det ikke til noget, står {_ids(mine)} uden plads."
            )


def _people(orders: Sequence[Order], key: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for order in orders:
        if order.row[key]:
            found.setdefault(order.row[key], []).append(order.row["candidate"])
    return found


def _by(cohort: Record) -> str:
    return "" if cohort["enrol_by"] is None else f" inden {date_text(cohort['enrol_by'])}"


def _ids(people: Sequence[str]) -> str:
    named = sorted(people)[:_NAMED]
    more = len(people) - len(named)
    return listing([*named, *([plural(more, "anden", "andre")] if more else [])])
