"""The rows of a municipality's Skoleplan that are the tool's: those with the status Foreslået and no lock.

They are renewed in place, so that a wish or a note stays where it was typed. Every other row is the municipality's: it
is never written, and the plan was made around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from igu_xl.actions.school_plan.kept_plan import KeptPlan
from igu_xl.actions.tool_sheets import by_header
from igu_xl.checks.school.packages import course_key
from igu_xl.checks.validation import Validation
from igu_xl.domain.law.kinds import IGU
from igu_xl.records import Record, records
from igu_xl.school.planning.plans import NO_COHORT
from igu_xl.school.planning.pupil_plan import PROPOSED
from igu_xl.sheets.contract.municipality import SCHOOL_WEEKS
from igu_xl.sheets.writing.lossless import WorkbookEdit
from igu_xl.standing.school.weeks import ABSENT, CANCELLED

_TABLE = SCHOOL_WEEKS.name
_RENEWED = ("step", "course_kind", "cohort", "start", "end", "hours", "weighted", "why")
_HEADERS = {column.key: column.header for column in SCHOOL_WEEKS}
_OUT = "Kurset er ikke med i den seneste plan."
_NOTHING = {"cohort": None, "start": None, "end": None}

_Key = tuple[str, str]  # placement and course


@dataclass(frozen=True, slots=True, eq=False)
class WeekSheets:
    """What the kept plan says to the municipalities, for the placements that stand now."""

    kept: KeptPlan
    wanted: Mapping[str, Sequence[Record]]
    standing: frozenset[str]
    day: date

    @classmethod
    def of(cls, kept: KeptPlan, validation: Validation) -> WeekSheets:
        """The plan's rows by partner. What was only proposed is by now the placement that was made of it, or nothing.

        A cohort that is not offered any more since the plan was made is not written: the row says that there is none.
        """
        placements = validation.standing.placements
        held = placements[placements["holds"] & (placements["type"] == IGU).fillna(False)].dropna(subset=["placement"])
        made = {(row["candidate"], row["slot"]): row["placement"] for row in records(held)}
        standing = frozenset(map(str, held["placement"]))
        cohorts = validation.standing.cohorts
        offered = set(cohorts.loc[cohorts["on_offer"], "cohort"].dropna())
        wanted: dict[str, list[Record]] = {}
        for row in records(kept.rows):
            name = row["placement"] or made.get((row["candidate"], row["slot"]))
            if name in standing:
                wanted.setdefault(row["partner"], []).append(_still(row, offered) | {"placement": name})
        return cls(kept, wanted, standing, validation.standing.day)

    def write(self, validation: Validation, partner: str, edit: WorkbookEdit) -> None:
        """Renew the tool's rows in a municipality's workbook; one without the sheet goes without."""
        if _TABLE.casefold() not in {name.casefold() for name in edit.table_names()}:
            return
        frame = validation.partnership.frames[_TABLE]
        rows = records(frame[frame["partner"] == partner])
        ours = {_key(row): row for row in reversed(rows) if _is_ours(row)}
        theirs = {_key(row) for row in rows if not _is_ours(row) and row["status"] not in _LOST}
        wanted = {_key(row): row for row in self.wanted.get(partner, ()) if _key(row) not in theirs}
        for key, row in wanted.items():
            if key in ours:
                self._renew(edit, ours[key], row)
        left = [row for row in rows if _is_ours(row) and (_key(row) not in wanted or ours[_key(row)] is not row)]
        gone = [row for row in left if not _has_words(row, edit)]
        for row in left:
            if row not in gone and row["placement"] in self.standing:
                self._renew(edit, row, row | _NOTHING | {"why": _OUT})
        if gone:
            edit.take_out_rows(_TABLE, [row["row"] for row in gone], len(gone))
        new = [row for key, row in wanted.items() if key not in ours and row["cohort"]]
        if new:
            edit.append_rows(_TABLE, by_header(SCHOOL_WEEKS, [self._new(row) for row in new]))

    def _renew(self, edit: WorkbookEdit, old: Record, new: Record) -> None:
        new = {key: new[key] or None for key in _RENEWED}  # as a new row has it: hours that nobody knows are empty
        changed = [key for key in _RENEWED if not _same(old[key], new[key])]
        for key in changed:
            (cell,) = by_header(SCHOOL_WEEKS, [{key: new[key]}])
            edit.set_cell(_TABLE, old["row"], _HEADERS[key], cell[_HEADERS[key]])
        if set(changed) & {"cohort", "start", "end"}:
            (cell,) = by_header(SCHOOL_WEEKS, [{"sent_on": self.day}])
            edit.set_cell(_TABLE, old["row"], _HEADERS["sent_on"], cell[_HEADERS["sent_on"]])

    def _new(self, row: Record) -> Record:
        keys = ("placement", "step", "course", "course_kind", "cohort", "start", "end", "hours", "weighted", "why")
        return {key: row[key] or None for key in keys} | {"status": PROPOSED, "sent_on": self.day}


_LOST = (CANCELLED, ABSENT)


def _still(row: Record, offered: Iterable[str]) -> Record:
    if not row["cohort"] or row["cohort"] in offered:
        return row
    return row | _NOTHING | {"why": NO_COHORT}


def _key(row: Record) -> _Key:
    return str(row["placement"]), course_key(row["course"])


def _is_ours(row: Record) -> bool:
    return bool(row["status"] == PROPOSED and row["locked"] != "Ja")


def _has_words(row: Record, edit: WorkbookEdit) -> bool:
    """Whether somebody has typed a wish in the row, or put a note to it."""
    return row["wish_from"] is not None or bool(edit.noted(_TABLE, row["row"]))


def _same(old: object, new: object) -> bool:
    if old in (None, "") or new in (None, ""):
        return old in (None, "") and new in (None, "")
    if isinstance(old, (int, float)) and isinstance(new, (int, float)):
        return float(old) == float(new)
    return bool(old == new)
