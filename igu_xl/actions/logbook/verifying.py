"""Does the logbook hang together, and does the sheet *Log* say what it says? Each fault is a Danish sentence.

What is not noticed: who may write in the secretariat's folder can make the whole logbook and the sheet anew, from some
line on. So the last line's mark is told, to be kept elsewhere, and the copies of the workbook hold earlier ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from igu_xl.actions.logbook.line import RESTARTED, LoggedLine, digest_of, read_line
from igu_xl.actions.logbook.logbook import missing
from igu_xl.danish import date_text, listing, plural
from igu_xl.records import Record

_MOST = 30_000  # letters; a cell takes 32,767
_COLUMNS = {"at": "Tidspunkt", "action": "Handling", "result": "Resultat", "user": "Bruger", "machine": "Maskine"}


def faults_of_chain(texts: Sequence[str]) -> Iterator[str]:
    """What is wrong in the lines of the file: one that was changed, taken out, put in, or cannot be read."""
    lines: list[LoggedLine] = []
    told_before = ""
    for at, text in enumerate(texts, start=1):
        try:
            line, told = read_line(text)
        except ValueError:
            yield f"Linje {at} i logbogen kan ikke læses."
            continue
        if line.hash != told:
            yield f"Linje {_name(line)} er ændret."
        yield from _faults_between(lines[-1] if lines else None, told_before, line)
        lines.append(line)
        told_before = told
    yield from _faults_of_sentences(lines)


def faults_of_sheet(lines: Sequence[LoggedLine], sheet: Sequence[Record]) -> Iterator[str]:
    """What stands otherwise in the sheet *Log* than in the logbook, in whatever order the sheet is sorted.

    Lines after the last one of the sheet are no fault: a workbook may have been closed without saving, and the next run
    writes them again.
    """
    marked = {_number(row): row for row in sheet if row.get("line")}
    if twice := sum(bool(row.get("line")) for row in sheet) - len(marked):
        yield f"I arket Log står {plural(twice, 'linje', 'linjer')} to gange."
    unmarked, later = [], {line.number for line in missing(lines, sheet)}
    for line in lines:
        if line.mark and (row := marked.pop(line.number, None)) is not None:
            yield from _differences(line, row)
        elif line.number not in later:
            unmarked.append(line)
    for number, row in marked.items():
        if number <= (lines[-1].number if lines else 0):  # the rest is told as lacking in the logbook
            yield f"I arket Log er der sat en linje ind, som ikke er i logbogen: {row['at']} »{row['action']}«."
    yield from _faults_without_marks(unmarked, [row for row in sheet if not row.get("line")])


def _faults_without_marks(lines: Sequence[LoggedLine], rows: Sequence[Record]) -> Iterator[str]:
    """Lines from before the logbook, and all lines in a workbook of an earlier layout, which shows no marks."""
    left = Counter(_words(row["action"], row["result"]) for row in rows)
    for line in lines:
        words = _words(line.action, line.sentence)
        if left[words]:
            left[words] -= 1
        else:
            yield f"I arket Log er linje {_name(line)} taget ud eller ændret."
    if more := left.total():
        yield f"I arket Log er {plural(more, 'linje', 'linjer')} sat ind eller ændret, som ikke er i logbogen."


def not_in_logbook(lines: Sequence[LoggedLine], marks: Iterable[str]) -> list[str]:
    """The marks of lines, as an earlier copy of the sheet shows them, that the logbook does not have (any more)."""
    known = {line.mark for line in lines}
    return [mark for mark in marks if mark and mark not in known]


def shortened(lines: Sequence[LoggedLine], sheet: Sequence[Record]) -> int:
    """How many lines the logbook has lost at its end, by the numbers that the sheet still shows."""
    shown = max(map(_number, sheet), default=0)
    return max(0, shown - (lines[-1].number if lines else 0))


def _faults_between(before: LoggedLine | None, told: str, line: LoggedLine) -> Iterator[str]:
    """What is wrong where a line follows another one, whose hash stands there as `told`."""
    if line.origin == RESTARTED:
        yield f"Logbogen manglede og er begyndt forfra med linje {_name(line)}."
    last = before.number if before else 0
    if line.number > last + 1:
        lost = plural(line.number - last - 1, "linje", "linjer")
        yield f"Der er taget {lost} ud af logbogen før linje {_name(line)}."
    elif line.number <= last:
        yield f"Linje {_name(line)} er sat ind eller flyttet."
    elif before and line.before not in (before.hash, told):
        yield f"Linje {_name(before)} er skiftet ud, efter at den næste linje blev skrevet."


def _faults_of_sentences(lines: Sequence[LoggedLine]) -> Iterator[str]:
    digests: dict[int, str] = {}
    for line in lines:
        digests[line.number] = line.digest
        digests |= line.redacted
    for line in lines:
        if digest_of(line.salt, line.sentence) != digests[line.number]:
            yield f"Resultatet i linje {_name(line)} er ændret."


def _differences(line: LoggedLine, row: Record) -> Iterator[str]:
    own = line.row
    unlike = [header for key, header in _COLUMNS.items() if _words(row.get(key)) != _words(own[key])]
    if unlike:
        yield f"Arket Log siger noget andet end logbogen om {listing(unlike)} i linje {_name(line)}."
    elif row["line"] != line.mark:
        yield f"Koden i arket Log passer ikke til linje {_name(line)}: en af de to er skrevet om."


def _words(*texts: object) -> str:
    """Texts as a cell can hold them: a workbook takes no control characters, and no endless text."""
    told = "|".join(str(text or "") for text in texts)
    return " ".join("".join(one if one.isprintable() else " " for one in told).split())[:_MOST]


def _number(row: Record) -> int:
    """The number of a line that a row of the sheet shows; 0 where it shows none."""
    number = str(row.get("line") or "").partition("-")[0]
    return int(number) if number.isdecimal() else 0


def _name(line: LoggedLine) -> str:
    return f"{line.number} ({date_text(line.at.date())} »{line.action}«)"
