"""One pupil from the first week of an igu to the certificate, with a course cancelled on the way.

The partnership is made by hand (`tests/support/school_bed.py`) and its right plan is known. What each reads is looked
at as they get it: the municipality's sheets, the page, the calendar, the school's sheets, the coordinator's lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import icalendar
import pytest

from igu_xl.actions.checking import check_partnership
from igu_xl.actions.planning.planning import Planned, plan_partnership, summary
from igu_xl.actions.sending.publishing import publish_partnership
from tests.support.school_bed import COHORTS, build, path, rows, type_cells

PUPIL = "101-0001-F1"
RIGHT = {"ESN-0", "ESN-1", "ESN-3", "ESN-4", "ESN-5", "ESN-6"}
TOWNS = ("101-koebenhavn", "151-ballerup", "159-gladsaxe")


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("skole") / "p")


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 9)


def planned(folder: Path, when: datetime) -> Planned:
    made = plan_partnership(folder, when)
    publish_partnership(folder, when)
    return made


def weeks(folder: Path, placement: str = PUPIL, town: str = "101-koebenhavn") -> dict[str, dict[str, object]]:
    """The rows of a pupil's Skoleplan by course."""
    found = [row for row in rows(path(folder, town), "tblSkoleplan") if row["placement"] == placement]
    assert len({row["course"] for row in found}) == len([row for row in found if row["status"] != "Aflyst"])
    return {str(row["course"]): row for row in found if row["status"] != "Aflyst"}


def events(folder: Path, name: str = f"kalender-{PUPIL}-virksomhed.ics") -> dict[str, icalendar.Event]:
    text = (folder / "partnere/101-koebenhavn/skoleplaner" / name).read_bytes()
    return {str(event["SUMMARY"]): event for event in icalendar.Calendar.from_ical(text).walk("VEVENT")}


def findings(folder: Path, when: datetime) -> Iterator[tuple[str, str]]:
    for finding in check_partnership(folder, when).validation.findings:
        yield finding.code, finding.place.row_id


def test_the_walk_of_one_pupil(walked: Path) -> None:
    # June 2026: everybody gets the one plan that gives everybody 23 weeks.
    first = planned(walked, at(2026, 6, 2))
    assert (first.proposal.plan.met, first.proposal.plan.status) == (9, "optimal")
    assert first.proposal.alone_plan.met == 0
    assert "9 når deres skoletimer i tide, 0 gør ikke" in summary(first)
    for town in TOWNS:
        written = rows(path(walked, town), "tblSkoleplan")
        assert {row["cohort"] for row in written} == RIGHT
        assert {row["status"] for row in written} == {"Foreslået"}
        assert len(written) == 18
    page = (walked / f"partnere/101-koebenhavn/skoleplaner/skoleplan-{PUPIL}.html").read_text(encoding="utf-8")
    assert "Så har du timer nok." in page
    assert "101-0001" not in page.split("</title>")[1]
    assert len(events(walked)) == 6

    # The school reads who is planned, and that its cohort can be opened; another press changes nothing.
    plan_rows = rows(path(walked, "es-nord"), "tblPlan")
    told = {row["cohort"]: row["result"] for row in plan_rows if not row["candidate"]}
    assert told["ESN-0"] == "Kan køre (9 godkendt, 0 aftalt)"
    assert sum(row["cohort"] == "ESN-0" and bool(row["candidate"]) for row in plan_rows) == 9
    calls = {row["cohort"]: row for row in rows(path(walked, "es-nord"), "tblUdbud")}
    assert calls["ESN-5"]["pupils"] == "9"
    assert not publish_partnership(walked, at(2026, 6, 2)).written

    # Autumn: the first course is signed up for, and held.
    for town in TOWNS:
        assert type_cells(path(walked, town), "tblSkoleplan", {"cohort": "ESN-0"}, {"status": "Gennemført"}) == 3
    type_cells(path(walked, "es-nord"), "tblHold", {"cohort": "ESN-0"}, {"status": "Afholdt"})
    type_cells(
        path(walked, "101-koebenhavn"), "tblSkoleplan", {"placement": PUPIL, "cohort": "ESN-1"}, {"status": "Tilmeldt"}
    )
    second = planned(walked, at(2026, 12, 1))
    assert second.proposal.plan.met == 9
    assert not second.proposal.changes
    assert weeks(walked)["Arbejdsmiljø"]["status"] == "Gennemført"

    # Christmas: the school cancels the cohort that is signed up for.
    type_cells(path(walked, "es-nord"), "tblHold", {"cohort": "ESN-1"}, {"status": "Aflyst"})
    told_now = list(findings(walked, at(2026, 12, 21)))
    assert ("skoleplan-hold-aflyst", PUPIL) in told_now
    type_cells(
        path(walked, "101-koebenhavn"), "tblSkoleplan", {"placement": PUPIL, "cohort": "ESN-1"}, {"status": "Aflyst"}
    )
    third = planned(walked, at(2026, 12, 21))
    assert third.proposal.plan.met == 9
    assert "Stillads" in third.proposal.changes[PUPIL]
    assert weeks(walked)["Stillads"]["cohort"] == "ESN-2"
    assert "I stedet for ESN-1." in str(weeks(walked)["Stillads"]["why"])
    assert {str(row["cohort"]) for row in weeks(walked).values()} == RIGHT - {"ESN-1"} | {"ESN-2"}  # nothing else moved
    moved = next(
        event for title, event in events(walked).items() if title.endswith("Stillads") and "Aflyst" not in title
    )
    assert moved["DTSTART"].dt == COHORTS[2][2].date()

    # Two years later everything is held: nothing is missing, nothing is planned, nobody is warned.
    for town in TOWNS:
        for cohort, *_ in COHORTS:
            where = {"cohort": cohort, "status": "Foreslået"}
            type_cells(path(walked, town), "tblSkoleplan", where, {"status": "Gennemført"})
    for cohort, *_ in COHORTS[2:]:
        type_cells(path(walked, "es-nord"), "tblHold", {"cohort": cohort}, {"status": "Afholdt"})
    type_cells(
        path(walked, "101-koebenhavn"),
        "tblForloeb",
        {"placement": PUPIL},
        {"certificate_on": datetime(2028, 5, 31), "ended_on": datetime(2028, 5, 31), "outcome": "Gennemført"},
    )
    last = planned(walked, at(2028, 5, 15))
    done = last.of(PUPIL)
    assert (done.done, done.planned, done.missing, done.met) == (888, 0, 0, True)
    assert not [code for code, row in findings(walked, at(2028, 6, 1)) if row == PUPIL and code.startswith("skoleplan")]
