"""Of somebody who is forgotten no reading tells the school plan: what was attended counts under a random name."""

from __future__ import annotations

from datetime import date

import pandas as pd

from igu_xl.actions.forgetting.anonymous import Alias, anonymised
from igu_xl.standing.standing import stand
from igu_xl.standing.tracked import ABSENCES, SCHOOL_WEEKS
from tests.standing.test_seats import BEGUN, COMING, DAY, LEFT, counts, history

WEEKS = [
    {"cohort": BEGUN, "status": "Tilmeldt", "wish_from": date(2026, 9, 7)},
    {"cohort": COMING, "status": "Foreslået"},
    {"placement": "101-0001-F9", "cohort": COMING, "status": "Foreslået"},  # which stands nowhere else
]


def test_no_row_has_the_id_and_what_was_attended_counts() -> None:
    before = history(WEEKS, [{"candidate": "101-0001"} | LEFT])
    away = pd.DataFrame({"placement": ["101-0001-F1"], "partner": ["kommune:101"], "id": ["101-0001-F1"]})
    kept = before.versions[ABSENCES]
    before.versions[ABSENCES] = away.reindex(columns=kept.columns).astype(  # type: ignore[index]
        {key: kind for key, kind in kept.dtypes.items() if key in ("placement", "partner", "id")}
    )
    alias = Alias.new(["101-0001-F1"])
    after = anonymised(before, {"101-0001": alias}, DAY)
    told = "\n".join(frame.to_csv() for frame in after.versions.values())
    assert "101-0001" not in told and alias.key in told
    assert after.versions[ABSENCES].empty and after.versions[SCHOOL_WEEKS]["wish_from"].isna().all()
    assert counts(stand(after, DAY), BEGUN) == counts(stand(before, DAY), BEGUN) == (0, 0, 1, 0)
    assert counts(stand(after, DAY), COMING) == (0, 0, 0, 0)
