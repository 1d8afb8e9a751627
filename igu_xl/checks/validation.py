"""Hent og kontrollér: read every workbook, find what is wrong, and judge every candidate."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from igu_xl.checks.crowding.crowding_findings import check_crowding
from igu_xl.checks.crowding.people_there import crowding_on
from igu_xl.checks.foreign_settings import check_settings
from igu_xl.checks.forgotten import without_forgotten
from igu_xl.checks.known_partners import check_workbooks, known_partners
from igu_xl.checks.law.answers import check_answers
from igu_xl.checks.law.earlier_igu import check_earlier_igu
from igu_xl.checks.law.igu_placements import check_igu_placements, igu_placements
from igu_xl.checks.law.lengths import check_lengths
from igu_xl.checks.law.permits import check_permits
from igu_xl.checks.law.verdicts import check_verdicts, igu_verdicts
from igu_xl.checks.links import check_links
from igu_xl.checks.moved import without_moved
from igu_xl.checks.names import check_names
from igu_xl.checks.offers import check_foundations, check_offers, hindrances
from igu_xl.checks.placements import check_jobs, check_periods, check_simultaneous
from igu_xl.checks.rows import check_rows
from igu_xl.checks.same_person import check_same_person
from igu_xl.checks.school.packages import course_key
from igu_xl.checks.school.school_checks import check_school, check_school_rows
from igu_xl.checks.standing_findings import check_standing
from igu_xl.domain.law.kinds import IGU
from igu_xl.domain.rule_tables import look_through_rules
from igu_xl.findings import ERROR, LEVELS, Finding, counts_by_level
from igu_xl.progress import Progress
from igu_xl.records import Record, records
from igu_xl.sheets.forgotten import kept_forgotten
from igu_xl.sheets.layout import layout_of
from igu_xl.sheets.partnership import Partnership, blocked_rows, read_partnership
from igu_xl.standing.history import History, reading_of
from igu_xl.standing.history_file import kept_history
from igu_xl.standing.standing import Standing, State, stand, stand_placements
from igu_xl.standing.tracked import HINDRANCE, PLACEMENTS, SCHOOL_WEEKS, SLOTS, TABLES


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Validation:
    """A checked partnership.

    `verdicts` has one row a candidate that could be read (index of the candidates' frame); `blocked` says for each
    table which rows a finding of level fejl keeps out of match and figures. `history` is what was read before with
    this reading added, `standing` how the partnership stands on the day of the run.
    """

    partnership: Partnership
    findings: tuple[Finding, ...]
    verdicts: pd.DataFrame
    blocked: Mapping[str, pd.Series]
    history: History
    standing: Standing

    def usable(self, table: str) -> pd.DataFrame:
        """The rows of a table that no error keeps out."""
        return self.partnership.frames[table][~self.blocked[table]]

    def as_json(self, findings: Sequence[Finding] | None = None) -> dict[str, object]:
        """The answer of `igu validate --json`; where only some `findings` were asked for, the rest is the same."""
        told = self.findings if findings is None else findings
        return {
            "workbooks": [
                {
                    "path": book.path,
                    "partner": book.partner,
                    "kind": book.book.kind,
                    "rows": sum(len(rows.numbers) for rows in book.tables.values()),
                }
                for book in self.partnership.books
            ],
            "findings": [finding.as_json() for finding in told],
            "verdicts": [_verdict_json(row) for row in records(self.verdicts)],
            "counts": counts_by_level(self.findings),
            "standing": self.standing.counts(),
        }


def validate(folder: Path, today: date, progress: Progress | None = None, history: History | None = None) -> Validation:
    """Read and check the partnership in a folder as of a day, and compare it with what was read before: what the folder
    keeps of it unless another `history` is given.

    Raises `WrongUse` when the folder is no partnership, or what was kept of earlier readings cannot be understood.
    """
    before = kept_history(folder) if history is None else history
    partnership = read_partnership(folder, progress, known_partners(before))
    partnership = without_forgotten(partnership, kept_forgotten(layout_of(folder).state))
    return check(without_moved(partnership, before.known_on(today), pd.Timestamp(today)), today, before)


def check(partnership: Partnership, today: date, history: History | None = None) -> Validation:
    """Check what was read on a day; `history` is what was read before, where that is known.

    Raises `WrongUse` when a table of rules is wrong.
    """
    look_through_rules()
    before = history or History.empty()
    findings = [*partnership.findings, *check_rows(partnership, before.moves), *check_links(partnership)]
    findings += check_names(partnership)
    findings += check_same_person(partnership)
    findings += check_settings(partnership)
    findings += check_offers(partnership)
    findings += check_periods(partnership)
    findings += check_lengths(partnership, today)
    findings += check_school_rows(partnership)
    blocked = {table: blocked_rows(partnership, findings, table) for table in partnership.frames}
    findings += check_foundations(partnership, blocked)
    known = _with_reading(before, partnership, blocked, today)
    unread = {name: _unread(known, partnership, name) for name in TABLES}
    placements = stand_placements(known, today, unread)
    crowding = crowding_on(partnership, placements, known.rows(SLOTS), today)
    crowded = [index for index, room in crowding.room().items() if room is None]
    late = [*_clashes(partnership, placements), *check_crowding(partnership, crowding)]
    late += check_jobs(partnership, placements, known.rows(SLOTS))
    findings += late
    if crowded or any(finding.level == ERROR for finding in late):
        blocked |= {table: blocked_rows(partnership, findings, table) for table in (PLACEMENTS, SLOTS)}
        known = _with_reading(before, partnership, blocked, today, crowded)
    standing = stand(known, today, unread)
    findings += check_workbooks(partnership, known, today)
    findings += check_standing(partnership, standing)
    findings += check_school(partnership, blocked, standing)
    verdicts = igu_verdicts(partnership.frames["tblKandidater"], standing)
    findings += check_verdicts(partnership, verdicts, standing)
    placements = igu_placements(partnership, standing)
    findings += check_igu_placements(partnership, placements)
    findings += check_earlier_igu(partnership, standing)
    findings += check_permits(partnership, verdicts, placements, standing)
    findings += check_answers(partnership, verdicts, placements, standing)
    findings.sort(key=_order)
    return Validation(partnership, tuple(findings), verdicts, blocked, known, standing)


def _with_reading(
    history: History,
    partnership: Partnership,
    blocked: Mapping[str, pd.Series],
    today: date,
    crowded: Collection[int] = (),
) -> History:
    """What was known before the day with what was read now; a run of an earlier day goes by what was known then."""
    slots, weeks = partnership.frames[SLOTS], partnership.frames[SCHOOL_WEEKS]
    frames = {
        **partnership.frames,
        SLOTS: slots.assign(**{HINDRANCE: hindrances(partnership, blocked, crowded)}),
        SCHOOL_WEEKS: weeks.assign(course=weeks["course"].map(course_key)),
    }
    rows = reading_of(frames, {name: ~blocked[name] for name in TABLES})
    read = {name: partnership.read(name) for name in TABLES}
    paths = {book.partner: book.path for book in partnership.books}
    return history.known_on(today).with_reading(rows, read, today, paths)


def _clashes(partnership: Partnership, placements: pd.DataFrame) -> Iterator[Finding]:
    """The findings on people in two placements at a time, of which none has lapsed."""
    lapsed = set(placements.loc[placements["state"] == State.LAPSED, "at"].dropna())
    return check_simultaneous(partnership, lapsed)


def _unread(history: History, partnership: Partnership, table: str) -> set[str]:
    """The partners whose table could not be read this time: it is broken, or their workbook is not there any more."""
    return (partnership.unread(table) | history.partners(table)) - partnership.read(table)


def _order(finding: Finding) -> tuple[object, ...]:
    place = finding.place
    column = place.cell.rstrip("0123456789")
    row = int(place.cell[len(column) :] or 0)
    return (place.workbook, LEVELS.index(finding.level), place.sheet, row, len(column), column, finding.code)


def _verdict_json(row: Record) -> dict[str, object]:
    return {
        "candidate": row["candidate"],
        "measure": IGU,
        "start": _day(row["start"]),
        "outcome": row["outcome"],
        "rule": row["rule"],
        "law": row["law"],
        "reasons": list(row["reasons"]),
        "changes_on": _day(row["changes_on"]),
        "changes_to": row["changes_to"],
        "paragraph": row["paragraph"],
    }


def _day(day: date | None) -> str | None:
    return f"{day:%Y-%m-%d}" if day else None
