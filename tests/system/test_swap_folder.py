from __future__ import annotations

from pathlib import Path

import pytest

from igu_xl.system import swap_folder


@pytest.fixture
def final(tmp_path: Path) -> Path:
    return tmp_path / "2026-10"


def build(final: Path, text: str) -> None:
    (swap_folder.start(final) / "index.html").write_text(text)


def names(final: Path) -> list[str]:
    return sorted(path.name for path in final.parent.iterdir())


def test_the_new_folder_takes_the_place_of_the_old_one(final: Path) -> None:
    for text in ("første", "anden"):
        build(final, text)
        swap_folder.swap(final)
        assert (final / "index.html").read_text() == text
        assert names(final) == ["2026-10"]


def test_nothing_is_published_before_the_swap(final: Path) -> None:
    build(final, "ny")
    assert not final.exists()


def test_the_wreck_of_a_killed_run_is_cleared(final: Path) -> None:
    build(final, "gammel")
    swap_folder.swap(final)
    build(final, "vrag")
    swap_folder.clear_wreck(final)
    assert names(final) == ["2026-10"]
    assert (final / "index.html").read_text() == "gammel"


def test_a_run_killed_between_the_two_renames_gives_the_old_folder_back(final: Path) -> None:
    build(final, "gammel")
    swap_folder.swap(final)
    build(final, "ny")
    final.replace(final.with_name(".2026-10.gammel"))  # what swap does first
    swap_folder.clear_wreck(final)
    assert names(final) == ["2026-10"]
    assert (final / "index.html").read_text() == "gammel"
