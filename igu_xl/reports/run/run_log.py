"""After a run: send word, and note it in the log of all runs, `rapporter/koersler.html` and `koersler.json`.

Every run is noted, also one that had nothing to do and one that could not begin.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from igu_xl.danish import date_text
from igu_xl.documents import document, understood
from igu_xl.errors import IguError, NotNow
from igu_xl.month import Month
from igu_xl.reports.disclosure.protection import INTERNAL
from igu_xl.reports.run import overview
from igu_xl.reports.run.monthly import ReportRun
from igu_xl.reports.run.overview import RUNS
from igu_xl.reports.run.page_html import runs_of
from igu_xl.reports.run.summary import report_notes, report_summary
from igu_xl.system import mail, swap_folder
from igu_xl.system.mail import MailSettings

_LOG = "koersler.json"
_KEPT = 200  # runs; several years of them
_DONE, _PARTLY = ("ok", "●", "Lavet"), ("mangler", "▲", "Sider mangler")
_LATER, _NOT = ("mangler", "▲", "Prøves igen"), ("fejlet", "▲", "Ikke lavet")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: what it made, or the error that stopped it."""

    month: Month
    audience: str
    begun: datetime
    ended: ReportRun | IguError

    @property
    def mark(self) -> tuple[str, str, str]:
        """Key, sign and word."""
        if isinstance(self.ended, ReportRun):
            return _PARTLY if self.ended.to_mend else _DONE
        return _LATER if isinstance(self.ended, NotNow) else _NOT

    @property
    def sentences(self) -> list[str]:
        """What there is to say, one sentence at a time."""
        if isinstance(self.ended, IguError):
            return [str(self.ended)]
        return [report_summary(self.ended), *report_notes(self.ended)]

    @property
    def subject(self) -> str:
        """The subject of the mail: `Månedsstatus oktober 2026: Sider mangler`."""
        edition = "" if self.audience == INTERNAL else " (delt udgave)"
        month = self.ended.name if isinstance(self.ended, ReportRun) else self.month.name
        return f"Månedsstatus {month}{edition}: {self.mark[2]}"

    @property
    def text(self) -> str:
        """The mail: what was made and what was not, and where to look."""
        place = [f"Siderne: {self.ended.index}"] if isinstance(self.ended, ReportRun) else []
        return "\n".join([self.subject, "", *self.sentences, "", *place])


def after_run(outcome: Outcome, reports_folder: Path, settings: MailSettings | None = None) -> str:
    """Send word where somebody is to be told, and note the run; the answer is why no mail was sent, else empty."""
    failed = mail.send(settings, outcome.subject, outcome.text) if settings and settings.wanted else ""
    reports_folder.mkdir(parents=True, exist_ok=True)
    log = [_entry(outcome, failed), *_read(reports_folder / _LOG)][:_KEPT]
    swap_folder.put(reports_folder / _LOG, document({"runs": log}))
    swap_folder.put(reports_folder / RUNS, runs_of(log))
    overview.write(reports_folder)
    return failed


def _entry(outcome: Outcome, mail_failed: str) -> dict[str, Any]:
    key, sign, word = outcome.mark
    return {
        "begun": f"{date_text(outcome.begun)} kl. {outcome.begun:%H.%M}",
        "month": outcome.subject.removeprefix("Månedsstatus ").rpartition(":")[0],
        "key": key,
        "sign": sign,
        "word": word,
        "sentences": [*outcome.sentences, *filter(None, [mail_failed])],
    }


def _read(path: Path) -> list[dict[str, Any]]:
    """The runs that are noted; raises `WrongUse` where a newer igu noted them."""
    if not path.is_file():
        return []
    stored = json.loads(path.read_text(encoding="utf-8"))
    # igu 0.1.0 wrote the runs alone.
    log: list[dict[str, Any]] = stored if isinstance(stored, list) else understood(path, stored)["runs"]
    return log
