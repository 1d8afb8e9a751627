"""The files that the tool keeps or has made, and each of them without the people who are being forgotten.

What counts in figures gets a random name, sentences say `(glemt)`, lines and rows about the person are emptied. A copy
of a workbook that cannot be cleaned is deleted.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from igu_xl.actions.forgetting import begun
from igu_xl.actions.forgetting.anonymous import anonymised, without_open
from igu_xl.actions.forgetting.people import People
from igu_xl.actions.forgetting.tables import without_people
from igu_xl.actions.logbook.logbook import FILE as LOGBOOK
from igu_xl.actions.logbook.logbook import WAITING as LOGBOOK_WAITING
from igu_xl.errors import WriteRefused
from igu_xl.sheets.layout import HANDOUTS, Layout
from igu_xl.sheets.partner_folders import partner_folders
from igu_xl.sheets.writing.erasing import Wanted, erased, traces_in
from igu_xl.standing import history_file

INSIGHT = "indsigt"  # beside the coordinator's workbook: the pages that tell a person's data
_TEXTS = {".html", ".ipynb", ".log", ".txt", ".csv", ".svg", ".md", ".1"}
_WORKBOOKS = {".xlsx", ".xlsm"}
_WRECKS = (".igu-*.tmp", "*.skrives", ".*.ny")


@dataclass(slots=True)
class Swept:
    """What was done: the files that were changed, the copies that had to be deleted, and what is left, with why."""

    changed: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)


def kept_files(layout: Layout) -> Iterator[Path]:
    """Every file that the tool itself keeps or has made, but for the workbooks that are in use, and for the journal of
    whom it is forgetting, which is deleted last of all."""
    folders = [layout.state, layout.archive, layout.reports, layout.secretariat / INSIGHT, *_handouts(layout)]
    if layout.apart:
        folders += [own.path / layout.reports.name for own in partner_folders(layout)[0]]
    for folder in folders:
        yield from sorted(path for path in folder.rglob("*") if path.is_file() and path.name != begun.FILE)


def _handouts(layout: Layout) -> list[Path]:
    """The folders with files of school plans."""
    partners = [own.path for own in partner_folders(layout)[0]] if layout.apart else []
    return [place / HANDOUTS for place in (layout.secretariat, *partners)]


def clear_wrecks(layout: Layout) -> None:
    """Delete what killed runs left beside the files they were writing: half a file, or a whole copy of a workbook.

    For a run that holds the lock: nobody else is writing.
    """
    places = [layout.state, layout.secretariat, layout.archive]
    places += [own.path for own in partner_folders(layout)[0]] if layout.apart else list(_partners_shared(layout))
    for place in places:
        deep = place == layout.archive
        for path in (one for wreck in _WRECKS for one in (place.rglob(wreck) if deep else place.glob(wreck))):
            path.unlink(missing_ok=True)
    for path in (one for place in _handouts(layout) for one in place.glob(".*.tmp")):
        path.unlink(missing_ok=True)
    for wreck in (*layout.reports.glob(".*.bygges"), *layout.reports.glob(".*.gammel")):
        if wreck.name.endswith(".bygges"):
            shutil.rmtree(wreck, ignore_errors=True)


def _partners_shared(layout: Layout) -> Iterator[Path]:
    yield from (path for path in layout.root.iterdir() if path.is_dir() and not path.name.startswith("."))


def sweep(layout: Layout, people: People, day: date) -> Swept:
    """Take people out of all files that the tool keeps; what is open ends on the day."""
    done = Swept()
    clear_wrecks(layout)
    for path in list(kept_files(layout)):
        name = path.relative_to(layout.root).as_posix() if path.is_relative_to(layout.root) else str(path)
        try:
            if _swept(path, layout, people, day):
                # A page or a plan that is made for reading is no copy: it is made again of what is left.
                kept = path.exists() or path.parent.name in (INSIGHT, HANDOUTS)
                (done.changed if kept else done.deleted).append(people.without(name))
        except WriteRefused as problem:
            if path.is_relative_to(layout.backups):
                path.unlink()
                done.deleted.append(people.without(name))
            else:
                done.left[people.without(name)] = problem.reason
        except PermissionError:
            done.left[people.without(name)] = "Filen er åben i et andet program eller skrivebeskyttet."
    return done


def _swept(path: Path, layout: Layout, people: People, day: date) -> bool:
    """Whether a file held somebody, and holds nobody any more."""
    if own_way := _OWN_WAYS.get(path.name):
        return own_way(path, layout, people, day)
    if path.parent.name == INSIGHT and (people.within(path.stem) or people.in_bytes(path.read_bytes())):
        path.unlink()
        return True
    if path.parent.name == HANDOUTS:
        return _handout(path, people)
    if path.suffix == ".parquet":
        return without_people(path, people)
    if path.suffix.casefold() in _WORKBOOKS:
        content = erased(path.read_bytes(), path.name, people)
    elif path.suffix == ".json":
        content = _document(path.read_bytes(), people)
    elif path.suffix in _TEXTS:
        content = text_without(path.read_bytes(), people)
    else:
        if people.in_bytes(path.read_bytes()):
            raise WriteRefused("Det står i en fil, som ikke kan ændres. Slet den.", path.name)
        content = None
    if content is not None:
        replace_kept(path, content)
    return content is not None


def _handout(path: Path, people: People) -> bool:
    """Whether a file of the school plan was about somebody, or named somebody among others, and is deleted now.

    The next *Godkend og send* makes the plans and calendars of the others again.
    """
    content = path.read_bytes()
    if path.suffix.casefold() in _WORKBOOKS:
        named = bool(traces_in(path, people))
    else:
        named = any(map(people.within, unfolded(content).decode("utf-8", "replace").splitlines()))
    if named or people.within(path.stem) or people.names_placement(path.stem):
        path.unlink()
        return True
    return False


def unfolded(calendar: bytes) -> bytes:
    """A calendar with whole lines: in the file an id may be broken over two of them."""
    return calendar.replace(b"\r\n ", b"").replace(b"\n ", b"")


def replace_kept(path: Path, content: bytes) -> None:
    """Put new content in place of a file that the tool keeps, in one step, with its dates."""
    beside = path.with_name(f".{path.name}.ny")
    beside.write_bytes(content)
    shutil.copystat(path, beside)
    beside.replace(path)


def _history(path: Path, layout: Layout, people: People, day: date) -> bool:
    """That of the partnership ends what is open; one of an archived month is asked about its own days only."""
    ending = day if path.parent == layout.state else None
    known = history_file.read_history(path)
    if known is None:
        raise WriteRefused("Filen er beskadiget og kan ikke læses. Slet den.", path.name)
    then = anonymised(known, people.aliases, ending)
    if path.name == history_file.TOLD:
        then = without_open(anonymised(known, people.aliases), then)
    beside = path.with_suffix(".skrives")
    history_file.write_history(then, beside)
    if beside.read_bytes() == path.read_bytes():
        beside.unlink()
        return False
    shutil.copystat(path, beside)
    beside.replace(path)
    return True


def _held_together(path: Path, layout: Layout, people: People, day: date) -> bool:
    """The logbook, whose lines hold each other, is blanked in its own way before (`coordinator/blanking`)."""
    return False


def _document(content: bytes, people: People) -> bytes | None:
    if not people.in_bytes(content):
        return None
    try:
        stored = json.loads(content)
    except ValueError:
        return text_without(content, people)
    told = _without(stored, people)
    return None if told == stored else (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _without(stored: Any, people: People) -> Any:
    """A document without what is about people: whole entries of a `candidate`, and a sending that had no others."""
    if isinstance(stored, list):
        return [told for one in stored if (told := _without(one, people)) is not None]
    if isinstance(stored, dict):
        if people.owns(str(stored.get("candidate") or "")):
            return None
        told = {people.without(key): _without(value, people) for key, value in stored.items()}
        return None if stored.get("placements") and not told["placements"] else told
    return people.without(stored) if isinstance(stored, str) and people.within(stored) else stored


def text_without(content: bytes, people: Wanted) -> bytes | None:
    """A text file without what is looked for; None where it does not stand there."""
    if not people.in_bytes(content):
        return None
    text = content.decode("utf-8", "surrogateescape")
    told = "\n".join(people.without(line) if people.within(line) else line for line in text.split("\n"))
    return None if told == text else told.encode("utf-8", "surrogateescape")


# The files that are not what their ending says, and how each is made to hold nobody: whether it was changed.
_OWN_WAYS: Mapping[str, Callable[[Path, Layout, People, date], bool]] = {
    name: _history for name in (history_file.FILE, history_file.BEFORE, history_file.TOLD)
} | {name: _held_together for name in (LOGBOOK, LOGBOOK_WAITING)}
