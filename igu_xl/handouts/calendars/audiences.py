"""Who gets what: the company its own pupils' weeks at school, the school its own cohorts, the municipality everything.

The company reads no candidate's id, no status of attendance, no absence; it knows the pupil by the slot and the day on
which the igu began. The school reads the ids of those who are to come, which it needs to sign them up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from igu_xl.danish import date_text, listing, plural
from igu_xl.domain.texts import fold
from igu_xl.handouts.attendances import Attendance, attendances, course_name
from igu_xl.handouts.calendars.course_keys import keyed_attendances
from igu_xl.handouts.calendars.ics import CalendarEntry, EntryStatus, calendar_file
from igu_xl.handouts.hours import figure, hours_text
from igu_xl.handouts.vitas import vitas_tasks
from igu_xl.handouts.weeks import weeks_text
from igu_xl.school.planning.pupil_plan import PlannedCourse, PupilPlan

_PROPOSAL = "Det er et forslag og kan blive ændret."
_OFF = "Kurset er aflyst."


def company_calendar(plans: Iterable[PupilPlan]) -> bytes:
    """When the pupils of one company are at school: the course and the place, nothing else about them.

    Raises `ValueError` for plans of several companies, whose calendars must not be mixed.
    """
    every = tuple(plans)
    _refuse_several(every, company_of, "company")
    entries = [_for_company(plan, key, stay) for plan in every for key, stay in keyed_attendances(plan)]
    return calendar_file(f"Skoleuger: {every[0].company}" if every else "Skoleuger", entries)


def school_calendar(plans: Iterable[PupilPlan], school: str) -> bytes:
    """The cohorts of one school that pupils of these plans shall attend, each with their ids."""
    return calendar_file(f"Elever i igu: {school}", _school_entries(plans, school))


def municipality_calendar(plans: Iterable[PupilPlan]) -> bytes:
    """Everything of the pupils of one municipality: school, absence, first and last day, what is to be done.

    Raises `ValueError` for plans of several municipalities.
    """
    every = tuple(plans)
    _refuse_several(every, municipality_of, "municipality")
    title = f"Skoleplaner: {every[0].municipality}" if every else "Skoleplaner"
    return calendar_file(title, [entry for plan in every for entry in _for_municipality(plan)])


def company_of(plan: PupilPlan) -> str:
    """The place of production whose calendar a plan may stand in."""
    return plan.p_number or plan.cvr or fold(plan.company)


def municipality_of(plan: PupilPlan) -> str:
    """The municipality whose calendar a plan may stand in."""
    return fold(plan.municipality)


def _refuse_several(plans: Iterable[PupilPlan], owner: Callable[[PupilPlan], str], what: str) -> None:
    if len({owner(plan) for plan in plans}) > 1:
        raise ValueError(f"plans of more than one {what}")


def _school_entries(plans: Iterable[PupilPlan], school: str) -> list[CalendarEntry]:
    cohorts: dict[str, list[tuple[PupilPlan, Attendance]]] = {}
    for plan in plans:
        for stay in attendances(plan):
            if stay.first.cohort and fold(stay.first.school) == fold(school):
                cohorts.setdefault(fold(stay.first.cohort), []).append((plan, stay))
    return [_for_school(school, cohorts[one]) for one in sorted(cohorts)]


def _for_company(plan: PupilPlan, key: str, stay: Attendance) -> CalendarEntry:
    unsure = [_PROPOSAL] if stay.is_proposed else []
    lines = [_weeks(stay), *unsure, f"Pladsen {plan.slot}, igu fra {date_text(plan.begins)}."]
    ask = plan.contacts.get("kommune", "")
    lines += [f"Spørgsmål: {ask}."] if ask else []
    return _entry(plan, f"virksomhed|{key}", f"{plan.position or 'Igu-elev'} på skole: {stay.name}", stay, lines)


def _for_school(school: str, pupils: Sequence[tuple[PupilPlan, Attendance]]) -> CalendarEntry:
    cohort = pupils[0][1].first.cohort
    coming = [(plan, stay) for plan, stay in pupils if not stay.is_off]
    stays = [stay for _, stay in coming or pupils]
    names = listing(list(dict.fromkeys(course_name(row) for stay in stays for row in stay.courses)))
    sure = sorted({plan.candidate for plan, stay in coming if not stay.is_proposed})
    proposed = sorted({plan.candidate for plan, stay in coming if stay.is_proposed} - set(sure))
    lines = [f"Aftalt eller tilmeldt: {plural(len(sure), 'elev', 'elever')}: {', '.join(sure)}."] if sure else []
    if proposed:
        lines.append(f"Foreslået: {plural(len(proposed), 'elev', 'elever')}: {', '.join(proposed)}.")
    status = EntryStatus.CONFIRMED if sure else EntryStatus.TENTATIVE if proposed else EntryStatus.CANCELLED
    return CalendarEntry(
        key=f"skole|{fold(school)}|{fold(cohort)}",
        title=f"{'' if coming else 'Aflyst: '}Hold {cohort}: {names}",
        first=min(stay.start for stay in stays),
        last=max(stay.end for stay in stays),
        made=max(_made(plan) for plan, _ in pupils),
        status=status,
        place=stays[0].place,
        text="\n".join(lines) or _OFF,
    )


def _for_municipality(plan: PupilPlan) -> Iterator[CalendarEntry]:
    who, made, own = plan.candidate, _made(plan), f"kommune|{plan.name}"
    yield CalendarEntry(f"{own}|begynder", f"{who}: igu begynder", plan.begins, plan.begins, made, place=plan.company)
    yield CalendarEntry(f"{own}|slutter", f"{who}: igu slutter", plan.ends, plan.ends, made, place=plan.company)
    for key, stay in keyed_attendances(plan):
        lines = [_weeks(stay), f"Hold {stay.first.cohort}, status {stay.status.lower()}."]
        lines += [f"Kursus {row.course or row.title}: {_hours(row)}." for row in stay.courses]
        lines += [f"Forløb {plan.name} hos {plan.company}.", *dict.fromkeys(row.why for row in stay.courses if row.why)]
        yield _entry(plan, f"kommune|{key}", f"{who} på skole: {stay.name}", stay, lines)
    for number, away in enumerate(plan.away, 1):
        title = f"{who} er ikke med: {away.reason or 'fravær'}"
        yield CalendarEntry(f"{own}|fravær|{number}", title, away.begins, max(away.begins, away.ends), made)
    for task in vitas_tasks(plan):
        if task.due and not task.done:
            title = f"Frist for {who}: {task.label}"
            yield CalendarEntry(f"{own}|frist|{task.label}", title, task.due, task.due, made, text=task.how)


def _entry(plan: PupilPlan, key: str, title: str, stay: Attendance, lines: Sequence[str]) -> CalendarEntry:
    return CalendarEntry(
        key=key,
        title=f"Aflyst: {title}" if stay.is_off else title,
        first=stay.start,
        last=stay.end,
        made=_made(plan),
        status=_status(stay),
        place=stay.place,
        text="\n".join([_OFF, *lines] if stay.is_off else lines),
    )


def _status(stay: Attendance) -> EntryStatus:
    if stay.is_off:
        return EntryStatus.CANCELLED
    return EntryStatus.TENTATIVE if stay.is_proposed else EntryStatus.CONFIRMED


def _made(plan: PupilPlan) -> date:
    return plan.as_of or plan.begins


def _weeks(stay: Attendance) -> str:
    return f"{weeks_text(stay.start, stay.end).capitalize()}."


def _hours(row: PlannedCourse) -> str:
    taught = hours_text(row.taught)
    if row.weighted is None:
        return f"{taught}, som ingen ved, hvor meget tæller"
    return f"{taught}, tæller {figure(row.weighted)}"
