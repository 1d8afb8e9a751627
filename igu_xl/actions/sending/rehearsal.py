"""What Godkend og send, or Fortryd, would do, told without doing it (`actions/rehearsing`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from igu_xl.actions.rehearsing import (
    FIRST_LINE,
    WouldWrite,
    coordinator_changed,
    rehearsal_copy,
    would_write,
)
from igu_xl.actions.sending.publishing import Sent, publish_partnership
from igu_xl.actions.sending.taking_back import TakenBack
from igu_xl.actions.sending.undoing import undo_partnership
from igu_xl.danish import plural
from igu_xl.progress import Progress


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a sending would do: to each partner's workbook, and all that `Sent` tells of one that was done.

    `coordinator` is the name of the coordinator's workbook where that would be written, too. What would be asked first
    stands in `sent.asks`; the rest is then what would be done after a yes.
    """

    sent: Sent
    changes: tuple[WouldWrite, ...]
    coordinator: str

    @property
    def hindered(self) -> bool:
        """Whether something would wait, be refused or be asked first."""
        return bool(self.sent.asks or self.sent.waiting or self.sent.refused)

    @property
    def text(self) -> str:
        """The rehearsal for people, file by file."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield FIRST_LINE
        if self.sent.asks:
            yield "Der spørges først. Svares der ja (--anyway), sker det, der står under spørgsmålene:"
            yield from (f"  {ask}" for ask in self.sent.asks)
        yield from _files(self.changes, self.coordinator, self.sent.waiting)
        yield from (f"  {candidate}: {reason}" for candidate, reason in self.sent.refused.items())
        yield f"I alt {plural(len(self.sent.sent), 'forløb', 'forløb')} til partnerne; {_books(self.changes, 'dem')}"

    def as_json(self) -> dict[str, object]:
        """The answer of `igu publish --dry-run --json`."""
        return _json(self.sent.as_json(), self.changes, self.coordinator)


@dataclass(frozen=True, slots=True)
class UndoRehearsal:
    """What an undo would do: to each partner's workbook, and all that `TakenBack` tells of one that was done."""

    done: TakenBack
    changes: tuple[WouldWrite, ...]
    coordinator: str

    @property
    def text(self) -> str:
        """The rehearsal for people, file by file."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        if self.done.said:
            yield self.done.said
            return
        yield FIRST_LINE
        yield from _files(self.changes, self.coordinator, self.done.waiting)
        yield from (f"  {name} bliver stående: {reason}" for name, reason in self.done.stays.items())
        yield from (f"  {name} står der ikke mere." for name in self.done.gone)
        taken = plural(len(self.done.taken), "forløb", "forløb")
        yield f"I alt {taken} fra {self.done.sending} tages tilbage; {_books(self.changes, 'partnerne')}"

    def as_json(self) -> dict[str, object]:
        """The answer of `igu undo --dry-run --json`."""
        return _json(self.done.as_json(), self.changes, self.coordinator)


def rehearse(folder: Path, begun: datetime, progress: Progress | None = None, *, anyway: bool = False) -> Rehearsal:
    """Send on a copy of the workbooks and compare it with them; raises as `publish_partnership` would."""
    with rehearsal_copy(folder) as copy:
        done = publish_partnership(copy, begun, progress, anyway=anyway)
        asks = done.asks
        if asks:
            done = publish_partnership(copy, begun, progress, anyway=True)
            done.asks = asks
        changes = tuple(would_write(folder, copy, path) for path in sorted(done.written))
        return Rehearsal(done, changes, coordinator_changed(folder, copy))


def rehearse_undo(folder: Path, begun: datetime, progress: Progress | None = None) -> UndoRehearsal:
    """Undo on a copy of the workbooks and compare it with them; raises as `undo_partnership` would."""
    with rehearsal_copy(folder) as copy:
        done = undo_partnership(copy, begun, progress)
        changes = tuple(would_write(folder, copy, path) for path in sorted(done.written))
        return UndoRehearsal(done, changes, coordinator_changed(folder, copy))


def _files(changes: Sequence[WouldWrite], coordinator: str, waiting: Mapping[str, str]) -> Iterator[str]:
    yield from (f"  {change.sentence}" for change in changes)
    if coordinator:
        yield f"  {coordinator}: koordinatorens ark og loggen opdateres."
    yield from (f"  {path} venter: {reason}" for path, reason in waiting.items())


def _books(changes: Sequence[WouldWrite], whose: str) -> str:
    return f"{plural(len(changes), 'arbejdsbog', 'arbejdsbøger')} hos {whose} ændres."


def _json(done: dict[str, object], changes: Sequence[WouldWrite], coordinator: str) -> dict[str, object]:
    told = [
        {"path": one.path, "placements": one.placements, "plan": one.plan, "findings": one.findings} for one in changes
    ]
    return {"dry_run": True, **done, "changes": told, "coordinator": coordinator}
