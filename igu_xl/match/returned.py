"""Who is back in the match: their placement has lapsed, since its cohort or slot was lost before they had begun."""

from __future__ import annotations

import pandas as pd

from igu_xl.danish import listing, plural
from igu_xl.records import Record, records
from igu_xl.standing.standing import Standing, State
from igu_xl.standing.stranded import OF_COHORT, Stranded

_NAMED = 10  # ids in a sentence
_WHAT = {
    Stranded.COHORT_CANCELLED: ("deres hold er aflyst", "Holdet {name} er aflyst"),
    Stranded.COHORT_GONE: ("deres hold er slettet", "Holdet {name} er slettet hos skolen"),
    Stranded.SLOT_CLOSED: ("deres plads er lukket", "Pladsen {name} er lukket"),
    Stranded.SLOT_GONE: ("deres plads er slettet", "Pladsen {name} er slettet hos branchen"),
}


def returned(standing: Standing) -> pd.DataFrame:
    """The candidates in the match whose placement has lapsed: `candidate`, the `slot` that they had, whether they had
    `signed` for it, the id of the `placement`, and `back`, which says so in a sentence."""
    rows = standing.placements[standing.placements["state"] == State.LAPSED]
    people = standing.in_match()[["candidate", "lapsed"]].dropna()
    lapsed = rows.merge(people, left_on=["candidate", "placement"], right_on=["candidate", "lapsed"])
    lapsed = lapsed.drop_duplicates("candidate").sort_values("candidate")
    return lapsed.assign(
        signed=(lapsed["signed_on"] <= pd.Timestamp(standing.day)).astype(bool),
        back=pd.Series([_sentence(row) for row in records(lapsed)], index=lapsed.index, dtype="str"),
    )[["candidate", "slot", "signed", "placement", "stranded", "back"]]


def returned_words(standing: Standing) -> str:
    """How many are back and why, in a sentence for each reason; empty where nobody is."""
    rows, told = returned(standing), []
    for why, (reason, _) in _WHAT.items():
        names = list(rows.loc[rows["stranded"] == why, "candidate"])
        if names:
            told.append(
                f"{plural(len(names), 'kandidat', 'kandidater')} er tilbage i match, fordi {_of(names, reason)}"
            )
    return " ".join(told)


def _of(names: list[str], reason: str) -> str:
    shown, more = names[:_NAMED], len(names) - _NAMED
    ids = listing([*shown, *([plural(more, "anden", "andre")] if more > 0 else [])])
    own = reason if len(names) > 1 else reason.replace("deres hold", "holdet").replace("deres plads", "pladsen")
    return f"{own}: {ids}."


def _sentence(row: Record) -> str:
    name = row["cohort"] if row["stranded"] in OF_COHORT else row["slot"]
    return f"{_WHAT[row['stranded']][1].format(name=name)}; kandidaten er tilbage i match."
