"""Who gets what: the company its own pupils' weeks at school, the school its own cohorts, the municipality everything.

The company reads no candidate's id, no status of attendance, no absence; it knows the pupil by the slot and the day on
which the igu began. The school reads the ids of those who are to come, which it needs to sign them up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from igu_xl.danish import date_text, listing, plural
from igu_xl.domain.texts import fold
from igu_xl.handouts.calendars.course_keys import keyed_courses
from igu_xl.handouts.calendars.ics import CalendarEntry, EntryStatus, calendar_file, with_withdrawn
from igu_xl.handouts.hours import figure, hours_text
from igu_xl.handouts.vitas import vitas_tasks
from igu_xl.handouts.weeks import weeks_text
from igu_xl.school.planning.pupil_plan import CANCELLED, PROPOSED, PlannedCourse, PupilPlan

_PROPOSAL = "Det er et forslag og kan blive ændret."
_OFF = "Kurset er aflyst."


def company_calendar(plans: Iterable[PupilPlan], earlier: Iterable[PupilPlan] = ()) -> bytes:
    """When the pupils of one company are at school: the course and the place, nothing else about them.

    What `earlier` plans had and these have no more is told as cancelled: it then leaves the calendars that took it in.
    Raises `ValueError` for plans of several companies, whose calendars must not be mixed.
    """
    every, old = tuple(plans), tuple(earlier)
    _refuse_several((*every, *old), company_of, "company")
    entries = with_withdrawn(_company_entries(every), _company_entries(old))
    return calendar_file(f"Skoleuger: {every[0].company}" if every else "Skoleuger", entries)


def school_calendar(plans: Iterable[PupilPlan], school: str, earlier: Iterable[PupilPlan] = ()) -> bytes:
    """The cohorts of one school that pupils of these plans shall attend, each with their ids.

    Of `earlier` plans as for a company.
    """
    entries = with_withdrawn(_school_entries(plans, school), _school_entries(earlier, school))
    return calendar_file(f"Elever i igu: {school}", entries)


def municipality_calendar(plans: Iterable[PupilPlan], earlier: Iterable[PupilPlan] = ()) -> bytes:
    """Everything of the pupils of one municipality: school, absence, first and last day, what is to be done.

    Of `earlier` plans as for a company. Raises `ValueError` for plans of several municipalities.
    """
    every, old = tuple(plans), tuple(earlier)
    _refuse_several((*every, *old), municipality_of, "municipality")
    now = [entry for plan in every for entry in _for_municipality(plan)]
    before = [entry for plan in old for entry in _for_municipality(plan)]
    title = f"Skoleplaner: {every[0].municipality}" if every else "Skoleplaner"
    return calendar_file(title, with_withdrawn(now, before))


def company_of(plan: PupilPlan) -> str:
    """The place of production whose calendar a plan may stand in."""
    return plan.p_number or plan.cvr or fold(plan.company)


def municipality_of(plan: PupilPlan) -> str:
    """The municipality whose calendar a plan may stand in."""
    return fold(plan.municipality)


def _refuse_several(plans: Iterable[PupilPlan], owner: Callable[[PupilPlan], str], what: str) -> None:
    if len({owner(plan) for plan in plans}) > 1:
        raise ValueError(f"plans of more than one {what}")


def _company_entries(plans: Iterable[PupilPlan]) -> list[CalendarEntry]:
    return [_for_company(plan, key, row) for plan in plans for key, row in keyed_courses(plan)]


def _school_entries(plans: Iterable[PupilPlan], school: str) -> list[CalendarEntry]:
    cohorts: dict[str, list[tuple[PupilPlan, PlannedCourse]]] = {}
    for plan in plans:
        for row in plan.courses:
            if row.cohort and row.status and row.start and row.end and fold(row.school) == fold(school):
                cohorts.setdefault(fold(row.cohort), []).append((plan, row))
    return [_for_school(school, cohorts[one]) for one in sorted(cohorts)]


def _for_company(plan: PupilPlan, key: str, row: PlannedCourse) -> CalendarEntry:
    lines = [_weeks(row), *_unsure(row), f"Pladsen {plan.slot}, igu fra {date_text(plan.begins)}."]
    ask = plan.contacts.get("kommune", "")
    lines += [f"Spørgsmål: {ask}."] if ask else []
    title = f"{plan.position or 'Igu-elev'} på skole: {row.title}"
    return _entry(plan, f"virksomhed|{key}", title, row, lines)


def _for_school(school: str, pupils: Sequence[tuple[PupilPlan, PlannedCourse]]) -> CalendarEntry:
    cohort = pupils[0][1].cohort
    coming = [(plan, row) for plan, row in pupils if row.status != CANCELLED]
    rows = [row for _, row in coming or pupils]
    titles = listing(list(dict.fromkeys(row.title for row in rows)))
    sure = sorted({plan.candidate for plan, row in coming if row.status != PROPOSED})
    proposed = sorted({plan.candidate for plan, row in coming if row.status == PROPOSED} - set(sure))
    lines = [f"Aftalt eller tilmeldt: {plural(len(sure), 'elev', 'elever')}: {', '.join(sure)}."] if sure else []
    if proposed:
        lines.append(f"Foreslået: {plural(len(proposed), 'elev', 'elever')}: {', '.join(proposed)}.")
    status = EntryStatus.CONFIRMED if sure else EntryStatus.TENTATIVE if proposed else EntryStatus.CANCELLED
    return CalendarEntry(
        key=f"skole|{fold(school)}|{fold(cohort)}",
        title=f"{'Aflyst: ' if not coming else ''}Hold {cohort}: {titles}",
        first=min(row.start for row in rows if row.start),
        last=max(row.end for row in rows if row.end),
        made=max(_made(plan) for plan, _ in pupils),
        status=status,
        place=_place(rows[0]),
        text="\n".join(lines) or _OFF,
    )


def _for_municipality(plan: PupilPlan) -> Iterator[CalendarEntry]:
    who, made, own = plan.candidate, _made(plan), f"kommune|{plan.placement}"
    yield CalendarEntry(f"{own}|begynder", f"{who}: igu begynder", plan.begins, plan.begins, made, place=plan.company)
    yield CalendarEntry(f"{own}|slutter", f"{who}: igu slutter", plan.ends, plan.ends, made, place=plan.company)
    for key, row in keyed_courses(plan):
        lines = [
            _weeks(row),
            f"Hold {row.cohort}, kursus {row.course}, status {row.status.lower()}, {_hours(row)}.",
            f"Forløb {plan.placement} hos {plan.company}.",
            *([row.why] if row.why else []),
        ]
        yield _entry(plan, f"kommune|{key}", f"{who} på skole: {row.title}", row, lines)
    for number, away in enumerate(plan.away, 1):
        title = f"{who} er ikke med: {away.reason or 'fravær'}"
        yield CalendarEntry(f"{own}|fravær|{number}", title, away.begins, away.ends, made)
    for task in vitas_tasks(plan):
        if task.due and not task.done:
            title = f"Frist for {who}: {task.label}"
            yield CalendarEntry(f"{own}|frist|{task.label}", title, task.due, task.due, made, text=task.how)


def _entry(plan: PupilPlan, key: str, title: str, row: PlannedCourse, lines: Sequence[str]) -> CalendarEntry:
    assert row.start is not None and row.end is not None
    off = row.status == CANCELLED
    return CalendarEntry(
        key=key,
        title=f"Aflyst: {title}" if off else title,
        first=row.start,
        last=max(row.start, row.end),
        made=_made(plan),
        status=_status(row),
        place=_place(row),
        text="\n".join([_OFF, *lines] if off else lines),
    )


def _status(row: PlannedCourse) -> EntryStatus:
    if row.status == CANCELLED:
        return EntryStatus.CANCELLED
    return EntryStatus.TENTATIVE if row.status == PROPOSED else EntryStatus.CONFIRMED


def _made(plan: PupilPlan) -> date:
    return plan.as_of or plan.begins


def _place(row: PlannedCourse) -> str:
    return ", ".join(part for part in (row.school, row.postcode) if part)


def _weeks(row: PlannedCourse) -> str:
    assert row.start is not None and row.end is not None
    return f"{weeks_text(row.start, row.end).capitalize()}."


def _unsure(row: PlannedCourse) -> list[str]:
    return [_PROPOSAL] if row.status == PROPOSED else []


def _hours(row: PlannedCourse) -> str:
    taught = hours_text(row.taught)
    if row.weighted is None:
        return f"{taught}, som ingen ved, hvor meget tæller"
    return f"{taught}, tæller {figure(row.weighted)}"
