from __future__ import annotations

from importlib.resources import files

import pytest

from igu_xl.domain.tables import is_verified, optional_date, optional_number, parts, rows

TABLES = sorted(entry.name.removesuffix(".csv") for entry in files("igu_xl.domain").joinpath("data").iterdir())
EXPECTED = {
    "brancher",
    "danskniveau",
    "fornavne",
    "kommune_aliaser",
    "kommuner",
    "laengder",
    "loensatser",
    "noegletal",
    "opholdsgrundlag",
    "ophoersaarsager",
    "pladsregler",
    "postnumre",
    "region_membership",
    "rule_versions",
    "skoleplan",
    "skoletimer",
    "udfald",
    "ydelsessatser",
}


def test_the_data_files_are_the_known_ones() -> None:
    assert set(TABLES) == EXPECTED


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_a_source_and_says_whether_it_was_checked(table: str) -> None:
    assert rows(table)
    for row in rows(table):
        assert row["kilde"].strip(), row
        assert row["verificeret"] in {"ja", "nej"}, row


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_as_many_cells_as_the_header(table: str) -> None:
    for row in rows(table):
        assert None not in row, row
        assert None not in row.values(), row


@pytest.mark.parametrize(
    "table", ["rule_versions", "laengder", "pladsregler", "loensatser", "skoleplan", "skoletimer", "ydelsessatser"]
)
def test_every_row_of_a_rule_or_a_rate_cites_the_law_or_agreement(table: str) -> None:
    assert all(row["lov"].strip() for row in rows(table))


@pytest.mark.parametrize("table", ["loensatser", "ydelsessatser"])
def test_a_rate_that_was_not_found_is_empty_and_unverified(table: str) -> None:
    amounts = {
        "loensatser": ("aar1", "aar2", "aar3", "aar4"),
        "ydelsessatser": ("enlig_forsoerger", "forsoerger", "ikke_forsoerger", "hjemmeboende_under_30"),
    }[table]
    unknown = [row for row in rows(table) if row["kilde"] == "ikke fundet"]
    assert unknown
    for row in unknown:
        assert not is_verified(row)
        assert all(optional_number(row[name]) is None for name in amounts)


def test_the_rows_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        rows("kommuner")[0]["navn"] = "Andeby"  # type: ignore[index]


def test_an_unknown_table_is_a_programmers_mistake() -> None:
    with pytest.raises(FileNotFoundError):
        rows("findes_ikke")


def test_an_empty_cell_is_nothing() -> None:
    assert (parts(""), optional_date(""), optional_number("")) == ((), None, None)
