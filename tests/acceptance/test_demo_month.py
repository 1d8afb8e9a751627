"""The demo as a newcomer runs it: one command, the whole month, and what every partner is left with."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.checks.validation import validate
from igu_xl.demo.rows import DEMO_TODAY
from igu_xl.records import records
from igu_xl.sheets.reading.typed_rows import ReadBook

REPOSITORY = Path(__file__).parents[2]
CANDIDATE = re.compile(r"\b\d{3}-\d{4}\b")


def igu(*words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "igu_xl", *words], capture_output=True, cwd=REPOSITORY, timeout=1200)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The folder of the demo and its story, made once by the command itself."""
    folder = tmp_path_factory.mktemp("demo") / "Demo på Nørrebro"
    done = igu("demo", str(folder), "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    return folder, json.loads(done.stdout)


def test_the_whole_month_is_told_and_what_to_open_is_there(demo: tuple[Path, dict[str, Any]]) -> None:
    folder, story = demo
    assert [step["title"] for step in story["steps"]] == [
        "Skabeloner og arbejdsbøger",
        "Hent og kontrollér",
        "Match",
        "Hvad nu hvis",
        "Skoleplan",
        "Matchrapport",
        "Godkend og send",
        "Rapport for oktober 2026",
        "November går, og partnerne skriver",
        "Hent og kontrollér 1. december",
        "Match igen",
        "Skoleplan igen",
        "Godkend og send igen",
        "Fortryd",
        "Rapport for november 2026",
    ]
    told = {step["title"]: step["result"] for step in story["steps"]}
    assert "venter på, at du ser dem" in told["Hent og kontrollér 1. december"]
    assert "er tilbage i match, fordi deres hold er aflyst" in told["Match igen"]
    assert "taget tilbage" in told["Fortryd"]
    assert story["steps"][0]["result"] == (
        "200 kandidater i 9 kommuner, 5 brancher og 6 skoler; derudover 82 igu-elever, der begyndte tidligere."
    )
    assert story["steps"][2]["result"].startswith("56 forløb foreslået (flere er ikke muligt).")
    assert "ingen af dem kunne en kommune fylde alene" in story["pooling"]
    assert all(Path(one["path"]).is_file() for one in story["open"])
    assert story["folder"] == str(folder)


def test_no_partner_holds_an_id_that_is_not_its_to_see(demo: tuple[Path, dict[str, Any]]) -> None:
    folder, _ = demo
    partnership = validate(folder, DEMO_TODAY).partnership
    placed = records(partnership.frames["tblForloeb"])
    goes_to = partnership.frames["tblSkoleplan"].groupby("placement")["cohort"].agg(set)
    owned = {
        table: {str(partner): set(ids) for partner, ids in partnership.frames[table].groupby("partner")[key]}
        for table, key in (("tblKandidater", "candidate"), ("tblPladser", "slot"), ("tblHold", "cohort"))
    }
    for book in partnership.books:
        own = owned["tblKandidater"].get(book.partner, set())
        slots, cohorts = (owned[table].get(book.partner, set()) for table in ("tblPladser", "tblHold"))
        received = {
            row["candidate"]
            for row in placed
            if row["slot"] in slots or cohorts & {row["cohort"], *goes_to.get(row["placement"], ())}
        }
        foreign = ids_in(folder / book.path) - own - received - ids_typed_in(book) - {"101-0007"}
        assert foreign == set(), book.path


def ids_in(path: Path) -> set[str]:
    with zipfile.ZipFile(path) as package:
        return {
            name
            for part in package.namelist()
            for name in CANDIDATE.findall(package.read(part).decode(errors="ignore"))
        }


def ids_typed_in(book: ReadBook) -> set[str]:
    """What the partner has typed itself, whether it can be read or not."""
    typed = [str(value) for rows in book.tables.values() for value in rows.typed.to_numpy().ravel()]
    return {name for text in typed for name in CANDIDATE.findall(text)}


def test_sending_again_changes_nothing(demo: tuple[Path, dict[str, Any]]) -> None:
    folder, _ = demo
    assert publish_partnership(folder, datetime(2026, 12, 1, 10), anyway=True).sent  # what was taken back
    # One was matched to the same slot again, so it stands in Forslag twice; the second row is marked now.
    assert publish_partnership(folder, datetime(2026, 12, 1, 10, 30), anyway=True).written == set()
    before = {path: path.read_bytes() for path in folder.rglob("*.xls[xm]") if ".igu" not in path.parts}
    publish_partnership(folder, datetime(2026, 12, 1, 11), anyway=True)
    assert {path: path.read_bytes() for path in before} == before


def test_the_report_of_a_month_is_not_made_twice(demo: tuple[Path, dict[str, Any]]) -> None:
    folder, _ = demo
    assert igu("report", str(folder), "--month", "2026-11").returncode == 0  # what was sent since may be in it
    done = igu("report", str(folder), "--month", "2026-11", "--json")
    answer = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, b"")
    assert {*answer} >= {"month", "pages", "index", "archive", "seconds"}
    assert {*answer["pages"][0]} >= {"kind", "key", "path", "seconds", "status"}
    assert {page["status"] for page in answer["pages"]} == {"uændret"}


def test_a_folder_that_is_no_demo_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "vigtigt.txt").touch()
    done = igu("demo", str(tmp_path))
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == f"Mappen »{tmp_path}« er ikke tom. Vælg en ny mappe til demoen.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["vigtigt.txt"]


def test_a_partnership_without_workbooks_has_a_month_without_pages(tmp_path: Path) -> None:
    assert igu("new", str(tmp_path)).returncode == 0
    done = igu("report", str(tmp_path), "--month", "2026-10")
    assert done.returncode == 0, done.stderr.decode()
