"""That the attack finds what is given away: pages made by hand, each with one hole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from attack.knowing import Knowledge
from attack.nesting import Key
from attack.reading import HIDING, ROUNDED, Card, Page, Table
from attack.solving import Possible, System, possible

MONTH = "2026-10"
WHOLE = frozenset({1, 2, 3, 4})


def table(
    caption: str, rows: Mapping[str, Sequence[object]], columns: Sequence[str] = ("Antal",), **marks: str
) -> Table:
    """A table as it is seen; `row` and `column` are the sums."""
    told = tuple((name, name == marks.get("row"), tuple(map(str, cells))) for name, cells in rows.items())
    return Table(caption, tuple(columns), frozenset({marks.get("column", "")}), frozenset(), told)


def page(
    *tables: Table, stem: str = "styregruppe", way: str = HIDING, month: str = MONTH, **more: tuple[object, ...]
) -> Page:
    cards, sentences = more.get("cards", ()), more.get("sentences", ())
    return Page(stem, stem, month, way, "", tables, cards, sentences, "", None, b"")  # type: ignore[arg-type]


def found(pages: Sequence[Page], true: Mapping[object, int], **asked: bool) -> dict[object, Possible]:
    """What remains of the small counts; the truth is by quantity of the first page, or by month, page and quantity."""
    keyed: dict[Key, int] = {}
    for name, count in true.items():
        whole = isinstance(name, tuple) and len(name) == 3 and str(name[0]).startswith("20")
        keyed[name if whole else (MONTH, pages[0].stem, name)] = count  # type: ignore[index]
    known = Knowledge(pages, keyed, **asked)
    small = [key for key in known.seen if 0 < keyed.get(key, 0) < 5]
    return {key[2] if len(pages) == 1 else key: one for key, one in possible(known.system, small).items()}


REASONS = "Uden forslag ved det seneste match, efter grund"


def test_a_hidden_count_between_shown_ones_can_be_anything() -> None:
    shown = page(table(REASONS, {"Intet hold": ["[d]"], "Mangler dansk": ["[d]"], "I alt": [9]}, row="I alt"))
    told = found(
        [shown], {("grund", "Intet hold"): 3, ("grund", "Mangler dansk"): 6, "Uden forslag": 9}, by_order=False
    )
    assert told[("grund", "Intet hold")] == Possible(WHOLE, WHOLE, False)


def test_a_sum_gives_the_last_count_away() -> None:
    shown = page(table(REASONS, {"Intet hold": ["[d]"], "Mangler dansk": [6], "I alt": [9]}, row="I alt"))
    told = found([shown], {("grund", "Intet hold"): 3, ("grund", "Mangler dansk"): 6, "Uden forslag": 9})
    assert told[("grund", "Intet hold")] == Possible(frozenset({3}), frozenset({3}), True)


def test_lines_by_size_with_equals_by_name_give_counts_away() -> None:
    """B, A, C of 4 people: B has more than A, and C not more than A, so they have 2, 1 and 1."""
    rows = {"B": ["[d]"], "A": ["[d]"], "C": ["[d]"], "I alt": [4]}
    true = {("grund", "B"): 2, ("grund", "A"): 1, ("grund", "C"): 1, "Uden forslag": 4}
    pages = [
        page(table(REASONS, rows, row="I alt")),
        page(table(REASONS, {"A": [9], "I alt": [9]}), stem="styregruppe", month="2026-09"),
    ]
    true |= {("2026-09", "styregruppe", ("grund", "A")): 9, ("2026-09", "styregruppe", ("grund", "I alt")): 9}
    told = found(pages, true)
    assert all(one.exact for one in told.values()) and len(told) == 4
    assert not any(one.exact for key, one in found(pages, true, by_order=False).items() if "grund" in str(key))


def test_lines_that_stand_there_only_where_somebody_is_narrow_each_other() -> None:
    """Three lines and five who dropped out: at least one in each, so at most three in any."""
    caption, named = "Afbrudt efter årsag", ("Flytning", "Sprog", "Økonomi")
    pages = [
        page(table(caption, {**{name: ["[d]"] for name in named}, "Afbrudt": [5]}, row="Afbrudt")),
        page(table(caption, {"Sprog": [7], "Afbrudt": [7]}, row="Afbrudt"), month="2026-09"),
    ]
    true = {("årsag", "Flytning"): 1, ("årsag", "Sprog"): 1, ("årsag", "Økonomi"): 3, "Afbrudt": 5}
    true |= {("2026-09", "styregruppe", ("årsag", "Sprog")): 7, ("2026-09", "styregruppe", "Afbrudt"): 7}
    assert {one.whole for one in found(pages, true).values()} == {frozenset({1, 2, 3})}
    assert {one.whole for one in found(pages, true, by_order=False).values()} == {WHOLE}


@pytest.mark.parametrize(("told", "left"), [("0", WHOLE), ("5", WHOLE), ("3", frozenset({3})), ("under 5", WHOLE)])
def test_a_rounded_count_is_less_than_five_away_and_another_number_is_exact(told: str, left: frozenset[int]) -> None:
    shown = page(table("Kandidater efter trin", {"Klar": [told]}), way=ROUNDED)
    assert found([shown], {"Klar": 3})["Klar"].whole == left


def test_nested_counts_that_are_rounded_apart_narrow_each_other() -> None:
    """5 of the old igu dropped out and 0 of all: then at most 4 did, one of them in the half-year before."""
    old = table(
        "Igu-forløb begyndt for mindst 24 måneder siden, efter halvår",
        {"1. halvår 2024": ["5"], "2. halvår 2024": ["0"], "I alt": ["5"]},
        ("Afbrudt",),
        row="I alt",
    )
    shown = page(old, table("Forløb efter type", {"Afbrudt": ["0", "0"]}, ("igu", "I alt")), way=ROUNDED)
    halves = {("gennemførelse", "1. halvår 2024", "Afbrudt"): 2, ("gennemførelse", "2. halvår 2024", "Afbrudt"): 1}
    true = {**halves, ("gennemførelse", "", "Afbrudt"): 3, ("Afbrudt", "igu"): 3, "Afbrudt": 3}
    assert found([shown], true)["gennemførelse", "2. halvår 2024", "Afbrudt"].whole == frozenset({1, 2, 3})


def test_fractions_allow_what_whole_numbers_do_not() -> None:
    """One and another are together twice as many as a third: with 1 the other is odd."""
    system = System()
    system.knows("one", 1, 1)
    system.between({"one": 1.0, "other": 1.0, "third": -2.0}, 0, 0)
    told = possible(system, ["other"])["other"]
    assert (told.linear, told.whole, told.exact) == (WHOLE, frozenset({1, 3}), False)


def test_a_change_of_nobody_tells_what_another_month_told() -> None:
    label = "Har gennemført"
    pages = [
        page(
            table("Kandidater efter trin", {label: ["[d]"]}), cards=(Card(label, "skjult", "uændret siden september"),)
        ),
        page(table("Kandidater efter trin", {label: ["3"]}), month="2026-09"),
    ]
    true = {label: 3, ("før", label): 3, ("2026-09", "styregruppe", label): 3}
    assert found(pages, true)[MONTH, "styregruppe", label].exact


def test_a_cohort_that_has_enough_is_narrowed_to_its_minimum() -> None:
    coming = table("Kommende hold", {"HOLD-1": ["3", "0"]}, ("Mindst", "Tilmeldt"))
    tally = table("Alle hold", {"Hold med deltagere nok": ["1"], "Hold, der mangler deltagere": ["0"]})
    shown = page(coming, tally, way=ROUNDED)
    told = found([shown], {("hold", "HOLD-1", "Tilmeldt"): 4, ("nok", "HOLD-1"): 1})
    assert told[("hold", "HOLD-1", "Tilmeldt")].whole == frozenset({3, 4})
