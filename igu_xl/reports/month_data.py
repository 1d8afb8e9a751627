"""A month's data as one partner may see it, read from the snapshot.

The snapshot is a folder of Parquet files, one for each table of the contract, with the columns `partner`, `book` and
`row` beside the contract's own. Only the columns that a figure needs are read: remarks, dates of birth and contact
persons never reach a notebook. A table that is absent is an empty table.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from igu_xl.domain.branches import resolve_branch
from igu_xl.errors import WrongUse
from igu_xl.sheets.contract.branch import COMPANIES, SLOTS
from igu_xl.sheets.contract.municipality import CANDIDATES, FOLLOW_UPS, PLACEMENTS
from igu_xl.sheets.contract.school import COHORTS
from igu_xl.sheets.schema import Kind, Table

_NEEDED: dict[Table, tuple[str, ...]] = {
    CANDIDATES: ("candidate", "registered", "ready_from", "status", "wish_1"),
    FOLLOW_UPS: ("candidate", "date", "next_followup"),
    PLACEMENTS: tuple(column.key for column in PLACEMENTS if column.key != "placement"),
    COMPANIES: ("p_number", "sector"),
    SLOTS: ("slot", "p_number", "type", "openings", "branch", "start_latest", "status"),
    COHORTS: ("cohort", "title", "branch", "start", "end", "min", "max", "enrol_by", "free_seats", "status"),
}
_DTYPES = {Kind.DATE: "datetime64[s]", Kind.INTEGER: "Int64", Kind.NUMBER: "Float64"}
PARTNERS_FILE = "partners.parquet"
FINDINGS_FILE = "findings.parquet"


@dataclass(frozen=True, slots=True, eq=False)
class MonthData:
    """The rows behind one partner's page.

    A municipality has its own candidates, follow-ups and placements; `placements` also tells the `sector` of the
    company. A branch has its slots (with the openings `taken`), the placements in them, the cohorts of its branch
    (with the seats `enrolled`) and the candidates who wish it most. `rows` is the number of rows in the partner's
    workbook, `findings` what the checks said about it.
    """

    partner: str
    name: str
    rows: int
    candidates: pd.DataFrame
    follow_ups: pd.DataFrame
    placements: pd.DataFrame
    slots: pd.DataFrame
    cohorts: pd.DataFrame
    findings: pd.DataFrame

    def of_type(self, kind: str) -> MonthData:
        """The same data with placements and slots of one type only."""
        placements = self.placements[self.placements["type"] == kind]
        return replace(self, placements=placements, slots=self.slots[self.slots["type"] == kind])


def load(folder: str | Path, partner: str) -> MonthData:
    """Read what the page of `kommune:101` or `branche:bygge-anlaeg` needs; raises `WrongUse` for an unknown one."""
    snapshot = Path(folder)
    kind, _, key = partner.partition(":")
    about = partners(snapshot)
    known = about[about["partner"] == partner]
    if known.empty:
        raise WrongUse(f"Der er ingen arbejdsbog for {kind} {key} i månedens data.")
    read = _municipality if kind == "kommune" else _branch
    return read(snapshot, partner, str(known["name"].iloc[0]), int(known["rows"].sum()))


def partners(snapshot: Path) -> pd.DataFrame:
    """The partners of the month; raises `WrongUse` where the folder holds no snapshot."""
    path = snapshot / PARTNERS_FILE
    if not path.is_file():
        raise WrongUse("Mappen indeholder ingen data for måneden. Kør kontrollen først.")
    return pd.read_parquet(path)


def _municipality(snapshot: Path, partner: str, name: str, rows: int) -> MonthData:
    return MonthData(
        partner,
        name,
        rows,
        candidates=_table(snapshot, CANDIDATES, partner),
        follow_ups=_table(snapshot, FOLLOW_UPS, partner),
        placements=_with_sector(_table(snapshot, PLACEMENTS, partner), snapshot),
        slots=_with_taken(_typed(pd.DataFrame(), SLOTS), _typed(pd.DataFrame(), PLACEMENTS)),
        cohorts=_with_enrolled(_typed(pd.DataFrame(), COHORTS), _typed(pd.DataFrame(), PLACEMENTS)),
        findings=_findings(snapshot, partner),
    )


def _branch(snapshot: Path, partner: str, name: str, rows: int) -> MonthData:
    slots = _table(snapshot, SLOTS, partner)
    branches = {resolve_branch(name) or name, *slots["branch"].dropna()}
    candidates, placements, cohorts = (_table(snapshot, table) for table in (CANDIDATES, PLACEMENTS, COHORTS))
    return MonthData(
        partner,
        name,
        rows,
        candidates=candidates[candidates["wish_1"].isin(branches)],
        follow_ups=_typed(pd.DataFrame(), FOLLOW_UPS),
        placements=_with_sector(placements[placements["slot"].isin(slots["slot"])], snapshot),
        slots=_with_taken(slots, placements),
        cohorts=_with_enrolled(cohorts[cohorts["branch"].isin(branches)], placements),
        findings=_findings(snapshot, partner),
    )


def _with_sector(placements: pd.DataFrame, snapshot: Path) -> pd.DataFrame:
    companies = _table(snapshot, COMPANIES).drop_duplicates("p_number").set_index("p_number")["sector"]
    slots = _table(snapshot, SLOTS).drop_duplicates("slot").set_index("slot")["p_number"]
    return placements.assign(sector=placements["slot"].map(slots.map(companies)))


def _with_taken(slots: pd.DataFrame, placements: pd.DataFrame) -> pd.DataFrame:
    """The openings with a placement, agreed or begun; never more than the slot has."""
    ours = slots["slot"].map(placements.groupby("slot").size()).fillna(0).astype("Int64")
    openings = slots["openings"].fillna(0)
    return slots.assign(openings=openings, taken=ours.where(ours < openings, openings))


def _with_enrolled(cohorts: pd.DataFrame, placements: pd.DataFrame) -> pd.DataFrame:
    """The seats taken: what the school says (Maks. less Ledige pladser) or our own placements, whichever is more."""
    ours = cohorts["cohort"].map(placements.groupby("cohort").size()).fillna(0).astype("Int64")
    told = (cohorts["max"] - cohorts["free_seats"]).fillna(0).astype("Int64")
    return cohorts.assign(enrolled=ours.where(ours > told, told))


def _findings(snapshot: Path, partner: str) -> pd.DataFrame:
    return _read(snapshot / FINDINGS_FILE, ("level", "code"), partner).reindex(columns=["level", "code"])


def _table(snapshot: Path, table: Table, partner: str = "") -> pd.DataFrame:
    """The needed columns of a table, of one partner or of all."""
    return _typed(_read(snapshot / f"{table.name}.parquet", _NEEDED[table], partner), table)


def _read(path: Path, wanted: tuple[str, ...], partner: str) -> pd.DataFrame:
    """Those of the wanted columns that the file has; no rows and no columns where there is no file."""
    if not path.is_file():
        return pd.DataFrame()
    stored = [key for key in ("partner", *wanted) if key in pq.read_schema(path).names]
    frame = pd.read_parquet(path, columns=stored)
    return frame[frame["partner"] == partner] if partner else frame


def _typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The needed columns in the contract's types; those that are absent are empty."""
    types = {key: _DTYPES.get(table.column(key).kind, "string") for key in _NEEDED[table]}
    return frame.reindex(columns=list(types)).astype(types)
