"""What a report run says of itself: to people in a few lines, to programs as JSON."""

from __future__ import annotations

from igu_xl.danish import number_text, plural
from igu_xl.reports.run.monthly import ReportRun
from igu_xl.reports.run.page_runs import FAILED, MADE, UNCHANGED


def report_summary(run: ReportRun) -> str:
    """One sentence: how many pages were made, were there already, or failed."""
    counts = {status: sum(page.status == status for page in run.pages) for status in (MADE, UNCHANGED, FAILED)}
    parts = [f"{plural(counts[MADE], 'side', 'sider')} lavet"]
    if counts[UNCHANGED]:
        parts.append(f"{counts[UNCHANGED]} var lavet i forvejen")
    if counts[FAILED]:
        parts.append(f"{counts[FAILED]} kunne ikke laves")
    return f"{', '.join(parts)} på {number_text(run.seconds, 1)} sekunder."


def report_notes(run: ReportRun) -> list[str]:
    """Each page that failed with its reason, where the earlier edition is, and why there are no PDFs."""
    failed = [f"{page.name}: {page.reason}" for page in run.pages if page.status == FAILED]
    later = run.edition > 1 and not run.unfinished and any(page.status == MADE for page in run.pages)
    told = f"Det er udgave {run.edition}. Den forrige ligger ved siden af, og oversigten siger, hvad der er ændret."
    return [
        *failed,
        *([run.note] if run.note else []),
        *([told] if later else []),
        *sorted({page.note for page in run.pages if page.note}),
    ]


def report_text(run: ReportRun) -> str:
    """The run for people: the sentence, what went wrong, and what to open."""
    notes = [f"  {note}" for note in report_notes(run)]
    return "\n".join([f"{run.name.capitalize()}: {report_summary(run)}", *notes, f"Åbn {run.index}"])


def report_json(run: ReportRun) -> dict[str, object]:
    """The answer of `igu report --json`."""
    return {
        "month": str(run.month),
        "audience": run.audience,
        "edition": run.edition,
        "provisional": run.unfinished is not None,
        "pages": [
            {
                "kind": page.kind,
                "key": page.key,
                "path": str(page.path),
                "pdf": str(page.pdf) if page.pdf else None,
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
