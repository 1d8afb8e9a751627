"""What is wrong between rows: duplicates, unknown ids, and workbooks that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from igu_xl.checks.marking import cell_words, findings_where
from igu_xl.domain.slot_rules import IGU, PRACTICE, WAGE_SUBSIDY, reasonable_caps, three_months_rule
from igu_xl.domain.verdict import NOT_MET
from igu_xl.findings import Finding
from igu_xl.sheets.contract import BRANCH, MUNICIPALITY, PARTNER_BOOKS, SCHOOL
from igu_xl.sheets.partnership import Partnership
from igu_xl.sheets.schema import Column, Table

_FOREVER = pd.Timestamp(2100, 1, 1)


def check_links(partnership: Partnership, today: date) -> Iterator[Finding]:
    """The findings that need more than one row to see."""
    for table in (table for book in PARTNER_BOOKS for table in book.inputs):
        if table.unique:
            yield from _duplicates(partnership, table)
        for column in table:
            if column.refers:
                yield from _unknown(partnership, table, column)
    yield from _residence(partnership)
    yield from _simultaneous(partnership)
    yield from _statuses(partnership, today)
    yield from _cohort_windows(partnership)
    yield from _reasonable(partnership)
    yield from _overbooked(partnership)
    yield from _placement_rules(partnership)


def slots_with_companies(partnership: Partnership) -> pd.DataFrame:
    """The slots' frame with what is known of the company at each P-number; same index as the slots."""
    companies = partnership.frames["tblVirksomheder"].dropna(subset=["p_number"]).drop_duplicates("p_number")
    about = ["p_number", "cvr", "name", "sector", "ordinary_staff", "steward_statement", "cluster", "postcode"]
    slots = partnership.frames["tblPladser"]
    return slots.merge(companies[about], on="p_number", how="left").set_axis(slots.index)


def running(placements: pd.DataFrame) -> pd.Series:
    """Which placements have not ended, as truth values."""
    return placements["ended_on"].isna() & placements["outcome"].isna()


def _duplicates(partnership: Partnership, table: Table) -> Iterator[Finding]:
    """The same id twice; profiles are each branch's own, all other ids are the whole partnership's."""
    frame = partnership.frames[table.name]
    owner = frame["partner"] if table.name == "tblProfiler" else ""
    names = frame[table.key] + "\n" + owner
    twice = frame[names.notna() & names.duplicated(keep=False)]
    places = pd.Series([_where(partnership, table, index) for index in twice.index], index=twice.index, dtype="string")
    others = {
        index: next(places[other] for other in members if other != index)
        for members in twice.groupby(names[twice.index]).groups.values()
        for index in members
    }
    other = pd.Series(others, dtype="string").reindex(frame.index)
    yield from findings_where(partnership, table.name, other.notna(), table.key, "id-dobbelt", other=other)


def _where(partnership: Partnership, table: Table, index: int) -> str:
    place = partnership.place(table.name, index, table.key)
    return f"{place.workbook}, arket {place.sheet}, celle {place.cell}"


def _unknown(partnership: Partnership, table: Table, column: Column) -> Iterator[Finding]:
    """Ids that point nowhere; several ids in a cell are looked up one by one."""
    target = next(t for book in PARTNER_BOOKS for t in book.inputs if t.name == column.refers)
    known = partnership.frames[target.name]
    frame = partnership.frames[table.name]
    ids = {str(value).casefold() for value in known[target.key].dropna()}
    values = frame[column.key]
    wrong = [not pd.isna(value) and any(part not in ids for part in split_ids(value)) for value in values]
    mask = pd.Series(wrong, index=frame.index, dtype=bool)
    words = f"arket {target.sheet}{_elsewhere(table, target)}"
    yield from findings_where(partnership, table.name, mask, column.key, "henvisning-ukendt", target=words)


def split_ids(value: object) -> list[str]:
    """The ids of a cell that may hold several, in small letters."""
    return [part.strip().casefold() for part in str(value).split(";") if part.strip()]


def _elsewhere(table: Table, target: Table) -> str:
    """Whose workbooks the target lies in, where they are not the same partner's."""
    owners = {MUNICIPALITY: "kommunernes", BRANCH: "branchernes", SCHOOL: "skolernes"}
    book, owner = next((book, owner) for book, owner in owners.items() if target in book.inputs)
    return "" if table in book.inputs else f" i {owner} arbejdsbøger"


def _residence(partnership: Partnership) -> Iterator[Finding]:
    frame = partnership.frames["tblKandidater"]
    owner = frame["partner"].map(partnership.partner_name).astype("string")
    moved = frame["municipality"].notna() & (frame["municipality"] != owner)
    yield from findings_where(partnership, "tblKandidater", moved, "municipality", "kommune-anden", owner=owner)


def _simultaneous(partnership: Partnership) -> Iterator[Finding]:
    """A candidate in two placements on the same day; both rows are named."""
    frame = partnership.frames["tblForloeb"]
    until = frame["ended_on"].fillna(frame["planned_end"].where(~running(frame), _FOREVER)).fillna(_FOREVER)
    periods = pd.DataFrame({"candidate": frame["candidate"], "from": frame["start"], "until": until}).dropna()
    periods = periods[periods["candidate"].duplicated(keep=False)].sort_values(["candidate", "from"])
    before = periods.groupby("candidate").shift()
    clash = periods[before["until"] > periods["from"]].index
    if clash.empty:
        return
    previous = pd.Series(periods.index, index=periods.index).groupby(periods["candidate"]).shift()
    for index in clash:
        pair = [int(previous.loc[index]), index]
        names = [cell_words(frame["placement"].loc[one]) for one in pair]
        for one in pair:
            mask = pd.Series(frame.index == one, index=frame.index)
            yield from findings_where(
                partnership, "tblForloeb", mask, "candidate", "forloeb-samtidige", a=names[0], b=names[1]
            )


def _statuses(partnership: Partnership, today: date) -> Iterator[Finding]:
    """A candidate in a running placement that has begun, whose status says something else."""
    placements = partnership.frames["tblForloeb"]
    begun = running(placements) & (placements["start"] <= pd.Timestamp(today))
    in_one = placements[begun].dropna(subset=["candidate"]).drop_duplicates("candidate")
    frame = partnership.frames["tblKandidater"]
    placement = frame["candidate"].map(in_one.set_index("candidate")["placement"])
    wrong = placement.notna() & frame["status"].notna() & (frame["status"] != "I forløb")
    yield from findings_where(partnership, "tblKandidater", wrong, "status", "forloeb-status", placement=placement)


def _cohort_windows(partnership: Partnership) -> Iterator[Finding]:
    """A slot that names a cohort which begins outside the slot's window."""
    starts = partnership.frames["tblHold"].dropna(subset=["cohort", "start"]).drop_duplicates("cohort")
    start_of = {cohort.casefold(): start for cohort, start in zip(starts["cohort"], starts["start"], strict=True)}
    frame = partnership.frames["tblPladser"]
    for index, row in frame[frame["cohorts"].notna()].iterrows():
        for cohort in split_ids(row["cohorts"]):
            start = start_of.get(cohort)
            if start is not None and not row["start_earliest"] <= start <= row["start_latest"]:
                details = {
                    "cohort": cohort.upper(),
                    "a": cell_words(start),
                    "b": cell_words(row["start_earliest"]),
                    "c": cell_words(row["start_latest"]),
                }
                yield Finding(partnership.place("tblPladser", index, "cohorts"), "hold-uden-for-vindue", "", details)


def _reasonable(partnership: Partnership) -> Iterator[Finding]:
    """Rimelighedskravet: practice and wage subsidy at one P-number, against the ordinary staff there."""
    slots = slots_with_companies(partnership)
    counted = slots["type"].isin([PRACTICE, WAGE_SUBSIDY]) & (slots["status"] != "Lukket")
    offered = slots[counted].groupby("p_number")["openings"].sum()
    count = slots["p_number"].map(offered)
    cap = reasonable_caps(slots["ordinary_staff"])
    words = {"count": count, "cap": cap, "staff": slots["ordinary_staff"]}
    yield from findings_where(
        partnership, "tblPladser", counted & (count > cap), "openings", "rimelighedskrav", **words
    )
    unknown = counted & slots["cvr"].notna() & slots["ordinary_staff"].isna()
    yield from findings_where(partnership, "tblPladser", unknown, "openings", "rimelighedskrav-ukendt")
    unheard = counted & slots["cvr"].notna() & (slots["steward_statement"].fillna("Nej") != "Ja")
    yield from findings_where(partnership, "tblPladser", unheard, "type", "tr-udtalelse-mangler", type=slots["type"])


def _overbooked(partnership: Partnership) -> Iterator[Finding]:
    """More running placements in a slot than it has openings."""
    slots, placements = partnership.frames["tblPladser"], partnership.frames["tblForloeb"]
    taken = slots["slot"].map(placements[running(placements)].groupby("slot").size())
    over = taken > slots["openings"]
    yield from findings_where(
        partnership, "tblPladser", over, "openings", "pladser-overtegnet", count=taken, cap=slots["openings"]
    )


def _placement_rules(partnership: Partnership) -> Iterator[Finding]:
    """A placement against its slot (the type) and its company (the three-months rule)."""
    placements = partnership.frames["tblForloeb"]
    slots = slots_with_companies(partnership).dropna(subset=["slot"]).drop_duplicates("slot").set_index("slot")
    offered = placements["slot"].map(slots["type"])
    other = placements["type"].notna() & offered.notna() & (placements["type"] != offered)
    yield from findings_where(
        partnership, "tblForloeb", other, "type", "typer-forskellige", slot=placements["slot"], other=offered
    )
    people = partnership.frames["tblKandidater"].dropna(subset=["candidate"]).drop_duplicates("candidate")
    people = people.set_index("candidate")
    employer = placements["candidate"].map(people["last_employer_cvr"])
    until = placements["candidate"].map(people["last_employed_to"])
    company = placements["slot"].map(slots["cvr"])
    same = (placements["type"] == IGU) & (employer == company) & running(placements)
    too_soon = [
        bool(is_same) and pd.notna(start) and _too_soon(cvr, last, start.date())
        for is_same, cvr, last, start in zip(same.fillna(False), company, until, placements["start"], strict=True)
    ]
    mask = pd.Series(too_soon, index=placements.index, dtype=bool)
    yield from findings_where(partnership, "tblForloeb", mask, "slot", "tre-maaneder", a=until)


def _too_soon(cvr: str, last: pd.Timestamp, start: date) -> bool:
    until = None if pd.isna(last) else last.date()
    return three_months_rule(cvr, until, cvr, start).outcome == NOT_MET
