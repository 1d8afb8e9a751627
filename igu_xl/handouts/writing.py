"""The handouts of one placement as files in a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from igu_xl.domain.texts import fold
from igu_xl.errors import WriteRefused, WrongUse
from igu_xl.handouts.attendances import attendances
from igu_xl.handouts.calendars.audiences import (
    company_calendar,
    municipality_calendar,
    school_calendar,
)
from igu_xl.handouts.calendars.ics import calendar_file, with_withdrawn
from igu_xl.handouts.edits.edited_plan import read_back
from igu_xl.handouts.edits.plan_changes import changes
from igu_xl.handouts.marks import is_marked, is_untouched, mark_of
from igu_xl.handouts.names import file_name, workbook_name
from igu_xl.handouts.page.citizen_page import citizen_page
from igu_xl.handouts.plan_book.plan_workbook import plan_workbook
from igu_xl.school.planning.pupil_plan import PupilPlan

_Calendar = Callable[[Iterable[PupilPlan]], bytes]


def write_handouts(plan: PupilPlan, folder: Path) -> tuple[Path, ...]:
    """Write workbook, page and calendars of one placement into a folder, which is made where it is not there.

    The same plan gives the same files, byte for byte. What the calendars that stand there tell, and this plan has no
    more, is told as cancelled. A workbook that somebody has changed, and whose changes are not
    in the plan yet, is kept beside the new one (`-rettet`). Raises `WriteRefused` for a file that is open.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if paths := _standing(plan, folder):
        return paths
    book, *others, page = [_written(plan, folder / name, content) for name, content in handouts(plan)]
    for path in folder.glob(f"kalender-{file_name(plan.name)}-skole-*.ics"):
        if path not in others:
            write_calendar(path, calendar_file("", ()), _day(plan))
    return (book, page, *others)


def put_away_others(plans: Iterable[PupilPlan], folder: Path) -> None:
    """Delete page and calendars of every placement in a folder that is not among these: what they tell is not so now.

    The workbooks stay: somebody may have typed in them.
    """
    pages = {_page_name(plan) for plan in plans}
    for page in folder.glob("skoleplan-*.html"):
        if page.name not in pages:
            put_away_handouts(page.stem.removeprefix("skoleplan-"), folder)


def put_away_handouts(name: str, folder: Path) -> None:
    """Delete page and calendars of one placement, by the name that its files have."""
    readers = ("virksomhed", "kommune", "skole-*")
    for path in (
        folder / f"skoleplan-{name}.html",
        *(p for one in readers for p in folder.glob(f"kalender-{name}-{one}.ics")),
    ):
        path.unlink(missing_ok=True)


def handouts(plan: PupilPlan) -> Iterator[tuple[str, bytes]]:
    """The names and contents of the files of one placement: workbook, a calendar for each reader, and page.

    The page comes last, for it says of which plan the files are.
    """
    book = plan_workbook(plan)
    yield workbook_name(plan), book
    for name, calendar in _calendars(plan):
        yield name, calendar([plan])
    yield _page_name(plan), citizen_page(plan, mark_of(plan, book)).encode()


def _standing(plan: PupilPlan, folder: Path) -> tuple[Path, ...]:
    """The files of a placement where they are of this very plan, and nobody has changed the workbook; else none."""
    book, page = folder / workbook_name(plan), folder / _page_name(plan)
    others = [folder / name for name, _ in _calendars(plan)]
    if not all(path.is_file() for path in (book, page, *others)):
        return ()
    return (book, page, *others) if is_marked(page, mark_of(plan, book.read_bytes())) else ()


def _page_name(plan: PupilPlan) -> str:
    return f"skoleplan-{file_name(plan.name)}.html"


def _calendars(plan: PupilPlan) -> Iterator[tuple[str, _Calendar]]:
    """The names of the calendars of one placement, and what makes each."""
    name = file_name(plan.name)
    yield f"kalender-{name}-virksomhed.ics", company_calendar
    yield f"kalender-{name}-kommune.ics", municipality_calendar
    for school in _schools_of(plan):
        yield f"kalender-{name}-skole-{file_name(school)}.ics", partial(_of_school, school)


def _of_school(school: str, plans: Iterable[PupilPlan]) -> bytes:
    return school_calendar(plans, school)


def _schools_of(plan: PupilPlan) -> list[str]:
    """The schools that have a calendar of the plan, each once however it is written."""
    rows = [stay.first for stay in attendances(plan) if stay.first.school]
    named = {fold(row.school): row.school for row in rows}
    return [named[one] for one in sorted(named)]


def write_handout(path: Path, content: bytes) -> Path:
    """Write one file in one step, unless it says the same already. Raises `WriteRefused` where it is open."""
    if path.exists() and path.read_bytes() == content:
        return path
    beside = path.with_name(f".{path.name}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        beside.replace(path)
    except PermissionError as problem:
        raise _refused(path) from problem
    finally:
        beside.unlink(missing_ok=True)
    return path


def write_calendar(path: Path, content: bytes, today: date) -> Path:
    """Write a calendar; what the one that stands there told and this one does not is told as cancelled."""
    return write_handout(path, with_withdrawn(content, path.read_bytes(), today) if path.exists() else content)


def _day(plan: PupilPlan) -> date:
    return plan.as_of or plan.begins


def _written(plan: PupilPlan, path: Path, content: bytes) -> Path:
    """A file of a plan, written; a workbook with changes that nobody has read yet is kept beside it."""
    if path.suffix == ".ics":
        return write_calendar(path, content, _day(plan))
    if path.suffix == ".xlsx" and path.exists() and path.read_bytes() != content and _has_unread_changes(plan, path):
        try:
            path.replace(_free_name(path))
        except PermissionError as problem:
            raise _refused(path) from problem
    return write_handout(path, content)


def _refused(path: Path) -> WriteRefused:
    reason = "Filen er åben eller skrivebeskyttet, så den nye plan er ikke skrevet. Luk den, og prøv igen."
    return WriteRefused(reason, path.name)


def _has_unread_changes(plan: PupilPlan, path: Path) -> bool:
    """Whether something was typed that the plan does not say; a file that cannot be read may hold it."""
    if is_untouched(path):
        return False
    try:
        edited = read_back(path)
        return bool(edited.notes or changes(plan, edited))
    except WrongUse:
        return True


def _free_name(path: Path) -> Path:
    """The first name of a changed workbook that nobody has yet."""
    number = 1
    while (kept := path.with_stem(f"{path.stem}-rettet{'' if number == 1 else f'-{number}'}")).exists():
        number += 1
    return kept
