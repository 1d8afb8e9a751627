"""Everybody follows the order of the own package, whatever other packages say of the same courses."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pandas as pd

from igu_xl.actions.checking import check_partnership
from igu_xl.resources import shipped
from igu_xl.school.planning.case import build_school_case
from igu_xl.school.planning.offers import Offers
from igu_xl.school.planning.orders import orders_of
from igu_xl.school.solving.solver import solve
from tests.support.law_bed import Row, type_into
from tests.support.school_bed import STEPS, build, path


def offers(*packages: tuple[str, list[tuple[str, str]]]) -> Offers:
    """Packages of courses, each with the one that comes before it."""
    rows = [
        {"package": name, "step": course, "key": course, "after": (before,) if before else ()}
        for name, steps in packages
        for course, before in steps
    ]
    nothing = pd.DataFrame()
    return Offers(pd.DataFrame(rows), nothing, nothing, nothing)


def test_what_packages_agree_on_holds_for_everybody() -> None:
    orders = orders_of(offers(("A", [("a", ""), ("b", "a"), ("c", "b")]), ("B", [("a", ""), ("d", "a")])))
    assert orders.before == {"b": ["a"], "c": ["b"], "d": ["a"]}
    assert orders.signs.empty


def test_what_packages_do_not_agree_on_holds_for_the_pupils_of_each() -> None:
    orders = orders_of(offers(("A", [("a", ""), ("b", "a")]), ("B", [("a", "b"), ("b", "")])))
    signs = orders.signs.set_index("sign")
    assert not {"a", "b"} & {name for names in orders.before.values() for name in names}
    assert [tuple(signs.loc[name]) for name in (orders.before["b"][0], orders.before["a"][0])] == [
        ("a", "A"),
        ("b", "B"),
    ]


def test_a_package_without_an_order_is_not_bound_by_anothers() -> None:
    orders = orders_of(offers(("A", [("a", ""), ("b", "a")]), ("B", [("a", ""), ("b", "")])))
    assert orders.signs[["course", "package"]].to_numpy().tolist() == [["a", "A"]]


def test_orders_that_run_in_a_circle_together_leave_none_in_the_engine() -> None:
    orders = orders_of(
        offers(("A", [("a", ""), ("b", "a")]), ("B", [("b", ""), ("c", "b")]), ("C", [("c", ""), ("a", "c")]))
    )
    assert len(orders.signs) == 1
    assert sum(map(len, orders.before.values())) == 3


def test_a_package_in_the_opposite_order_takes_nothing_from_others(tmp_path: Path) -> None:
    """Nine pupils reach the hours, as without the other package (`tests/acceptance/test_school_plan.py`)."""
    folder = build(tmp_path / "p")
    other = path(folder, "serv")
    other.parent.mkdir()
    shutil.copy(shipped("workbooks") / "branche.xlsx", other)
    told = {"package": "Service", "branch": "Rengøring og service", "must": "Skal", "official": "Ukendt"}
    steps: list[Row] = [
        told | {"step": step, "course": course, "hours": hours, "course_kind": kind, "after": at or None}
        for (step, course, hours, kind, _), at in zip(STEPS, ("2", "4", "1", "6", "3", ""), strict=True)
    ]
    type_into(other, {"tblPakker": steps})
    case = build_school_case(check_partnership(folder, datetime(2026, 6, 2, 9)).validation)
    assert not case.problem.check()
    assert solve(case.problem, time_limit=20).met == 9
