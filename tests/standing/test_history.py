"""Any sequence of readings: what was known on a day, and how the rows were on it, is what the readings said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from igu_xl.standing.history import History, reading_of
from igu_xl.standing.history_file import read_history, write_history
from igu_xl.standing.tracked import CANDIDATES, COHORTS, PLACEMENTS, TABLES, table_of

PARTNERS = ("kommune:101", "skole:next")
DAY_0 = date(2026, 10, 1)

Row = tuple[str, str, str | None, int | None, bool]  # partner, id, status, least, usable
Reading = tuple[int, Sequence[Row], frozenset[str]]  # the day's number, the rows, and who could be read

rows = st.lists(
    st.tuples(
        st.sampled_from(PARTNERS), st.sampled_from("abc"), st.sampled_from(("Klar", "Åbent", None)),
        st.sampled_from((1, 8, None)), st.booleans(),
    ),
    max_size=5,
)  # fmt: skip
readings = st.lists(
    st.tuples(st.integers(0, 5), rows, st.frozensets(st.sampled_from(PARTNERS), min_size=1)), min_size=1, max_size=4
).map(lambda many: sorted(many, key=lambda one: one[0]))


def frames(told: Sequence[Row]) -> dict[str, pd.DataFrame]:
    """The rows of one reading as the candidates of the one partner and the cohorts of the other."""
    frame = pd.DataFrame(told, columns=["partner", "name", "status", "min", "usable"]).astype({"min": "Int64"})
    made = {name: frame.head(0).assign(**{table_of(name).key: pd.Series(dtype="string")}) for name in TABLES}
    for name, partner in zip((CANDIDATES, COHORTS), PARTNERS, strict=True):
        own = frame[frame["partner"] == partner].reset_index(drop=True)
        made[name] = own.assign(**{table_of(name).key: own["name"], "start": pd.Timestamp(2026, 12, 1)})
    return made


def built(many: Sequence[Reading]) -> History:
    history = History.empty()
    for number, told, read in many:
        tables = frames([row for row in told if row[0] in read])
        read_rows = reading_of(tables, {name: frame["usable"] for name, frame in tables.items()})
        history = history.with_reading(read_rows, dict.fromkeys(TABLES, read), on_day(number))
        sent = pd.DataFrame({"partner": ["kommune:101"], "placement": [f"F{number}"], "sent_on": [on_day(number)]})
        history = history.with_sent(sent)
    return history


def on_day(number: int) -> date:
    return DAY_0 + timedelta(days=number)


def told_by(history: History) -> tuple[object, ...]:
    """All that a history says; where a row stood in the frames of the last reading is no part of it."""
    tables = [_lines(history.versions[name].drop(columns="at")) for name in TABLES]
    return (*tables, _lines(history.sent), history.days)


def _lines(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    return sorted(tuple(map(str, row)) for row in frame.itertuples(index=False))


def expected_on(many: Sequence[Reading], number: int) -> list[tuple[str, ...]]:
    """The rows as the last reading of each partner found them up to a day; before the first one, as that day did."""
    last = max(number, many[0][0])
    latest = {
        partner: [row for row in told if row[0] == partner]
        for day, told, read in many
        if day <= last
        for partner in read
    }
    found = [row for told in latest.values() for row in told]
    return sorted(tuple(map(str, _kept(*row))) for row in found)


def _kept(partner: str, name: str, status: str | None, least: int | None, usable: bool) -> Row:
    """A candidate has no least number of people."""
    return partner, name, status, least if partner == PARTNERS[1] else None, usable


def shown_on(history: History, day: date) -> list[tuple[str, ...]]:
    then = pd.concat([history.on(name, day) for name in (CANDIDATES, COHORTS)])
    lines = then.reindex(columns=["partner", "id", "status", "min", "usable"]).astype(object)
    return _lines(lines.where(lines.notna(), None))


@settings(deadline=None, max_examples=25)
@given(readings, st.integers(-1, 6))
def test_what_was_known_on_a_day_is_what_was_read_until_then(many: list[Reading], number: int) -> None:
    until = [one for one in many if one[0] <= number]
    assert told_by(built(many).known_on(on_day(number))) == told_by(built(until))


@settings(deadline=None, max_examples=25)
@given(readings, st.integers(-1, 6))
def test_a_day_shows_what_its_last_reading_found(many: list[Reading], number: int) -> None:
    assert shown_on(built(many), on_day(number)) == expected_on(many, number)


@settings(deadline=None, max_examples=15)
@given(readings)
def test_a_history_is_read_as_it_was_written(many: list[Reading]) -> None:
    history = built(many)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "historik.parquet"
        write_history(history, path)
        again = read_history(path)
    assert again is not None and told_by(again) == told_by(history)


def test_the_same_row_has_the_same_number_on_every_day() -> None:
    first = (0, [(PARTNERS[0], "a", "Klar", None, True), (PARTNERS[0], "b", "Klar", None, True)], frozenset(PARTNERS))
    later = (3, [(PARTNERS[0], "b", "Klar", None, False)], frozenset(PARTNERS))
    history = built([first, later])
    before, after = (history.on(CANDIDATES, on_day(number)) for number in (0, 3))
    number = before.index[before["candidate"] == "b"]
    assert list(after.index) == list(number)
    ever = history.rows(CANDIDATES)
    assert ever.loc[number, "usable"].tolist() == [True] and len(ever) == 2
    assert history.gone(CANDIDATES, on_day(3))["candidate"].tolist() == ["a"]


def test_what_was_taken_back_is_sent_no_more_and_was_so_on_the_days_between() -> None:
    """The row of an older workbook, which has no cell for the day: the history alone knows that it was sent."""

    def read(there: bool, history: History, day: date) -> History:
        row = {"placement": "F1", "start": pd.Timestamp(2027, 2, 1), "partner": "kommune:101"}
        tables = frames([]) | {PLACEMENTS: pd.DataFrame([row] if there else [], columns=list(row))}
        usable = {name: pd.Series(True, index=frame.index) for name, frame in tables.items()}
        return history.with_reading(reading_of(tables, usable), dict.fromkeys(TABLES, PARTNERS), day)

    sent = pd.DataFrame({"partner": ["kommune:101"], "placement": ["F1"], "sent_on": [on_day(1)]})
    history = read(True, History.empty().with_sent(sent), on_day(1))
    back = read(False, history.without_sent(sent), on_day(5))
    assert back.sent.empty
    assert [len(back.dated(on_day(number))) for number in (1, 4, 5)] == [1, 1, 0]
    assert back.dated(on_day(4))["sent_on"].tolist() == [pd.Timestamp(on_day(1))]
    assert told_by(back.known_on(on_day(4)))[0:4] != told_by(back)[0:4]
    again = read(True, back.with_sent(sent.assign(sent_on=[on_day(8)])), on_day(8))
    assert again.dated(on_day(8))["sent_on"].tolist() == [pd.Timestamp(on_day(8))]
