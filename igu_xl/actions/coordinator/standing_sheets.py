"""The coordinator's sheets that say how things stand: Holdstatus, Umatchede, Forløb and Nøgletal.

They are written by every button from the same standing, so that none of them tells of an earlier run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from igu_xl.actions.coordinator.key_figures import key_figure_rows
from igu_xl.actions.coordinator.workbook import REJECT, REJECTED, SENT, UNKEPT
from igu_xl.checks.validation import Validation
from igu_xl.match.returned import returned
from igu_xl.records import Record, records, records_by
from igu_xl.sheets.contract import COORDINATOR
from igu_xl.standing.cohorts import COMING, words_of
from igu_xl.standing.columns import looked_up
from igu_xl.standing.standing import CohortState, Standing

# Behind the state of a placement whose row has an error: it holds its place, and is in no figure.
_UNCOUNTED = " (fejl i rækken, ikke talt med)"

_SHOWN = (*COMING, CohortState.BEGUN)
_NEW = ("Afventer næste match", "Kandidaten er kommet til siden det seneste match og kommer med i det næste.")
_NEXT = "Kandidaten kommer med i det næste match."
_REFUSED = ("Afvist", "Det seneste forslag er afvist. Det næste match foreslår noget andet, hvis der er noget.")


def open_proposals(proposals: pd.DataFrame) -> pd.DataFrame:
    """Candidate, slot and cohort of what is proposed and neither sent nor rejected; missing where there is none."""
    over = proposals["state"].isin([SENT, REJECTED, UNKEPT])
    rows = proposals.loc[~over & (proposals["candidate"] != ""), ["candidate", "slot", "cohort"]]
    return rows.mask(rows == "")


def on_paper(standing: Standing, proposals: pd.DataFrame) -> pd.DataFrame:
    """The open proposals that can still become something: nobody has said no, and the candidate is in the match."""
    rows = open_proposals(proposals[proposals["decision"] != REJECT])
    return rows[rows["candidate"].isin(standing.in_match()["candidate"])]


def standing_tables(
    validation: Validation, proposals: pd.DataFrame, unmatched: Sequence[Record], reasons: Mapping[str, str]
) -> dict[str, list[Record]]:
    """The rows of the sheets by the name of their table.

    `proposals` is the sheet Forslag as it will be, `unmatched` the rows of Umatchede and `reasons` what the latest
    match said of each cohort.
    """
    proposed = on_paper(validation.standing, proposals)
    standing = validation.standing.with_plan(proposed)
    matched = len(proposals) or unmatched
    return {
        "tblHoldstatus": _cohort_rows(validation, standing, proposed, reasons),
        "tblUmatchede": _unmatched_rows(validation, proposed, proposals, unmatched) if matched else [],
        "tblForloeb": _placement_rows(validation),
        "tblNoegletal": key_figure_rows(standing),
    }


def shown_cohorts(standing: Standing) -> pd.DataFrame:
    """Every usable cohort that is to come or in progress, and those of them that were cancelled."""
    cohorts = standing.cohorts[standing.cohorts["usable"] & standing.cohorts["at"].notna()]
    cancelled = (cohorts["state"] == CohortState.CANCELLED) & (cohorts["end"] >= pd.Timestamp(standing.day))
    return cohorts[cohorts["state"].isin(_SHOWN) | cancelled]


def _cohort_rows(
    validation: Validation, standing: Standing, proposed: pd.DataFrame, reasons: Mapping[str, str]
) -> list[Record]:
    shown, homes = shown_cohorts(standing), _homes(standing, proposed)
    by_cohort = homes.groupby("cohort")["people"]
    shown = shown.assign(
        title=shown["at"].astype(int).map(validation.partnership.frames["tblHold"]["title"]),
        seats=shown["enrolled"],
        municipalities=looked_up(shown["cohort"], by_cohort.size()).fillna(0).astype(int),
        largest=looked_up(shown["cohort"], by_cohort.max()).fillna(0).astype(int),
    )
    return [_cohort_row(row, standing, reasons) for row in records(shown.sort_values(["start", "cohort"]))]


def _cohort_row(row: Record, standing: Standing, reasons: Mapping[str, str]) -> Record:
    keys = [column.key for column in COORDINATOR.table("tblHoldstatus") if column.key in row]
    people = max(row["taken"] + row["proposed"], row["enrolled"])
    told = {
        "fill": min(round(100 * people / row["max"]), 100) if row["max"] else 0,
        "missing": row["missing"] if row["state"] in COMING else 0,
        "result": words_of(row, standing.day),
        "why": _why(row, reasons),
    }
    return {key: row[key] for key in keys} | told


def _why(row: Record, reasons: Mapping[str, str]) -> str:
    """What the latest match said of one that is short; of one that is not, whether it takes all municipalities."""
    if row["state"] == CohortState.SHORT:
        return reasons.get(row["cohort"], "")
    together = row["state"] in COMING and row["largest"] < row["min"] and row["municipalities"] > 1
    return "Ingen kommune kan fylde det alene." if together else ""


def _homes(standing: Standing, proposed: pd.DataFrame) -> pd.DataFrame:
    """How many `people` of each municipality are in each cohort, those on paper among them."""
    homes = standing.candidates.dropna(subset=["candidate"]).drop_duplicates("candidate").set_index("candidate")
    paper = proposed[["candidate", "cohort"]].assign(partner=looked_up(proposed["candidate"], homes["partner"]))
    held = standing.seats.loc[standing.seats["holds"], ["candidate", "cohort", "partner"]]
    people = pd.concat([held, paper]).dropna(subset=["cohort"]).drop_duplicates(["cohort", "candidate"])
    return people.groupby(["cohort", "partner"]).size().rename("people").reset_index()


def _unmatched_rows(
    validation: Validation, proposed: pd.DataFrame, proposals: pd.DataFrame, told: Sequence[Record]
) -> list[Record]:
    """What the latest match said of those who still have no proposal, whose was rejected, and who has come since or is
    back since a placement has lapsed."""
    placed = set(proposed.dropna(subset=["slot"])["candidate"])
    refused = set(proposals.loc[proposals["decision"] == REJECT, "candidate"])
    known = {row["candidate"]: row for row in told}
    back = {row["candidate"]: (_NEW[0], f"{row['back']} {_NEXT}") for row in records(returned(validation.standing))}
    why = back | dict.fromkeys(refused, _REFUSED)
    return [
        known.get(row["candidate"]) or _without_word(row, validation, why.get(row["candidate"], _NEW))
        for row in records(validation.standing.asking())
        if row["candidate"] not in placed
    ]


def _without_word(row: Record, validation: Validation, why: tuple[str, str]) -> Record:
    reason, detail = why
    return {
        "candidate": row["candidate"],
        "municipality": validation.partnership.partner_name(row["partner"]),
        "reason": reason,
        "detail": detail,
        "would_help": "",
        "before": None,
    }


def _placement_rows(validation: Validation) -> list[Record]:
    frame = validation.partnership.frames["tblForloeb"]
    standing = validation.standing.placements.dropna(subset=["at"])
    states = standing.set_index(standing["at"].astype(int))["state"].reindex(frame.index).map(str)
    homes = frame["partner"].map(validation.partnership.partner_name)
    told = frame.assign(municipality=homes, state=states.mask(validation.blocked["tblForloeb"], states + _UNCOUNTED))
    return records(told[[column.key for column in COORDINATOR.table("tblForloeb")]])


def kept_reasons(cohorts: pd.DataFrame) -> dict[str, str]:
    """What the sheet Holdstatus says of each cohort since the latest match."""
    return {name: row["why"] or "" for name, row in records_by(cohorts, "cohort").items()}
