"""What was sent, as the tool wrote it: `.igu/sendt.json`, from which a sending can be taken back.

A sending is noted before the workbooks are written and confirmed afterwards, so that a run that is killed in between
leaves nothing of which nobody knows who wrote it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from igu_xl.actions.coordinator.workbook import PROPOSED, UNKEPT
from igu_xl.actions.sending.sendable import Order
from igu_xl.danish import date_text
from igu_xl.documents import document, known, read_document
from igu_xl.errors import WrongUse
from igu_xl.records import Record, records
from igu_xl.sheets.contract import MUNICIPALITY
from igu_xl.sheets.layout import STATE_FOLDER, layout_of
from igu_xl.sheets.schema import Kind
from igu_xl.system.swap_folder import put

FILE = "sendt.json"

_DATES = {column.key for column in MUNICIPALITY.table("tblForloeb") if column.kind is Kind.DATE}


@dataclass(frozen=True, slots=True)
class SentPlacement:
    """A placement that was sent: what was written, by column key, and the proposal that it came from.

    `state` and `begins` are what the proposal said before. `confirmed`: it is known to have been written. `taking`: a
    run has begun to take it back. `taken_on` is the day on which it was, or was found to be gone (`gone`).
    """

    placement: str
    partner: str
    cells: Record
    candidate: str
    slot: str
    cohort: str
    state: str
    begins: date | None
    confirmed: bool = False
    taking: bool = False
    taken_on: date | None = None
    gone: bool = False

    @property
    def stands(self) -> bool:
        """Whether nobody has taken it back."""
        return self.taken_on is None


@dataclass(frozen=True, slots=True)
class Sending:
    """What one run sent, the day it was sent, and by how many rows each partner's table grew for it.

    `untold`: something was taken back, and not all partners have read so yet.
    """

    at: datetime
    day: date
    placements: tuple[SentPlacement, ...]
    grown: Mapping[str, int] = field(default_factory=dict)
    untold: bool = False

    @property
    def standing(self) -> list[SentPlacement]:
        """What of it nobody has taken back."""
        return [one for one in self.placements if one.stands]

    @property
    def words(self) -> str:
        """The sending as a person would name it: `afsendelsen 2. november 2026`."""
        return f"afsendelsen {date_text(self.day)}"


Sendings = tuple[Sending, ...]


def kept_sendings(folder: Path) -> Sendings:
    """What was sent from this partnership, the latest last; nothing of what an earlier version sent.

    Raises `WrongUse` where the file is damaged, or a later version of the program wrote it.
    """
    path = layout_of(folder).state / FILE
    try:
        return tuple(_sending(one) for one in read_document(path).get("sendings", ()))
    except (ValueError, TypeError, KeyError) as problem:
        raise WrongUse(
            f"{FILE} i mappen {STATE_FOLDER} er beskadiget. Hent en ældre udgave af filen, eller flyt den væk; så kan "
            "det, der er sendt til nu, ikke fortrydes."
        ) from problem


def keep_sendings(folder: Path, sendings: Sendings) -> None:
    """Write down what was sent, in one step; a file that says the same is not touched."""
    path = layout_of(folder).state / FILE
    text = document({"sendings": [asdict(one) for one in sendings]}, default=_iso)
    if sendings and not (path.is_file() and path.read_text(encoding="utf-8") == text):
        put(path, text)


def intended(sendings: Sendings, orders: Sequence[Order], proposals: pd.DataFrame, begun: datetime) -> Sendings:
    """The sendings with a new one that shall write these orders, before anything is written.

    What a killed run wrote and this one only marks as sent becomes a part of it: it is one sending to the coordinator.
    """
    there = {order.placement for order in orders if order.already_there}
    found = [one for one in standing_placements(sendings) if one.placement in there]
    before = dict(zip(proposals.index, records(proposals), strict=True))
    new = [_noted(order, before[order.proposal]) for order in orders if not order.already_there]
    if not found and not new:
        return sendings
    settled = {order.placement for order in orders}
    grown: dict[str, int] = {}
    kept = []
    for sending in sendings:
        rest = tuple(one for one in sending.placements if not (one.stands and one.placement in settled))
        if rest:
            kept.append(replace(sending, placements=rest))
        else:
            grown |= sending.grown
    return (*kept, Sending(begun, orders[0].sent_on, (*found, *new), grown))


def confirmed(
    sendings: Sendings, sent: Collection[str], left_out: Mapping[str, Collection[str]], grown: Mapping[str, int]
) -> Sendings:
    """The sendings once the workbooks were written: the last one without what was not `sent`.

    `left_out` are the columns (by key) that a partner's workbook does not have, `grown` by how many rows its table
    grew.
    """
    if not sendings:
        return sendings
    *before, last = sendings
    placements = tuple(_confirmed(one, left_out) for one in last.placements if one.confirmed or one.placement in sent)
    partners = {one.partner for one in placements}
    sums = {partner: last.grown.get(partner, 0) + grown.get(partner, 0) for partner in partners}
    done = replace(last, placements=placements, grown={partner: rows for partner, rows in sums.items() if rows})
    return (*before, done) if placements else tuple(before)


def taken_words(sendings: Sendings) -> dict[str, str]:
    """What a municipality is told of each candidate whose placement was taken back and who has got no other since."""
    last = {one.candidate: one for sending in sendings for one in sending.placements}
    return {
        candidate: f"Forløbet {one.placement} blev taget tilbage {date_text(one.taken_on)}."
        for candidate, one in last.items()
        if one.taken_on and not one.gone
    }


def changed(sendings: Sendings, by_placement: Mapping[str, SentPlacement], left: Mapping[str, int]) -> Sendings:
    """The sendings with some standing placements as they are now; `left` are rows that left partners' tables again."""
    still, found = dict(left), []
    for sending in reversed(sendings):
        placements = tuple(by_placement.get(one.placement, one) if one.stands else one for one in sending.placements)
        grown = {}
        for partner, rows in sending.grown.items():
            gone = min(rows, still.get(partner, 0))
            still[partner] = still.get(partner, 0) - gone
            if rows > gone:
                grown[partner] = rows - gone
        found.append(replace(sending, placements=placements, grown=grown))
    return tuple(reversed(found))


def standing_placements(sendings: Iterable[Sending]) -> Iterator[SentPlacement]:
    """What nobody has taken back, of all sendings."""
    for sending in sendings:
        yield from sending.standing


def _noted(order: Order, proposal: Record) -> SentPlacement:
    state, begins = str(proposal["state"]), proposal["start"]
    return SentPlacement(
        placement=order.placement,
        partner=order.partner,
        cells={key: value for key, value in order.row.items() if value is not None},
        candidate=str(proposal["candidate"]),
        slot=str(proposal["slot"]),
        cohort=str(proposal["cohort"]),
        state=state if state in (PROPOSED, UNKEPT) else PROPOSED,
        begins=begins and begins.date(),
    )


def _confirmed(one: SentPlacement, left_out: Mapping[str, Collection[str]]) -> SentPlacement:
    if one.confirmed:
        return one
    without = left_out.get(one.partner, ())
    return replace(one, confirmed=True, cells={key: value for key, value in one.cells.items() if key not in without})


def _iso(value: Any) -> str:
    return str(value.isoformat()) if isinstance(value, date) else str(value)


def _sending(stored: Mapping[str, Any]) -> Sending:
    placements = tuple(_placement(known(SentPlacement, one)) for one in stored["placements"])
    told = known(Sending, stored) | {"at": datetime.fromisoformat(stored["at"]), "day": _day(stored["day"])}
    return Sending(**told | {"placements": placements})


def _placement(stored: dict[str, Any]) -> SentPlacement:
    cells = {key: _day(value) if key in _DATES else value for key, value in stored["cells"].items()}
    days = {key: _day(stored.get(key)) for key in ("begins", "taken_on")}
    return SentPlacement(**stored | days | {"cells": cells})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
