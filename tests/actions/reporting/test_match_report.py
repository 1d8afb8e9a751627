"""From a match in a folder to its page: what is kept, where it stands, and that nobody is named."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from igu_xl.actions.matching.matching import match_partnership
from igu_xl.actions.reporting.kept_match import counted, keep_match, keep_what_if
from igu_xl.actions.reporting.match_report import make_match_page
from igu_xl.errors import NotNow, WrongUse
from igu_xl.match.proposal import Proposal
from igu_xl.match.what_if.trials import Proven
from igu_xl.reports.match_report import match_data
from igu_xl.reports.match_report.match_data import Flow, KeptReason, Without
from igu_xl.system.pdf import find_browser

BEGUN = datetime(2026, 11, 2, 9)
HOMES = ("København", "Frederiksberg", "Dragør")
IDS = re.compile(r"\b\d{3}-\d{4}\b")


@pytest.fixture(scope="module")
def matched(clean_partnership: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Proposal]:
    """A partnership and the match of it; nobody writes to the folder."""
    folder = Path(shutil.copytree(clean_partnership, tmp_path_factory.mktemp("match") / "Fælles æøå {by}"))
    return folder, match_partnership(folder, BEGUN)


@pytest.fixture(scope="module")
def proposal(matched: tuple[Path, Proposal]) -> Proposal:
    return matched[1]


@pytest.fixture
def folder(matched: tuple[Path, Proposal], tmp_path: Path) -> Path:
    """The partnership, to make reports in."""
    return Path(shutil.copytree(matched[0], tmp_path / matched[0].name))


def files(folder: Path) -> Iterator[str]:
    return (str(path.relative_to(folder)) for path in sorted(folder.rglob("*")) if path.is_file())


def page_of(folder: Path, proposal: Proposal, begun: datetime, *, audience: str = "intern") -> Path:
    keep_match(folder, proposal, begun, HOMES)
    return make_match_page(folder, audience=audience)


def test_a_match_is_counted_as_a_person_would_count_it(proposal: Proposal) -> None:
    data = counted(proposal, BEGUN, HOMES)
    assert data.flows == (Flow("Frederiksberg", "Bygge og anlæg", 4), Flow("København", "Bygge og anlæg", 6))
    assert data.without == (Without("Dragør", 0, 2), Without("Frederiksberg", 0, 1))
    assert data.reasons == (
        KeptReason("Igu: ikke opfyldt", 1),
        KeptReason("Ingen plads i ønskede brancher", 1),
        KeptReason("Timer passer ikke", 1),
    )
    assert (data.placed, data.bound, data.ready) == (10, 10, 13)
    assert (data.alone.placed, data.alone.cohorts) == (1, 0)
    first, second = data.cohorts
    assert (first.cohort, first.seats, first.alone, first.largest, first.min) == ("NEXT-2027-01", 9, 0, 5, 6)
    assert (first.runs, first.pooled, first.municipalities) == (True, True, 2)
    assert (second.cohort, second.seats, second.runs, second.pooled) == ("NEXT-2027-02", 0, False, False)


def test_the_page_stands_whole_in_the_folder_of_its_day(folder: Path, proposal: Proposal) -> None:
    page = page_of(folder, proposal, BEGUN)
    assert page == folder / "rapporter" / "match" / "2026-11-02" / "match-2026-11-02.html"
    assert list(files(folder / "rapporter" / "match")) == ["2026-11-02/match-2026-11-02.html", "index.html"]
    html = page.read_text(encoding="utf-8")
    assert "10 af 13 kandidater får et forløb i forslaget, og 1 hold kan køre." in html
    assert "Det kunne ingen kommune fylde alene." in html
    assert 'href="2026-11-02/match-2026-11-02.html"' in (page.parent.parent / "index.html").read_text(encoding="utf-8")


def test_both_editions_stand_apart_and_in_the_list(folder: Path, proposal: Proposal) -> None:
    keep_match(folder, proposal, BEGUN, HOMES)
    intern, shared = (make_match_page(folder, audience=audience) for audience in ("intern", "delt"))
    assert shared.parent.name == "2026-11-02-delt" and intern.name == shared.name
    listed = (folder / "rapporter" / "match" / "index.html").read_text(encoding="utf-8")
    assert re.findall(r">([^<>]*udgave|Til tjenstligt brug)</a>", listed) == ["Til tjenstligt brug", "Delt udgave"]
    assert 'font: 1rem/1.5 "Segoe UI"' in listed  # the look of the house, not escaped


def test_nobody_is_named_by_id_in_anything_that_is_written(folder: Path, proposal: Proposal) -> None:
    before = set(files(folder))
    for audience in ("intern", "delt"):
        page_of(folder, proposal, BEGUN, audience=audience)
    written = [folder / name for name in set(files(folder)) - before]
    assert {path.suffix for path in written} >= {".html", ".json", ".ipynb"}
    assert {path.name for path in written if IDS.search(path.read_text(encoding="utf-8"))} == set()


def test_the_shared_page_has_no_small_count(folder: Path, proposal: Proposal) -> None:
    page = page_of(folder, proposal, BEGUN, audience="delt").read_text(encoding="utf-8")
    cells = re.findall(r'<th scope="row">(Dragør|Frederiksberg)</th>\s*<td[^>]*>([^<]*)</td>', page)
    assert cells and {int(count) % 5 for _, count in cells} == {0}


def test_the_latest_match_is_made_and_the_older_page_stays(folder: Path, proposal: Proposal) -> None:
    page_of(folder, proposal, BEGUN)
    later = page_of(folder, proposal, datetime(2026, 12, 1, 14, 30))
    assert later.parent.name == "2026-12-01"
    listed = (folder / "rapporter" / "match" / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"<span>([^<]+)</span>", listed)[1:] == ["1. december 2026", "2. november 2026"]


@pytest.mark.parametrize(("placed", "told"), [(10, True), (9, False)], ids=["of this match", "of another state"])
def test_what_would_help_comes_along_where_it_was_computed_for_this_match(
    folder: Path, proposal: Proposal, placed: int, told: bool
) -> None:
    keep_match(folder, proposal, BEGUN, HOMES)
    keep_what_if(folder, placed, [Proven("En plads mere i BYG-0001", 2, "Så kører holdet.", "Bevist.")])
    page = make_match_page(folder).read_text(encoding="utf-8")
    assert ("En plads mere i BYG-0001" in page) == ("Hvad ville hjælpe mest" in page) == told


def test_what_would_help_needs_a_match(folder: Path) -> None:
    before = list(files(folder))
    keep_what_if(folder, 10, ())
    assert list(files(folder)) == before


def test_a_page_that_cannot_be_made_leaves_the_older_one(folder: Path, proposal: Proposal) -> None:
    page = page_of(folder, proposal, BEGUN)
    before = page.read_text(encoding="utf-8")
    kept = folder / "arkiv" / "match" / "2026-11-02" / match_data.FILE
    stored = json.loads(kept.read_text(encoding="utf-8"))
    kept.write_text(json.dumps({**stored, "placed": "mange"}), encoding="utf-8")
    with pytest.raises(NotNow, match="Matchrapporten kunne ikke laves"):
        make_match_page(folder)
    assert page.read_text(encoding="utf-8") == before
    assert [path.name for path in page.parent.parent.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("audience", "told"),
    [("intern", "endnu ikke lavet et match"), ("alle", "intern, delt eller partnerskab, ikke »alle«")],
)
def test_wrong_use_is_told_in_a_sentence(clean_partnership: Path, tmp_path: Path, audience: str, told: str) -> None:
    folder = Path(shutil.copytree(clean_partnership, tmp_path / "uden match"))
    with pytest.raises(WrongUse, match=told):
        make_match_page(folder, audience=audience)


@pytest.mark.chromium
@pytest.mark.skipif(find_browser() is None, reason="no Edge, Chrome or Chromium on this machine")
def test_the_page_is_printed_when_asked(folder: Path, proposal: Proposal) -> None:
    keep_match(folder, proposal, BEGUN, HOMES)
    page = make_match_page(folder, with_pdf=True)
    assert page.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    assert "Til tjenstligt brug som PDF" in (page.parent.parent / "index.html").read_text(encoding="utf-8")
