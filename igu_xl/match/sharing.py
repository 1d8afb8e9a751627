"""Slots that share the room which rimelighedskravet leaves at their P-number.

The engine counts the people of a company against one limit a slot. Slots for practice and wage subsidy at one P-number
whose people could be there on the same day are such a company of their own (`share`), with the room of the day on which
there is least (`share_room`).
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd


def with_shares(slots: pd.DataFrame, limited: Collection[str]) -> pd.DataFrame:
    """The open slots (`open_slots`) with `share` and `share_room`, missing where nobody could be in anybody's way.

    Where the coordinator has `limited` a company (CVR), its slots are counted against that, and there is no second
    limit: there `left` is cut so that the openings together keep within the room, the first to begin before the others.
    That is not always the best choice of slots, but never too many people.
    """
    own = slots[slots["always"].notna()].sort_values(["p_number", "begin", "slot"])
    own = own.assign(part=_parts(own), left=own["left"].astype(int))
    together = own.groupby(["p_number", "part"])
    most = together["always"].transform("min").astype(int)
    # With fewer openings than that nobody is in anybody's way, also with one opening more, as Hvad nu hvis tries it.
    counts = together["left"].transform("sum") >= most
    cut = counts & together["cvr"].transform("first").isin(limited)
    before = together["left"].cumsum() - own["left"]
    left = slots["left"].copy()
    left[own.index[cut]] = np.minimum(own["left"], (most - before).clip(lower=0))[cut]
    shares = counts & ~cut
    share = (own["p_number"].astype("str") + "/" + own["part"].astype("str"))[shares].reindex(slots.index)
    return slots.assign(share=share, share_room=most[shares].astype(float).reindex(slots.index), left=left)


def shared_rooms(slots: pd.DataFrame) -> pd.DataFrame:
    """The limits of the shares, as the engine takes those of companies: `company` and `max_people`."""
    rows = slots.dropna(subset=["share"]).drop_duplicates("share")
    return pd.DataFrame({"company": rows["share"], "max_people": rows["share_room"].astype(int)})


def _parts(slots: pd.DataFrame) -> pd.Series:
    """The number of the part that each slot belongs to, from 1 at each P-number; the slots are in order of P-number and
    `begin`. From the first to the last possible day of a part there is no gap."""
    reached = slots.groupby("p_number")["until"].cummax().groupby(slots["p_number"]).shift()
    return (slots["begin"] > reached).groupby(slots["p_number"]).cumsum().astype(int) + 1
