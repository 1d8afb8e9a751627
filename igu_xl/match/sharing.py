"""Slots that share the room which rimelighedskravet leaves at their P-number.

The engine counts the people of a company against one limit a slot. Slots for practice and wage subsidy at one P-number
whose people could be there on the same day are such a company of their own (`share`), with the room of the day on which
there is least (`share_room`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd


def with_shares(slots: pd.DataFrame, limited: Collection[str]) -> pd.DataFrame:
    """The open slots (`open_slots`) with `share` and `share_room`, missing where nobody could be in anybody's way.

    Where the coordinator has `limited` a company (CVR), its slots are counted against that, and there is no second
    limit: there `left` is cut so that the openings together keep within the room, the first to begin before the others.
    That is not always the best choice of slots, but never too many people.
    """
    share = pd.Series(None, index=slots.index, dtype="str")
    room, left = pd.Series(np.nan, index=slots.index), slots["left"].copy()
    for p_number, own in slots[slots["always"].notna()].groupby("p_number"):
        for number, together in enumerate(_overlapping(own.sort_values(["begin", "slot"])), start=1):
            most = int(together["always"].min())
            if together["left"].sum() < most:
                continue  # also with one opening more, as Hvad nu hvis tries it
            if together["cvr"].iloc[0] in limited:
                before = together["left"].cumsum() - together["left"]
                left[together.index] = np.minimum(together["left"], (most - before).clip(lower=0))
            else:
                share[together.index], room[together.index] = f"{p_number}/{number}", most
    return slots.assign(share=share, share_room=room, left=left)


def shared_rooms(slots: pd.DataFrame) -> pd.DataFrame:
    """The limits of the shares, as the engine takes those of companies: `company` and `max_people`."""
    rows = slots.dropna(subset=["share"]).drop_duplicates("share")
    return pd.DataFrame({"company": rows["share"], "max_people": rows["share_room"].astype(int)})


def _overlapping(slots: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The slots, in order of `begin`, in parts: from the first to the last possible day of a part there is no gap."""
    reached = slots["until"].cummax().shift()
    part = (slots["begin"] > reached).cumsum()
    yield from (own for _, own in slots.groupby(part))
