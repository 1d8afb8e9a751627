"""Who waits for an igu, now or later: whom the findings on the law are for."""

from __future__ import annotations

import pandas as pd

from igu_xl.domain.law.igu.reasons import RUNNING
from igu_xl.domain.law.kinds import IGU
from igu_xl.sheets.partnership import Partnership
from igu_xl.standing.candidates import Step
from igu_xl.standing.standing import Standing

_TO_COME = (Step.NEW, Step.WAITING, Step.READY_LATER, Step.UNKNOWN)


def waits_for_igu(partnership: Partnership, standing: Standing) -> pd.Series:
    """Which rows of tblKandidater are of somebody whose measures include igu and who waits, or may wait, for a place.

    Who is in an igu by what was read last waits for none, also where the rows could not be read this time.
    """
    frame, people = partnership.frames["tblKandidater"], standing.candidates.dropna(subset=["at"])
    waits = people["step"].isin(_TO_COME) & (people["seen_igu"] != RUNNING)
    here = frame.index.isin(people.loc[waits, "at"])
    return frame["measures"].str.contains(IGU, regex=False).fillna(False).astype(bool) & here
