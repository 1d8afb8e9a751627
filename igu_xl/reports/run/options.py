"""What can be asked of a month's reports, as one value that travels from the command to the run."""

from __future__ import annotations

from dataclasses import dataclass

from igu_xl.domain.areas import LEAST
from igu_xl.errors import WrongUse
from igu_xl.reports.disclosure.protection import AUDIENCES, INTERNAL, PARTNERSHIP, ROUND


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What pages to make, and how. Raises `WrongUse` for an edition that nobody knows.

    only      one page, `kommune:101`; "" for all
    audience  the edition: `intern`, or `delt` and `partnerskab`, each in a folder of its own
    with_pdf  print them as PDF too
    again     make pages again though nothing has changed
    jobs      how many pages are made at a time
    dask      the address of the cluster that makes them, as many as it takes; "" for this machine
    method    how shared pages are protected: `afrund` or `skjul`
    agreement the written agreement on exact totals; "" where there is none, and then no edition `partnerskab`
    contact   whom to ask, as the foot of every page says; "" where it says nothing
    """

    only: str = ""
    audience: str = INTERNAL
    with_pdf: bool = False
    again: bool = False
    jobs: int = 2
    dask: str = ""
    method: str = ROUND
    agreement: str = ""
    contact: str = ""

    def __post_init__(self) -> None:
        require_audience(self.audience)


def require_audience(audience: str) -> None:
    """Raises `WrongUse` where an edition is none of those that there are."""
    if audience not in AUDIENCES:
        raise WrongUse(f"Udgaven skal være {', '.join(AUDIENCES[:-1])} eller {AUDIENCES[-1]}, ikke »{audience}«.")


def require_several(audience: str, municipalities: int) -> None:
    """Raises `WrongUse` for exact totals of so few municipalities that one knows another's."""
    if audience == PARTNERSHIP and municipalities < LEAST:
        raise WrongUse(
            f"Udgaven »partnerskab« kræver mindst {LEAST} kommuner: med færre kan den ene regne den andens tal ud. "
            "Brug »delt«."
        )


def require_agreement(audience: str, agreement: str) -> None:
    """Raises `WrongUse` where exact totals are asked for and nobody has written down who may see them."""
    if audience == PARTNERSHIP and not agreement:
        raise WrongUse(
            "Udgaven »partnerskab« har nøjagtige tal om andres borgere og kræver en skriftlig aftale mellem partnerne. "
            "Skriv aftalens navn og dato i koordinatorens arbejdsbog, arket Indstillinger, ved »Aftale om nøjagtige "
            "tal«, eller brug »delt«."
        )


AS_USUAL = ReportOptions()
