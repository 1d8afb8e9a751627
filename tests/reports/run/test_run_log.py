from __future__ import annotations

import json
import re
import socket
from datetime import datetime
from pathlib import Path

import pytest

from igu_xl.errors import IguError, NotNow, WrongUse
from igu_xl.month import Month
from igu_xl.reports.run.monthly import ReportRun, make_reports
from igu_xl.reports.run.options import ReportOptions
from igu_xl.reports.run.page_runs import FAILED, PageResult
from igu_xl.reports.run.run_log import Outcome, after_run
from igu_xl.system.mail import MailSettings

OCTOBER, BEGUN = Month(2026, 10), datetime(2026, 11, 3, 6, 0)


def outcome(ended: ReportRun | IguError, audience: str = "intern") -> Outcome:
    return Outcome(OCTOBER, audience, BEGUN, ended)


def finished(*pages: PageResult) -> ReportRun:
    return ReportRun(OCTOBER, "intern", 1, pages, Path("rapporter/2026-10/index.html"), Path("arkiv/2026-10"), 12.3)


def page(name: str, status: str, reason: str = "", note: str = "") -> PageResult:
    return PageResult("kommune", "101", name, Path("kommune-101.html"), 0.5, status, reason, note=note)


@pytest.mark.parametrize(
    ("ended", "word", "sentence"),
    [
        (finished(page("Amager", "lavet")), "Lavet", "1 side lavet på 12,3 sekunder."),
        (finished(page("Amager", "uændret")), "Lavet", "0 sider lavet, 1 var lavet i forvejen på 12,3 sekunder."),
        (finished(page("Amager", FAILED, "Data mangler.")), "Sider mangler", "Amager: Data mangler."),
        (finished(page("Amager", "lavet", note="Ingen PDF.")), "Lavet", "Ingen PDF."),
        (NotNow("Amagers ark mangler."), "Prøves igen", "Amagers ark mangler."),
        (WrongUse("Mappen findes ikke."), "Ikke lavet", "Mappen findes ikke."),
    ],
)
def test_every_run_is_noted_with_a_word_and_its_reasons(
    ended: ReportRun | IguError, word: str, sentence: str, tmp_path: Path
) -> None:
    assert after_run(outcome(ended), tmp_path) == ""
    page = (tmp_path / "koersler.html").read_text(encoding="utf-8")
    assert f"</span> {word}</span>" in page and sentence in page
    assert "3. november 2026 kl. 06.00: oktober 2026" in page
    assert 'href="koersler.html"' in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_the_latest_run_stands_first(tmp_path: Path) -> None:
    after_run(outcome(NotNow("Et ark mangler.")), tmp_path)
    after_run(outcome(finished(page("Amager", "lavet"))), tmp_path)
    log = json.loads((tmp_path / "koersler.json").read_text(encoding="utf-8"))["runs"]
    assert [run["word"] for run in log] == ["Lavet", "Prøves igen"]


def test_a_mail_server_that_is_down_is_noted_and_the_run_stands(snapshot: Path, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    reports = tmp_path / "rapporter"
    run = make_reports(snapshot, reports, tmp_path / "arkiv", OCTOBER, ReportOptions(only="kommune:155"))
    settings = MailSettings("127.0.0.1", port, "igu@example.org", ("a@example.org",), starttls=False)
    told = after_run(outcome(run), reports, settings)
    assert "svarer ikke, som den skal" in told
    assert told in (reports / "koersler.html").read_text(encoding="utf-8")
    assert run.index.is_file()


def test_nobody_to_tell_is_no_fault(tmp_path: Path) -> None:
    assert after_run(outcome(NotNow("Senere.")), tmp_path, MailSettings()) == ""


def test_the_mail_says_what_was_made_what_was_not_and_where_to_look() -> None:
    told = outcome(finished(page("Amager", "lavet"), page("Byen", FAILED, "Data mangler.")), audience="delt")
    assert told.subject == "Månedsstatus oktober 2026 (delt udgave): Sider mangler"
    assert told.text.splitlines() == [
        told.subject,
        "",
        "1 side lavet, 1 kunne ikke laves på 12,3 sekunder.",
        "Byen: Data mangler.",
        "",
        f"Siderne: {Path('rapporter/2026-10/index.html')}",
    ]


def test_the_mail_of_a_real_run_holds_no_id(snapshot: Path, tmp_path: Path) -> None:
    run = make_reports(snapshot, tmp_path / "r", tmp_path / "a", OCTOBER, ReportOptions(only="kommune:101"))
    text = outcome(run).text.replace(str(run.index), "")
    assert not re.search(r"\d{3}-\d{4}", text)
