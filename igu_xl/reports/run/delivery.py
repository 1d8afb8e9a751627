"""A partner's pages laid in its own folder, with an index of what lies there: nothing that leads out of it.

Each file is replaced at once. The partner may write in the folder, so nothing there is trusted: a link is not followed,
and a file that is not as it was laid is the partner's, and is moved aside, not deleted.
"""

from __future__ import annotations

import filecmp
import os
import re
import secrets
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from html import unescape
from itertools import groupby
from pathlib import Path

from igu_xl.danish import listing
from igu_xl.month import Month
from igu_xl.reports.run.page_html import partner_index_of
from igu_xl.reports.run.partner_pages import PageName, PartnerPages, page_name

INDEX = "index.html"
_TITLE = re.compile(rb"<title>([^<]*)</title>")
_HEAD = 1_000  # bytes of a page in which its title stands


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a partner's pages: the files that were laid in its `folder` by this run, and the sentence why
    not all could be (`reason`), else empty."""

    partner: str
    name: str
    folder: Path | None
    files: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Laid:
    """The files that were laid now, those that lie there with the SHA-256 of each, and those that are locked."""

    now: tuple[str, ...]
    there: Mapping[str, str]
    locked: tuple[str, ...]


class NotLaid(Exception):
    """Why nothing could be laid in a folder, as the end of a sentence."""


def deliver(partner: str, pages: PartnerPages, folder: Path, before: Mapping[str, str]) -> tuple[Delivery, Laid]:
    """Lay a partner's pages in its folder for reports; `before` is what was laid there by earlier runs.

    Never raises for what is wrong with the folder: the answer says it.
    """
    try:
        laid = _lay(pages, folder, before)
    except (NotLaid, OSError) as problem:
        why = str(problem) if isinstance(problem, NotLaid) else "mappen kan ikke læses og skrives. Bed om ret til det"
        reason = f"{pages.name}: Siderne kunne ikke lægges i »{folder}«, for {why}, og kør igen."
        return Delivery(partner, pages.name, folder, (), reason), Laid((), before, ())
    reason = ""
    if laid.locked:
        locked = listing([f"»{name}«" for name in laid.locked])
        reason = (
            f"{pages.name}: {locked} kunne ikke lægges i »{folder}«. Luk det program, der har den åben, og kør igen."
        )
    return Delivery(partner, pages.name, folder, laid.now, reason), laid


def _lay(pages: PartnerPages, folder: Path, before: Mapping[str, str]) -> Laid:
    _require_own(folder)
    there, now, locked = dict(before), [], []
    for name, source in pages.files.items():
        try:
            if not _is_same(folder / name, source):
                _put(folder / name, source.read_bytes(), source.stat().st_mtime_ns, before.get(name))
                now.append(name)
            there[name] = _sha256(source)
        except PermissionError:
            locked.append(name)
    locked += _clear_outdated(pages, folder, there)
    index = _index(folder, pages.name).encode()
    if not (_is_file(folder / INDEX) and (folder / INDEX).read_bytes() == index):
        _put(folder / INDEX, index, None, before.get(INDEX))
        now.append(INDEX)
    there[INDEX] = sha256(index).hexdigest()
    return Laid(tuple(now), there, tuple(locked))


def _require_own(folder: Path) -> None:
    """Make the folder where it is missing; raise `NotLaid` where it is not what it looks like."""
    if not folder.parent.is_dir():
        raise NotLaid("partnerens mappe findes ikke på denne maskine. Se efter, om den er synkroniseret")
    if not os.path.lexists(folder):
        folder.mkdir()
        with suppress(OSError):
            folder.chmod(stat.S_IMODE(folder.parent.stat().st_mode))
            _give(folder, folder.parent)
    # A link would lay the pages somewhere else, where others may read them or lose what is theirs.
    if not folder.is_dir() or folder.resolve() != folder.parent.resolve() / folder.name:
        raise NotLaid("den er en genvej eller en fil og ikke en mappe. Slet den")


def _is_same(path: Path, source: Path) -> bool:
    return _is_file(path) and filecmp.cmp(source, path)


def _put(path: Path, content: bytes, changed: int | None, known: str | None) -> None:
    """Put a file in its place at once, with the time it was `changed` (ns), for whoever may read the folder.

    What lies there and is not what was laid (`known`, its SHA-256) is moved aside. Raises `PermissionError` where that
    is locked, `NotLaid` where nothing may be written at all.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.ny")
    try:
        file = beside.open("xb")  # a new file: nobody has put a link there
    except PermissionError as problem:
        raise NotLaid("der må ikke skrives i den. Bed om skriveret til den") from problem
    try:
        with file:
            file.write(content)
            if hasattr(os, "fchmod"):
                os.fchmod(file.fileno(), stat.S_IMODE(path.parent.stat().st_mode) & 0o666)
        if changed is not None:
            os.utime(beside, ns=(changed, changed))
        with suppress(OSError):
            _give(beside, path.parent)
        if os.path.lexists(path) and not (_is_file(path) and _sha256(path) == known):
            path.rename(_aside(path))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _give(path: Path, like: Path) -> None:
    """Give a file or folder to whom the folder around it belongs, where that is allowed."""
    if hasattr(os, "chown"):
        os.chown(path, like.stat().st_uid, like.stat().st_gid, follow_symlinks=False)


def _aside(path: Path) -> Path:
    """A free name for what a partner has put where a page belongs: `2026-10 (jeres).html`."""
    names = (path.with_stem(f"{path.stem} (jeres{number})") for number in ("", *(f" {n}" for n in range(2, 1000))))
    return next(name for name in names if not os.path.lexists(name))


def _clear_outdated(pages: PartnerPages, folder: Path, there: dict[str, str]) -> list[str]:
    """Remove what was laid of these months by earlier runs and belongs to them no more; the answer is what is
    locked."""
    groups = {told.group for name in pages.files if (told := page_name(name))}
    locked = []
    for name, known in list(there.items()):
        told = page_name(name)
        if told is None or told.group not in groups or name in pages.files:
            continue
        try:
            if _is_file(folder / name) and _sha256(folder / name) == known:
                (folder / name).unlink()
            del there[name]
        except PermissionError:
            locked.append(name)
    return locked


def _index(folder: Path, name: str) -> str:
    """The index of the pages that lie in a folder."""
    found = [told for path in folder.iterdir() if (told := page_name(path.name)) and _is_file(path)]
    found.sort(key=lambda told: (told.month, told.suffix == "", told.earlier == 0, told.earlier), reverse=True)
    months = [
        {
            "name": Month.parse(month).name,
            "pages": [
                _line(folder, group, earlier, list(files))
                for (group, earlier), files in groupby(own, key=lambda told: (told.group, told.earlier))
            ],
        }
        for month, own in groupby(found, key=lambda told: told.month)
    ]
    return partner_index_of(name, months)


def _line(folder: Path, group: str, earlier: int, files: list[PageName]) -> dict[str, str]:
    stem = f"{group}-udgave-{earlier}" if earlier else group
    endings = {told.ending for told in files}
    name = "Delt udgave, som må gives videre" if files[0].suffix else "Månedens side"
    if earlier:
        name += f", udgave {earlier}"
    elif "html" in endings and "(foreløbig)" in _title(folder / f"{stem}.html"):
        name += " (foreløbig)"
    return {
        "name": name,
        "file": f"{stem}.html" if "html" in endings else "",
        "pdf": f"{stem}.pdf" if "pdf" in endings else "",
    }


def _title(page: Path) -> str:
    with page.open("rb") as file:
        found = _TITLE.search(file.read(_HEAD))
    return unescape(found[1].decode("utf-8", "replace")) if found else ""


def _is_file(path: Path) -> bool:
    """Whether a plain file lies there: no link, no pipe, nothing that is not there."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _sha256(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
