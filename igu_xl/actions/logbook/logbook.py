"""The file of the logbook, `logbog.jsonl` among what the tool keeps: a line of JSON for each line of the log.

A line is written in the sheet *Log* and in the file, or in neither: it waits beside the file while the workbook is
written, and the next run sees by the sheet whether that was done. What the sheet has lost at its end is written again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from igu_xl.actions.logbook.line import BEFORE_THE_LOGBOOK, RESTARTED, LoggedLine, new_line, read_line
from igu_xl.danish import plural
from igu_xl.errors import NotNow
from igu_xl.records import Record
from igu_xl.sheets.layout import layout_on_disk
from igu_xl.system import swap_folder
from igu_xl.system.who import Who, who_runs

LogLine = tuple[datetime, str, str]
"""When, what was done, and what came of it: a line of the log as a command gives it."""

FILE, ACTION = "logbog.jsonl", "Logbog"
WAITING, _LOCK = "logbog-venter.jsonl", "logbog-lås"
_PATIENCE = 20  # seconds for another line to be written
_BEGUN = "Herfra skrives også, hvem der gjorde det, og på hvilken maskine. {older} er fra før."
_LOST = "Logbogen manglede, og en ny er begyndt. {older} er taget fra arket, som de stod."


class Logbook:
    """The logbook that belongs to the coordinator's workbook in a folder."""

    def __init__(self, folder: Path) -> None:
        self._state = layout_on_disk(folder).state  # also while the partnership is moved
        self.path = self._state / FILE

    def texts(self) -> list[str]:
        """The lines of the file as they stand there; none where there is no logbook."""
        return _texts(self.path)

    def lines(self) -> list[LoggedLine]:
        """The lines that can be understood."""
        return list(_understood(self.texts()))

    def waiting(self) -> list[LoggedLine]:
        """The lines that were about to be written when a run was stopped."""
        return list(_understood(_texts(self._state / WAITING)))

    @contextmanager
    def writing(self, log: LogLine | None, sheet: Sequence[Record], by: Who | None = None) -> Iterator[list[Record]]:
        """Write a line: gives the rows that the sheet *Log* lacks, and adds the line when they are written.

        `sheet` is what stands in *Log* by column key. The first line of a logbook is preceded by what stands there
        already. Raises `NotNow` when another run is writing for long.
        """
        if log is None:
            yield []
            return
        with self.held(sheet):
            kept = self.lines()
            new = [*_first_lines(sheet, log[0])] if not self.path.is_file() else []
            new.append(new_line((kept + new)[-1] if kept or new else None, *log, *(by or who_runs())))
            self._wait(new)
            own = [line for line in new if line.origin != BEFORE_THE_LOGBOOK]
            yield [line.row for line in [*missing(kept, sheet), *own]]
            self.add(new)

    def add(self, lines: Sequence[LoggedLine]) -> None:
        """Add lines at the end; those before stay as they are, and the file is replaced in one step."""
        self.replace([*self.texts(), *(line.text() for line in lines)])

    def replace(self, texts: Sequence[str]) -> None:
        """Make these the lines of the file; what waited is done."""
        swap_folder.put(self.path, "".join(f"{text}\n" for text in texts))
        (self._state / WAITING).unlink(missing_ok=True)

    @contextmanager
    def held(self, sheet: Sequence[Record]) -> Iterator[None]:
        """Hold the logbook's own lock, when what a stopped run left is settled; raises `NotNow` after some seconds."""
        self._state.mkdir(exist_ok=True)
        try:
            with FileLock(self._state / _LOCK, timeout=_PATIENCE):
                self._settle(sheet)
                yield
        except Timeout as problem:
            raise NotNow("En anden kørsel skriver i loggen. Vent lidt, og prøv igen.") from problem

    def _wait(self, lines: Sequence[LoggedLine]) -> None:
        swap_folder.put(self._state / WAITING, "".join(f"{line.text()}\n" for line in lines))

    def _settle(self, sheet: Sequence[Record]) -> None:
        """Add what waits where the sheet shows it, and forget it where the workbook was never written."""
        if waiting := self.waiting():
            known = {line.hash for line in self.lines()}
            if shown(waiting[-1], sheet):
                self.add([line for line in waiting if line.hash not in known])
            (self._state / WAITING).unlink(missing_ok=True)


def shown(line: LoggedLine, sheet: Sequence[Record]) -> bool:
    """Whether the sheet has the line: its mark, or, in a workbook without marks, its last row the same words."""
    if any(row.get("line") for row in sheet):
        return any(row.get("line") == line.mark for row in sheet)
    return bool(sheet) and all(sheet[-1].get(key) == line.row[key] for key in ("at", "action", "result"))


def _texts(path: Path) -> list[str]:
    """The lines of a file; none where there is none. A sentence may hold what else ends a line, so `\\n` alone does."""
    if not path.is_file():
        return []
    return path.read_bytes().decode(errors="replace").removesuffix("\n").split("\n")


def _understood(texts: Sequence[str]) -> Iterator[LoggedLine]:
    for text in texts:
        try:
            yield read_line(text)[0]
        except ValueError:
            continue  # `verifying` names it


def _first_lines(sheet: Sequence[Record], at: datetime) -> Iterator[LoggedLine]:
    """The lines with which a logbook begins where something was logged before: what stood there, and that it begins."""
    if not sheet:
        return
    before: LoggedLine | None = None
    for row in sheet:
        told = (str(row.get(key) or "") for key in ("action", "result", "user", "machine"))
        before = new_line(before, _moment(row, at), *told, origin=BEFORE_THE_LOGBOOK)
        yield before
    lost = any(row.get("line") for row in sheet)
    sentence = (_LOST if lost else _BEGUN).format(older=plural(len(sheet), "linje", "linjer"))
    yield new_line(before, at, ACTION, sentence, *who_runs(), origin=RESTARTED if lost else "")


def _moment(row: Record, otherwise: datetime) -> datetime:
    try:
        return datetime.strptime(str(row.get("at")), "%d-%m-%Y %H:%M")
    except ValueError:
        return otherwise


def missing(kept: Sequence[LoggedLine], sheet: Sequence[Record]) -> list[LoggedLine]:
    """The lines after the last one that the sheet shows, where it shows which that is."""
    numbers = [int(number) for row in sheet if (number := str(row.get("line") or "").partition("-")[0]).isdecimal()]
    if sheet and not numbers:  # of an earlier layout, which has no column for them
        return []
    return [line for line in kept if line.number > max(numbers, default=0) and line.origin != BEFORE_THE_LOGBOOK]
