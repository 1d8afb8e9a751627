"""What a report run says of itself: to people in a few lines, to programs as JSON."""

from __future__ import annotations

from igu_xl.danish import number_text, plural
from igu_xl.reports.monthly import ReportRun
from igu_xl.reports.runs import FAILED, MADE, UNCHANGED


def report_summary(run: ReportRun) -> str:
    """One sentence: how many pages were made, were there already, or failed."""
    counts = {status: sum(page.status == status for page in run.pages) for status in (MADE, UNCHANGED, FAILED)}
    parts = [f"{plural(counts[MADE], 'side', 'sider')} lavet"]
    if counts[UNCHANGED]:
        parts.append(f"{counts[UNCHANGED]} var lavet i forvejen")
    if counts[FAILED]:
        parts.append(f"{counts[FAILED]} kunne ikke laves")
    return f"{', '.join(parts)} på {number_text(run.seconds, 1)} sekunder."


def report_text(run: ReportRun) -> str:
    """The run for people: the sentence, each page that failed with its reason, and what to open."""
    failed = [f"  {page.name}: {page.reason}" for page in run.pages if page.status == FAILED]
    return "\n".join([f"{run.month.name.capitalize()}: {report_summary(run)}", *failed, f"Åbn {run.index}"])


def report_json(run: ReportRun) -> dict[str, object]:
    """The answer of `igu report --json` (DESIGN section 7)."""
    return {
        "month": str(run.month),
        "pages": [
            {
                "kind": page.kind,
                "key": page.key,
                "path": str(page.path),
                "seconds": round(page.seconds, 3),
                "status": page.status,
                "reason": page.reason,
            }
            for page in run.pages
        ],
        "index": str(run.index),
        "archive": str(run.archive),
        "seconds": round(run.seconds, 3),
    }
