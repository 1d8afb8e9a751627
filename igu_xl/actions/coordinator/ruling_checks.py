"""Rulings that cannot be used: they say too little, are about something nobody knows, or speak against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from igu_xl.actions.coordinator.rulings import KINDS, Ruling
from igu_xl.checks.offers import slots_with_companies
from igu_xl.checks.validation import Validation
from igu_xl.danish import listing
from igu_xl.domain.personal.candidate_id import candidate_id
from igu_xl.findings import Finding, Place
from igu_xl.match.case import LIMIT, LOCK, NOT_COMPANY, REJECT, RUN, STOP, Decision
from igu_xl.sheets.contract.coordinator import RULINGS

# What each kind must name: the columns of a group are told together, one of them is enough.
_NEEDS = {
    LOCK: (("candidate",), ("slot", "cohort")),
    REJECT: (("candidate",), ("slot", "cohort")),
    NOT_COMPANY: (("candidate",), ("cvr",)),
    RUN: (("cohort",),),
    STOP: (("cohort",),),
    LIMIT: (("cvr",), ("limit",)),
}
_WHERE = {
    "candidate": ("tblKandidater", "candidate"),
    "slot": ("tblPladser", "slot"),
    "cohort": ("tblHold", "cohort"),
    "cvr": ("tblVirksomheder", "cvr"),
}


@dataclass(frozen=True, slots=True)
class Sorted:
    """The decisions that the match can go by, and a finding on each ruling that it cannot."""

    decisions: list[Decision]
    findings: list[Finding]


def sort_out(rulings: Sequence[Ruling], validation: Validation, workbook: str) -> Sorted:
    """What stands and can be used; of two that speak against each other the later one is used.

    A ruling is laid aside only for a later one that is used itself, so that each finding names what counts instead.
    """
    known = {key: set(validation.partnership.frames[table][name].dropna()) for key, (table, name) in _WHERE.items()}
    findings: list[Finding] = []
    usable: list[Ruling] = []
    for one in (ruling for ruling in rulings if ruling.stands):
        found = _too_little(one, workbook) or _misshapen(one, workbook) or _unknown(one, known, workbook)
        if found:
            findings.append(found)
        else:
            usable.append(one)
    beaten = _beaten(usable, validation)
    findings += [_contradicted(usable[at], later, workbook) for at, later in sorted(beaten.items())]
    return Sorted([one.decision() for at, one in enumerate(usable) if at not in beaten], findings)


def _too_little(one: Ruling, workbook: str) -> Finding | None:
    missing = [group for group in _NEEDS[KINDS[one.row["ruling"]]] if all(_is_empty(one.row[key]) for key in group)]
    if not missing:
        return None
    named = listing([" eller ".join(RULINGS.column(key).header for key in group) for group in missing])
    return Finding(_place(one, workbook), "afgoerelse-mangler", "", {"ruling": one.words, "missing": named})


def _misshapen(one: Ruling, workbook: str) -> Finding | None:
    """A candidate that has not the shape of an id, which may be somebody's name."""
    if not one.row["candidate"] or candidate_id(one.row["candidate"]):
        return None
    return Finding(_place(one, workbook), "afgoerelse-id-form", "", {"ruling": one.words})


def _unknown(one: Ruling, known: dict[str, set[str]], workbook: str) -> Finding | None:
    strange = [one.row[key] for key in _WHERE if one.row[key] and one.row[key] not in known[key]]
    if not strange:
        return None
    return Finding(_place(one, workbook), "afgoerelse-ukendt", "", {"ruling": one.words, "what": listing(strange)})


def _contradicted(one: Ruling, later: Ruling, workbook: str) -> Finding:
    # The words alone do not say which row: the same may be decided in several.
    other = {"other": later.words, "cell": f" ({later.cell})" if later.cell else ""}
    return Finding(_place(one, workbook), "afgoerelse-modsat", "", {"ruling": one.words} | other)


def _is_empty(value: object) -> bool:
    return value is None or value == ""


def _beaten(usable: Sequence[Ruling], validation: Validation) -> dict[int, Ruling]:
    """The rulings, by position, that a later one which is used speaks against, each with the lowest such row."""
    slots = slots_with_companies(validation.partnership).dropna(subset=["slot", "cvr"])
    company_of = dict(zip(slots["slot"], slots["cvr"], strict=True))
    beaten: dict[int, Ruling] = {}
    used: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at in reversed(range(len(usable))):
        decision = usable[at].decision()
        near = sorted({later for subject in _subjects(decision) for later in used[subject]}, reverse=True)
        against = (usable[later] for later in near if _against(decision, usable[later].decision(), company_of.get))
        if later := next(against, None):
            beaten[at] = later
        else:
            for subject in _subjects(decision):
                used[subject].append(at)
    return beaten


def _subjects(one: Decision) -> Iterator[tuple[str, str]]:
    """What a decision is about; only those about the same can speak against each other."""
    if one.candidate:
        yield "candidate", one.candidate
    if one.cohort and one.kind in (LOCK, RUN, STOP):
        yield "cohort", one.cohort
    if one.kind == LIMIT:
        yield "company", one.company


def _against(a: Decision, b: Decision, company_of: Callable[[str], str | None]) -> bool:
    """Whether two decisions about the same cannot both be kept, in whichever order they come."""
    kinds = {a.kind, b.kind}
    if kinds == {LOCK}:
        return a.candidate == b.candidate and (_differ(a.slot, b.slot) or _differ(a.cohort, b.cohort))
    if kinds == {RUN, STOP}:
        return True
    if kinds == {LIMIT}:
        return a.limit != b.limit
    lock, other = (a, b) if a.kind == LOCK else (b, a)
    if lock.kind != LOCK:
        return False
    if other.kind == STOP:
        return True
    if other.kind == NOT_COMPANY:
        return bool(lock.slot) and company_of(lock.slot) == other.company
    return other.kind == REJECT and other.slot in ("", lock.slot) and other.cohort in ("", lock.cohort)


def _differ(a: str, b: str) -> bool:
    return bool(a and b and a != b)


def _place(one: Ruling, workbook: str) -> Place:
    row_id = candidate_id(one.row["candidate"]) or one.row["cohort"] or one.row["cvr"]
    return Place(workbook, RULINGS.sheet, RULINGS.name, one.cell, RULINGS.column("ruling").header, row_id)
