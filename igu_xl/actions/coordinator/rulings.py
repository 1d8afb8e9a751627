"""The sheet Beslutninger: what the coordinator has decided, in this match and before, and what of it still stands.

What is chosen in the sheet Forslag is written there, too, as a row of the source `Forslag`: as long as the two say the
same it stands; withdrawn in the one, it is withdrawn in the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from igu_xl.actions.coordinator.workbook import APPROVE, CHOSEN, LOCK, REJECT, SENT, WITHDRAWN, CoordinatorBook
from igu_xl.domain.personal.candidate_id import told_id
from igu_xl.match import case
from igu_xl.match.case import Decision
from igu_xl.records import Record, records

KINDS = {
    "Lås": case.LOCK,
    "Afvis": case.REJECT,
    "Ikke denne virksomhed": case.NOT_COMPANY,
    "Hold skal køre": case.RUN,
    "Hold må ikke køre": case.STOP,
    "Højst i virksomhed": case.LIMIT,
}
STANDS, DONE = "Gælder", "Udført"

# The source of a row whose choice does not stand in Forslag any more.
CHOSEN_BEFORE = "Forslag, afsluttet"

_RULING = {APPROVE: "Lås", LOCK: "Lås", REJECT: "Afvis"}
_BECAUSE = {APPROVE: "Godkendt i arket Forslag.", LOCK: "Låst i arket Forslag.", REJECT: "Afvist i arket Forslag."}

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Ruling:
    """One row of the sheet, and the address of its first cell; empty for a row that is not written yet."""

    row: Record
    cell: str = ""

    @property
    def stands(self) -> bool:
        """Whether the match goes by it; who shall be forgotten is no matter of the match."""
        return self.row["validity"] in ("", STANDS) and self.row["ruling"] in KINDS

    @property
    def words(self) -> str:
        """The ruling as a person would say it: `Lås 101-0007 BYG-0012`."""
        candidate = self.row["candidate"]
        about = [told_id(candidate) if candidate else "", *(self.row[key] for key in ("slot", "cohort", "cvr"))]
        limit = [] if self.row["limit"] is None else [str(self.row["limit"])]
        return " ".join(part for part in (self.row["ruling"], *about, *limit) if part)

    def decision(self) -> Decision:
        """The ruling as the match takes it."""
        row = self.row
        limit = None if row["limit"] is None else int(row["limit"])
        return Decision(row["candidate"], row["slot"], row["cohort"], KINDS[row["ruling"]], row["cvr"], limit)


def settle(book: CoordinatorBook, today: date) -> list[Ruling]:
    """The rulings of the workbook brought in line with the choices in Forslag, new ones last."""
    proposals = records(book.proposals)
    chosen = {_key(row): str(row["decision"]) for row in proposals if row["candidate"] and _is_open(row)}
    sent = {_key(row) for row in proposals if row["state"] == SENT}
    written = [Ruling(row, cell) for row, cell in zip(records(book.rulings), book.ruling_cells, strict=True)]
    rulings = [_brought_up(one, chosen, sent) for one in written]
    known = {(_key(one.row), one.row["ruling"]) for one in rulings if one.row["source"] == CHOSEN}
    new = [key for key, choice in chosen.items() if choice and (key, _RULING[choice]) not in known]
    return [*rulings, *(Ruling(_row(key, chosen[key], today)) for key in new if key[1] or key[2])]


def _is_open(row: Record) -> bool:
    """A yes that was sent is used up; a no stands."""
    return bool(row["state"] != SENT or row["decision"] == REJECT)


def _brought_up(one: Ruling, chosen: dict[Key, str], sent: set[Key]) -> Ruling:
    """A row that came from Forslag, as Forslag is now; one whose proposal is gone stands."""
    key = _key(one.row)
    if one.row["source"] != CHOSEN:
        return one
    if one.row["validity"] == WITHDRAWN:
        return Ruling(one.row | {"source": CHOSEN_BEFORE}, one.cell)
    if key in sent and one.row["ruling"] == "Lås":
        return Ruling(one.row | {"validity": DONE, "source": CHOSEN_BEFORE}, one.cell)
    if key in chosen and _RULING.get(chosen[key]) != one.row["ruling"]:
        return Ruling(one.row | {"validity": WITHDRAWN, "source": CHOSEN_BEFORE}, one.cell)
    return one


def _row(key: Key, choice: str, today: date) -> Record:
    candidate, slot, cohort = key
    return {
        "ruling": _RULING[choice],
        "candidate": candidate,
        "slot": slot,
        "cohort": cohort,
        "cvr": "",
        "limit": None,
        "decided_on": today,
        "because": _BECAUSE[choice],
        "validity": STANDS,
        "source": CHOSEN,
    }


def _key(row: Record) -> Key:
    return row["candidate"], row["slot"], row["cohort"]
