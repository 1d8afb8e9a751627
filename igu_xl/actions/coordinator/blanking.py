"""Taking a person out of the log: the lines stay, and still hang together, but nobody can see whom they were about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from igu_xl.actions.coordinator.file import logged_in
from igu_xl.actions.coordinator.late_lines import blank_late_lines
from igu_xl.actions.logbook.line import LoggedLine, digest_of, new_line, read_line
from igu_xl.actions.logbook.logbook import Logbook, missing
from igu_xl.actions.tool_sheets import by_header
from igu_xl.danish import plural
from igu_xl.errors import NotNow, WriteRefused
from igu_xl.sheets.contract import COORDINATOR
from igu_xl.sheets.layout import layout_of
from igu_xl.sheets.writing.lossless import WorkbookEdit, is_open
from igu_xl.system.who import who_runs

BLANKED = "slettet"
ACTION = "Slet"
_LOG = COORDINATOR.table("tblLog")


def blank_sentences(folder: Path, candidate: str, begun: datetime) -> int:
    """Put `slettet` in place of a candidate's id wherever the log names it: in the logbook, in the sheet *Log*, and in
    lines that wait to be written. Returns in how many lines.

    A line is added that says in how many; the lines hang together as before, and `igu doctor` finds them sound. Call it
    in a run that holds the partnership. No copy of the workbook is kept, for it would hold the id; those that are there
    are not touched. Raises `NotNow` when the coordinator's workbook is open (with nothing changed) or cannot be
    written; called again, it does the rest.
    """
    own = layout_of(folder).coordinator
    if own is None:
        return blank_late_lines(folder, lambda sentence: without(sentence, candidate))
    if lock := is_open(own):
        raise NotNow(f"{own.name} er åben (låsefilen {lock} findes). Gem og luk den, og prøv igen.")
    waiting = blank_late_lines(folder, lambda sentence: without(sentence, candidate))
    try:
        return waiting + _blank_written(own, candidate, begun)
    except WriteRefused as problem:
        raise NotNow(f"{own.name} kunne ikke skrives: {problem.reason} Luk den, og prøv igen.") from problem


def without(sentence: str, candidate: str) -> str:
    """A sentence without a candidate's id, whatever its capitals; an id that only begins like it stays."""
    return re.sub(rf"(?<![\w-]){re.escape(candidate)}(?![\w]|-\w)", BLANKED, sentence, flags=re.IGNORECASE)


def _blank_written(own: Path, candidate: str, begun: datetime) -> int:
    edit, logbook = WorkbookEdit(own), Logbook(own.parent)
    sheet = logged_in(edit)
    rows = [{**row, "result": without(str(row["result"]), candidate)} for row in sheet]
    count = sum(row != old for row, old in zip(rows, sheet, strict=True))
    with logbook.held(sheet):
        texts, in_lines = _blanked(logbook.texts(), candidate, begun)
        if in_lines:
            logbook.replace(texts)
        rows += [line.row for line in missing(logbook.lines(), rows)]
    if rows != sheet:
        edit.replace_rows(_LOG.name, by_header(_LOG, rows))
        edit.save()
    return max(count, in_lines)


def _blanked(texts: Sequence[str], candidate: str, begun: datetime) -> tuple[list[str], int]:
    """The lines of the file without the id, and with one more that holds what their sentences are now."""
    told: list[str] = []
    redacted: dict[int, str] = {}
    last: LoggedLine | None = None
    for text in texts:
        try:
            last, _ = read_line(text)
        except ValueError:
            told.append(without(text, candidate))  # what cannot be understood is left for the doctor to name
            continue
        if (sentence := without(last.sentence, candidate)) == last.sentence:
            told.append(text)
        else:
            line = last.saying(sentence)
            redacted[line.number] = digest_of(line.salt, line.sentence)
            told.append(line.text())
    if redacted:
        sentence = f"En person er taget ud af {plural(len(redacted), 'linje', 'linjer')} i loggen."
        told.append(new_line(last, begun, ACTION, sentence, *who_runs(), redacted=redacted).text())
    return told, len(redacted)
