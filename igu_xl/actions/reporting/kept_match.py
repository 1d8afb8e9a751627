"""What a match gave, kept in counts in the archive, from which its page can be made at any later time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pandas as pd

from igu_xl.match.alone import needs_alone
from igu_xl.match.proposal import Comparison, Proposal
from igu_xl.match.what_if.trials import Proven
from igu_xl.reports.match_report import match_data
from igu_xl.reports.match_report.match_data import (
    CohortLine,
    Flow,
    KeptAim,
    KeptReason,
    KeptWay,
    MatchData,
    Tip,
    Without,
)
from igu_xl.sheets.layout import layout_of

MATCHES = "match"  # the folder of matches in the archive, and of their pages among the reports


def keep_match(folder: Path, proposal: Proposal, begun: datetime, municipalities: Sequence[str]) -> Path:
    """Keep a match in counts in the archive, as its day's: `arkiv/match/2026-11-22/match.json`. No id is in it.

    `municipalities` are the names of all that take part, in order of code: each has its line, whoever comes from it.

    It costs next to nothing, so every match can be kept, and its pages be made when somebody asks for them.
    """
    kept = counted(proposal, begun, municipalities)
    return match_data.keep(kept, layout_of(folder).archive / MATCHES / f"{begun:%Y-%m-%d}")


def keep_what_if(folder: Path, placed: int, proven: Iterable[Proven]) -> None:
    """Keep what would help beside the latest match, for its next page; not where the match was of another state."""
    for kept in kept_matches(folder)[-1:]:
        data = match_data.load(kept)
        if data.placed == placed:
            tips = tuple(Tip(one.change, one.gives, one.because, one.certainty) for one in proven)
            match_data.keep(replace(data, tips=tips), kept)


def kept_matches(folder: Path) -> list[Path]:
    """The folders of the matches that were kept, the latest last."""
    return sorted(path.parent for path in (layout_of(folder).archive / MATCHES).glob(f"*/{match_data.FILE}"))


def counted(proposal: Proposal, begun: datetime, municipalities: Sequence[str]) -> MatchData:
    """A proposal in counts: whatever the page shows, and nobody by name or id."""
    plan, unmatched = proposal.plan, Counter(one.reason for one in proposal.unmatched)
    going = Counter((one.municipality, one.branch) for one in proposal.placements if one.slot)
    possible = _possible(proposal)
    return MatchData(
        begun=begun,
        edition=1,
        placed=plan.placed,
        bound=plan.bound,
        alone=_way(proposal.alone),
        first_come=_way(proposal.first_come),
        unkept=len(proposal.findings),
        aims=tuple(KeptAim(step.aim, step.value, step.bound) for step in plan.steps),
        flows=tuple(Flow(*ends, people) for ends, people in sorted(going.items())),
        without=tuple(_without(proposal, set(possible["candidate"]))),
        reasons=tuple(KeptReason(reason, people) for reason, people in sorted(unmatched.items())),
        cohorts=tuple(_cohorts(proposal, possible)),
        municipalities=tuple(municipalities),
    )


def _way(way: Comparison) -> KeptWay:
    return KeptWay(way.placed, way.bound, way.cohorts)


def _possible(proposal: Proposal) -> pd.DataFrame:
    """Every candidate with a possible place: each cohort that serves it and has a seat, none where none is needed."""
    problem = proposal.case.problem
    options = [problem.triples()[["candidate", "cohort"]], problem.plain_pairs()[["candidate"]]]
    return pd.concat(options, ignore_index=True).drop_duplicates()


def _without(proposal: Proposal, possible: set[str]) -> Iterator[Without]:
    """The people without a place, by municipality: those who had some possible place, and the others."""
    missed = Counter((one.municipality, one.candidate in possible) for one in proposal.unmatched)
    for municipality in sorted({name for name, _ in missed}):
        yield Without(municipality, missed[municipality, True], missed[municipality, False])


def _cohorts(proposal: Proposal, possible: pd.DataFrame) -> Iterator[CohortLine]:
    most, alone = _largest_home(proposal, possible), _seated_alone(proposal)
    for fill in proposal.cohorts:
        taken = fill.seats - fill.joined
        yield CohortLine(
            cohort=fill.cohort,
            title=fill.title,
            branch=fill.branch,
            start=fill.start.date(),
            min=fill.min,
            max=fill.max,
            seats=fill.seats,
            alone=taken + alone.get(fill.cohort, 0),
            largest=min(fill.min + most.get(fill.cohort, -fill.min), fill.max),
            municipalities=fill.municipalities,
            runs=fill.runs,
            pooled=fill.cohort in proposal.pooled,
        )


def _largest_home(proposal: Proposal, possible: pd.DataFrame) -> dict[str, int]:
    """For each cohort: how many the municipality with most people for it has above the minimum, or below it; counted
    are those in it already and those who could join."""
    problem, needs = proposal.case.problem, needs_alone(proposal.case)
    seated = problem.seats if problem.open_cohorts else possible
    homes = proposal.case.candidates.set_index("candidate")["home"].rename("municipality")
    counts = seated.groupby(["cohort", seated["candidate"].map(homes).rename("municipality")]).size()
    above = counts.reindex(needs.index, fill_value=0) - needs
    return {str(cohort): int(count) for cohort, count in above.groupby(level=0).max().items()}


def _seated_alone(proposal: Proposal) -> dict[str, int]:
    """The new people in each cohort in the best plan of each municipality by itself.

    A cohort stands there once for each municipality, under its own id and the municipality's name in a second line.
    """
    cohorts = proposal.alone_plan.placements["cohort"].dropna().str.split("\n").str[0]
    return {str(cohort): int(count) for cohort, count in cohorts.value_counts().items()}
