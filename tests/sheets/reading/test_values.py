"""What was typed and what it means: one table of cases a kind, and properties over every column of the contract."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pandas as pd
import pytest
from babel.dates import format_date
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from stdnum.dk import cvr

from igu_xl.domain.codes import fold
from igu_xl.findings import Finding, Place
from igu_xl.sheets.contract import COORDINATOR, LISTS, PARTNER_BOOKS
from igu_xl.sheets.contract.common import date_column
from igu_xl.sheets.partnership import read_partnership
from igu_xl.sheets.reading.typed_rows import Broken
from igu_xl.sheets.reading.values import Fault, shown, understand
from igu_xl.sheets.schema import Book, Column, Kind, Table
from igu_xl.sheets.templates import build_workbook

# Columns that hold the same kind of thing within the same bounds are read alike: one of each.
COLUMNS = {
    (column.kind, column.options, column.digits, column.low, column.high): column
    for book in (*PARTNER_BOOKS, COORDINATOR)
    for table in book.tables
    for column in table.inputs
}.values()
READY = date_column("ready_from", "Klar fra")
BORN = date_column("born", "Fødselsdato", low=date(1940, 1, 1), high=date(2012, 12, 31))


def meaning(value: object, column: Column) -> object:
    """What one typed value means in a column: the value, None, or the code of its fault."""
    values, faults = understand(pd.Series([value], dtype=object), column)
    if faults:
        assert pd.isna(values[0])
        return faults[0].code
    found = values[0]
    if pd.isna(found):
        return None
    return found.date() if isinstance(found, pd.Timestamp) else found


@pytest.mark.parametrize(
    "typed",
    [
        date(2026, 5, 1),
        datetime(2026, 5, 1, 13, 45),
        "1/5-2026",
        "01.05.26",
        "1. maj 2026",
        "1.maj.2026",
        "1 MAJ 26",
        "den 1. maj 2026",
        "1-5-2026",
        "1–5–2026",
        "01/05/2026",
        "1 5 2026",
        "2026-05-01",
        "2026-05-01 00:00:00",
        "\u00a01.\u00a0maj\u00a02026 ",
        "'01-05-2026",
        "01-05-2026\u200b",
        " 1 / 5 - 2026 ",
    ],
)
def test_dates_are_read_as_danes_write_them(typed: object) -> None:
    assert meaning(typed, READY) == date(2026, 5, 1)


@pytest.mark.parametrize("month", ["sep", "sept", "sep.", "sept.", "september", "September", "SEPT."])
def test_september_is_shortened_in_three_ways(month: str) -> None:
    assert meaning(f"3. {month} 2026", READY) == date(2026, 9, 3)


@pytest.mark.parametrize(
    ("typed", "column", "code"),
    [
        ("31-02-2026", READY, "dato-ulaeselig"),
        ("5/2026", READY, "dato-ulaeselig"),
        ("maj 2026", READY, "dato-ulaeselig"),
        ("05-25-2026", READY, "dato-ulaeselig"),
        ("snart", READY, "dato-ulaeselig"),
        ("1. maj", READY, "dato-ulaeselig"),
        ("2026", READY, "dato-ulaeselig"),
        ("01052026", READY, "dato-ulaeselig"),
        (time(12, 0), READY, "dato-ulaeselig"),
        (timedelta(hours=30), READY, "dato-ulaeselig"),
        (46143.0, READY, "dato-er-tal"),
        (20260501.0, READY, "dato-er-tal"),
        ("SAND", READY, "dato-ulaeselig"),
        (date(2202, 5, 1), READY, "dato-udenfor"),
        ("1/5-2006", READY, "dato-udenfor"),
        ("01.05.26", BORN, "dato-ulaeselig"),
        ("01.05.26", Column("x", "X", Kind.DATE), "dato-tvetydig"),
        ("29.02.00", Column("x", "X", Kind.DATE), date(2000, 2, 29)),
        ("01.05.45", BORN, date(1945, 5, 1)),
        ("01.05.05", BORN, date(2005, 5, 1)),
    ],
)
def test_what_is_no_clear_date_is_a_fault(typed: object, column: Column, code: object) -> None:
    assert meaning(typed, column) == code


def test_a_date_outside_its_bounds_says_which() -> None:
    _, faults = understand(pd.Series([date(2202, 5, 1)], dtype=object), READY)
    assert Finding(Place(""), faults[0].code, faults[0].value, faults[0].details).message == (
        "1. maj 2202 ligger uden for det, der kan være rigtigt (fra 1. juli 2016 til 31. december 2035)."
    )


@given(st.dates(date(2016, 7, 1), date(2035, 12, 31)), st.data())
def test_any_date_is_read_from_any_way_of_writing_it(day: date, data: st.DataObject) -> None:
    forms = (
        f"{day:%d-%m-%Y}",
        f"{day.day}/{day.month}-{day.year}",
        f"{day:%d.%m.%y}",
        f"{day:%Y-%m-%d}",
        format_date(day, "long", locale="da"),
        format_date(day, "medium", locale="da"),
        format_date(day, "d. MMMM y", locale="da").upper(),
    )
    assert meaning(data.draw(st.sampled_from(forms)), READY) == day


HOURS = Column("hours", "Timer", Kind.NUMBER, low=1, high=40_000)
OPENINGS = Column("openings", "Antal", Kind.INTEGER, low=0, high=10_000)


@pytest.mark.parametrize(
    ("typed", "column", "expected"),
    [
        (37.0, HOURS, 37.0),
        (37, HOURS, 37.0),
        ("37", HOURS, 37.0),
        ("3,5", HOURS, 3.5),
        ("3,50", HOURS, 3.5),
        ("6.900", HOURS, 6900.0),
        ("6 900", HOURS, 6900.0),
        ("6\u00a0900,50", HOURS, 6900.5),
        ("'37", HOURS, 37.0),
        (" 37 ", HOURS, 37.0),
        ("37\ufeff", HOURS, 37.0),
        ("3.5", HOURS, "tal-ulaeseligt"),
        ("37 timer", HOURS, "tal-ulaeseligt"),
        ("1e3", HOURS, "tal-ulaeseligt"),
        ("NaN", HOURS, "tal-ulaeseligt"),
        ("Infinity", HOURS, "tal-ulaeseligt"),
        ("37-40", HOURS, "tal-ulaeseligt"),
        ("SAND", HOURS, "tal-ulaeseligt"),
        (date(2026, 5, 1), HOURS, "tal-ulaeseligt"),
        (time(7, 24), HOURS, "tal-ulaeseligt"),
        (timedelta(hours=37), HOURS, "tal-ulaeseligt"),
        (0.5, HOURS, "tal-udenfor"),
        (-0.0, OPENINGS, 0),
        (2.0, OPENINGS, 2),
        ("2,0", OPENINGS, 2),
        ("1.000", OPENINGS, 1000),
        (2.5, OPENINGS, "tal-ikke-helt"),
        (1e300, Column("x", "X", Kind.INTEGER), "tal-udenfor"),
        (10001, OPENINGS, "tal-udenfor"),
    ],
)
def test_numbers_are_danish_and_never_guessed(typed: object, column: Column, expected: object) -> None:
    assert meaning(typed, column) == expected


BASIS = Column("basis", "Opholdsgrundlag", Kind.CHOICE, options="Opholdsgrundlag")
BRANCH = Column("wish", "Ønske", Kind.CHOICE, options="Branche")
MODULE = Column("module", "Modul", Kind.CHOICE, options="Modul")
DANISH = Column("danish", "Dansk mindst", Kind.CHOICE, options="Dansk")
MEASURES = Column("measures", "Indsats", Kind.CHOICES, options="Indsats")
HOME = Column("home", "Bopælskommune", Kind.MUNICIPALITY, options="Kommune")


@pytest.mark.parametrize(
    ("typed", "column", "expected"),
    [
        ("Flygtning", BASIS, "Flygtning"),
        ("FLYGTNING ", BASIS, "Flygtning"),
        ("Saerlov\u00a0Ukraine", BASIS, "Særlov Ukraine"),
        ("Familiesammenfoert til flygtning", BASIS, "Familiesammenført til flygtning"),
        ("Fly\u00adgtning", BASIS, "Flygtning"),
        ("Flygtnin", BASIS, "valg-ligner"),
        ("Asyl", BASIS, "valg-ukendt"),
        ("🙂", BASIS, "valg-ukendt"),
        ("=1+1", BASIS, "valg-ukendt"),
        ("x" * 32_767, BASIS, "valg-ukendt"),
        (4.0, MODULE, "4"),
        ("4", MODULE, "4"),
        (4.5, MODULE, "valg-ukendt"),
        (date(2026, 5, 1), MODULE, "valg-ukendt"),
        ("bygge og anlaeg", BRANCH, "Bygge og anlæg"),
        ("DU2 modul 4", DANISH, "DU2 M4"),
        ("DU2 modul 5", DANISH, "DU2 M5"),
        ("Prøve i Dansk 1", DANISH, "PD1"),
        ("igu; praktik", MEASURES, "igu; praktik"),
        ("praktik, IGU", MEASURES, "praktik; igu"),
        ("igu\npraktik;igu;", MEASURES, "igu; praktik"),
        (";", MEASURES, None),
        ("igu; lønstilskud", MEASURES, "valg-ligner"),
        ("igu; job", MEASURES, "valg-ukendt"),
        ("KØBENHAVN", HOME, "København"),
        ("koebenhavns kommune", HOME, "København"),
        (101.0, HOME, "København"),
        ("0101", HOME, "København"),
        ("Tårnby-Dragør", HOME, "kommune-flere"),
        ("Kobenhavn", HOME, "valg-ligner"),
        ("Oslo", HOME, "valg-ukendt"),
    ],
)
def test_choices_are_known_whatever_the_keyboard(typed: object, column: Column, expected: object) -> None:
    assert meaning(typed, column) == expected


IDENTITY = Column("slot", "Plads-id", Kind.ID)
PERSON = Column("candidate", "Kandidat-id", Kind.CANDIDATE)
CVR = Column("cvr", "CVR", Kind.CVR)
P_NUMBER = Column("p_number", "P-nummer", Kind.P_NUMBER)
POSTCODE = Column("postcode", "Postnr", Kind.DIGITS, digits=4)
REMARK = Column("remark", "Bemærkning")


@pytest.mark.parametrize(
    ("typed", "column", "expected"),
    [
        ("101-0007", IDENTITY, "101-0007"),
        (" 101 – 0007", IDENTITY, "101-0007"),
        ("byg-0012", IDENTITY, "BYG-0012"),
        ("'101-0007", IDENTITY, "101-0007"),
        ("101‑\u200b0007", IDENTITY, "101-0007"),
        (1010007.0, IDENTITY, "1010007"),
        (1010007, IDENTITY, "1010007"),
        ("\u200b", IDENTITY, None),
        ("101-0007", PERSON, "101-0007"),
        (" 101 – 0007\u00a0", PERSON, "101-0007"),
        ("'101‑0007", PERSON, "101-0007"),
        ("１０１－０００７", PERSON, "101-0007"),
        ("101-\u00ad00\u200b07", PERSON, "101-0007"),
        ("101-7", PERSON, "101-7"),
        ("\u200b", PERSON, None),
        ("Ane Prøve", PERSON, "kandidat-id-form"),
        ("101-0007 Ane", PERSON, "kandidat-id-form"),
        ("A-17", PERSON, "kandidat-id-form"),
        ("0101-0007", PERSON, "kandidat-id-form"),
        ("1010007", PERSON, "kandidat-id-form"),
        (1010007.0, PERSON, "kandidat-id-form"),
        ("101-1234567", PERSON, "kandidat-id-form"),
        ("101-0007²", PERSON, "kandidat-id-form"),
        ("101-0007-F1", PERSON, "kandidat-id-form"),
        (date(2026, 1, 7), PERSON, "kandidat-id-form"),
        ("26911125", CVR, "26911125"),
        (26911125.0, CVR, "26911125"),
        ("DK 26 91 11 25", CVR, "26911125"),
        ("26911126", CVR, "cvr-ugyldigt"),
        ("２６９１１１２５", CVR, "26911125"),
        ("", CVR, "cvr-ugyldigt"),
        ("1025123456", P_NUMBER, "1025123456"),
        (1025123456.0, P_NUMBER, "1025123456"),
        ("10 25 12 34 56", P_NUMBER, "1025123456"),
        ("26911125", P_NUMBER, "cvr-i-p-nummer"),
        ("102512345", P_NUMBER, "p-nummer-ugyldigt"),
        ("١٠٢٥١٢٣٤٥٦", P_NUMBER, "p-nummer-ugyldigt"),
        ("2400", POSTCODE, "2400"),
        (999.0, POSTCODE, "0999"),
        (999, POSTCODE, "0999"),
        ("DK-2400", POSTCODE, "2400"),
        ("999", POSTCODE, "cifre-ugyldige"),
        (24.5, POSTCODE, "cifre-ugyldige"),
        ("٢٤٠٠", POSTCODE, "cifre-ugyldige"),
        ("Taler  også\nengelsk", REMARK, "Taler også engelsk"),
        ("👩‍🔧 dygtig", REMARK, "👩‍🔧 dygtig"),
        (3.50, REMARK, "3,5"),
        (date(2026, 5, 1), REMARK, "01-05-2026"),
    ],
)
def test_numbers_that_are_names_keep_their_digits(typed: object, column: Column, expected: object) -> None:
    assert meaning(typed, column) == expected


def test_a_cell_that_is_broken_is_a_fault_in_every_column() -> None:
    for column in (READY, HOURS, BASIS, IDENTITY, REMARK):
        assert meaning(Broken("celle-fejl", "#REF!"), column) == "celle-fejl"
        assert meaning(Broken("celle-uberegnet"), column) == "celle-uberegnet"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (datetime(2026, 5, 1, 12), "01-05-2026"),
        (3.0, "3"),
        (3.25, "3,25"),
        (-0.0, "0"),
        (0.1 + 0.2, "0,3"),
        (" a \u00a0 b ", "a b"),
    ],
)
def test_values_are_shown_as_they_were_typed(value: object, words: str) -> None:
    assert shown(value) == words


cells = st.one_of(
    st.none(),
    st.text(min_size=1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**16), 10**16),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.sampled_from(["SAND", "FALSK", "0", "-1", "1.", ",5", "1/5-2026", "99.99.99", "29-02-2027", "0-0-00", "Ingen"]),
    st.sampled_from([Broken("celle-fejl", "#N/A"), Broken("celle-uberegnet")]),
)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: f"{column.kind.value}-{column.key}")
@settings(max_examples=60, deadline=None)
@given(typed=st.lists(cells, max_size=8))
def test_nothing_typed_in_any_column_stops_the_run(column: Column, typed: list[object]) -> None:
    values, faults = understand(pd.Series(typed, dtype=object), column)
    assert len(values) == len(typed)
    for position, fault in faults.items():
        assert pd.isna(values[position])
        finding = Finding(Place(""), fault.code, fault.value, fault.details)
        assert finding.message and finding.mend


def clean_values(column: Column) -> st.SearchStrategy[object]:
    """What a person who follows the contract types in a column, as it should come back."""
    if column.kind is Kind.DATE:
        low, high = column.low, column.high
        assert isinstance(low, date) and isinstance(high, date)
        return st.dates(low, high)
    if column.kind in (Kind.INTEGER, Kind.NUMBER):
        low, high = column.low, column.high
        assert isinstance(low, int | float) and isinstance(high, int | float)
        whole = st.integers(int(low), int(high))
        return (
            whole
            if column.kind is Kind.INTEGER
            else whole.map(float) | st.floats(low, high).map(lambda number: max(round(number, 2), low))
        )
    if column.kind in (Kind.CHOICE, Kind.MUNICIPALITY):
        return st.sampled_from(LISTS[column.options])
    if column.kind is Kind.CHOICES:
        options = st.lists(st.sampled_from(LISTS[column.options]), min_size=1, max_size=3, unique=True)
        return options.map("; ".join)
    if column.kind is Kind.CVR:
        return st.integers(10_000_000, 99_999_999).map(str).filter(cvr.is_valid)
    if column.kind is Kind.P_NUMBER:
        return st.integers(1_000_000_000, 1_099_999_999).map(str)
    if column.kind is Kind.DIGITS:
        return st.integers(0, 10**column.digits - 1).map(lambda number: f"{number:0{column.digits}d}")
    if column.kind is Kind.CANDIDATE:
        return st.from_regex(r"[0-9]{3}-[0-9]{1,6}", fullmatch=True)
    return st.from_regex(r"[A-ZÆØÅ]{2,4}-[0-9]{4}", fullmatch=True)


def rows_of(table: Table) -> st.SearchStrategy[list[dict[str, object]]]:
    row = st.fixed_dictionaries({column.key: st.none() | clean_values(column) for column in table.inputs})
    return st.lists(row.filter(lambda values: any(values.values())), min_size=1, max_size=6)


@pytest.mark.parametrize("book", PARTNER_BOOKS, ids=lambda book: book.kind)
@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.generate],  # each example writes a workbook; to shrink one would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_clean_values_come_back_as_they_were_written(book: Book, data: st.DataObject, tmp_path: Path) -> None:
    rows = {table.name: data.draw(rows_of(table)) for table in book.inputs}
    path = tmp_path / book.folder / "101-koebenhavn.xlsx"
    path.parent.mkdir(exist_ok=True)
    build_workbook(book, path, rows)
    partnership = read_partnership(tmp_path)
    assert partnership.findings == ()
    for table in book.inputs:
        frame = partnership.frames[table.name]
        for column in table.inputs:
            read = [None if pd.isna(value) else value for value in frame[column.key]]
            expected = [_as_read(row[column.key], column) for row in rows[table.name]]
            assert read == expected, column.header


def _as_read(value: object, column: Column) -> object:
    if value is None:
        return None
    return pd.Timestamp(value) if column.kind is Kind.DATE else value  # type: ignore[arg-type]


def test_every_choice_of_every_list_is_read_as_itself() -> None:
    for book in (*PARTNER_BOOKS, COORDINATOR):
        for column in (column for table in book.tables for column in table if column.options):
            for option in LISTS[column.options]:
                assert meaning(option, column) == option, column.header
                assert meaning(fold(option), column) == option, column.header


def test_ten_thousand_different_values_are_understood_in_a_moment() -> None:
    typed = pd.Series(
        [f"{1 + n % 28}/{1 + n % 12}-{2020 + n % 10} " + " " * (n % 40) for n in range(10_000)], dtype=object
    )
    values, faults = understand(typed, READY)
    assert not faults and values.notna().all()


def test_a_fault_is_found_at_each_row_that_has_it() -> None:
    typed = pd.Series(["snart", None, date(2026, 5, 1), "snart"], dtype=object)
    values, faults = understand(typed, READY)
    assert list(faults) == [0, 3]
    assert faults[0] == Fault("dato-ulaeselig", "snart")
    assert list(values.notna()) == [False, False, True, False]
