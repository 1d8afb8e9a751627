"""Two months of a partnership in which each partner is a user of its own: none can read anything of another's.

Every file that a partner's user can open is searched, the parts of workbooks and what is packed into pages among them,
for the candidates and the remarks of all others. The partnership is moved from the earlier layout first, and one
partner's folder lies in a library elsewhere.
"""

from __future__ import annotations

import base64
import io
import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import openpyxl
import pytest

from igu_xl.actions.checking import check_partnership
from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.actions.coordinator.settings import Settings, setting_rows
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.actions.rehousing.rehousing import move_partnership
from igu_xl.actions.reporting.reporting import report_partnership
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.month import Month
from igu_xl.records import records
from igu_xl.sheets.layout import layout_of
from igu_xl.sheets.writing.keeping import Backups
from igu_xl.sheets.writing.lossless import WorkbookEdit

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")

AsUser = Callable[[int, Callable[[], str]], str]

BEGUN, LATER = datetime(2026, 11, 2, 9), datetime(2026, 12, 2, 9)
ELSEWHERE = "Biblioteker/Frederiksberg - igu"
USERS = {
    "partnere/101-københavn": 61_101,
    ELSEWHERE: 61_147,
    "partnere/155-dragør": 61_155,
    "partnere/bygge-anlæg": 61_201,
    "partnere/next": 61_301,
}
NOWHERE = ("155-0001", "155-0002", "147-0005")  # those for whom there is no place
_EMBEDDED = re.compile(rb"base64,([A-Za-z0-9+/=\s]{40,})")


@pytest.fixture(scope="module")
def canaries() -> dict[str, list[str]]:
    """What nobody but its partner may read: remarks of each, and each municipality's candidates."""
    people = {"partnere/101-københavn": ("101", 6), ELSEWHERE: ("147", 5), "partnere/155-dragør": ("155", 2)}
    found = {place: [f"Kanariefugl {number}"] for number, place in enumerate(USERS)}
    for place, (code, count) in people.items():
        found[place] += [f"{code}-{number:04d}" for number in range(1, count + 1)]
    return found


@pytest.fixture
def played(clean_partnership: Path, open_place: Path, canaries: dict[str, list[str]], as_user: AsUser) -> Path:
    """Two months: each partner's folder is its own user's alone, and the secretariat is who runs this."""
    folder = open_place / "partnerskab"
    shutil.copytree(clean_partnership, folder)
    move_partnership(folder, BEGUN)
    (open_place / ELSEWHERE).parent.mkdir()
    shutil.move(folder / "partnere" / "147-frederiksberg", open_place / ELSEWHERE)
    _type_folder(folder, open_place / ELSEWHERE)
    for place, user in USERS.items():
        _leave_a_canary(_home(folder, place), canaries[place][0])
        _hand_over(_home(folder, place), user)
    for place in (folder, folder / "partnere", open_place / ELSEWHERE):
        place.chmod(0o755 if place.parent != open_place / "Biblioteker" else 0o700)
    _play_a_month(folder, BEGUN)
    _turn_the_page(folder, LATER)
    _play_a_month(folder, LATER)
    report_partnership(folder, Month(2026, 11), LATER)
    return folder


def test_no_partner_can_read_anything_of_anothers(
    played: Path, canaries: dict[str, list[str]], as_user: AsUser
) -> None:
    for place, user in USERS.items():
        own, others = canaries[place], [one for other in USERS if other != place for one in canaries[other]]
        if len(own) == 1:  # a branch and a school are told who comes, by id, and of nobody else
            others = [one for one in others if one[0] == "K" or one in NOWHERE]
        told = json.loads(as_user(user, partial(_found, played.parent, own, others)))
        assert told["own"] == sorted(own), "the search finds what is there"
        assert told["others"] == {}, place
        (book,) = _home(played, place).glob("*.xlsx")
        assert str(book) in told["workbooks"]
        assert all(Path(one).is_relative_to(book.parent) for one in told["workbooks"])
        for path in (played / "sekretariat", played / "sekretariat" / "koordinator.xlsm"):
            assert as_user(user, partial(_opened, path)).startswith("PermissionError")


def _opened(path: Path) -> str:
    return str([*path.iterdir()] if path.is_dir() else path.read_bytes())


def _found(place: Path, own: list[str], others: list[str]) -> str:
    """What of this can be read by whoever runs it, in every file below a place."""
    workbooks: list[str] = []
    mine: set[str] = set()
    theirs: dict[str, list[str]] = {}
    for above, _, names in os.walk(place):
        for name in names:
            path = Path(above, name)
            try:
                content = path.read_bytes()
            except PermissionError:
                continue
            workbooks += [str(path)] if path.suffix in (".xlsx", ".xlsm") else []
            text = b"\n".join([str(path).encode(), *_parts(content)])
            mine |= {canary for canary in own if _stands_in(canary, text)}
            if seen := [canary for canary in others if _stands_in(canary, text)]:
                theirs[str(path)] = seen
    return json.dumps({"workbooks": workbooks, "own": sorted(mine), "others": theirs})


def _stands_in(canary: str, text: bytes) -> bool:
    return any(canary.encode(encoding) in text for encoding in ("utf-8", "utf-16-le"))


def _parts(content: bytes) -> Iterator[bytes]:
    """The bytes themselves, and what is packed in them: parts of a zip file, downloads in a page."""
    yield content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for name in package.namelist():
                yield from _parts(package.read(name))
    for packed in _EMBEDDED.findall(content):
        yield from _parts(base64.b64decode(packed + b"==", validate=False))


def _home(folder: Path, place: str) -> Path:
    return folder / place if place.startswith("partnere/") else folder.parent / place


def _type_folder(folder: Path, place: Path) -> None:
    path = layout_of(folder).coordinator
    assert path is not None
    edit = WorkbookEdit(path)
    edit.append_rows("tblPartnere", [{"Mappe": str(place)}])
    edit.save()


def _leave_a_canary(home: Path, canary: str) -> None:
    """Write a remark where the partner has a column for one, else on a sheet of its own."""
    (path,) = home.glob("*.xlsx")
    book = openpyxl.load_workbook(path)
    table = next((sheet for sheet in book.worksheets if "tblKandidater" in sheet.tables), None)
    if table is None:
        book.create_sheet("Noter")["A1"] = canary
    else:
        (column,) = [cell.column for row in table.iter_rows() for cell in row if cell.value == "Bemærkning"]
        (first,) = [cell.row for row in table.iter_rows() for cell in row if str(cell.value).endswith("-0001")]
        table.cell(first, column).value = canary
    book.save(path)


def _hand_over(home: Path, user: int) -> None:
    for path in (home, *home.iterdir()):
        os.chown(path, user, user)
    home.chmod(0o700)


def _play_a_month(folder: Path, begun: datetime) -> None:
    """Check, match, approve everything and send."""
    check_partnership(folder, begun)
    match_partnership(folder, begun)
    desk = CoordinatorFile(folder)
    book = desk.read()
    rows = [row if row["state"] == "Sendt" else {**row, "decision": "Godkend"} for row in records(book.proposals)]
    desk.write(book, {"tblForslag": rows}, Backups(folder, begun), None)
    publish_partnership(folder, begun, anyway=True)


def _turn_the_page(folder: Path, begun: datetime) -> None:
    desk = CoordinatorFile(folder)
    book = desk.read()
    desk.write(book, {"tblIndstillinger": setting_rows(Settings(today=begun.date()))}, Backups(folder, begun), None)
