"""A partner's pages in its own folder: which, under which names, and what somebody else put there stays."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from igu_xl.documents import document
from igu_xl.reports.run.delivery import Delivery, Laid, deliver
from igu_xl.reports.run.partner_pages import PartnerPages, is_given, page_name, pages_by_partner

AMAGER, BYEN, STEERING, BUILDING = "kommune:101", "kommune:147", "styregruppe:alle", "branche:byg"


def publish(folder: Path, number: int, *, audience: str = "intern", provisional: bool = False, **own: str) -> None:
    """A month as a run publishes it: a page of each partner that says the edition; `own` is Amager's record."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = {}
    for partner, name in ((AMAGER, "Amager"), (BYEN, "Byen"), (STEERING, "Styregruppen"), (BUILDING, "Byg")):
        file = f"{partner.replace(':', '-')}.html"
        mark = " (foreløbig)" if provisional else ""
        (folder / file).write_text(f"<title>Status{mark}: {name}</title>{name} {folder.name} {number}", "utf-8")
        pages[partner] = {"name": name, "file": file, "pdf": "", "edition": str(number), "audience": audience}
        pages[partner] |= own if partner == AMAGER else {}
    month = re.search(r"2026-\d\d", str(folder))
    assert month is not None
    record = {"month": month[0], "audience": audience, "edition": number, "data": "", "made": "", "pages": pages}
    (folder / "koersel.json").write_text(document(record | {"provisional": provisional}), encoding="utf-8")


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    return tmp_path / "sekretariat" / "rapporter"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The folder for reports in a partner's folder, which is not there yet."""
    (tmp_path / "partnere" / "101 Amager æøå").mkdir(parents=True)
    return tmp_path / "partnere" / "101 Amager æøå" / "rapporter"


def lay(reports: Path, own: Path, before: Laid | None = None) -> tuple[Delivery, Laid]:
    return deliver(AMAGER, pages_by_partner(reports)[AMAGER], own, before.there if before else {})


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def links(folder: Path) -> list[str]:
    return re.findall(r'(?:href|src)="([^"]+)"', (folder / "index.html").read_text(encoding="utf-8"))


def test_each_edition_of_its_own_page_has_a_name_and_a_line(reports: Path, own: Path) -> None:
    publish(reports / "2026-09", 1)
    publish(reports / "2026-10", 3)
    publish(reports / "2026-10" / "udgave-2", 2)
    publish(reports / "2026-10" / "udgave-1", 1)
    publish(reports / "2026-10-delt", 1, audience="delt")
    done, _ = lay(reports, own)
    assert (done.reason, set(done.files)) == ("", names(own))
    assert links(own) == [
        "2026-10.html", "2026-10-udgave-2.html", "2026-10-udgave-1.html", "2026-10-delt.html", "2026-09.html",
    ]  # fmt: skip
    assert names(own) == {*links(own), "index.html"}
    assert (own / "2026-10-udgave-2.html").read_text(encoding="utf-8").endswith("Amager udgave-2 2")
    index = (own / "index.html").read_text(encoding="utf-8")
    assert "Amager" in index and "Delt udgave, som må gives videre" in index
    assert not re.search(r"Byen|Styregruppen|Byg\b|147", index)


def test_a_page_that_came_along_into_a_later_edition_is_there_once(reports: Path, own: Path) -> None:
    publish(reports / "2026-10", 2, edition="1")
    publish(reports / "2026-10" / "udgave-1", 1)
    lay(reports, own)
    assert names(own) == {"2026-10.html", "index.html"}


def test_a_provisional_page_says_so_and_gives_way(reports: Path, own: Path) -> None:
    publish(reports / "2026-10", 0, provisional=True)
    _, before = lay(reports, own)
    assert "Månedens side (foreløbig)" in (own / "index.html").read_text(encoding="utf-8")
    publish(reports / "2026-10", 1)
    lay(reports, own, before)
    assert names(own) == {"2026-10.html", "index.html"}
    assert "foreløbig" not in (own / "index.html").read_text(encoding="utf-8")


def test_a_branch_is_given_only_what_may_be_passed_on(reports: Path) -> None:
    publish(reports / "2026-10", 1)
    assert set(pages_by_partner(reports)) == {AMAGER, BYEN}
    publish(reports / "2026-10-delt", 1, audience="delt")
    found = pages_by_partner(reports)
    assert set(found) == {AMAGER, BYEN, BUILDING}
    assert set(found[BUILDING].files) == {"2026-10-delt.html"}
    assert not is_given("styregruppe", "delt")
    assert is_given("skole", "delt")  # a school has only such a page


def test_nothing_is_written_twice_and_what_is_gone_comes_back(reports: Path, own: Path) -> None:
    publish(reports / "2026-10", 1)
    _, before = lay(reports, own)
    times = {path.name: path.stat().st_mtime_ns for path in own.iterdir()}
    again, before = lay(reports, own, before)
    assert again.files == () and {path.name: path.stat().st_mtime_ns for path in own.iterdir()} == times
    shutil.rmtree(own)
    assert set(lay(reports, own, before)[0].files) == {"2026-10.html", "index.html"}


def test_a_pdf_of_an_earlier_edition_does_not_stay_beside_a_later_page(reports: Path, own: Path) -> None:
    publish(reports / "2026-10", 1, pdf="kommune-101.pdf")
    (reports / "2026-10" / "kommune-101.pdf").write_bytes(b"%PDF 1")
    _, before = lay(reports, own)
    assert links(own) == ["2026-10.html", "2026-10.pdf"]
    publish(reports / "2026-10" / "udgave-1", 1, pdf="kommune-101.pdf")
    shutil.copy2(reports / "2026-10" / "kommune-101.pdf", reports / "2026-10" / "udgave-1")
    publish(reports / "2026-10", 2)
    lay(reports, own, before)
    assert names(own) == {"2026-10.html", "2026-10-udgave-1.html", "2026-10-udgave-1.pdf", "index.html"}


def test_what_the_partner_put_there_is_never_deleted(reports: Path, own: Path) -> None:
    publish(reports / "2026-10", 1)
    own.mkdir()
    mine = {"noter.txt": b"vores", "index.html": b"vores liste", "2026-10.html": b"vores side"}
    for name, content in mine.items():
        (own / name).write_bytes(content)
    _, before = lay(reports, own)
    (own / "2026-10.html").write_bytes(b"rettet af os")
    lay(reports, own, before)
    kept = {path.read_bytes() for path in own.iterdir()}
    assert {*mine.values(), b"rettet af os"} <= kept
    assert {"2026-10 (jeres).html", "2026-10 (jeres 2).html", "index (jeres).html", "noter.txt"} <= names(own)
    assert b"Amager" in (own / "2026-10.html").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_no_link_is_followed(reports: Path, own: Path, tmp_path: Path) -> None:
    publish(reports / "2026-10", 1)
    victim = tmp_path / "fremmed.html"
    victim.write_bytes(b"andres")
    own.mkdir()
    (own / "2026-10.html").symlink_to(victim)
    os.mkfifo(own / "index.html")
    lay(reports, own)
    assert victim.read_bytes() == b"andres"
    assert not (own / "2026-10.html").is_symlink() and (own / "index.html").is_file()
    shutil.rmtree(own)
    others = tmp_path / "partnere" / "147" / "rapporter"
    others.mkdir(parents=True)
    own.symlink_to(others)
    done, _ = lay(reports, own)
    assert "genvej" in done.reason and names(others) == set()


@pytest.mark.parametrize("state", ["gone", "a file"])
def test_a_folder_that_cannot_be_used_is_one_sentence(reports: Path, own: Path, state: str) -> None:
    publish(reports / "2026-10", 1)
    if state == "gone":
        own.parent.rmdir()
    else:
        own.write_bytes(b"")
    done, laid = lay(reports, own, Laid((), {"2026-10.html": "abc"}, ()))
    assert done.files == () and laid.there == {"2026-10.html": "abc"}
    assert done.reason.startswith("Amager: Siderne kunne ikke lægges i »") and done.reason.endswith("og kør igen.")


@pytest.fixture
def nobody(own: Path) -> Iterator[None]:
    """Somebody who may read and not write in the partner's folder."""
    if sys.platform == "win32" or os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    before = {path: path.stat().st_mode for path in own.parents if path.stat().st_uid == 0 and path != Path("/")}
    for path, mode in before.items():
        path.chmod(mode | 0o555)
    os.seteuid(65534)
    yield
    os.seteuid(0)
    for path, mode in before.items():
        path.chmod(mode)


@pytest.mark.usefixtures("nobody")
def test_a_folder_that_may_not_be_written_is_one_sentence(reports: Path, own: Path) -> None:
    os.seteuid(0)
    publish(reports / "2026-10", 1)
    lay(reports, own)
    publish(reports / "2026-10", 2)
    os.seteuid(65534)
    done, _ = lay(reports, own)
    assert "der må ikke skrives i den. Bed om skriveret til den, og kør igen." in done.reason


def test_names_are_read_as_they_are_written() -> None:
    told = page_name("2026-10-delt-udgave-12.pdf")
    assert told is not None and (told.group, told.earlier, told.ending) == ("2026-10-delt", 12, "pdf")
    assert page_name("2026-13.html") is None and page_name("2026-10 (jeres).html") is None


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
def test_who_may_read_the_folder_may_read_the_page(reports: Path, own: Path) -> None:
    publish(reports / "2026-10", 1)
    own.parent.chmod(0o770)
    before = os.umask(0o077)
    try:
        lay(reports, own)
    finally:
        os.umask(before)
    assert own.stat().st_mode & 0o777 == 0o770
    assert {path.stat().st_mode & 0o777 for path in own.iterdir()} == {0o660}


def test_the_record_of_what_was_laid_is_of_its_bytes(reports: Path, own: Path) -> None:
    publish(reports / "2026-10", 1)
    _, laid = lay(reports, own)
    assert laid.there == {path.name: sha256(path.read_bytes()).hexdigest() for path in own.iterdir()}


def test_nothing_published_is_nothing_given(reports: Path) -> None:
    assert pages_by_partner(reports) == {}
    assert PartnerPages("Amager").files == {}
