from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from igu_xl.errors import WrongUse
from igu_xl.month import Month
from igu_xl.reports import runs
from igu_xl.reports.monthly import ReportRun, make_reports
from igu_xl.resources import shipped

OCTOBER = Month(2026, 10)


@pytest.fixture
def data(snapshot: Path, tmp_path: Path) -> Path:
    """A copy of the snapshot that a test may change."""
    return Path(shutil.copytree(snapshot, tmp_path / "data {med} klammer"))


def report(data: Path, *, only: str = "", audience: str = "intern", jobs: int = 1, again: bool = False) -> ReportRun:
    folder = data.parent
    return make_reports(
        data, folder / "rapporter", folder / "arkiv", OCTOBER, only=only, audience=audience, jobs=jobs, again=again
    )


def statuses(run: ReportRun) -> dict[str, str]:
    return {f"{page.kind}:{page.key}": page.status for page in run.pages}


def record(run: ReportRun) -> dict[str, object]:
    found: dict[str, object] = json.loads((run.index.parent / "koersel.json").read_text(encoding="utf-8"))
    return found


def add_a_candidate(data: Path) -> None:
    table = data / "tblKandidater.parquet"
    frame = pd.read_parquet(table)
    pd.concat([frame, frame.head(1).assign(candidate="101-0099")]).to_parquet(table)


def break_the_cohorts(data: Path) -> None:
    """What only the branches' pages read."""
    (data / "tblHold.parquet").write_bytes(b"ikke Parquet, men 010190-1234")


def test_a_month_is_made_once(data: Path) -> None:
    first, second = report(data), report(data)
    assert set(statuses(first).values()) == {"lavet"}
    assert set(statuses(second).values()) == {"uændret"}
    assert all(page.path.is_file() for page in second.pages)
    assert set(statuses(report(data, only="kommune:101", again=True)).values()) == {"lavet"}


def test_changed_data_make_a_new_edition(data: Path) -> None:
    assert "Udgave 1 ·" in report(data).index.read_text(encoding="utf-8")
    add_a_candidate(data)
    run = report(data)
    assert set(statuses(run).values()) == {"lavet"}
    assert "Udgave 2 ·" in run.index.read_text(encoding="utf-8")


def test_one_page_can_be_made_and_the_others_come_along(data: Path) -> None:
    whole = report(data)
    before = {page.path: page.path.read_bytes() for page in whole.pages if page.key != "101"}
    add_a_candidate(data)
    run = report(data, only="kommune:101")
    assert statuses(run) == {"kommune:101": "lavet"}
    assert {path: path.read_bytes() for path in before} == before
    assert len(re.findall("<a href", run.index.read_text(encoding="utf-8"))) == 5


def test_two_workers_make_the_same_bytes_as_one(data: Path, tmp_path: Path) -> None:
    alone = {page.path.name: page.path.read_bytes() for page in report(data, jobs=1).pages}
    together = {page.path.name: page.path.read_bytes() for page in report(data, jobs=2, again=True).pages}
    assert alone == together


def test_a_page_that_fails_does_not_stop_the_others_and_says_why(data: Path) -> None:
    break_the_cohorts(data)
    run = report(data)
    assert statuses(run) == {
        "kommune:101": "lavet", "kommune:147": "lavet", "kommune:155": "lavet",
        "branche:bygge-anlaeg": "fejlet", "branche:detail": "fejlet",
    }  # fmt: skip
    reason = run.pages[-1].reason
    assert re.fullmatch(r"Siden kunne ikke laves \(\w+ i celle \d+\)\. Den kørte notebook ligger i arkivet\.", reason)
    index = run.index.read_text(encoding="utf-8")
    assert reason in index and "Ikke lavet" in index
    assert not (run.index.parent / "branche-detail.html").exists()


def test_the_index_goes_on_saying_that_a_page_failed(data: Path) -> None:
    break_the_cohorts(data)
    report(data)
    run = report(data, only="kommune:101", again=True)
    assert run.index.read_text(encoding="utf-8").count("Ikke lavet") == 2


def test_a_failed_page_is_tried_again(data: Path) -> None:
    whole = (data / "tblHold.parquet").read_bytes()
    break_the_cohorts(data)
    report(data)
    (data / "tblHold.parquet").write_bytes(whole)
    assert set(statuses(report(data)).values()) == {"lavet"}


def test_no_id_remark_or_birth_reaches_a_page_or_an_executed_notebook(data: Path) -> None:
    run = report(data)
    written = [*run.index.parent.iterdir(), *(run.archive / "notebooks").iterdir()]
    assert len(written) == 12  # five pages, the index, the record, five notebooks
    for file in written:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"\d{3}-\d{4}\b", text), file.name
        assert "HEMMELIGT" not in text and "1990" not in text, file.name


def test_a_municipality_is_not_named_on_anothers_page(data: Path) -> None:
    pages = {page.key: page.path.read_text(encoding="utf-8") for page in report(data).pages}
    assert "Byen" not in pages["101"] and "Amager" not in pages["147"]


def test_the_shared_edition_has_a_folder_of_its_own_and_hides_small_counts(data: Path) -> None:
    internal, shared = report(data), report(data, audience="delt")
    assert (internal.index.parent.name, shared.index.parent.name) == ("2026-10", "2026-10-delt")
    for page in shared.pages:
        text = page.path.read_text(encoding="utf-8")
        assert "Delt udgave" in text
        people = text.split("<h2>Hold</h2>")[0].split("<h2>Datakvalitet</h2>")[0]
        assert not re.search(r"<td[^>]*>[1-4]</td>", people), page.key
    assert '<span class="tal">&lt;5</span>' in shared.pages[0].path.read_text(encoding="utf-8")
    assert internal.index.is_file()


def test_a_run_that_is_killed_publishes_nothing_and_the_next_one_clears_up(data: Path) -> None:
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom igu_xl.month import Month\n"
        "from igu_xl.reports.monthly import make_reports\n"
        "data = Path(sys.argv[1])\n"
        "make_reports(data, data.parent / 'rapporter', data.parent / 'arkiv', Month(2026, 10), jobs=1,\n"
        "             progress=lambda done, total: os._exit(9) if done == 2 else None)\n"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(data)], check=False)
    reports = data.parent / "rapporter"
    assert killed.returncode == 9
    assert [path.name for path in reports.iterdir()] == [".2026-10.bygges"]
    assert set(statuses(report(data)).values()) == {"lavet"}
    assert [path.name for path in reports.iterdir()] == ["2026-10"]


def test_progress_counts_to_the_number_of_pages(data: Path) -> None:
    told: list[tuple[int, int]] = []
    folder = data.parent
    make_reports(
        data, folder / "r", folder / "a", OCTOBER, jobs=1, progress=lambda done, total: told.append((done, total))
    )
    assert told == [(number, 5) for number in range(1, 6)]


@pytest.mark.parametrize(("only", "audience"), [("kommune:999", "intern"), ("skole:next", "intern"), ("", "alle")])
def test_what_cannot_be_made_is_said_in_danish(data: Path, only: str, audience: str) -> None:
    with pytest.raises(WrongUse):
        report(data, only=only, audience=audience)


def test_a_notebook_with_other_parameters_stops_the_run_before_it_begins(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(shipped("notebooks"), tmp_path / "notebooks"))
    text = (folder / "kommune.ipynb").read_text(encoding="utf-8")
    (folder / "kommune.ipynb").write_text(text.replace("audience = ", "publikum = "), encoding="utf-8")
    monkeypatch.setattr(runs, "shipped", lambda name: folder)
    with pytest.raises(WrongUse, match=r"kommune.ipynb har ikke de rette parametre \(audience, publikum\)"):
        report(data)


def test_a_month_in_which_nothing_has_happened_yet_gives_pages(data: Path) -> None:
    for table in data.glob("tbl*.parquet"):
        table.unlink()
    assert set(statuses(report(data)).values()) == {"lavet"}


def test_the_record_says_what_each_page_was_made_from(data: Path) -> None:
    run = report(data)
    told = record(run)
    assert (told["month"], told["audience"], told["edition"]) == ("2026-10", "intern", 1)
    assert isinstance(told["pages"], dict)
    assert all(len(page["identity"]) == 64 for page in told["pages"].values())
