"""From a report to the partners' own folders: each gets its own pages, and what hinders one hinders no other."""

from __future__ import annotations

import json
import re
import shutil
import zlib
from base64 import b64decode
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from igu_xl.actions.checking import read_and_check
from igu_xl.actions.coordinator.file import CoordinatorFile, new_coordinator
from igu_xl.actions.coordinator.settings import Settings
from igu_xl.actions.partner_places import Places
from igu_xl.actions.reporting.delivering import FILE, deliver_again
from igu_xl.actions.reporting.reporting import report_partnership
from igu_xl.actions.reporting.scheduled import report_on_schedule
from igu_xl.month import Month
from igu_xl.reports.run.monthly import ReportRun
from igu_xl.reports.run.options import ReportOptions
from igu_xl.reports.run.summary import report_json, report_notes, report_summary
from igu_xl.sheets.layout import layout_of

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")

OCTOBER, BEGUN, LATER = Month(2026, 10), datetime(2026, 11, 2, 9), datetime(2026, 11, 9, 9)
AMAGER, FREDERIKSBERG, DRAGOER = "101-københavn", "147-frederiksberg", "155-dragør"


@pytest.fixture(scope="module")
def made(clean_partnership: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small partnership with a folder for each partner, and October's pages, those that may be passed on too."""
    folder = tmp_path_factory.mktemp("delt") / "Partnerskab æøå"
    for book in (path for kind in ("kommuner", "brancher", "skoler") for path in (clean_partnership / kind).iterdir()):
        own = folder / "partnere" / book.stem
        own.mkdir(parents=True)
        shutil.copy2(book, own)
    (folder / "sekretariat").mkdir()
    new_coordinator(folder, Settings())
    for audience in ("intern", "delt"):
        run = report_partnership(folder, OCTOBER, BEGUN, ReportOptions(audience=audience, jobs=1))
        assert not run.to_mend, report_notes(run)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / made.name))


def own(folder: Path, partner: str) -> Path:
    return folder / "partnere" / partner / "rapporter"


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def again(folder: Path) -> ReportRun:
    """The next run, which has no page to make."""
    return deliver_again(folder, OCTOBER, "intern", LATER)


def told(run: ReportRun) -> list[str]:
    return [one.reason for one in run.delivered if one.reason]


def texts(place: Path) -> Iterator[str]:
    """All that can be read in a folder: every file, and every part of a package, also inside a page."""
    for path in (path for path in place.rglob("*") if path.is_file()):
        content = path.read_bytes()
        yield path.name + content.decode("utf-8", "replace")
        packages = [content] if content.startswith(b"PK") else []
        packages += [b64decode(link) for link in re.findall(rb'href="data:[^,]+,([^"]+)"', content)]
        for package in packages:
            with ZipFile(BytesIO(package)) as parts:
                yield from (parts.read(part).decode("utf-8", "replace") for part in parts.namelist())


def test_each_municipality_has_its_own_pages_and_no_others(made: Path) -> None:
    for partner in (AMAGER, FREDERIKSBERG, DRAGOER):
        assert names(own(made, partner)) == {"2026-10.html", "2026-10-delt.html", "index.html"}
        number = partner[:3]
        month = layout_of(made).reports / "2026-10"
        assert (own(made, partner) / "2026-10.html").read_bytes() == (month / f"kommune-{number}.html").read_bytes()
    assert "2026-10-delt.html" in names(own(made, "bygge-anlæg"))
    branch = [path.read_text(encoding="utf-8") for path in own(made, "bygge-anlæg").iterdir()]
    assert not any("Til tjenstligt brug" in text for text in branch)  # its page is about other people's citizens
    school = "".join(text for text in texts(own(made, "next")))
    assert "2026-10-delt.html" in names(own(made, "next")) and "Til tjenstligt brug" not in school
    assert not re.search(r"\b\d{3}-00\d\d\b|kommune[-:]\d|styregruppe", school)  # numbers only, and its own
    assert {"styregruppe.html", "index.html", "kommune-155.html"} <= names(layout_of(made).reports / "2026-10")


def test_no_link_leads_out_of_a_partners_folder(made: Path) -> None:
    for page in made.glob("partnere/*/rapporter/*.html"):
        for link in re.findall(r'(?:href|src|action)="([^"]*)"', page.read_text(encoding="utf-8")):
            assert link.startswith(("#", "data:")) or ((page.parent / link).is_file() and "/" not in link), (page, link)


def test_nothing_in_a_partners_folder_is_about_another_partner(made: Path) -> None:
    others = {AMAGER: "147|155", FREDERIKSBERG: "101|155", DRAGOER: "101|147"}
    for partner, numbers in others.items():
        stems = "|".join({AMAGER, FREDERIKSBERG, DRAGOER} - {partner})
        foreign = re.compile(rf"kommune[-:](?:{numbers})|\b(?:{numbers})-00\d\d|{stems}|styregruppe|bygge-anlæg", re.I)
        for text in texts(own(made, partner)):
            assert not foreign.search(text), foreign.search(text)
        assert not any(str(made) in text or "arkiv" in text for text in texts(own(made, partner)))


def test_the_answer_says_what_was_laid_where(folder: Path) -> None:
    shutil.rmtree(own(folder, AMAGER))
    run = again(folder)
    answer = json.loads(json.dumps(report_json(run)))["delivered"]
    (mine,) = (one for one in answer if one["partner"] == "kommune:101")
    assert mine["folder"] == str(own(folder, AMAGER)) and mine["reason"] == ""
    assert set(mine["files"]) == {"2026-10.html", "2026-10-delt.html", "index.html"}
    assert [one["files"] for one in answer if one != mine] == [[], [], [], []]
    assert report_summary(run).endswith("5 partnere har sine sider i sin egen mappe, 1 fik nye.")


def test_a_folder_that_is_gone_is_named_and_the_next_scheduled_run_brings_what_is_missing(folder: Path) -> None:
    away = folder / "væk"
    shutil.rmtree(own(folder, FREDERIKSBERG))
    shutil.rmtree(own(folder, DRAGOER))
    (folder / "partnere" / FREDERIKSBERG).rename(away)
    run = again(folder)
    assert told(run) == [
        "Frederiksberg: Siderne er ikke lagt, for arbejdsbogen er ikke fundet. Siderne bliver lagt ved næste kørsel, "
        "når den er der igen."
    ]
    assert run.to_mend and "Ikke lagt hos Frederiksberg." in report_summary(run)
    assert "2026-10.html" in names(own(folder, DRAGOER))
    away.rename(folder / "partnere" / FREDERIKSBERG)
    mended = report_on_schedule(folder, OCTOBER, LATER, ReportOptions(jobs=1)).run
    assert mended is not None and told(mended) == [] and "2026-10.html" in names(own(folder, FREDERIKSBERG))
    assert {page.status for page in mended.pages} == {"uændret"}
    assert report_on_schedule(folder, OCTOBER, LATER, ReportOptions(jobs=1)).run is None
    log = (layout_of(folder).reports / "koersler.json").read_text(encoding="utf-8")
    assert "sine sider i sin egen mappe" in log


def test_a_renamed_folder_gets_all_pages_and_the_state_is_no_partners(folder: Path) -> None:
    (folder / "partnere" / AMAGER).rename(folder / "partnere" / "101-kbh")
    assert told(again(folder)) == []
    assert names(own(folder, "101-kbh")) == {"2026-10.html", "2026-10-delt.html", "index.html"}
    assert (layout_of(folder).state / FILE).is_file()


def test_a_folder_that_holds_two_partners_workbooks_is_given_no_page_of_the_second(folder: Path) -> None:
    """Whoever reads the folder would read the other's page."""
    theirs = {path.read_bytes() for path in own(folder, "bygge-anlæg").iterdir()}
    shutil.rmtree(own(folder, AMAGER))
    (folder / "partnere" / "bygge-anlæg" / "bygge-anlæg.xlsx").rename(folder / "partnere" / AMAGER / "bygge-anlæg.xlsx")
    assert any(one.startswith("Bygge og anlæg: Siderne er ikke lagt, for ") for one in told(again(folder)))
    assert not theirs & {path.read_bytes() for path in own(folder, AMAGER).glob("*")}


def test_whoever_says_to_be_another_is_given_nothing(folder: Path) -> None:
    """Frederiksberg puts København's number on a workbook, while the folder of København is not synchronised."""
    stolen = folder / "partnere" / "bibliotek b"
    (folder / "partnere" / FREDERIKSBERG).rename(stolen)
    assert told(again(folder)) == []
    shutil.move(folder / "partnere" / AMAGER, folder / "væk")
    shutil.rmtree(stolen / "rapporter")
    (stolen / f"{FREDERIKSBERG}.xlsx").unlink()
    shutil.copy2(folder / "væk" / f"{AMAGER}.xlsx", stolen / "101-x.xlsx")
    assert any(one.startswith("København: Siderne er ikke lagt, for ") for one in told(again(folder)))
    assert not (stolen / "rapporter").exists()


def test_a_second_folder_for_one_partner_is_given_nothing(folder: Path) -> None:
    shutil.copytree(folder / "partnere" / AMAGER, folder / "partnere" / "101 ny", ignore=lambda *_: {"rapporter"})
    again(folder)
    assert not own(folder, "101 ny").exists()


def test_a_copy_in_the_own_folder_hinders_nobody(folder: Path) -> None:
    shutil.copy2(
        folder / "partnere" / AMAGER / f"{AMAGER}.xlsx", folder / "partnere" / AMAGER / f"{AMAGER} - Kopi.xlsx"
    )
    checked = read_and_check(folder, LATER, None, CoordinatorFile(folder))
    places = Places(checked.validation, layout_of(folder), {})
    assert places.folder("kommune:101") == folder / "partnere" / AMAGER


def test_whoever_has_left_keeps_what_it_has_and_is_given_no_more(folder: Path) -> None:
    own_coordinator = layout_of(folder).coordinator
    assert own_coordinator is not None
    own_coordinator.unlink()
    new_coordinator(folder, Settings(left_partners="Dragør"))
    shutil.move(folder / "partnere" / DRAGOER / f"{DRAGOER}.xlsx", folder / "væk.xlsx")
    before = {path.name: zlib.crc32(path.read_bytes()) for path in own(folder, DRAGOER).iterdir()}
    run = again(folder)
    assert told(run) == [] and "kommune:155" not in {one.partner for one in run.delivered}
    assert {path.name: zlib.crc32(path.read_bytes()) for path in own(folder, DRAGOER).iterdir()} == before


def test_in_the_earlier_layout_nothing_is_laid(partnership: Path) -> None:
    run = report_partnership(partnership, OCTOBER, BEGUN, ReportOptions(only="kommune:155", jobs=1))
    assert run.delivered == () and not run.to_mend and "egen mappe" not in report_summary(run)
    assert not list(partnership.glob("kommuner/rapporter")) and not (partnership / ".igu" / FILE).exists()
