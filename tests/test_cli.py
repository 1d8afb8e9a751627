"""The command line: Danish for people, one JSON document for programs, exit codes, and one sentence for a mistake."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from igu_xl.actions.coordinator.file import read_coordinator
from igu_xl.cli import main
from igu_xl.demo.tour import Story
from igu_xl.records import records
from igu_xl.sheets.layout import layout_of
from igu_xl.sheets.writing.keeping import exclusive

REPOSITORY = Path(__file__).parent.parent
KOEBENHAVN, NEXT, OWN = "kommuner/101-københavn.xlsx", "skoler/next.xlsx", "koordinator.xlsm"
ENGLISH = re.compile(
    r"\b(usage|options?|commands?|arguments?|error|missing|default|required|show|exit|invalid|try|did you mean|"
    r"directory|does not|no such|got unexpected|range|help|file)\b",
    re.IGNORECASE,
)

WHY, OCTOBER = ["match", "a", "--why", "b", "c"], ["report", "a", "--month", "2026-10"]

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def igu(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command: its exit code, what it said, and what it complained of."""

    def run(*words: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        said = capsys.readouterr()
        code = ended.value.code
        assert isinstance(code, int)
        return code, said.out, said.err

    return run


def english(text: str) -> list[str]:
    """English words in it, beside the options that are spelled like one."""
    return ENGLISH.findall(re.sub(r"--\w+|igu \w+", "", text))


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--help"],
        *([command, "--help"] for command in ("demo", "new", "templates", "validate", "match", "publish")),
    ],
    ids=" ".join,
)
def test_the_help_is_danish_to_the_last_word(words: list[str], igu: Run) -> None:
    code, said, complained = igu(*words)
    assert (code, complained) == (0, "")
    assert said.startswith("Brug: igu")
    assert english(said) == []
    assert "..." not in said


def test_the_commands_stand_in_the_order_of_a_month(igu: Run) -> None:
    names = re.findall(r"^  (\w+)  ", igu("--help")[1], re.MULTILINE)
    assert names[:7] == ["demo", "new", "templates", "validate", "match", "publish", "report"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["fejl"], "Kommandoen »fejl« findes ikke. Se »igu --help«."),
        (["validate"], "Der mangler »MAPPE«. Se »igu validate --help«."),
        (["validate", "nix"], "»nix« er ikke et partnerskab: mapperne sekretariat og partnere mangler."),
        (["match", "nix"], "»nix« er ikke et partnerskab"),
        (["publish", "nix"], "»nix« er ikke et partnerskab"),
        (["validate", "a", "b"], "Der er et ord for meget (b). Se »igu validate --help«."),
        (["match", "a", "--hurtigt"], "Tilvalget »--hurtigt« findes ikke. Se »igu match --help«."),
        (["report", "nix"], "»nix« er ikke et partnerskab"),
        (["validate", "a", "--level", "alt"], "»alt« kan ikke vælges; skriv en af »fejl«, »advarsel«, »oplysning«."),
        (["report", "a", "--month"], "Tilvalget »--month« skal have en værdi."),
        (["report", "a", "--month", "2026-13"], "»2026-13« er ikke en måned."),
        (
            ["report", "a", "--month", "2026-10", "--jobs", "0"],
            "»--jobs« kan ikke bruges: Skriv et helt tal fra 1 til 64.",
        ),
        (["report", "a", "--month", "2026-10", "--jobs", "to"], "Skriv et helt tal fra 1 til 64."),
        (
            ["report", "a", "--month", "2026-10", "--audience", "alle"],
            "»alle« kan ikke vælges; skriv en af »intern«, »delt«, »partnerskab«.",
        ),
        (["demo", "--candidates", "7"], "Skriv et helt tal fra 200 til 100.000."),
        (["validate", __file__], "er en fil"),
        ([*WHY, "--what-if"], "»--why« kan ikke bruges sammen med »--what-if«. Se »igu match --help«."),
        ([*WHY, "--dask", "tcp://a:1", "--page"], "»--why« kan ikke bruges sammen med »--page« og »--dask«."),
        ([*WHY, "--audience", "intern"], "»--why« kan ikke bruges sammen med »--audience«."),
        (["match", "a", "--what-if", "--page"], "»--what-if« kan ikke bruges sammen med »--page«."),
        (["match", "a", "--what-if", "--dask", "tcp://a:1"], "»--what-if« kan ikke bruges sammen med »--dask«."),
        (["match", "a", "--audience", "delt"], "»--audience« kan kun bruges sammen med »--page«."),
        ([*OCTOBER, "--scheduled", "--only", "kommune:101"], "»--scheduled« kan ikke bruges sammen med »--only«."),
        ([*OCTOBER, "--dask", "tcp://a:1", "--jobs", "2"], "»--dask« kan ikke bruges sammen med »--jobs«."),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "",
)
def test_a_mistake_is_one_danish_sentence_and_exit_2(
    words: list[str], sentence: str, igu: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, said, complained = igu(*words)
    assert (code, said) == (2, "")
    assert sentence in complained
    assert english(complained.replace(str(REPOSITORY), "").replace("test_cli.py", "")) == []
    assert "Traceback" not in complained


def test_validate_shows_findings_and_ends_with_1_when_some_block(igu: Run, changed: Callable[..., Path]) -> None:
    folder = changed(lambda rows: rows[KOEBENHAVN]["tblKandidater"][0].update(status="Måske"))
    code, said, complained = igu("validate", folder)
    assert (code, complained) == (1, "")
    assert said.splitlines()[:4] == [
        "Siden sidst: Første kørsel, intet at sammenligne med.",
        "",
        KOEBENHAVN,
        "  fejl      Kandidater!AC5   Status: »Måske« findes ikke på listen. Vælg en værdi på listen.",
    ]
    assert "5 arbejdsbøger læst med 21 rækker: 1 fejl, 0 advarsler og 2 oplysninger." in said


def spoilt(rows: dict[str, Any]) -> None:
    """An error in a municipality's workbook and one in the school's."""
    rows[KOEBENHAVN]["tblKandidater"][0].update(status="Måske")
    rows[NEXT]["tblHold"][1].update(status="Måske")


def as_it_lies(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder with when it was changed and what is in it."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in [folder, *folder.rglob("*")]
    }


@pytest.mark.parametrize("words", [[], ["--json"], ["--level", "fejl", "--partner", "kommune:101"]], ids=" ".join)
def test_validate_read_only_leaves_the_folder_byte_for_byte(
    words: list[str], igu: Run, changed: Callable[..., Path]
) -> None:
    """Also while the coordinator's workbook is open and another run holds the lock."""
    folder = changed(spoilt)
    before = as_it_lies(folder)
    code, said, complained = igu("validate", folder, "--read-only", *words)
    assert (code, complained) == (1, "")
    assert as_it_lies(folder) == before and ".igu" not in before
    assert words or said.endswith("2 fejl, 0 advarsler og 2 oplysninger.\nIntet er skrevet.\n")
    own = layout_of(folder).coordinator
    assert own is not None
    (folder / f"~${own.name}").touch()
    with exclusive(folder):
        before = as_it_lies(folder)
        assert igu("validate", folder, "--read-only", *words) == (code, said, "")
        assert as_it_lies(folder) == before


def test_validate_read_only_says_what_validate_says(igu: Run, decided: Path) -> None:
    looked, checked = (json.loads(igu("validate", decided, *more, "--json")[1]) for more in (["--read-only"], []))
    assert looked == checked


def test_validate_read_only_needs_no_coordinators_workbook(igu: Run, partnership: Path) -> None:
    own = layout_of(partnership).coordinator
    assert own is not None
    own.unlink()
    before = as_it_lies(partnership)
    assert igu("validate", partnership, "--read-only")[0] == 0
    assert as_it_lies(partnership) == before


@pytest.mark.parametrize(
    ("words", "books", "shown"),
    [
        (["--level", "fejl"], {KOEBENHAVN, NEXT}, "Vist er 2 af 4 fund."),
        (["--level", "oplysning"], {"kommuner/147-frederiksberg.xlsx", OWN}, "Vist er 2 af 4 fund."),
        (["--partner", "kommune:101"], {KOEBENHAVN}, "Vist er 1 af 4 fund."),
        (["--partner", "kommune:147", "--level", "fejl"], set(), "Vist er 0 af 4 fund."),
        (["--level", "fejl", "--level", "oplysning", "--partner", "skole:next"], {NEXT}, "Vist er 1 af 4 fund."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_validate_shows_what_is_asked_for_and_ends_as_for_all(
    words: list[str], books: set[str], shown: str, igu: Run, changed: Callable[..., Path]
) -> None:
    folder = changed(spoilt)
    code, said, complained = igu("validate", folder, *words)
    assert (code, complained) == (1, "")
    assert {line for line in said.splitlines() if line.endswith((".xlsx", OWN)) and " " not in line} == books
    assert shown in said and "2 fejl, 0 advarsler og 2 oplysninger." in said
    code, said, _ = igu("validate", folder, *words, "--json")
    answer = json.loads(said)
    assert code == 1 and {finding["workbook"] for finding in answer["findings"]} == books
    assert answer["counts"] == {"fejl": 2, "advarsel": 0, "oplysning": 2}


def test_a_partner_without_a_workbook_is_told(igu: Run, partnership: Path) -> None:
    code, said, complained = igu("validate", partnership, "--partner", "kommune:999")
    assert (code, said) == (2, "")
    assert complained.startswith("Der er ingen arbejdsbog for »kommune:999«.")


def test_a_month_by_hand(igu: Run, partnership: Path, decide: Callable[..., None]) -> None:
    """Check, match, decide, send: the exit codes and what is said on the way."""
    assert igu("validate", partnership)[0] == 0
    code, said, _ = igu("match", partnership)
    assert code == 0
    assert "10 forløb foreslået (flere er ikke muligt)." in said
    assert "  NEXT-2027-01  1. februar 2027: 9 deltagere fra 2 kommuner (mindst 6, højst 12)" in said
    assert said.endswith("vælg Godkend, Afvis eller Lås for hver række.\n")
    decide(partnership, {}, others="Godkend")
    assert igu("publish", partnership)[:2] == (0, "10 forløb sendt. 5 arbejdsbøger opdateret.\n")
    assert igu("publish", partnership)[:2] == (0, "0 forløb sendt. Alle arbejdsbøger er, som de skal være.\n")


def test_a_match_can_be_asked_why_and_what_if_and_gives_its_page(igu: Run, partnership: Path) -> None:
    code, said, _ = igu("match", partnership, "--page", "--audience", "delt")
    page = re.search(r"Matchrapporten ligger i (.+html)\.$", said, re.MULTILINE)
    assert code == 0
    assert page and Path(page[1]).is_file()
    proposed = records(read_coordinator(partnership).proposals)
    slot = next(row["slot"] for row in proposed if row["candidate"] == "101-0006")
    code, said, _ = igu("match", partnership, "--why", " 101 - 0006 ", slot.lower())
    assert (code, said) == (0, f"Er foreslået: 101-0006 er foreslået netop til {slot}.\n")
    code, said, _ = igu("match", partnership, "--what-if", "--json")
    assert code == 0
    assert json.loads(said)["placed"] == 10
    assert records(read_coordinator(partnership).proposals) == proposed


@pytest.mark.parametrize(
    ("pair", "sentence"),
    [
        (
            ("999-9999", "XXX-1"),
            "Kandidaten 999-9999 findes ikke i kommunernes arbejdsbøger. "
            "Pladsen XXX-1 findes ikke i branchernes arbejdsbøger.",
        ),
        (("155-002", "BYG-0001"), "Kandidaten 155-002 (mente du 155-0002?) findes ikke i kommunernes arbejdsbøger."),
        (("155-0002", "BYG-003"), "Pladsen BYG-003 (mente du BYG-0003?) findes ikke i branchernes arbejdsbøger."),
        (("155-0002", "XXX-1"), "Pladsen XXX-1 findes ikke i branchernes arbejdsbøger."),
        (
            ("010190-1234", "BYG-0001"),
            "Det er ikke et kandidat-id. Skriv tre cifre, bindestreg og et løbenummer, fx 101-0007; aldrig navn eller "
            "CPR-nummer.",
        ),
        (
            ("Ane Prøve", "BYG-0001"),
            "Det er ikke et kandidat-id. Skriv tre cifre, bindestreg og et løbenummer, fx 101-0007; aldrig navn eller "
            "CPR-nummer.",
        ),
    ],
)
def test_an_id_that_nobody_has_is_told_with_the_nearest(
    pair: tuple[str, str], sentence: str, igu: Run, partnership: Path
) -> None:
    assert igu("match", partnership, "--why", *pair) == (2, "", f"{sentence}\n")


def test_a_candidate_who_does_not_wait_is_no_mistake(igu: Run, changed: Callable[..., Path]) -> None:
    folder = changed(lambda rows: rows[KOEBENHAVN]["tblKandidater"][0].update(status="Ny"))
    code, said, _ = igu("match", folder, "--why", "101-0001", "BYG-0001")
    assert code == 0 and said.startswith("Ikke med i match: Kandidaten 101-0001 har en anden status end Klar (ny)")


def test_a_page_that_is_nobodys_is_told(igu: Run, partnership: Path) -> None:
    code, said, complained = igu("report", partnership, "--month", "2026-10", "--only", "kommune:xyz")
    assert (code, said) == (2, "")
    assert complained.startswith("Der er ingen side for »kommune:xyz«.")


def test_an_address_that_is_no_clusters_is_told(igu: Run, partnership: Path) -> None:
    pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
    code, said, complained = igu("match", partnership, "--dask", "hos:os:selv")
    assert (code, said) == (2, "")
    assert "er ikke adressen på en klynge" in complained


def test_what_waits_or_cannot_be_sent_is_listed_and_ends_with_1(igu: Run, decided: Path) -> None:
    (decided / "kommuner" / "~$1-københavn.xlsx").touch()
    code, said, _ = igu("publish", decided)
    assert code == 1
    assert f"Venter til næste gang: {KOEBENHAVN}." in said
    assert re.search(rf"^{KOEBENHAVN}: Arbejdsbogen er åben", said, re.MULTILINE)


@pytest.mark.parametrize("command", ["validate", "match", "publish"])
def test_json_is_one_document_and_nothing_else(command: str, igu: Run, decided: Path) -> None:
    code, said, complained = igu(command, decided, "--json")
    assert (code, complained) == (0, "")
    answer = json.loads(said)
    promised = {
        "validate": {"workbooks", "findings", "verdicts", "counts"},
        "match": {"status", "placed", "bound", "seconds", "placements", "cohorts", "unmatched"},
        "publish": {"sent", "written", "waiting", "refused"},
    }
    assert {*answer} >= promised[command]


def test_new_makes_a_partnership_that_can_be_checked(igu: Run, tmp_path: Path) -> None:
    folder = tmp_path / "Vores partnerskab på Østerbro"
    code, said, _ = igu("new", folder)
    assert code == 0
    assert "læs mig først.txt" in said
    assert igu("validate", folder)[:2] == (
        0,
        f"Der er ingen arbejdsbøger i mappen endnu.\nAlle fund står i {layout_of(folder).coordinator}.\n",
    )
    code, _, complained = igu("new", folder)
    assert (code, complained) == (2, f"Mappen »{folder}« er ikke tom. Vælg en ny mappe.\n")


@pytest.mark.parametrize("command", ["new", "templates"])
def test_json_of_what_is_made_names_the_files(command: str, igu: Run, tmp_path: Path) -> None:
    answer = json.loads(igu(command, tmp_path / "ny", "--json")[1])
    assert answer["folder"] == str(tmp_path / "ny")
    assert all(Path(path).is_file() for path in answer["files"])


def test_another_run_is_not_now(igu: Run, partnership: Path) -> None:
    with exclusive(partnership):
        code, said, complained = igu("match", partnership)
    assert (code, said) == (75, "")
    assert complained == "En anden kørsel er i gang i partnerskabet. Vent, til den er færdig, og prøv igen.\n"


def test_an_open_coordinators_workbook_is_not_now(igu: Run, partnership: Path) -> None:
    own = layout_of(partnership).coordinator
    assert own is not None
    (partnership / f"~${own.name}").touch()
    code, said, complained = igu("validate", partnership)
    assert (code, said) == (75, "")
    assert complained.startswith(f"{own.name} er åben (låsefilen ~${own.name} findes). Gem og luk den, og prøv igen.")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the administrator may write anywhere")
def test_a_folder_that_must_not_be_written_is_one_sentence(igu: Run, partnership: Path) -> None:
    partnership.chmod(0o555)
    code, _, complained = igu("validate", partnership)
    partnership.chmod(0o755)
    assert code == 2
    assert complained.startswith("Der mangler rettigheder til at læse eller skrive")


def test_a_full_drive_is_one_sentence(igu: Run, partnership: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("igu_xl.actions.checking.check_partnership", _full)
    assert igu("validate", partnership) == (2, "", "Der er ikke plads på drevet. Ingen arbejdsbog er halvt skrevet.\n")


def _full(*arguments: object) -> None:
    import errno

    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_mistake_of_the_program_is_not_swallowed(partnership: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("igu_xl.actions.checking.check_partnership", lambda *arguments: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        main(["validate", str(partnership)])


def test_an_interruption_is_told(igu: Run, partnership: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("igu_xl.actions.checking.check_partnership", _interrupted)
    code, _, complained = igu("validate", partnership)
    assert code == 75
    assert complained.strip() == "Afbrudt. Ingen arbejdsbog er halvt skrevet; kør kommandoen igen."


def _interrupted(*arguments: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_a_console_of_another_alphabet_does_not_stop_it(encoding: str, decided: Path) -> None:
    """As another program runs it: piped, so without a progress bar, whatever the language of the machine."""
    environment = os.environ | {"PYTHONIOENCODING": encoding, "LANG": "en_US", "LANGUAGE": "en", "COLUMNS": "80"}
    command = [sys.executable, "-m", "igu_xl", "validate", str(decided)]
    done = subprocess.run(command, capture_output=True, cwd=REPOSITORY, env=environment, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "5 arbejdsbøger læst" in done.stdout.decode("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo terminals")
def test_who_looks_on_sees_how_far_it_is_and_the_time_left(decided: Path) -> None:
    import pty
    import termios

    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    command = [sys.executable, "-m", "igu_xl", "validate", str(decided)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, cwd=REPOSITORY, timeout=60)
    os.set_blocking(ours, False)
    seen = os.read(ours, 100_000).decode("utf-8")
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 0 and "tilbage" not in done.stdout.decode("utf-8")
    assert re.search(r"\d/5, (\d\d:\d\d|\?) tilbage", seen)


def test_the_command_that_is_installed_is_the_module(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "igu_xl", "validate", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, cwd=REPOSITORY, timeout=60)
    assert done.returncode == 2
    assert done.stderr.decode("utf-8").startswith("»")


def test_what_another_program_reads_is_one_document_and_nothing_else(decided: Path) -> None:
    """Nothing that a library prints on its own comes before or behind it."""
    command = [sys.executable, "-m", "igu_xl", "match", str(decided), "--json"]
    done = subprocess.run(command, capture_output=True, cwd=REPOSITORY, timeout=120)
    assert json.loads(done.stdout.decode("utf-8"))["status"] == "optimal"
    assert done.stderr == b""


def test_the_story_of_the_demo_names_steps_and_files() -> None:
    story = Story(Path("demo"), [("Match", "10 forløb foreslået.", 1.25)], "Det er pointen.", [("demo/a.xlsx", "fund")])
    assert story.text() == (
        "Demoen ligger i »demo«. Alle personer, virksomheder og tal er opdigtede.\n\n"
        "1. Match (1,3 s)\n   10 forløb foreslået.\n\nDet er pointen.\n\nÅbn nu:\n  demo/a.xlsx  fund"
    )
    assert story.as_json()["open"] == [{"path": "demo/a.xlsx", "why": "fund"}]
