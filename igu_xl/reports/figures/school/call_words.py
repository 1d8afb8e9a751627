"""A call for a cohort in words: what a school is asked for, how many need it by when, and who comes short without."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date

from igu_xl.danish import LOCALE, date_text
from igu_xl.domain.law.igu.rules import igu_rule
from igu_xl.domain.postcodes import municipality_of_postcode

PROVEN, FOUND = "bevist", "fundet"
_SURE = {
    PROVEN: "bevist: ingen plan er bedre end den, hvor holdet er med",
    FOUND: "fundet: holdet er med i den bedste plan, der er fundet",
}
_LONGEST_IGU = timedelta(days=2 * 366)
_NOBODY = "0"


def call_words(call: Mapping[str, Any], pupils: str, municipalities: str, gain: str) -> str:
    """A call as one sentence: `Truckkursus, uge 14 i Ballerup: 12 elever fra 5 kommuner mangler det inden juni 2027;
    uden det når 7 ikke deres 23 uger.`

    `call` has its `course`, `start`, `week`, `place`, `cohort` and `needed_by`, each of which may be missing. The
    counts are words (`12`, `under 5`, `mindst 10`), as far as they may be told; "" is not told.
    """
    needed = f"{pupils} {'elev' if pupils == '1' else 'elever'}{_from(municipalities)} mangler det"
    return f"{_what(call)}: {needed}{_by(call.get('needed_by'))}{_else(gain, call)}."


def week_words(day: date) -> str:
    """The week that a day lies in: `uge 14, 2027`."""
    year, week, _ = day.isocalendar()
    return f"uge {week}, {year}"


def place_words(place: str | None) -> str:
    """Where a cohort meets, as people say it: the municipality of a postcode (`2750`), any other text as it is."""
    return (municipality_of_postcode(place) or place) if place else ""


def certainty_words(certainty: str) -> str:
    """How sure it is that the cohort is needed; any other word is told as it is."""
    return _SURE.get(certainty, certainty)


def _what(call: Mapping[str, Any]) -> str:
    start = call.get("start")
    when = week_words(start).partition(",")[0] if start else call.get("week") or ""
    place = f"i {place_words(call['place'])}" if call.get("place") else ""
    cohort = f"({call['cohort']})" if call.get("cohort") else ""
    return f"{call['course']}, {' '.join(filter(None, (when, place, cohort)))}".rstrip(", ")


def _from(municipalities: str) -> str:
    noun = "kommune" if municipalities == "1" else "kommuner"
    return f" fra {municipalities} {noun}" if municipalities else ""


def _by(day: date | None) -> str:
    """The last day in words: that of a month is before the next one."""
    if day is None:
        return ""
    next_day = day + timedelta(days=1)
    return f" inden {_month(next_day)}" if next_day.day == 1 else f" senest {date_text(day)}"


def _month(day: date) -> str:
    return format_date(day, "MMMM y", locale=LOCALE)


def _else(gain: str, call: Mapping[str, Any]) -> str:
    if not gain:
        return ""
    weeks = _weeks(call.get("start"))
    return f"; alle når {weeks} også uden det" if gain == _NOBODY else f"; uden det når {gain} ikke {weeks}"


def _weeks(start: date | None) -> str:
    """The school weeks of everybody who can be in igu on the day, where the law gives them all as many."""
    rules = [igu_rule(start - _LONGEST_IGU), igu_rule(start)] if start else []
    weeks = {rule.school_weeks for rule in rules if rule}
    return f"deres {weeks.pop()} uger" if len(weeks) == 1 else "deres skoletimer"
