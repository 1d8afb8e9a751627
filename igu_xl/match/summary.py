"""A proposal as a person reads it in a window of text: how many, which cohorts, who is left and why."""

from __future__ import annotations

from collections import Counter

from igu_xl.danish import date_text, number_text, plural
from igu_xl.match.explaining.moves import Change, moves_words
from igu_xl.match.fills import CohortFill
from igu_xl.match.proposal import Proposal
from igu_xl.match.returned import returned_words


def summary(proposal: Proposal) -> str:
    """How many are placed, who is back, which cohorts that fills, what could be done without pooling, what changed."""
    moved = moves_words(proposal.moves, proposal.plan, proposal.staying)
    fair = proposal.fairness.words if proposal.fairness else ""
    first = proposal.enrolled.words if proposal.enrolled else ""
    back = returned_words(proposal.standing)
    early = without_cohort_words(proposal)
    parts = (placed_words(proposal), back, pooled_words(proposal), early, first, alone_words(proposal), fair, moved)
    return " ".join(part for part in parts if part)


def placed_words(proposal: Proposal) -> str:
    """How many are placed, and how sure it is that no plan has more."""
    plan = proposal.plan
    more = plan.bound - plan.placed
    certainty = "flere er ikke muligt" if more <= 0 else f"højst {plural(more, 'mere', 'flere')} er muligt"
    return f"{plural(plan.placed, 'forløb', 'forløb')} foreslået ({certainty})."


def without_cohort_words(proposal: Proposal) -> str:
    """How many begin an igu without a cohort, and what the school plan is that it rests on; empty where it is not
    asked for."""
    people = len(proposal.without_cohort)
    told = f"{plural(people, 'igu begynder', 'igu begynder')} uden hold, for skoleplanen viser, at skolen kan nås."
    return " ".join(part for part in (told if people else "", proposal.note) if part)


def alone_words(proposal: Proposal) -> str:
    """What could be done without pooling; a range where the search for it ran out of time."""
    alone = proposal.alone
    cohorts = plural(alone.cohorts, "hold", "hold")
    if alone.filled:
        which = "der" if alone.filled == alone.cohorts else f"hvoraf {number_text(alone.filled)}"
        cohorts += f", {which} har nok tilmeldte i forvejen"
    if alone.placed < alone.bound:
        placed = f"{number_text(alone.placed)}-{plural(alone.bound, 'forløb', 'forløb')}"
        return f"Hver kommune for sig kunne få {placed} og {cohorts}."
    return f"Hver kommune for sig kunne højst få {plural(alone.placed, 'forløb', 'forløb')} og {cohorts}."


def pooled_words(proposal: Proposal) -> str:
    """How many cohorts run, and how many of them no municipality could have filled."""
    running, pooled = sum(fill.runs for fill in proposal.cohorts), len(proposal.pooled)
    if running == 0:
        return "Ingen hold kan køre endnu."
    if running == 1:
        alone = "som ingen kommune kunne fylde alene" if pooled else "som en kommune også kunne fylde alene"
        return f"1 hold kan køre, {alone}."
    if pooled == 0:
        return f"{number_text(running)} hold kan køre; hvert af dem kunne en kommune også fylde alene."
    if pooled == running:
        return f"{number_text(running)} hold kan køre, og ingen af dem kunne en kommune fylde alene."
    return f"{number_text(running)} hold kan køre, og {number_text(pooled)} af dem kunne ingen kommune fylde alene."


def short_words(fill: CohortFill) -> str:
    """Why a cohort does not run."""
    return "er stoppet af koordinatoren." if fill.stopped else fill.lack


def proposal_text(proposal: Proposal) -> str:
    """The summary, the cohorts that run, the reasons of those without a place, and what could not be kept."""
    parts = [[summary(proposal)], _cohort_lines(proposal), _short_lines(proposal), _reason_lines(proposal)]
    parts.append(_move_lines(proposal))
    parts.append([f"{finding.message} {finding.mend}" for finding in proposal.findings])
    return "\n\n".join("\n".join(part) for part in parts if part)


def _cohort_lines(proposal: Proposal) -> list[str]:
    running = [fill for fill in proposal.cohorts if fill.runs]
    if not running:
        return []
    width = max(len(fill.cohort) for fill in running)
    return ["Hold, der kan køre:", *(f"  {fill.cohort:<{width}}  {_fill_words(fill)}" for fill in running)]


def _short_lines(proposal: Proposal) -> list[str]:
    """The cohorts that do not run: who is missing, and until when."""
    short = [fill for fill in proposal.cohorts if not fill.runs and fill.missing]
    if not short:
        return []
    return ["Hold, der mangler deltagere:", *(f"  {fill.cohort}: {short_words(fill)}" for fill in short)]


def _fill_words(fill: CohortFill) -> str:
    people = plural(fill.seats, "deltager", "deltagere")
    return f"{date_text(fill.start)}: {people} {fill.whence} (mindst {fill.min}, højst {fill.max})"


def _reason_lines(proposal: Proposal) -> list[str]:
    counts = Counter(one.reason for one in proposal.unmatched)
    if not counts:
        return []
    head = f"{plural(counts.total(), 'kandidat', 'kandidater')} uden forslag:"
    return [head, *(f"  {count:>4}  {reason}" for reason, count in counts.most_common())]


def _move_lines(proposal: Proposal) -> list[str]:
    """Who was moved or lost a place, from where and why."""
    moved = [move for move in proposal.moves if move.change is Change.MOVED]
    lost = [move for move in proposal.moves if move.change is Change.LOST]
    lines = [f"  {move.candidate}  {move.words}" for move in moved]
    lines += [f"  {move.candidate}  Mistede {move.words}" for move in lost]
    return ["Ændret siden det forrige forslag:", *lines] if lines else []
