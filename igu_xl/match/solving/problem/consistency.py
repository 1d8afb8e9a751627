"""What can be inconsistent in the tables of a match problem."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from igu_xl.match.solving.problem.tables import TABLES
from igu_xl.optimise.findings import Inconsistency, report, rows


def find(tables: Mapping[str, pd.DataFrame], *, open_cohorts: bool) -> list[Inconsistency]:
    """Every inconsistency, table by table, in the order of the rows."""
    found = [one for name in TABLES for one in rows(name, tables, TABLES)]
    found += _ranges(tables["slots"], "slot", "together_min", "openings", "team_above_openings", "slots")
    found += _ranges(tables["cohorts"], "cohort", "min", "max", "min_above_max", "cohorts")
    return found + list(_decisions(tables, open_cohorts))


def _report(code: str, name: str, rows: pd.DataFrame, label: str | None = None) -> Iterator[Inconsistency]:
    return report(code, name, TABLES[name].key, rows, label)


def _ranges(frame: pd.DataFrame, key: str, low: str, high: str, code: str, name: str) -> Iterator[Inconsistency]:
    for row in frame[frame[low] > frame[high]].to_dict("records"):
        # A slot without openings is closed, not wrong.
        if row[high] > 0 or name == "cohorts":
            yield Inconsistency(code, name, (str(row[key]),), {low: row[low], high: row[high]})


def _decisions(tables: Mapping[str, pd.DataFrame], open_cohorts: bool) -> Iterator[Inconsistency]:
    """Decisions of the coordinator that contradict each other or the tables."""
    fixed, cohorts = tables["fixed"], tables["cohorts"]
    decisions = cohorts["decision"]
    yield from _report("unknown_decision", "cohorts", cohorts[~decisions.isin(["run", "stop"]) & decisions.notna()])
    yield from _report("unknown_decision", "fixed", fixed[~fixed["decision"].isin(["lock", "reject"])], "decision")
    yield from _report("decision_without_target", "fixed", fixed[fixed["slot"].isna() & fixed["cohort"].isna()])
    locks = fixed[fixed["decision"] == "lock"]
    for label in ("slot", "cohort"):
        named = locks.dropna(subset=[label])
        several = named.groupby("candidate")[label].transform("nunique") > 1
        yield from _report(f"two_{label}s_locked", "fixed", named[several], label)
    stopped = locks["cohort"].isin(cohorts.loc[decisions == "stop", "cohort"])
    yield from _report("lock_in_stopped_cohort", "fixed", locks[stopped], "cohort")
    yield from _rejected_locks(locks, fixed[fixed["decision"] == "reject"])
    yield from _disallowed_locks(locks, tables, open_cohorts)
    yield from _too_many_locks(locks, tables["slots"], "slot", "openings")
    yield from _too_many_locks(locks, tables["cohorts"], "cohort", "max")


def _rejected_locks(locks: pd.DataFrame, rejects: pd.DataFrame) -> Iterator[Inconsistency]:
    """A rejection meets a lock when everything it names is named by the lock as well."""
    both = locks.merge(rejects, on="candidate", suffixes=("", "_rejected"))
    slot = both["slot_rejected"].isna() | (both["slot_rejected"] == both["slot"])
    cohort = both["cohort_rejected"].isna() | (both["cohort_rejected"] == both["cohort"])
    named = both["slot_rejected"].notna() | both["cohort_rejected"].notna()
    yield from _report("lock_and_reject", "fixed", both[slot & cohort & named])


def _disallowed_locks(
    locks: pd.DataFrame, tables: Mapping[str, pd.DataFrame], open_cohorts: bool
) -> Iterator[Inconsistency]:
    """Locks of a pair, a seat or a link that is not listed, or of a seat in a closed cohort without an igu slot."""
    slots, cohorts = locks.dropna(subset=["slot"]), locks.dropna(subset=["cohort"])
    both = slots.dropna(subset=["cohort"])
    plain = tables["slots"].loc[~tables["slots"]["needs_cohort"], "slot"]
    without = both["slot"].isin(plain)
    yield from _report("lock_not_allowed", "fixed", _absent(slots, tables["pairs"], ["candidate", "slot"]), "slot")
    yield from _report(
        "lock_not_allowed", "fixed", _absent(cohorts, tables["seats"], ["candidate", "cohort"]), "cohort"
    )
    yield from _report("lock_not_linked", "fixed", _absent(both[~without], tables["links"], ["slot", "cohort"]))
    if not open_cohorts:
        yield from _report("lock_in_closed_cohort", "fixed", both[without])


def _absent(rows: pd.DataFrame, listed: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    return rows[~pd.MultiIndex.from_frame(rows[key]).isin(pd.MultiIndex.from_frame(listed[key]))]


def _too_many_locks(locks: pd.DataFrame, frame: pd.DataFrame, label: str, limit: str) -> Iterator[Inconsistency]:
    counts = locks.dropna(subset=[label]).groupby(label)["candidate"].nunique()
    limits = frame.drop_duplicates(label).set_index(label)[limit]
    above = counts[counts > limits.reindex(counts.index)]
    for key, count in above.items():
        yield Inconsistency(f"more_locks_than_{limit}", "fixed", (str(key),), {"locks": int(count)})
