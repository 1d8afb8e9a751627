"""The slots: how many openings each has, who holds them, and what is left for whom."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum

import pandas as pd

from igu_xl.standing.columns import among, count_by, first_of
from igu_xl.standing.placements import State


class Closed(StrEnum):
    """Why nobody more can get a slot on a day; OPEN where somebody can. The first that holds."""

    OPEN = ""
    GONE = "rækken findes ikke mere"
    UNREAD = "branchens arbejdsbog er ikke læst"
    ERROR = "der er en fejl i rækken"
    STATUS = "pladsen er ikke åben"
    FULL = "alle pladser er besat"
    OVER = "det er for sent at begynde"
    COMPANY = "virksomheden er ikke kendt eller har en fejl"
    STAFF = "antallet af ordinært ansatte mangler"
    SECTOR = "virksomhedens sektor mangler, så ingen ved, hvor længe et løntilskud må vare"
    STEWARD = "tillidsrepræsentanten har ikke udtalt sig om praktik og løntilskud på P-nummeret (TR-udtalelse er Nej)"
    CROWDED = "rimelighedskravet giver ikke plads til flere i praktik og løntilskud på P-nummeret"


HINDERED = (Closed.COMPANY, Closed.STAFF, Closed.SECTOR, Closed.STEWARD, Closed.CROWDED)
"""The reasons that lie with the company: the `hindrance` of a slot."""
OPEN_STATUS = "Åben"


def slots_on(
    rows: pd.DataFrame, gone: pd.DataFrame, placements: pd.DataFrame, unread: Collection[str], day: date
) -> pd.DataFrame:
    """The slots as they stand on a day: `openings`, and of them `sent`, `agreed` and `begun`, together `held`.

    `left` are the openings that nobody holds, `open` those of them that somebody can get on the day, and `closed` why
    not (`Closed`); `on_offer` whether the branch says that it can be filled. `gone` are the slots that were read before
    and are not there now: they have no openings, and whoever holds one stays in it (`stranded` says so of them). The
    slots of the partners in `unread` are as they were read last, and nobody can get them now. A person counts once in
    a slot.
    """
    here = rows.assign(gone=False)
    lost = gone[~among(gone["slot"], rows["slot"])].drop_duplicates("slot", keep="last").assign(gone=True, at=None)
    slots = pd.concat([part for part in (here, lost) if len(part)] or [here])
    holding = placements[placements["holds"]].drop_duplicates(["slot", "candidate"])
    for key, state in (("sent", State.SENT), ("agreed", State.AGREED), ("begun", State.RUNNING)):
        slots[key] = count_by(slots["slot"], holding.loc[holding["state"] == state, "slot"])
    held = slots["sent"] + slots["agreed"] + slots["begun"]
    openings = slots["openings"].fillna(0).where(~slots["gone"], 0)
    left = (openings - held).clip(lower=0)
    slots = slots.assign(held=held, left=left, unread=slots["partner"].isin(list(unread)))
    slots["closed"] = _closed(slots, pd.Timestamp(day))
    slots["open"] = left.where(slots["closed"] == Closed.OPEN, 0)
    slots["on_offer"] = (slots["status"] == OPEN_STATUS).fillna(False) & ~slots["gone"]
    return slots


def _closed(slots: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    hindered = {why: slots["hindrance"] == why for why in HINDERED}
    return first_of(
        slots.index,
        {
            Closed.GONE: slots["gone"],
            Closed.UNREAD: slots["unread"],
            Closed.ERROR: ~slots["usable"],
            Closed.STATUS: (slots["status"] != OPEN_STATUS).fillna(True),
            Closed.FULL: slots["left"] <= 0,
            Closed.OVER: ~(slots["start_latest"] >= day),
            **hindered,
        },
        Closed.OPEN,
    )
