"""What the page says to a citizen who reads Danish at DU2: short sentences, common words, one thing in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from igu_xl.danish import date_text, listing
from igu_xl.domain.law.school_plan import school_weeks
from igu_xl.handouts.hours import figure, hours_text
from igu_xl.handouts.page.week_picture import numbered_courses
from igu_xl.handouts.weeks import days_text, weeks_text
from igu_xl.school.planning.pupil_plan import (
    ABSENT,
    AGREED,
    AHEAD,
    CANCELLED,
    HELD,
    PROPOSED,
    SIGNED_UP,
    PlannedCourse,
    PupilPlan,
)

NO_COHORT = "Vi har ikke fundet et hold endnu."
STATUS_WORDS = {
    PROPOSED: "Et forslag. Det kan blive ændret.",
    AGREED: "Det er aftalt.",
    SIGNED_UP: "Du er meldt til.",
    HELD: "✓ Du har været der.",
    CANCELLED: "Aflyst. Du skal ikke møde.",
    ABSENT: "Du var der ikke.",
    "": NO_COHORT,
}
TO_DO = (
    "Er du syg? Ring til skolen. Ring også til din arbejdsplads.",
    "Gem dine kursusbeviser. Du skal bruge dem, når din igu slutter.",
    "I skoleugerne får du ikke løn. Du får penge fra din kommune. De hedder uddannelsesgodtgørelse.",
    "Pengene skal søges hver måned. Spørg din kommune, hvordan I gør.",
    "Planen kan blive ændret. Så får du en ny plan.",
)


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A course as the page lists it; `number` is the one in the picture, a dash for one without a week there."""

    number: str
    title: str
    weeks: str
    days: str
    place: str
    words: str


def short_words(plan: PupilPlan) -> list[str]:
    """What the plan comes to, a line each."""
    begun = plan.as_of is not None and plan.as_of > plan.begins
    lines = [
        f"Din igu {'begyndte' if begun else 'begynder'} den {date_text(plan.begins)}. "
        f"Den slutter den {date_text(plan.ends)}.",
        *([f"Du arbejder hos {plan.company}."] if plan.company else []),
        f"Du skal også i skole. Skolen er {hours_text(plan.needed)}. Det er {figure(school_weeks(plan.needed))} uger.",
    ]
    return [*lines, *_double(plan), *_hours(plan)]


def next_words(plan: PupilPlan) -> list[str]:
    """When and where the pupil is next at school, seen from the day of the plan."""
    today = plan.as_of or plan.begins
    coming = [row for _, row in numbered_courses(plan) if row.status in AHEAD and row.end and row.end >= today]
    if not coming:
        return ["Der er ikke flere kurser i planen nu." if plan.courses else "Der er ingen kurser i planen endnu."]
    row = coming[0]
    assert row.start is not None and row.end is not None
    begun = row.start <= today
    lines = [
        f"{'Nu er du i skole' if begun else 'Næste skole'}: {weeks_text(row.start, row.end)}.",
        f"Det er {days_text(row.start, row.end)}.",
        f"Kurset hedder: {row.title}.",
    ]
    if row.school:
        lines.append(f"Du skal møde her: {_place(row)}.")
    return [*lines, STATUS_WORDS[row.status]]


def away_words(plan: PupilPlan) -> list[str]:
    """When the pupil is not at school; why is nobody's business who sees the paper."""
    return [f"Du skal ikke i skole: {days_text(away.begins, away.ends)}." for away in plan.away]


def course_lines(plan: PupilPlan) -> list[CourseLine]:
    """All courses, by day; those without a day come last."""
    numbers = {id(row): str(number) for number, row in numbered_courses(plan)}
    rows = sorted(plan.courses, key=lambda row: (row.start or date.max, row.end or date.max))
    return [_line(row, numbers.get(id(row), "–")) for row in rows]


def contact_lines(plan: PupilPlan) -> Iterator[tuple[str, str]]:
    """Whom to ask: the municipality, the company, and the schools of the plan."""
    for key, ask in sorted(plan.contacts.items(), key=lambda one: (one[0].startswith("skole:"), one[0])):
        name = {"kommune": "Din kommune", "virksomhed": "Din arbejdsplads"}.get(key, key.removeprefix("skole:"))
        if ask:
            yield name, ask


def _double(plan: PupilPlan) -> list[str]:
    kinds = {row.kind for row in plan.courses if row.weighted is not None and row.weighted > row.taught}
    return [f"Timer i {listing(sorted(kinds, key=str.casefold))} tæller dobbelt."] if kinds else []


def _hours(plan: PupilPlan) -> Iterator[str]:
    if plan.done:
        yield f"Du har haft {hours_text(plan.done)}."
    if plan.planned:
        yield f"I planen er der {hours_text(plan.planned)}{' mere' if plan.done else ''}."
    if plan.missing:
        yield f"Der mangler {hours_text(plan.missing)}. Spørg din kommune om flere kurser."
    elif not plan.met:
        yield "Der er timer nok. Men et kursus mangler. Spørg din kommune."
    else:
        yield "Så har du timer nok."
    if unknown := sorted({row.kind for row in plan.courses if row.weighted is None}):
        yield f"Vi ved ikke, hvor meget timer i {listing(unknown)} tæller. De er ikke talt med."


def _line(row: PlannedCourse, number: str) -> CourseLine:
    if row.start is None or row.end is None:
        return CourseLine(number, row.title, "–", "", "–", NO_COHORT)
    weeks = weeks_text(row.start, row.end)
    days = days_text(row.start, row.end)
    return CourseLine(number, row.title, weeks.capitalize(), days, _place(row) or "–", STATUS_WORDS[row.status])


def _place(row: PlannedCourse) -> str:
    return ", ".join(part for part in (row.school, row.postcode) if part)
