"""What the page says to a citizen who reads Danish at DU2: short sentences, common words, one thing in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from igu_xl.danish import date_text, listing
from igu_xl.domain.law.school_plan import school_weeks
from igu_xl.handouts.attendances import attendances, course_name, unplaced
from igu_xl.handouts.hours import figure, hours_text
from igu_xl.handouts.page.week_picture import numbered_stays
from igu_xl.handouts.weeks import days_text, weeks_text
from igu_xl.school.planning.pupil_plan import (
    ABSENT,
    AGREED,
    AHEAD,
    CANCELLED,
    HELD,
    PROPOSED,
    SIGNED_UP,
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
    coming = [stay for _, stay in numbered_stays(plan) if stay.status in AHEAD and stay.end >= today]
    if not coming:
        return ["Der er ikke flere kurser i planen nu." if plan.courses else "Der er ingen kurser i planen endnu."]
    stay = coming[0]
    lines = [
        f"{'Nu er du i skole' if stay.start <= today else 'Næste skole'}: {weeks_text(stay.start, stay.end)}.",
        f"Det er {days_text(stay.start, stay.end)}.",
        f"Kurset hedder: {stay.name}.",
    ]
    if stay.place:
        lines.append(f"Du skal møde her: {stay.place}.")
    return [*lines, STATUS_WORDS[stay.status]]


def away_words(plan: PupilPlan) -> list[str]:
    """When the pupil is not at school; why is nobody's business who sees the paper."""
    return [f"Du skal ikke i skole: {days_text(away.begins, away.ends)}." for away in plan.away]


def course_lines(plan: PupilPlan) -> list[CourseLine]:
    """All stays at school, by day; the courses without a day come last."""
    numbers = {stay: str(number) for number, stay in numbered_stays(plan)}
    placed = [
        CourseLine(
            numbers.get(stay, "–"),
            stay.name,
            weeks_text(stay.start, stay.end).capitalize(),
            days_text(stay.start, stay.end),
            stay.place or "–",
            STATUS_WORDS[stay.status],
        )
        for stay in attendances(plan)
    ]
    return [*placed, *(CourseLine("–", course_name(row), "–", "", "–", NO_COHORT) for row in unplaced(plan))]


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
