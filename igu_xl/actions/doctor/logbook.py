"""Does the logbook hang together, and does the sheet *Log* say what it says?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from igu_xl.actions.coordinator.file import logged_in
from igu_xl.actions.doctor.diagnosis import Diagnosis, error, fine, warning
from igu_xl.actions.logbook.line import LoggedLine
from igu_xl.actions.logbook.logbook import Logbook, missing, shown
from igu_xl.actions.logbook.verifying import faults_of_chain, faults_of_sheet, not_in_logbook, shortened
from igu_xl.danish import plural
from igu_xl.errors import WriteRefused
from igu_xl.records import Record
from igu_xl.sheets.layout import layout_of
from igu_xl.sheets.writing.lossless import WorkbookEdit

_NAME = "Logbog"
_MOST_TOLD = 5
_ASK = (
    "Find ud af, hvem der kan skrive i sekretariatets mappe. Kopierne i .igu/kopier viser loggen, som den var; "
    "gem en kopi af mappen, før noget rettes."
)


def look_at_logbook(folder: Path) -> Diagnosis:
    """Whether a line of the log was changed, taken out or put in, in the file or in the sheet."""
    own = layout_of(folder).coordinator
    if own is None:
        return fine(_NAME, "Der er ingen koordinator-arbejdsbog og ingen log.")
    try:
        sheet = logged_in(WorkbookEdit(own))
    except (WriteRefused, OSError):
        return warning(_NAME, f"Arket Log i {own.name} kan ikke læses lige nu.", "Luk den, og prøv igen.")
    logbook = Logbook(own.parent)
    if not logbook.path.is_file():
        return _without_logbook(sheet, _marks_of_copy(own))
    lines = logbook.lines()
    # A run that was stopped between the sheet and the file; the next one adds what waits.
    lines += [line for line in logbook.waiting() if line.number > len(lines) and shown(line, sheet)]
    return _told(lines, [*_faults(logbook, lines, sheet, own)], len(missing(lines, sheet)))


def _without_logbook(sheet: list[Record], kept: list[str]) -> Diagnosis:
    shows = (
        "arket Log" if any(row.get("line") for row in sheet) else "en kopi af koordinatorens arbejdsbog" * bool(kept)
    )
    if shows:
        return error(_NAME, f"Logbogen (.igu/logbog.jsonl) mangler, men {shows} viser linjer fra den.", _ASK)
    if sheet:
        return fine(_NAME, "Loggen er fra en tidligere version; logbogen begynder ved den næste kørsel.")
    return fine(_NAME, "Der er ikke gjort noget endnu, så logbogen er tom.")


def _faults(logbook: Logbook, lines: list[LoggedLine], sheet: list[Record], own: Path) -> Iterator[str]:
    if lost := shortened(lines, sheet):
        yield f"Der mangler {plural(lost, 'linje', 'linjer')} sidst i logbogen, som arket Log viser."
    broken = [*faults_of_chain(logbook.texts())]
    yield from broken
    yield from faults_of_sheet(lines, sheet)
    if broken:
        return  # a line that was changed is none of the copy's
    if gone := not_in_logbook(lines, _marks_of_copy(own)):
        yield (
            f"Den seneste kopi af {own.name} viser {plural(len(gone), 'linje', 'linjer')}, som ikke er i logbogen "
            f"(den første er {gone[0]})."
        )


def _marks_of_copy(own: Path) -> list[str]:
    """The marks of the log in the newest copy of the workbook, among the backups, that shows any."""
    copies = layout_of(own.parent).backups.glob(f"*/**/{own.name}")
    for copy in sorted(copies, key=lambda path: path.relative_to(own.parent).as_posix(), reverse=True):
        with suppress(WriteRefused, OSError):
            if marks := [str(row["line"]) for row in logged_in(WorkbookEdit(copy)) if row.get("line")]:
                return marks
    return []


def _told(lines: list[LoggedLine], faults: list[str], later: int) -> Diagnosis:
    if not faults:
        last = f"; den seneste er {lines[-1].mark}" if lines else ""
        redacted = {number for line in lines for number in line.redacted}
        removed = f" I {plural(len(redacted), 'linje', 'linjer')} er en person slettet." if redacted else ""
        waits = (
            f" {plural(later, 'linje', 'linjer')} mangler sidst i arket og skrives ved næste kørsel." if later else ""
        )
        return fine(_NAME, f"{plural(len(lines), 'linje', 'linjer')} hænger sammen{last}.{removed}{waits}")
    more = len(faults) - _MOST_TOLD
    told = [*islice(faults, _MOST_TOLD), *([f"Og {more} til."] if more > 0 else [])]
    return error(_NAME, " ".join(told), _ASK)
