"""What the command line tells while it works (`-v`), and what it keeps in its log file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from igu_xl.cli import main
from igu_xl.cli.diary import without_names
from igu_xl.sheets.layout import layout_of

KOEBENHAVN = "kommuner/101-københavn.xlsx"
LINE = r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d  igu {}  kode {}  [\d.]+,\d s  {}"


def igu(*words: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    assert isinstance(ended.value.code, int)
    return ended.value.code


def log(folder: Path) -> list[str]:
    return (folder / ".igu" / "igu.log").read_text(encoding="utf-8").splitlines()


def test_with_verbose_each_file_is_named_on_stderr_with_the_seconds(
    partnership: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    igu("-v", "validate", partnership, "--json")
    said = capsys.readouterr()
    assert re.search(rf"^ +\d+,\d s  {KOEBENHAVN} \(\d af 5\)$", said.err, re.MULTILINE)
    assert said.err.splitlines()[-1].endswith("s  færdig")
    assert said.out.startswith("{")
    igu("validate", partnership)
    assert "færdig" not in capsys.readouterr().err


def test_every_command_leaves_a_line_without_arguments_or_ids(partnership: Path) -> None:
    assert igu("validate", partnership) == 0
    assert igu("match", partnership, "--why", "101-9999", "BYG-0001") == 2
    assert igu("report", partnership, "--month", "2031-01") == 2
    first, second, third = log(partnership)
    assert re.fullmatch(LINE.format("validate", 0, r"5 arbejdsbøger læst med .+"), first)
    assert re.fullmatch(LINE.format("match --why", 2, r"Kandidaten … findes ikke i .+"), second)
    assert re.fullmatch(LINE.format("report --month", 2, r"Januar 2031 er ikke begyndt endnu.+"), third)


def test_a_command_that_only_looks_writes_nothing_and_no_folder_is_made(partnership: Path, tmp_path: Path) -> None:
    igu("validate", partnership, "--read-only")
    igu("publish", partnership, "--dry-run")
    igu("doctor", partnership)
    assert not (partnership / ".igu" / "igu.log").exists()
    (tmp_path / "tom").mkdir()
    assert igu("validate", tmp_path / "tom") == 2
    assert list((tmp_path / "tom").iterdir()) == []


def test_a_log_that_cannot_be_written_stops_no_command(partnership: Path) -> None:
    (partnership / ".igu" / "igu.log").mkdir(parents=True)
    assert igu("validate", partnership) == 0


def test_what_stopped_a_command_is_kept_without_names_of_files(partnership: Path) -> None:
    own = layout_of(partnership).coordinator
    assert own is not None
    (partnership / f"~${own.name}").touch()
    igu("validate", partnership / ".." / partnership.name)
    igu("match", partnership)
    assert all("kode 75" in line and own.name not in line for line in log(partnership))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Kandidaten 101-0007 kan ikke få BYG-0012 på NEXT-2027-03.", "Kandidaten … kan ikke få … på …."),
        ("»Hans Hansen« findes ikke.\nSe efter.", "… findes ikke. Se efter."),
        ("Der mangler ark fra kommuner/101-københavn.xlsx og gladsaxe.xlsx.", "Der mangler ark fra … og …."),
        ("Oktober 2026: 16 sider lavet på 3,4 sekunder.", "Oktober 2026: 16 sider lavet på 3,4 sekunder."),
    ],
)
def test_a_sentence_is_kept_without_what_it_names(said: str, kept: str) -> None:
    assert without_names(said) == kept
