"""A month's data are only added to: what was archived stays as it is, whatever runs afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from igu_xl.documents import document
from igu_xl.reports.data import kept_versions
from igu_xl.reports.data.snapshot import places

WHOLE, EARLY, LATER = date(2026, 11, 2), date(2026, 10, 20), date(2026, 10, 25)


def data(people: int, day: date = WHOLE) -> Callable[[Path], None]:
    """Writes the data of so many people, as they were kept on a day."""

    def write(folder: Path) -> None:
        pd.DataFrame({"candidate": [f"101-{n:04}" for n in range(people)]}).to_parquet(folder / "tbl.parquet")
        (folder / "manifest.json").write_text(document({"day": f"{day:%Y-%m-%d}"}), encoding="utf-8")

    return write


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "2026-10"
    folder.mkdir()
    return folder


def test_other_data_are_added_and_the_same_are_not(archive: Path) -> None:
    made, before = [], dict[str, bytes]()
    for people in (3, 3, 4, 4, 3):
        made.append(kept_versions.add(archive, data(people)).name)
        assert bytes_of(archive).items() >= before.items()
        before = bytes_of(archive)
    assert made == ["data", "data", "data-2", "data-2", "data-3"]
    assert kept_versions.latest(archive).name == "data-3"


def test_a_run_that_stops_half_way_leaves_what_was_there(archive: Path) -> None:
    kept_versions.add(archive, data(3))
    before = bytes_of(archive)

    def breaks(folder: Path) -> None:
        data(4)(folder)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kept_versions.add(archive, breaks)
    assert kept_versions.versions(archive) == [archive / "data"]
    assert bytes_of(archive / "data") == {name.removeprefix("data/"): content for name, content in before.items()}
    assert kept_versions.add(archive, data(4)).name == "data-2"
    assert sorted(path.name for path in archive.iterdir()) == ["data", "data-2"]


def test_provisional_data_give_way_and_never_to_the_harm_of_whole_ones(archive: Path) -> None:
    for day in (EARLY, LATER):
        kept_versions.add(archive, data(3, day))
        assert len(kept_versions.versions(archive)) == 1
    whole = kept_versions.add(archive, data(3))
    assert kept_versions.versions(archive) == [whole]
    before = bytes_of(whole)
    early = kept_versions.add(archive, data(5, EARLY))  # somebody has put Dags dato back
    assert kept_versions.latest(archive) == early != whole
    assert kept_versions.add(archive, data(3)) == whole == kept_versions.latest(archive)
    assert bytes_of(whole) == before


def test_what_an_earlier_version_kept_stays_and_is_read(archive: Path) -> None:
    old = archive / "data"
    old.mkdir()
    data(3)(old)
    (old / "manifest.json").rename(archive / "manifest.json")
    pd.DataFrame({"partner": ["kommune:101"], "path": ["kommuner/101.xlsx"]}).to_parquet(old / "partners.parquet")
    before = bytes_of(archive)
    assert places(kept_versions.latest(archive)) == {"kommune:101": "kommuner/101.xlsx"}
    assert kept_versions.add(archive, data(3)).name == "data-2"
    assert bytes_of(archive).items() >= before.items()
