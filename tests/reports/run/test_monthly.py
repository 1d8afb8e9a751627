from __future__ import annotations

import json
import re
import shutil
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from igu_xl.errors import WrongUse
from igu_xl.month import Month
from igu_xl.reports.run import page_runs
from igu_xl.reports.run.monthly import ReportRun, is_finished, make_reports
from igu_xl.reports.run.options import ReportOptions
from igu_xl.resources import shipped

OCTOBER = Month(2026, 10)
PAGES = ("styregruppe:alle", "kommune:101", "kommune:155", "branche:detail")
BEGUN = datetime(2026, 11, 3, 6, 0)


@pytest.fixture
def data(snapshot: Path, tmp_path: Path) -> Path:
    """A copy of the snapshot that a test may change, with the partners of PAGES only."""
    copy = Path(shutil.copytree(snapshot, tmp_path / "data {med} klammer"))
    partners = pd.read_parquet(copy / "partners.parquet")
    partners[partners["partner"].isin(PAGES)].to_parquet(copy / "partners.parquet")
    return copy


@pytest.fixture
def broken_branches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The notebooks in a copy of their own; the branches' stops with an error that quotes data."""
    folder = Path(shutil.copytree(shipped("notebooks"), tmp_path / "notebooks"))
    notebook = json.loads((folder / "branche.ipynb").read_text(encoding="utf-8"))
    notebook["cells"][-1] |= {"cell_type": "code", "source": "raise ValueError('010190-1234')", "outputs": []}
    (folder / "branche.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    monkeypatch.setattr(page_runs, "shipped", lambda name: folder if name == "notebooks" else shipped(name))
    return folder


def report(data: Path, *, only: str = "", audience: str = "intern", jobs: int = 1, again: bool = False) -> ReportRun:
    folder = data.parent
    options = ReportOptions(only=only, audience=audience, jobs=jobs, again=again)
    return make_reports(data, folder / "rapporter", folder / "arkiv", OCTOBER, options)


def statuses(run: ReportRun) -> dict[str, str]:
    return {f"{page.kind}:{page.key}": page.status for page in run.pages}


def record(run: ReportRun) -> dict[str, object]:
    found: dict[str, object] = json.loads((run.index.parent / "koersel.json").read_text(encoding="utf-8"))
    return found


def add_a_candidate(data: Path) -> None:
    table = data / "tblKandidater.parquet"
    frame = pd.read_parquet(table)
    pd.concat([frame, frame.head(1).assign(candidate="101-0099")]).to_parquet(table)


def test_a_month_is_made_once(data: Path) -> None:
    first, second = report(data), report(data)
    assert set(statuses(first).values()) == {"lavet"}
    assert set(statuses(second).values()) == {"uændret"}
    assert all(page.path.is_file() for page in second.pages)
    assert set(statuses(report(data, only="kommune:101", again=True)).values()) == {"lavet"}


def test_changed_code_makes_the_pages_again_in_a_new_edition(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = report(data, only="kommune:155")
    monkeypatch.setattr("igu_xl.reports.run.plan.code_of", lambda: "edited")
    second, third = report(data, only="kommune:155"), report(data, only="kommune:155")
    assert (set(statuses(second).values()), set(statuses(third).values())) == ({"lavet"}, {"uændret"})
    assert (first.edition, second.edition, third.edition) == (1, 2, 2)


def test_changed_data_make_a_new_edition(data: Path) -> None:
    assert "Udgave 1 ·" in report(data, only="kommune:155").index.read_text(encoding="utf-8")
    add_a_candidate(data)
    run = report(data, only="kommune:155")
    assert set(statuses(run).values()) == {"lavet"}
    assert "Udgave 2 ·" in run.index.read_text(encoding="utf-8")


def test_one_page_can_be_made_and_the_others_come_along(data: Path) -> None:
    whole = report(data)
    before = {page.path: page.path.read_bytes() for page in whole.pages if page.key != "101"}
    add_a_candidate(data)
    run = report(data, only="kommune:101")
    assert statuses(run) == {"kommune:101": "lavet"}
    assert {path: path.read_bytes() for path in before} == before
    assert run.index.read_text(encoding="utf-8").count('.html">') == len(PAGES) + 3  # all months, the run, edition 1


def test_two_workers_make_the_same_bytes_as_one(own_month: Path, tmp_path: Path) -> None:
    (tmp_path / "alene").mkdir()
    (tmp_path / "sammen").mkdir()
    alone = make_reports(own_month, tmp_path / "alene", tmp_path / "alene", OCTOBER, ReportOptions(jobs=1))
    together = make_reports(own_month, tmp_path / "sammen", tmp_path / "sammen", OCTOBER, ReportOptions(jobs=2))
    assert len(alone.pages) == 7
    for one, other in zip(alone.pages, together.pages, strict=True):
        assert one.path.read_bytes() == other.path.read_bytes()


def test_a_page_that_fails_does_not_stop_the_others_and_says_why(data: Path, broken_branches: Path) -> None:
    run = report(data)
    assert [page.status for page in run.pages] == ["lavet", "lavet", "lavet", "fejlet"]
    reason = run.pages[-1].reason
    assert re.fullmatch(r"Siden kunne ikke laves \(\w+ i celle \d+\)\. Den kørte notebook ligger i arkivet\.", reason)
    for page in (run.index, run.index.parent / "koersel.html"):
        text = page.read_text(encoding="utf-8")
        assert reason in text and "010190" not in text
    assert "Ikke lavet" in run.index.read_text(encoding="utf-8")
    assert "Sider mangler" in (run.index.parents[1] / "index.html").read_text(encoding="utf-8")
    assert not (run.index.parent / "branche-detail.html").exists()
    assert not is_finished(data.parent / "rapporter", OCTOBER)


def test_the_index_goes_on_saying_that_a_page_failed(data: Path, broken_branches: Path) -> None:
    report(data)
    run = report(data, only="kommune:155", again=True)
    assert run.index.read_text(encoding="utf-8").count("Ikke lavet") == 1


def test_a_failed_page_is_tried_again(data: Path, broken_branches: Path) -> None:
    report(data, only="branche:detail")
    shutil.copy(shipped("notebooks") / "branche.ipynb", broken_branches)
    assert set(statuses(report(data, only="branche:detail")).values()) == {"lavet"}


def test_every_edition_is_kept_in_the_archive(data: Path) -> None:
    first = report(data, only="kommune:155")
    add_a_candidate(data)
    second = report(data, only="kommune:155")
    assert (first.edition, second.edition) == (1, 2)
    for number in (1, 2):
        assert f"Udgave {number} ·" in (second.archive / f"udgave-{number}" / "index.html").read_text(encoding="utf-8")


def test_the_overview_leads_to_every_month_and_edition(data: Path) -> None:
    report(data, only="kommune:155")
    report(data, only="kommune:155", audience="delt")
    folder = data.parent
    make_reports(data, folder / "rapporter", folder / "arkiv", Month(2026, 9), ReportOptions(only="kommune:155"))
    overview = (folder / "rapporter" / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"<h2>([^<]+)</h2>", overview) == ["Oktober 2026", "September 2026"]
    links = re.findall(r'href="([^"]+)"', overview)
    assert links == ["2026-10/index.html", "2026-10-delt/index.html", "2026-09/index.html"]
    assert all((folder / "rapporter" / link).is_file() for link in links)


def test_the_page_about_the_run_says_when_and_how_long(data: Path) -> None:
    folder = data.parent
    run = make_reports(data, folder / "r", folder / "a", OCTOBER, ReportOptions(only="kommune:155"), begun=BEGUN)
    told = (run.index.parent / "koersel.html").read_text(encoding="utf-8")
    assert "Kørt 3. november 2026 kl. 06.00" in told
    assert "Alle sider er lavet" in told
    assert re.search(r'kommune-155.html">Tom By</a></th>\s*<td>Ja</td>', told)


def test_a_month_is_finished_when_every_page_is_there(data: Path) -> None:
    reports = data.parent / "rapporter"
    assert not is_finished(reports, OCTOBER)
    report(data)
    assert is_finished(reports, OCTOBER)
    add_a_candidate(data)
    assert is_finished(reports, OCTOBER)  # new data make a new edition when somebody asks, not by the clock


def test_a_month_of_which_one_page_was_asked_for_is_not_finished_until_the_others_are_made(data: Path) -> None:
    reports = data.parent / "rapporter"
    report(data, only="kommune:101")
    assert not is_finished(reports, OCTOBER)
    assert "Sider mangler" in (reports / "index.html").read_text(encoding="utf-8")
    for partner in PAGES:
        assert not is_finished(reports, OCTOBER)
        report(data, only=partner)
    assert is_finished(reports, OCTOBER)
    assert "Alle sider" in (reports / "index.html").read_text(encoding="utf-8")


def test_no_id_remark_or_birth_reaches_a_page_or_an_executed_notebook(data: Path) -> None:
    run = report(data)
    written = [*run.index.parent.iterdir(), *(run.archive / "notebooks").iterdir()]
    assert len(written) == 11  # four pages, the index, the run in two forms, four notebooks
    for file in written:
        text = file.read_text(encoding="utf-8")
        # A uuid may hold such digits; an id stands alone.
        assert not re.search(r"\b\d{3}-00\d\d\b(?!-)", text), file.name


def test_a_municipality_is_not_named_on_anothers_page(snapshot: Path, tmp_path: Path) -> None:
    for own, key, other in (("Amager", "101", "Byen"), ("Byen", "147", "Amager")):
        run = make_reports(snapshot, tmp_path / "r", tmp_path / "a", OCTOBER, ReportOptions(only=f"kommune:{key}"))
        text = run.pages[0].path.read_text(encoding="utf-8")
        assert own in text and other not in text


def test_the_shared_edition_has_a_folder_of_its_own_and_tells_no_small_counts(data: Path) -> None:
    internal, shared = report(data), report(data, audience="delt")
    assert (internal.index.parent.name, shared.index.parent.name) == ("2026-10", "2026-10-delt")
    for page in shared.pages:
        text = page.path.read_text(encoding="utf-8")
        assert "Delt udgave" in text
        for caption, table in re.findall(r"<caption>([^<]+)</caption>(.*?)</table>", text, flags=re.DOTALL):
            of_things = any(word in caption for word in ("Pladser", "hold", "Fund"))
            assert of_things or not re.search(r"<td[^>]*>[1-4]</td>", table), (page.key, caption)
    assert internal.index.is_file()


def test_progress_counts_to_the_number_of_pages(data: Path) -> None:
    told: list[tuple[int, int]] = []
    folder = data.parent
    make_reports(
        data,
        folder / "r",
        folder / "a",
        OCTOBER,
        ReportOptions(jobs=1),
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(number, 4) for number in range(5)]


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
    monkeypatch.setattr(page_runs, "shipped", lambda name: folder)
    with pytest.raises(WrongUse, match=r"kommune.ipynb har ikke de rette parametre \(audience, publikum\)"):
        report(data)


def test_a_month_in_which_nothing_has_happened_yet_gives_pages(data: Path) -> None:
    for table in data.glob("tbl*.parquet"):
        table.unlink()
    assert set(statuses(report(data)).values()) == {"lavet"}


def test_the_record_says_what_each_page_was_made_from(data: Path) -> None:
    run = report(data, only="kommune:155")
    told = record(run)
    assert (told["month"], told["audience"], told["edition"]) == ("2026-10", "intern", 1)
    assert isinstance(told["pages"], dict)
    assert all(len(page["identity"]) == 64 for page in told["pages"].values())


def test_a_record_of_another_version_is_as_if_nothing_was_published(data: Path) -> None:
    run = report(data, only="kommune:155")
    (run.index.parent / "koersel.json").write_text('{"month": "2026-10", "version": "0.0.1", "pages": {}}')
    assert set(statuses(report(data, only="kommune:155")).values()) == {"lavet"}
