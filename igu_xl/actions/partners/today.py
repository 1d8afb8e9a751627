"""The day from which a change of partners or people counts: never before what was read last."""

from __future__ import annotations

from datetime import date

from igu_xl.danish import date_text
from igu_xl.errors import WrongUse
from igu_xl.standing.history import History


def refuse_earlier(today: date, kept: History) -> None:
    """Raise `WrongUse` for a day before the last reading: what was read since would not know of the change."""
    if kept.latest and today < kept.latest:
        raise WrongUse(
            f"Dags dato er {date_text(today)}, men der er læst den {date_text(kept.latest)}. Tøm Dags dato i arket "
            "Indstillinger, og prøv igen."
        )
