"""The partnership's goals, how far it has come, and what the completed igu are worth in the published business case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from igu_xl.danish import number_text
from igu_xl.domain.reference_figures import ReferenceFigure, key_figures
from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.disclosure.protection import Protected
from igu_xl.reports.figures.explanations import Explanation
from igu_xl.reports.figures.measure import Measure
from igu_xl.reports.figures.measures import COMPLETED, JOB_OR_EDUCATION
from igu_xl.standing.goals import completed_igu, job_without_igu

NOT_JUDGED = "ikke bedømt endnu"
GOAL, REACHED, LEAST, AIM = "Hvad", "Nået", "Mindst", "Mål"

COMPLETED_IGU = Measure(
    "completed_igu",
    "Har gennemført igu",
    "Kandidater, der har gennemført et igu-forløb. Talt fra begyndelsen til og med måneden.",
    lambda data, month: len(completed_igu(data.on(month).placements)),
)
TO_ORDINARY_JOB = Measure(
    "to_ordinary_job",
    "I job uden igu",
    "Kandidater, der er begyndt i et ordinært job eller er gået til det fra løntilskud eller praktik.",
    lambda data, month: len(job_without_igu(data.on(month).placements)),
)


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal of the application and the figure that counts towards it."""

    published: ReferenceFigure
    measure: Measure

    @property
    def text(self) -> str:
        """The goal in words: `100-150`, `ca. 50`."""
        low = number_text(self.published.value)
        return f"{low}-{number_text(self.published.upper)}" if self.published.upper else f"ca. {low}"

    def progress(self, reached: int | None, *, judged: bool = True) -> str:
        """How far, as a sign and a word; nothing where the count is hidden, and no verdict on what has just begun."""
        if reached is None:
            return "skjult"
        if not judged:
            return NOT_JUDGED
        share = reached / self.published.value
        return "▲ nået" if share >= 1 else "● over halvvejs" if share >= 0.5 else "▼ under halvvejs"


def goals() -> tuple[Goal, ...]:
    """The goals in the order of the application."""
    measures = {"maal_igu": COMPLETED_IGU, "maal_ordinaert_job": TO_ORDINARY_JOB, "maal_i_alt": JOB_OR_EDUCATION}
    return tuple(Goal(key_figures()[key], measure) for key, measure in measures.items())


HOW_FAR = Explanation(
    "goals",
    "Mål",
    "Partnerskabets mål i ansøgningen for 2017-2020. Nået: tallet er mindst målet (100, 50 og 200). Over halvvejs: "
    "mindst halvdelen af det. Et partnerskab, "
    "der lige er begyndt, er ikke bedømt endnu. De tre tal overlapper og lægges ikke sammen.",
)
SAVING = Explanation(
    "saving",
    "Businesscase",
    "282.223 kr. om året pr. gennemført igu i en typisk kommune (M-ploy for SIRI, maj 2017, prisniveau 2017) ganget "
    "med antallet, der har gennemført igu. Begyndte, afbrudte og igangværende tæller ikke med.",
)


def table(data: MonthData, month: Month) -> pd.DataFrame:
    """The goals as facts and how many have reached each."""
    rows = {
        goal.published.text: {LEAST: int(goal.published.value), REACHED: goal.measure.count(data, month)}
        for goal in goals()
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def standings(shown: Protected, *, judged: bool = True) -> Mapping[str, list[str]]:
    """The goal and how far it is, as columns of words beside the counts; `judged` as `progress` has it."""
    rows = [goal.published.text for goal in goals()]
    reached = [shown.nearest(row, REACHED) for row in rows]
    told = [goal.progress(count, judged=judged) for goal, count in zip(goals(), reached, strict=True)]
    return {AIM: [goal.text for goal in goals()], "Hvor langt": told}


def beside_figures(reached: Mapping[str, int | None], *, judged: bool = True) -> dict[str, str]:
    """What to say of the goal beside a key figure, by its key: `mål 100-150: ▼ under halvvejs`."""
    return {
        goal.measure.key: f"mål {goal.text}: {goal.progress(reached[goal.measure.key], judged=judged)}"
        for goal in goals()
        if goal.measure.key in reached
    }


def in_common(reached: Mapping[str, int | None], *, judged: bool = True) -> dict[str, str]:
    """What to say of the goals beside one partner's key figures: it counts towards what all have in common."""
    told = {goal.measure.key: f"fælles mål: {goal.text}" for goal in goals()}
    return {**told, COMPLETED.key: f"{told[COMPLETED_IGU.key]} igu"}


def not_told(reached: Mapping[str, int | None], *, judged: bool = True) -> dict[str, str]:
    """Where no key figure counts towards a goal."""
    return {}


def saving(completed: int | None, near: int | None = None, *, rounded: bool = False) -> str:
    """The business case as sentences: what was published, and that times the number who completed.

    Where the number is hidden because it has hardly changed, it is the one that was told before.
    """
    published = key_figures()["besparelse_gennemfoert"]
    per_person = f"{number_text(published.value)} kr."
    case = (
        f"M-ploys businesscase for SIRI fra maj {published.year} regner med en besparelse på {per_person} om året for "
        f"hver person, der gennemfører igu i en typisk kommune (prisniveau {published.year}). "
    )
    count = near if completed is None else completed
    if count is None:
        return f"{case}Antallet, der har gennemført, er skjult, så beløbet er ikke ganget op."
    if not count:
        few = "Under 5 har gennemført, så beløbet er ikke ganget op." if rounded else "Endnu har ingen gennemført."
        return f"{case}{few}"
    total, about = f"{number_text(published.value * count)} kr.", "Ca. " if completed is None or rounded else ""
    return (
        f"{case}{about}{number_text(count)} har gennemført: {number_text(count)} × {per_person} = {total} om året. "
        "Det er et regnestykke, ikke et regnskab."
    )
