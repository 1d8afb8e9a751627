"""How long are the rules known, and are their tables whole?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from igu_xl.actions.doctor.diagnosis import Diagnosis, error, fine, warning
from igu_xl.danish import date_text, plural
from igu_xl.domain.rule_tables import Horizon, horizons
from igu_xl.errors import WrongUse

_NAME = "Regler"
_AHEAD = timedelta(days=60)
_DO = "Få den nye lov læst, og skriv den i regeltabellerne, som det står i docs/ny-lov.md."


def look_at_rules(today: date) -> Iterator[Diagnosis]:
    """Which rules end within 60 days or have ended, one diagnosis for each day on which some do."""
    try:
        known = horizons()
    except WrongUse as problem:
        yield error(_NAME, str(problem), "Ret tabellen, som det står i docs/ny-lov.md, eller installér igu-xl igen.")
        return
    soon = [one for one in known if one.until <= today + _AHEAD]
    if not soon:
        first = f"; de første udløber den {date_text(known[0].until)}" if known else ""
        yield fine(_NAME, f"Alle regler er kendt mindst {_AHEAD.days} dage frem{first}.")
    for until, ended in groupby(soon, key=lambda one: one.until):
        yield warning(_NAME, _told(until, today, [*ended]), _DO)


def _told(until: date, today: date, ended: list[Horizon]) -> str:
    left = (until - today).days
    when = f"om {plural(left, 'dag', 'dage')}" if left > 0 else f"for {plural(-left, 'dag', 'dage')} siden"
    about = "; ".join(_subjects(one) for one in ended)
    return (
        f"Disse regler er kun kendt for forløb, der begynder senest {date_text(until)} ({when if left else 'i dag'}): "
        f"{about}. For senere starter siger værktøjet »manuel vurdering« eller »ingen regel«."
    )


def _subjects(one: Horizon) -> str:
    names = ", ".join(subject.replace("_", " ") for subject in one.subjects)
    return f"{one.table.title} ({names})" if names else one.table.title
