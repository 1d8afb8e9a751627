"""The demo: two months of a made-up partnership, from empty folder to published reports, told in Danish."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from datetime import time as clock
from pathlib import Path
from typing import Any

from igu_xl.actions.checking import Checked, check_partnership
from igu_xl.actions.checking import summary as checked_summary
from igu_xl.actions.coordinator.file import NEW_FILE, CoordinatorFile, new_coordinator
from igu_xl.actions.coordinator.settings import Settings, setting_rows
from igu_xl.actions.coordinator.since_actions import MOVE, SEEN
from igu_xl.actions.coordinator.workbook import APPROVE, LOCK, REJECT, SENT
from igu_xl.actions.matching.matching import match_partnership
from igu_xl.actions.matching.what_if import what_if_partnership
from igu_xl.actions.planning.planning import plan_partnership
from igu_xl.actions.planning.planning import summary as planned_words
from igu_xl.actions.reporting.match_report import make_match_page
from igu_xl.actions.reporting.noting import note_report
from igu_xl.actions.reporting.reporting import report_partnership
from igu_xl.actions.sending.publishing import publish_partnership
from igu_xl.actions.sending.publishing import summary as published_summary
from igu_xl.actions.sending.taking_back import summary as undone
from igu_xl.actions.sending.undoing import undo_partnership
from igu_xl.danish import number_text, plural
from igu_xl.demo.partnership import pupils_beside
from igu_xl.demo.readings import write_readings
from igu_xl.demo.rows import DEMO_TODAY
from igu_xl.demo.second_month import NEXT_DAY, november_passes
from igu_xl.demo.writing import write_partnership
from igu_xl.domain.law.guidance import RULES_PAGE
from igu_xl.errors import WrongUse
from igu_xl.match.proposal import Proposal
from igu_xl.match.summary import alone_words, placed_words, pooled_words
from igu_xl.match.summary import summary as match_words
from igu_xl.month import Month
from igu_xl.progress import Progress
from igu_xl.records import records
from igu_xl.reports.run.summary import report_summary
from igu_xl.resources import shipped
from igu_xl.sheets.contract.coordinator import SINCE
from igu_xl.sheets.layout import SECRETARIAT, STATE_FOLDER, layout_of, new_layout
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.sheets.writing.keeping import Backups
from igu_xl.standing.events.kinds import EventKind

_PLAN_SECONDS = 20  # a demo is watched; a coordinator gives it a minute
_MARK = f"{SECRETARIAT}/{STATE_FOLDER}/demo"
_STEPS = 15

# Everything is near everything in one region, so that the ways to place somebody grow with the cube: 0.1 million for
# 1,000 candidates, 3 million for 3,200, 85 million for 10,000. Beyond this they do not fit in an office machine's
# memory; the larger partnerships are for reading and checking.
MOST_TO_MATCH = 3_200
_TOO_MANY = f"Match er ikke med i demoen ved flere end {number_text(MOST_TO_MATCH)} kandidater."


@dataclass(slots=True)
class Story:
    """What the demo did: a title and a sentence for each step, and what to open."""

    folder: Path
    steps: list[tuple[str, str, float]] = field(default_factory=list)
    pooling: str = ""
    files: list[tuple[str, str]] = field(default_factory=list)

    def text(self) -> str:
        """The story for people."""
        lines = [f"Demoen ligger i »{self.folder}«. Alle personer, virksomheder og tal er opdigtede.", ""]
        for number, (title, sentence, seconds) in enumerate(self.steps, 1):
            lines += [f"{number}. {title} ({number_text(seconds, 1)} s)", f"   {sentence}"]
        lines += ["", self.pooling, "", "Åbn nu:"]
        width = max(len(path) for path, _ in self.files)
        lines += [f"  {path:<{width}}  {why}" for path, why in self.files]
        return "\n".join(lines)

    def as_json(self) -> dict[str, object]:
        """The story for programs."""
        return {
            "folder": str(self.folder),
            "steps": [
                {"title": title, "result": sentence, "seconds": round(seconds, 3)}
                for title, sentence, seconds in self.steps
            ],
            "pooling": self.pooling,
            "open": [{"path": path, "why": why} for path, why in self.files],
        }


def run_demo(folder: Path, candidates: int, progress: Progress | None = None) -> Story:
    """Make the partnership in `folder` and run its month; an earlier demo there is made anew.

    Raises `WrongUse` when the folder holds something that is not a demo.
    """
    _clear(folder)
    story = Story(folder)
    begun = datetime.combine(DEMO_TODAY, clock(9))
    tell = _teller(story, progress)

    tell("Skabeloner og arbejdsbøger", lambda: _made(folder, candidates))
    tell("Hent og kontrollér", lambda: checked_summary(check_partnership(folder, begun).validation))
    if candidates <= MOST_TO_MATCH:
        proposal = tell("Match", lambda: match_partnership(folder, begun), placed_words)
        tell("Hvad nu hvis", lambda: what_if_partnership(folder, begun).summary)
        tell("Skoleplan", lambda: plan_partnership(folder, begun), planned_words)
        page = tell("Matchrapport", lambda: make_match_page(folder), lambda _: "Siden om matchet er lavet.")
        tell("Godkend og send", lambda: _decide_and_publish(folder, begun))
        story.pooling = _pooling(proposal)
        story.files.append((str(page), "matchet på én side: hvem der samler sig om hvilke hold, og hvad det giver"))
    else:
        story.pooling = _TOO_MANY
    month = _reported(folder, begun, tell)
    if candidates <= MOST_TO_MATCH:
        month = _second_month(folder, tell)
    story.files = [*_files(folder, month), *story.files]
    return story


def _second_month(folder: Path, tell: Callable[..., Any]) -> Month:
    """What happens after the sending, and how the coordinator learns of it; the month that was reported."""
    begun = datetime.combine(NEXT_DAY, clock(9))
    tell("November går, og partnerne skriver", lambda: november_passes(folder))
    _turn_the_page(folder, begun)
    tell("Hent og kontrollér 1. december", lambda: _since_words(check_partnership(folder, begun)))
    tell("Match igen", lambda: match_partnership(folder, begun), match_words)
    tell("Skoleplan igen", lambda: plan_partnership(folder, begun), planned_words)
    tell("Godkend og send igen", lambda: _decide_all_and_publish(folder, begun))
    tell("Fortryd", lambda: undone(undo_partnership(folder, begun)))
    return _reported(folder, begun, tell)


def _reported(folder: Path, begun: datetime, tell: Callable[..., Any]) -> Month:
    month = Month.of(begun.date()).previous()
    run = tell(f"Rapport for {month.name}", lambda: report_partnership(folder, month, begun), report_summary)
    note_report(folder, run, begun)
    return month


def _teller(story: Story, progress: Progress | None) -> Callable[..., Any]:
    def tell(title: str, step: Callable[[], Any], words: Callable[[Any], str] = str) -> Any:
        if progress:
            progress(len(story.steps), _STEPS, title)
        began = time.perf_counter()
        result = step()
        story.steps.append((title, words(result), time.perf_counter() - began))
        return result

    return tell


def _clear(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        if not (folder / _MARK).exists():
            raise WrongUse(f"Mappen »{folder}« er ikke tom. Vælg en ny mappe til demoen.")
        shutil.rmtree(folder)
    new_layout(folder).state.mkdir()
    (folder / _MARK).touch()


def _made(folder: Path, candidates: int) -> str:
    write_partnership(folder, candidates)
    write_readings(folder)
    new_coordinator(folder, Settings(today=DEMO_TODAY, plan_seconds=_PLAN_SECONDS))
    shutil.copy(shipped("workbooks") / RULES_PAGE, layout_of(folder).secretariat)
    count = Counter(file.book.kind for file in find_workbooks(folder)[0])
    pupils = pupils_beside(candidates)
    return (
        f"{plural(candidates, 'kandidat', 'kandidater')} i {count['kommune']} kommuner, "
        f"{count['branche']} brancher og {count['skole']} skoler; derudover "
        f"{plural(pupils, 'igu-elev', 'igu-elever')}, der begyndte tidligere."
    )


def _decide_and_publish(folder: Path, begun: datetime) -> str:
    """Play the coordinator: reject one proposal, lock one, leave one open, approve the rest; then send.

    What Siden sidst told is seen.
    """
    desk = CoordinatorFile(folder)
    book = desk.read()
    played = [REJECT, LOCK, None]
    rows = [
        {**row, "decision": played[number] if number < len(played) else APPROVE}
        for number, row in enumerate(records(book.proposals))
    ]
    lines = [{**row, "chosen": SEEN} for row in records(book.since)]
    desk.write(book, {"tblForslag": rows, SINCE.name: lines}, Backups(folder, begun), None)
    return published_summary(publish_partnership(folder, begun, anyway=True))


def _turn_the_page(folder: Path, begun: datetime) -> None:
    """Let the coordinator's workbook stand on the day of the second month."""
    desk = CoordinatorFile(folder)
    book = desk.read()
    settings = setting_rows(replace(book.settings, today=begun.date()))
    desk.write(book, {"tblIndstillinger": settings}, Backups(folder, begun), None)


def _since_words(checked: Checked) -> str:
    """How many lines wait in Siden sidst, and the first of them."""
    since = checked.since()
    return f"{since.sentence} Øverst står: {since.waiting[0]['sentence']}"


def _decide_all_and_publish(folder: Path, begun: datetime) -> str:
    """Play the coordinator: approve all, let the one who has moved be moved, and send."""
    desk = CoordinatorFile(folder)
    book = desk.read()
    rows = [row if row["state"] == SENT else {**row, "decision": APPROVE} for row in records(book.proposals)]
    lines = [
        {**row, "chosen": MOVE if row["what"] == EventKind.CANDIDATE_MOVED else row["chosen"]}
        for row in records(book.since)
    ]
    desk.write(book, {"tblForslag": rows, SINCE.name: lines}, Backups(folder, begun), None)
    return published_summary(publish_partnership(folder, begun, anyway=True))


def _pooling(proposal: Proposal) -> str:
    placed = plural(proposal.plan.placed, "forløb", "forløb")
    return f"Det er pointen: {pooled_words(proposal)} {alone_words(proposal)} Sammen får de {placed}."


def _files(folder: Path, month: Month) -> list[tuple[str, str]]:
    layout = layout_of(folder)
    return [
        (
            str(layout.secretariat / NEW_FILE),
            "begynd i arket Start: Siden sidst, og derefter fund, forslag, hold og umatchede",
        ),
        (str(layout.partners / "101-koebenhavn" / "101-koebenhavn.xlsx"), "en kommunes arbejdsbog med plan og fund"),
        (str(layout.reports / str(month) / "index.html"), "månedens sider"),
        (
            str(layout.secretariat / RULES_PAGE),
            "må borgeren? alle regler med datoer, lov og kilde",
        ),
    ]
