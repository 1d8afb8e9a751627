"""The packages of courses as they can be used: what checks and the planning of the school both read.

A package is a branch workbook's own, as a profile is: two branches may both have one that is called »Grundpakke«.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

import pandas as pd

from igu_xl.domain.texts import cell_text, fold
from igu_xl.sheets.partnership import Partnership

TABLE, SLOTS = "tblPakker", "tblPladser"
_MUST = "Skal"

# A number of five digits, also with the course's title after it; Excel drops leading zeros of a number alone.
_NUMBER = re.compile(r"\s*([0-9]{5})(?![0-9])")
_LIST = re.compile(r"[;\n]")

Links = dict[int, tuple[int, ...]]
"""For each row of the packages, by index, the rows whose courses come before it."""


def course_key(text: object) -> str:
    """What a course is compared by: its five digits, or else its title without regard to case, spaces and dashes.

    Empty for an empty cell. `47592`, `47 592` and `47592 Truck B` are one course. A semicolon is read as a comma: keys
    are listed with semicolons between them.
    """
    return _key(cell_text(text))


@lru_cache(maxsize=65536)
def _key(text: str) -> str:
    if number := _NUMBER.match(text):
        return number.group(1)
    folded = fold(text).replace(";", ",")
    return folded.zfill(5) if folded.isascii() and folded.isdigit() else folded


def course_of(code: object, title: object, known: Iterable[str]) -> str:
    """The course that a cohort's row of Kurser is: the one of `known` (a set) that its number or its title names, its
    number before its title where neither or both are known."""
    number, name = course_key(code), course_key(title)
    return name if name in known and number not in known else number or name


def packages_of(partnership: Partnership, blocked: Mapping[str, pd.Series]) -> pd.DataFrame:
    """The steps of all packages that can be used, in the order of the sheets.

    `package` (its name, with the branch's after it where two workbooks have the same), `branch`, `step`, `course` (as
    typed), `key` (`course_key`), `hours` (taught), `kind`, `after` (a tuple of steps of the package), `earliest_month`,
    `latest_month` (of the igu, the first is 1; missing where none is told) and `must`. Rows that an error keeps out are
    not there, nor is a course's second row in a package; an order that would run in a circle is cut where it closes.
    """
    frame = partnership.frames[TABLE]
    names = package_names(partnership)
    used = frame[~blocked[TABLE] & names.notna() & frame["step"].notna() & frame["course"].notna()]
    steps = used.assign(package=names[used.index], key=[course_key(text) for text in used["course"]])
    whole = steps.dropna(subset=["hours", "course_kind", "branch"])
    first = whole.drop_duplicates(["package", "key"])
    links = without_circles(_of_first(links_of(whole), whole, first))
    named = first["step"].astype("str")
    after = [tuple(dict.fromkeys(named[at] for at in links.get(index, ()))) for index in first.index]
    return pd.DataFrame(
        {
            "package": first["package"].astype("str"),
            "branch": first["branch"].astype("str"),
            "step": named,
            "course": first["course"].astype("str"),
            "key": first["key"].astype("str"),
            "hours": first["hours"].astype("float64"),
            "kind": first["course_kind"].astype("str"),
            "after": pd.Series(after, index=first.index, dtype="object"),
            "earliest_month": first["earliest_month"],
            "latest_month": first["latest_month"],
            "must": (first["must"] == _MUST).fillna(False).astype(bool),
        }
    ).reset_index(drop=True)


def package_of_slots(partnership: Partnership, blocked: Mapping[str, pd.Series]) -> pd.Series:
    """The package of each slot, by the slots' index: the one it names, else the only one of its branch, else missing.

    Packages of the slot's own workbook come before others'; one that errors keep out wholly is nobody's.
    """
    slots, frame = partnership.frames[SLOTS], partnership.frames[TABLE]
    names = package_names(partnership).where(~blocked[TABLE])
    told = frame.assign(name=names).dropna(subset=["name"])
    keys = slots["package"].map(fold, na_action="ignore")
    own, anybody = _by_name(told)
    branch_own, branch_any = _only(told, ["partner", "branch"]), _only(told, ["branch"])
    rows = zip(slots["partner"], keys, slots["branch"], strict=True)
    found = [
        (branch_own.get((partner, branch)) or branch_any.get((branch,)))
        if pd.isna(key)
        else own.get((partner, key)) or anybody.get(key)
        for partner, key, branch in rows
    ]
    return pd.Series(found, index=slots.index, dtype="string")


def package_names(partnership: Partnership) -> pd.Series:
    """What each row's package is called, by the index of the packages' rows: as it was typed first, and with its
    branch's name where another workbook has a package of the same name; missing where the cell is empty."""
    frame = partnership.frames[TABLE]
    filled = frame.dropna(subset=["package"])
    keys = filled["package"].map(fold)
    first = filled["package"].groupby([filled["partner"], keys]).transform("first")
    shared = filled["partner"].groupby(keys).transform("nunique") > 1
    owners = {partner: partnership.partner_name(partner) for partner in filled.loc[shared, "partner"].unique()}
    suffix = filled["partner"].map(lambda partner: f" ({owners.get(partner, '')})")
    return (first + suffix.where(shared, "")).astype("string").reindex(frame.index)


def links_of(steps: pd.DataFrame) -> Links:
    """The rows that come before each row of `steps` (with `package`, `step` and `after`), as they were typed."""
    places = _places(steps)
    filled = steps.dropna(subset=["after"])
    found: Links = {}
    for index, package, after in zip(filled.index, filled["package"], filled["after"], strict=True):
        own = places[package]
        found[index] = tuple(at for name in names_after(after, own) for at in own.get(fold(name), ()))
    return found


def step_order(packages: pd.DataFrame) -> pd.DataFrame:
    """The order of `packages_of`: `package`, `key` of a course, and a step that it comes `after`, a row each."""
    rows = packages[["package", "key", "after"]].explode("after").dropna(subset=["after"])
    return rows.astype({"after": packages["step"].dtype})  # where no step has one, it has no type of its own


def names_after(after: str, known: Mapping[str, object]) -> list[str]:
    """The steps that a cell *Efter trin* names, as typed; `known` are the steps there are, by their folded name.

    Several are parted by semicolon, or by comma where the whole is no step: a cell with 1,5 may be either.
    """
    names: list[str] = []
    for part in filter(None, map(str.strip, _LIST.split(after))):
        parted = [part] if fold(part) in known else [one.strip() for one in part.split(",")]
        names += filter(None, parted)
    return names


def without_circles(links: Links) -> Links:
    """The same links without those that close a circle, seen from the first row on."""
    closed = closing(links)
    return {index: tuple(at for at in before if (index, at) not in closed) for index, before in links.items()}


def closing(links: Links) -> set[tuple[int, int]]:
    """The links (row, the row before it) that close a circle; every circle has one of them."""
    found: set[tuple[int, int]] = set()
    done: set[int] = set()
    for start in sorted(links):
        path, on_path = [(start, iter(links[start]))] if start not in done else [], {start}
        while path:
            index, left = path[-1]
            at = next(left, None)
            if at is None:
                path.pop()
                on_path.discard(index)
                done.add(index)
            elif at in on_path:
                found.add((index, at))
            elif at not in done:
                path.append((at, iter(links.get(at, ()))))
                on_path.add(at)
    return found


def _of_first(links: Links, steps: pd.DataFrame, first: pd.DataFrame) -> Links:
    """The links of a course's first row in a package, those of its other rows among them."""
    rows = first.reset_index().set_index(["package", "key"])["index"]
    kept = dict(zip(steps.index, rows.reindex(pd.MultiIndex.from_frame(steps[["package", "key"]])), strict=True))
    found: dict[int, list[int]] = {}
    for index, before in links.items():
        own = kept[index]
        found.setdefault(own, []).extend(kept[at] for at in before if kept[at] != own)
    return {index: tuple(dict.fromkeys(before)) for index, before in found.items()}


def _places(steps: pd.DataFrame) -> dict[str, dict[str, list[int]]]:
    """The rows of each step, by package and folded step."""
    found: dict[str, dict[str, list[int]]] = {}
    for index, package, step in zip(steps.index, steps["package"], steps["step"], strict=True):
        found.setdefault(package, {})
        if not pd.isna(step):
            found[package].setdefault(fold(step), []).append(index)
    return found


def _by_name(told: pd.DataFrame) -> tuple[dict[tuple[str, str], str], dict[str, str]]:
    """The names of packages by workbook and folded name, and by folded name alone where only one workbook has it."""
    keys = told["package"].map(fold)
    own = dict(zip(zip(told["partner"], keys, strict=True), told["name"], strict=True))
    alone = told["name"].groupby(keys).agg(["nunique", "first"])
    return own, dict(alone.loc[alone["nunique"] == 1, "first"])


def _only(told: pd.DataFrame, by: list[str]) -> dict[tuple[str, ...], str]:
    """The one package of each group that has no other."""
    filled = told.dropna(subset=["branch"])
    names = filled.groupby(by)["name"].agg(["nunique", "first"])
    alone = names.loc[names["nunique"] == 1, "first"]
    return {key if isinstance(key, tuple) else (key,): name for key, name in alone.items()}
