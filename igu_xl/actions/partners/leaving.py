"""Udtrådt: a partner has left for good, and nobody waits for its workbook any more."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from igu_xl.actions.checking import coordinator_tables, read_and_check
from igu_xl.actions.coordinator.file import CoordinatorFile
from igu_xl.actions.coordinator.workbook import Coordinator
from igu_xl.actions.partners.today import refuse_earlier
from igu_xl.checks.known_partners import known_partners, partners_called
from igu_xl.danish import listing, plural
from igu_xl.errors import WrongUse
from igu_xl.sheets.partnership import Partnership, read_partnership
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.sheets.writing.keeping import Backups, exclusive
from igu_xl.standing.history import History
from igu_xl.standing.history_file import keep_history, kept_history
from igu_xl.standing.known_workbooks import left
from igu_xl.standing.placements import HOLDING
from igu_xl.standing.standing import stand

LABEL = "Udtrådt"


def leave_partnership(folder: Path, begun: datetime, partner: str, coordinator: Coordinator | None = None) -> str:
    """Note that a partner (`kommune:101`, or its name) has left on the day of the run; the sentence tells what follows.

    From that day on it has no rows, no run waits for its workbook, and what was read before stays in the months before.
    When its workbook lies in the folder again it is a partner again. Nothing of the partner's is touched. Raises
    `WrongUse` for a partner that nobody knows, that has left, or whose workbook still lies in the folder; `NotNow`
    when another run holds the partnership or the coordinator's workbook is open.
    """
    find_workbooks(folder)
    with exclusive(folder):
        desk = coordinator or CoordinatorFile(folder)
        book = desk.read()
        today = book.settings.day(begun.date)
        kept = kept_history(folder)
        if book.settings.today is None:
            kept = kept.no_later_than(today)
        refuse_earlier(today, kept)
        partnership = read_partnership(folder, None, known_partners(kept))
        key = _found(partner, partnership, kept)
        sentence = _sentence(partnership.partner_name(key), key, kept)
        keep_history(folder, kept.with_left(key, today))
        checked = read_and_check(folder, begun, None, desk)
        tables = coordinator_tables(checked, begun)
        desk.write(checked.coordinator, tables, Backups(folder, begun), (begun, LABEL, sentence))
        return sentence


def _found(partner: str, partnership: Partnership, history: History) -> str:
    """The key of a partner that has no workbook in the folder."""
    here = {book.partner: book.path for book in partnership.books}
    found = partners_called(partner, history)
    if not found:
        known = {one.partner for one in known_partners(history)}
        away = sorted(known - here.keys() - left(history.workbooks))
        told = f" Uden arbejdsbog i mappen er {listing(away)}." if away else ""
        raise WrongUse(f"Ingen partner hedder »{partner}«. Skriv fx kommune:101 eller branche:bygge-anlaeg.{told}")
    if len(found) > 1:
        raise WrongUse(f"»{partner}« kan være {listing(found)}. Skriv den ene af dem.")
    if found[0] in here:
        raise WrongUse(f"Flyt først arbejdsbogen {here[found[0]]} ud af mappen, hvis partneren er holdt op.")
    if found[0] in left(history.workbooks):
        raise WrongUse(f"{partnership.partner_name(found[0])} er allerede udtrådt.")
    return found[0]


def _sentence(name: str, key: str, history: History) -> str:
    """What follows: the placements that its rows held do not hold a place any more."""
    assert history.latest is not None, "a partner is known from a reading"
    placements = stand(history, history.latest).placements
    held = int((placements["state"].isin(HOLDING) & (placements["partner"] == key)).sum())
    told = [f"{name} er udtrådt. Ingen venter på arbejdsbogen mere, og tallene for de måneder, der er gået, bliver."]
    if held:
        count = plural(held, "forløb", "forløb")
        told.append(f"{count} derfra holder ikke plads mere. Er pladsen stadig optaget, skal branchen rette Antal.")
    return " ".join(told)
