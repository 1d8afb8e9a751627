from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from igu_xl.reports.data.month_data import load
from igu_xl.reports.pages.quality import by_partner, data_quality, data_quality_by_partner


def test_the_findings_of_each_workbook_stand_in_the_order_of_the_partners(snapshot: Path) -> None:
    data = load(snapshot, "styregruppe:alle")
    assert by_partner(data).to_numpy().tolist() == [
        ["Amager", 1, 1],
        ["Byen", 0, 0],
        ["Tom By", 0, 0],
        ["Bygge og anlæg", 0, 0],
        ["Detailhandel", 0, 0],
        ["NEXT", 0, 0],
    ]
    html = str(data_quality_by_partner(data, "delt").html)
    assert "Fund i partnernes arbejdsbøger" in html and re.search("<th[^>]*>Amager", html)
    assert "ingen arbejdsbøger" not in html


def test_how_many_rows_a_workbook_has_is_told_to_its_owner_only(snapshot: Path) -> None:
    """In a municipality's workbook a row is a person, or one of a person's."""
    data = load(snapshot, "kommune:147")
    assert "Arbejdsbogen har 12 rækker" in data_quality(data, "intern").html
    assert "12" not in data_quality(data, "delt").html


def test_a_partnership_that_has_no_workbooks_yet_is_told_so(own_month: Path) -> None:
    for name in ("partners", "findings"):
        pd.read_parquet(own_month / f"{name}.parquet").iloc[:0].to_parquet(own_month / f"{name}.parquet")
    html = str(data_quality_by_partner(load(own_month, "styregruppe:alle"), "delt").html)
    assert "Der er endnu ingen arbejdsbøger." in html and "<table" not in html
