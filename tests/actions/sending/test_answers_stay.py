"""Who judged, until when a permit lasts, a gap and a replacement number: nowhere but at the municipality and the
secretariat, after a month of match, sending and report; and gone with whoever is forgotten. All of it is invented."""

from __future__ import annotations

import base64
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from igu_xl.actions.checking import check_partnership
from igu_xl.actions.coordinator.file import read_coordinator
from igu_xl.actions.forgetting.forgetting import forget_candidate
from igu_xl.actions.forgetting.insight import insight_into
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.actions.reporting.reporting import report_partnership
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.danish import date_text
from igu_xl.month import Month
from igu_xl.records import records
from igu_xl.reports.run.options import ReportOptions

BEGUN = datetime(2026, 11, 2, 9)
OWN, DESK = "kommuner/101-københavn.xlsx", "koordinator.xlsm"
COPIES = ".igu/kopier/"  # of these two; the backups keep what was typed until »igu forget«
PERMIT, UNTIL = date(2028, 11, 17), date(2027, 10, 19)
PROPOSED, WAITING, PLACED = "Zebrakonsulent Qvist", "Okapikonsulent Qvist", "Tapirkonsulent Qvist"
WORDS = (PROPOSED, WAITING, PLACED)
KEYS = ("permit_until", "residence_gap", "replacement_cpr", "judgement", "judged_by", "judged_on", "judged_until")

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")


def typed(rows: dict[str, Any]) -> None:
    """One who is proposed by an answer, one who waits because of one, and a job that began with one."""
    answer = {"judgement": "Opfyldt", "judged_on": date(2026, 10, 1), "judged_until": UNTIL}
    people = rows[OWN]["tblKandidater"]
    people[0] |= answer | {"residence_gap": "Ja", "permit_until": PERMIT, "judged_by": PROPOSED}
    people[1] |= answer | {"replacement_cpr": "Ja", "judgement": "Ikke opfyldt", "judged_by": WAITING}
    people[3] |= {"previous_igu": "Nej"}
    rows[OWN]["tblForloeb"] = [
        {"placement": "101-0004-F1", "candidate": "101-0004", "slot": "BYG-0001", "type": "igu"}
        | {"start": date(2026, 1, 5), "planned_end": date(2028, 1, 4), "agreed_on": date(2025, 12, 20)}
        | answer
        | {"judged_by": PLACED, "judged_on": date(2025, 12, 1)}
    ]


@pytest.fixture
def sent(changed: Callable[..., Path], decide: Callable[..., None]) -> Path:
    """The month as far as sending: all that was proposed is approved."""
    folder = changed(typed)
    match_partnership(folder, BEGUN)
    decide(folder, {}, others="Godkend")
    publish_partnership(folder, BEGUN, anyway=True)
    return folder


def days(day: date) -> set[str]:
    """A day in the ways in which a file could hold it; the last is that of a workbook's cell."""
    return {
        f"{day:%Y-%m-%d}",
        f"{day:%d-%m-%Y}",
        f"{day:%d.%m.%Y}",
        date_text(day),
        str((day - date(1899, 12, 30)).days),
    }


def texts(name: str, content: bytes) -> Iterator[str]:
    """Everything that a file says: what is packed in it, stored in columns or embedded in a page, too."""
    if content[:4] == b"PAR1":
        table = pq.read_table(BytesIO(content))
        yield from (
            f"{name}: {column.to_pylist()}" for name, column in zip(table.column_names, table.columns, strict=True)
        )
    elif zipfile.is_zipfile(BytesIO(content)):
        with zipfile.ZipFile(BytesIO(content)) as package:
            for part in package.namelist():
                yield from texts(part, package.read(part))
    else:
        text = content.decode("utf-8", "ignore")
        yield text
        for embedded in re.findall(r";base64,([A-Za-z0-9+/=]{40,})", text):
            yield from texts("", base64.b64decode(embedded))


def holding(folder: Path, *words: str) -> set[str]:
    """The files that say one of the words."""
    pattern = re.compile("|".join(rf"(?<![\d.]){re.escape(word)}(?!\d)" for word in words))
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {
        path.relative_to(folder).as_posix()
        for path in files
        if any(pattern.search(text) for text in texts(path.name, path.read_bytes()))
    }


def elsewhere(found: set[str]) -> set[str]:
    """Those that are neither the municipality's workbook nor the secretariat's, nor copies of them."""
    return {name for name in found if not (name in (OWN, DESK) or (COPIES in name and name.endswith((OWN, DESK))))}


def test_who_judged_and_until_when_is_nowhere_else(sent: Path) -> None:
    proposed = {row["candidate"]: row["why"] for row in records(read_coordinator(sent).proposals)}
    assert PROPOSED in proposed["101-0001"]  # so that there is something that could leave the house
    report_partnership(sent, Month(2026, 10), BEGUN, ReportOptions(jobs=1))
    assert len([path for path in sent.rglob("*.html") if "rapporter" in path.parts]) > 5
    kept = {path: set(pq.read_schema(path).names) for path in sent.rglob("*.parquet")}
    assert len(kept) > 3 and not [path for path, columns in kept.items() if columns & set(KEYS)]
    for words in ({PROPOSED}, {WAITING}, {PLACED}, {"konsulent Qvist"}, days(PERMIT), days(UNTIL)):
        found = holding(sent, *words)
        assert OWN in found and elsewhere(found) == set()


def test_insight_tells_all_and_forgetting_leaves_only_what_the_municipality_typed(sent: Path) -> None:
    report_partnership(sent, Month(2026, 10), BEGUN, ReportOptions(only="kommune:101", jobs=1))
    page = insight_into(sent, BEGUN, "101-0001").page.read_text(encoding="utf-8")
    for words in (PROPOSED, date_text(PERMIT), date_text(UNTIL), "Afbrudt bopæl", "Manuel vurdering"):
        assert words in page
    page = insight_into(sent, BEGUN, "101-0004").page.read_text(encoding="utf-8")
    assert PLACED in page and WAITING not in page
    for candidate, word in (("101-0001", PROPOSED), ("101-0002", WAITING), ("101-0004", PLACED)):
        forget_candidate(sent, BEGUN, candidate)
        assert holding(sent, word) == {OWN}
    check_partnership(sent, BEGUN.replace(day=3))
    assert holding(sent, *WORDS) == {OWN}
