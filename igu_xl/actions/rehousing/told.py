"""What is said of a move: file by file before it, and after it who must be given which folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from igu_xl.actions.rehousing.plan import UNOWNED, MovePlan, MoveStep
from igu_xl.danish import listing, plural
from igu_xl.sheets.layout import BACKUPS, SECRETARIAT, STATE_FOLDER

_BACKUPS = f"{SECRETARIAT}/{STATE_FOLDER}/{BACKUPS}/"


@dataclass(frozen=True, slots=True)
class Moved:
    """A move that was made or would be: its steps, whose the new folders are, and what a person must look at.

    `already`: there was nothing to move. `remaining`: the steps are what a stopped move has left. `note` is why the
    check after it could not be made.
    """

    folder: Path
    steps: tuple[MoveStep, ...] = ()
    share: Mapping[str, str] = field(default_factory=dict)
    unowned: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    already: bool = False
    remaining: bool = False
    note: str = ""

    @classmethod
    def of(cls, folder: Path, plan: MovePlan) -> Moved:
        """What is told of a plan."""
        return cls(folder, plan.steps, plan.share, plan.unowned, plan.stays)

    def as_json(self) -> dict[str, object]:
        """The answer of `igu move --json`."""
        return {
            "already": self.already,
            "steps": [{"from": step.old, "to": step.new} for step in self.steps],
            "share": [{"folder": folder, "partner": partner} for folder, partner in self.share.items()],
            "unowned": list(self.unowned),
            "stays": list(self.stays),
            "note": self.note,
        }


def log_sentence(plan: MovePlan) -> str:
    """The line of the log."""
    return (
        f"Partnerskabet er flyttet: {plural(len(plan.share), 'partner', 'partnere')} med hver sin mappe i partnere, og "
        "resten i sekretariat. Tag den gamle deling af hele mappen væk."
    )


ALREADY = "Partnerskabet ligger allerede med en mappe til hver partner og en til sekretariatet; der er intet at flytte."


def moved_text(moved: Moved) -> str:
    """What a person must do now that everything is moved."""
    if moved.already:
        return ALREADY
    return "\n".join(_after(moved))


def rehearsed_text(moved: Moved) -> str:
    """What would be moved, file by file."""
    if moved.already:
        return ALREADY
    copies = sum(step.new.startswith(_BACKUPS) for step in moved.steps)
    shown = [step for step in moved.steps if not step.new.startswith(_BACKUPS)]
    first = (
        "Flytningen er standset. Det her er tilbage:" if moved.remaining else "Intet er flyttet. Sådan ville det blive:"
    )
    lines = [first, *(f"  {step.old} → {step.new}" for step in shown)]
    if copies:
        lines.append(f"  {plural(copies, 'sikkerhedskopi', 'sikkerhedskopier')} får samme navne som filerne.")
    return "\n".join([*lines, *_about_files(moved)])


def _after(moved: Moved) -> Iterator[str]:
    width = max((len(folder) for folder in moved.share), default=0)
    yield "Partnerskabet er flyttet. Intet er slettet. Nu mangler delingen, og den kan kun du ændre:"
    yield ""
    yield f"1. Fjern delingen af »{moved.folder}« for alle partnere. Indtil det er gjort, kan de stadig læse det hele,"
    yield "   også sekretariatets mappe. Det er det vigtigste."
    yield "2. Del så hver mappe med den partner, den tilhører, og ingen andre:"
    for folder, partner in moved.share.items():
        yield f"     {folder:<{width}}  {partner}"
    yield "3. Del mappen sekretariat med dem, der arbejder i sekretariatet, og aldrig med en partner."
    yield f'4. Kør »igu doctor "{moved.folder}"«; den ser efter, om nogen kan læse for meget.'
    yield ""
    yield (
        "Koordinatorens arbejdsbog ligger nu i mappen sekretariat; ret genveje til den. Sider fra før ligger i "
        "sekretariat/rapporter. Den månedlige kørsel fortsætter uændret."
    )
    yield from _about_files(moved)
    if moved.note:
        yield f"Tryk på Hent og kontrollér, når det kan lade sig gøre; arket Fund er fra før flytningen. {moved.note}"


def _about_files(moved: Moved) -> Iterator[str]:
    if moved.unowned:
        names = listing([name.removeprefix(f"{UNOWNED}/") for name in moved.unowned])
        yield f"Ingen kan se, hvem der ejer {names}. Deres plads er »{UNOWNED}«; læg dem derfra, hvor de hører til."
    if moved.stays:
        names = listing(list(moved.stays))
        yield f"Det her er ikke lavet af igu og bliver liggende, hvor alle partnere har kunnet se det: {names}."
