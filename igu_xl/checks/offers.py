"""What is wrong with what is offered: slots against their companies, profiles and cohorts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import pandas as pd

from igu_xl.checks.finding_cells import cell_words, findings_where
from igu_xl.domain.law.kinds import COUNTED, WAGE_SUBSIDY
from igu_xl.domain.law.places.reasonable import cap_rule
from igu_xl.findings import Finding, Place
from igu_xl.records import Record, records, records_by
from igu_xl.sheets.partnership import Partnership
from igu_xl.standing.slots import Closed

# What a slot rests on: the column that names it, and the table it stands in.
_FOUNDATIONS = (("p_number", "tblVirksomheder", "Virksomheder"), ("profile", "tblProfiler", "Profiler"))
_NOT_HEARD = "Nej"  # in TR-udtalelse
_OUT = ", og pladsen er ikke med i match, så længe der står Nej"


def check_offers(partnership: Partnership) -> Iterator[Finding]:
    """The findings on slots that need their company or their cohorts to see, whatever the day."""
    yield from _named_cohorts(partnership)
    yield from _unknown_of_company(partnership)


def slots_with_companies(partnership: Partnership) -> pd.DataFrame:
    """The slots' frame with what is known of the company at each P-number; same index as the slots."""
    companies = partnership.frames["tblVirksomheder"].dropna(subset=["p_number"]).drop_duplicates("p_number")
    about = ["p_number", "cvr", "name", "sector", "ordinary_staff", "others"]
    about += ["steward_statement", "cluster", "postcode"]
    slots = partnership.frames["tblPladser"]
    return slots.merge(companies[about], on="p_number", how="left").set_axis(slots.index)


def p_numbers_of_slots(ever: pd.DataFrame) -> pd.Series:
    """The P-number of every slot there ever was (`History.rows`), by its id: also of those that are closed or gone."""
    read = ever.dropna(subset=["slot"]).sort_values("at", na_position="first", kind="stable")
    return read.drop_duplicates("slot", keep="last").set_index("slot")["p_number"]


def split_ids(value: object) -> list[str]:
    """The ids of a cell that may hold several, in small letters."""
    return [part.strip().casefold() for part in str(value).split(";") if part.strip()]


def profile_key(frame: pd.DataFrame) -> pd.Series:
    """What a profile is found by: each branch has its own, and nobody minds capital letters."""
    return frame["partner"] + "\n" + frame["profile"].str.casefold()


def check_foundations(partnership: Partnership, blocked: Mapping[str, pd.Series]) -> Iterator[Finding]:
    """Slots whose company or profile an error keeps out: what they ask for is not known."""
    slots = partnership.frames["tblPladser"]
    for key, table, sheet in _FOUNDATIONS:
        wrong = _rests_on(slots, partnership.frames[table][blocked[table]], key)
        yield from findings_where(partnership, "tblPladser", wrong, key, "henvisning-fejl", target=f"arket {sheet}")


def rest_on_errors(partnership: Partnership, blocked: Mapping[str, pd.Series]) -> pd.Series:
    """Which slots name a company or a profile that an error keeps out, as truth values."""
    slots = partnership.frames["tblPladser"]
    company, profile = (
        _rests_on(slots, partnership.frames[table][blocked[table]], key) for key, table, _ in _FOUNDATIONS
    )
    return company | profile


def hindrances(partnership: Partnership, blocked: Mapping[str, pd.Series], crowded: Collection[int] = ()) -> pd.Series:
    """Why nobody can be matched to each slot though its row is right (`Closed`); missing where nothing hinders.

    A slot for practice or wage subsidy needs the ordinary staff of its P-number to be known, because rimelighedskravet
    cannot be held otherwise; `crowded` are the slots to which it leaves nobody. How long a wage subsidy may last the
    sector of the company says, and both need the steward to have been heard: nobody is bound to a place that cannot be
    sent. A statement that nobody has written anything of hinders nothing. Any slot needs a company and a profile
    without errors.
    """
    slots = slots_with_companies(partnership)
    unknown = rest_on_errors(partnership, blocked) | slots["cvr"].isna()
    uncounted = slots["type"].isin(COUNTED) & slots["ordinary_staff"].isna()
    told = pd.Series(pd.NA, index=slots.index, dtype="string")
    unheard = slots["type"].isin(COUNTED) & (slots["steward_statement"] == _NOT_HEARD).fillna(False)
    told = told.mask(slots.index.isin(list(crowded)), Closed.CROWDED).mask(unheard, Closed.STEWARD)
    return told.mask(_without_length(slots), Closed.SECTOR).mask(uncounted, Closed.STAFF).mask(unknown, Closed.COMPANY)


def _rests_on(slots: pd.DataFrame, broken: pd.DataFrame, key: str) -> pd.Series:
    if key == "profile":
        return profile_key(slots).isin(profile_key(broken).dropna())
    return slots[key].isin(broken[key].dropna())


def _named_cohorts(partnership: Partnership) -> Iterator[Finding]:
    """A slot that names a cohort which it cannot be served by: outside the slot's window, or of another branch."""
    cohorts = records_by(partnership.frames["tblHold"].dropna(subset=["cohort"]), "cohort")
    known = {name.casefold(): row for name, row in cohorts.items()}
    frame = partnership.frames["tblPladser"].dropna(subset=["cohorts"])
    for index, slot in zip(frame.index, records(frame), strict=True):
        place = partnership.place("tblPladser", index, "cohorts")
        for name in split_ids(slot["cohorts"]):
            if name in known:
                yield from _of_another_time(place, slot, known[name])
                yield from _of_another_branch(place, slot, known[name])


def _of_another_time(place: Place, slot: Record, cohort: Record) -> Iterator[Finding]:
    start, low, high = cohort["start"], slot["start_earliest"], slot["start_latest"]
    if start and low and high and not low <= start <= high:
        words = {"cohort": cohort["cohort"], "a": cell_words(start), "b": cell_words(low), "c": cell_words(high)}
        yield Finding(place, "hold-uden-for-vindue", slot["cohorts"], words)


def _of_another_branch(place: Place, slot: Record, cohort: Record) -> Iterator[Finding]:
    ours, theirs = slot["branch"], cohort["branch"]
    if ours and theirs and ours != theirs:
        words = {"cohort": cohort["cohort"], "branch": ours, "other": theirs}
        yield Finding(place, "hold-anden-branche", slot["cohorts"], words)


def _unknown_of_company(partnership: Partnership) -> Iterator[Finding]:
    """Practice and wage subsidy where something of the company is not known that the law asks for."""
    slots = slots_with_companies(partnership)
    counted = slots["type"].isin(COUNTED) & (slots["status"] != "Lukket") & slots["cvr"].notna()
    unknown = counted & slots["ordinary_staff"].isna()
    yield from findings_where(partnership, "tblPladser", unknown, "openings", "rimelighedskrav-ukendt")
    unheard = counted & (slots["steward_statement"].fillna(_NOT_HEARD) == _NOT_HEARD)
    out = slots["steward_statement"].eq(_NOT_HEARD).fillna(False).map({True: _OUT, False: ""})
    words: dict[str, pd.Series | str] = {"type": slots["type"], "out": out, "law": cap_rule()["lov"]}
    yield from findings_where(partnership, "tblPladser", unheard, "type", "tr-udtalelse-mangler", **words)
    endless = counted & _without_length(slots)
    yield from findings_where(partnership, "tblPladser", endless, "type", "loentilskud-uden-sektor")


def _without_length(slots: pd.DataFrame) -> pd.Series:
    """Wage subsidy in a company whose sector is not known, so that nobody knows how long it may last."""
    return (slots["type"] == WAGE_SUBSIDY) & slots["sector"].isna()
