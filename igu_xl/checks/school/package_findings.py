"""What is wrong with the packages of courses: their order, their hours, and the slots that use them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import pandas as pd

from igu_xl.checks.finding_cells import findings_at, findings_where
from igu_xl.checks.school.packages import (
    SLOTS,
    TABLE,
    closing,
    course_key,
    links_of,
    names_after,
    package_names,
    package_of_slots,
)
from igu_xl.danish import listing, number_text
from igu_xl.domain.law.igu.rules import LAST_START
from igu_xl.domain.law.kinds import IGU
from igu_xl.domain.law.school_demand import school_demand
from igu_xl.domain.law.school_plan import AMU, hour_factor, school_weeks, unknown_hours_sentence
from igu_xl.domain.texts import fold
from igu_xl.findings import Finding
from igu_xl.sheets.partnership import Partnership

_CLOSED = "Lukket"
# Whoever has passed the lowest of the tests must have as much AMU as who has passed a higher one.
_A_TEST = "PD1"
_HALF = 0.5


def check_packages(partnership: Partnership, blocked: Mapping[str, pd.Series], day: date) -> Iterator[Finding]:
    """The findings on the branches' packages, with the law of who begins on the day."""
    frame = partnership.frames[TABLE]
    steps = frame.assign(package=package_names(partnership)).dropna(subset=["package"])
    if len(steps):
        yield from _order(partnership, steps)
        yield from _twice(partnership, steps)
        yield from _branches(partnership, steps)
        broken = steps.loc[blocked[TABLE][steps.index], "package"]
        yield from _hours(partnership, steps[~steps["package"].isin(broken)], day)
    yield from _slots(partnership, steps, blocked)


def _order(partnership: Partnership, steps: pd.DataFrame) -> Iterator[Finding]:
    """Steps that wait for a step that is not there, or in a circle for themselves."""
    known = {package: set(own.map(fold)) for package, own in steps.dropna(subset=["step"]).groupby("package")["step"]}
    filled = steps.dropna(subset=["after"])
    asked = [
        (names_after(after, dict.fromkeys(known.get(package, ()))), known.get(package, set()))
        for package, after in zip(filled["package"], filled["after"], strict=True)
    ]
    missing = [listing([name for name in names if fold(name) not in there]) for names, there in asked]
    names = pd.Series(missing, filled.index, dtype="string")
    words = {"steps": names, "package": filled["package"]}
    yield from findings_at(partnership, TABLE, filled[names != ""], "after", "pakke-trin-ukendt", **words)
    circling = sorted({index for index, _ in closing(links_of(steps))})
    yield from findings_at(partnership, TABLE, steps.loc[circling], "after", "pakke-kreds", package=steps["package"])


def _twice(partnership: Partnership, steps: pd.DataFrame) -> Iterator[Finding]:
    """A step, or a course, that stands twice in a package; told at the later row."""
    named = steps.dropna(subset=["step"])
    again = named[named.assign(step=named["step"].map(fold)).duplicated(["package", "step"])]
    yield from findings_at(partnership, TABLE, again, "step", "pakke-trin-dobbelt", package=steps["package"])
    taught = steps.dropna(subset=["course"])
    keys = taught.assign(key=taught["course"].map(course_key))
    first = keys.drop_duplicates(["package", "key"]).set_index(["package", "key"])["row"]
    later = keys[keys.duplicated(["package", "key"])]
    other = first.reindex(pd.MultiIndex.from_frame(later[["package", "key"]])).set_axis(later.index)
    words = {"other": other, "package": later["package"]}
    yield from findings_at(partnership, TABLE, later, "course", "pakke-kursus-dobbelt", **words)


def _branches(partnership: Partnership, steps: pd.DataFrame) -> Iterator[Finding]:
    """A package whose rows are of several branches; told at the first row of each other branch."""
    filled = steps.dropna(subset=["branch"])
    first = filled.groupby("package")["branch"].transform("first")
    told = filled[filled["branch"] != first].drop_duplicates(["package", "branch"])
    words = {"package": told["package"], "other": first}
    yield from findings_at(partnership, TABLE, told, "branch", "pakke-to-brancher", **words)


def _hours(partnership: Partnership, steps: pd.DataFrame, day: date) -> Iterator[Finding]:
    """Packages whose courses together are less than the law asks for; told at their first row. A package with a row
    that an error keeps out is not judged."""
    start = min(day, LAST_START)
    demand, tested = school_demand(start), school_demand(start, _A_TEST)
    if demand is None or tested is None:
        return
    taught = steps.assign(key=steps["course"].map(course_key)).drop_duplicates(["package", "key"])
    factor = taught["course_kind"].map({kind: hour_factor(kind, start) for kind in taught["course_kind"].unique()})
    weighted = taught["hours"] * factor.astype("Float64")
    amu = weighted.where(taught["course_kind"] == AMU, 0)
    unknown = taught["course_kind"].where(weighted.isna())
    own = pd.DataFrame({"hours": weighted.fillna(0), "amu": amu.fillna(0), "package": taught["package"]})
    first = steps.drop_duplicates("package")
    total = own.groupby("package")[["hours", "amu"]].sum().reindex(first["package"]).set_axis(first.index)
    doubt = unknown.dropna().groupby(taught["package"]).agg(lambda kinds: unknown_hours_sentence(set(kinds)))
    doubt = doubt.reindex(first["package"]).set_axis(first.index).fillna("").astype("string")
    short = first[total["hours"] + _HALF < demand.hours]
    words: dict[str, pd.Series | str] = {"package": short["package"], "a": total["hours"].map(_told), "hint": doubt}
    words |= {"b": _told(demand.hours), "weeks": str(demand.weeks)}
    yield from findings_at(partnership, TABLE, short, "hours", "pakke-timer", **words)
    none = first[total["amu"] == 0]
    yield from findings_at(partnership, TABLE, none, "course_kind", "pakke-uden-amu", package=steps["package"])
    little = first[(total["amu"] > 0) & (total["amu"] + _HALF < tested.amu_hours)]
    weeks: dict[str, pd.Series | str] = {"a": total["amu"].map(lambda hours: number_text(school_weeks(hours), 1))}
    weeks |= {"b": number_text(school_weeks(tested.amu_hours), 0), "package": little["package"]}
    yield from findings_at(partnership, TABLE, little, "course_kind", "pakke-amu-efter-proeve", **weeks)


def _slots(partnership: Partnership, steps: pd.DataFrame, blocked: Mapping[str, pd.Series]) -> Iterator[Finding]:
    """Slots that name a package which is not there, or name none where there are several to choose from."""
    slots = partnership.frames[SLOTS]
    known = set(zip(steps["partner"], _typed(partnership, steps), strict=True))
    names = {name for _, name in known}
    keys = slots["package"].map(fold, na_action="ignore")
    pairs = zip(slots["partner"], keys, strict=True)
    there = pd.Series([pair in known or pair[1] in names for pair in pairs], slots.index, dtype=bool)
    yield from findings_where(partnership, SLOTS, keys.notna() & ~there, "package", "plads-pakke-ukendt")
    several = steps.dropna(subset=["branch"]).groupby("branch")["package"].agg(lambda own: listing(sorted(set(own))))
    asked = slots[(slots["type"] == IGU) & (slots["status"] != _CLOSED) & slots["package"].isna()]
    asked = asked[asked["partner"].isin(partnership.read(TABLE)) & asked["branch"].isin(several.index)]
    open_ = package_of_slots(partnership, blocked)[asked.index].isna() & _many(steps, asked["branch"])
    mask = open_.reindex(slots.index, fill_value=False)
    words = {"names": slots["branch"].map(several), "branch": slots["branch"]}
    yield from findings_where(partnership, SLOTS, mask, "package", "plads-pakke-mangler", **words)


def _typed(partnership: Partnership, steps: pd.DataFrame) -> pd.Series:
    """The folded names of packages as people typed them, without the branch that tells two alike apart."""
    names: pd.Series = partnership.frames[TABLE].loc[steps.index, "package"].map(fold)
    return names


def _many(steps: pd.DataFrame, branches: pd.Series) -> pd.Series:
    counts = steps.dropna(subset=["branch"]).groupby("branch")["package"].nunique()
    many: pd.Series = branches.map(counts).fillna(0) > 1
    return many


def _told(hours: float) -> str:
    return number_text(hours, 0 if float(hours).is_integer() else 1)
