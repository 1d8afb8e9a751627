"""Hvad nu hvis: the changes that would give most people a place, each proven by a new search of the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from time import monotonic

from igu_xl.danish import listing, number_text, plural
from igu_xl.match.case import Case
from igu_xl.match.solving.near import search_again
from igu_xl.match.solving.problem.plan import Plan, check
from igu_xl.match.what_if import offer_ideas, people_ideas
from igu_xl.match.what_if.idea import Ground, Idea
from igu_xl.progress import Tell

# How many changes are shown, and how many are tried to find them.
SHOWN, TRIED = 12, 60
# The longest that one trial may take, in seconds.
_ONE_TRIAL = 2.0

_KINDS = (
    offer_ideas.openings,
    offer_ideas.minimums,
    people_ideas.danish,
    people_ideas.recruits,
    offer_ideas.seats,
    offer_ideas.later_starts,
    offer_ideas.shared_starts,
    offer_ideas.plain_openings,
)

# How many cohorts a reason names.
_NAMED = 3
_NOT_ALLOWED = ("pair_not_allowed", "seat_not_allowed")


@dataclass(frozen=True, slots=True)
class Proven:
    """A change that was tried: how many more people get a place, why, and how sure the number is.

    `candidates` are those whom it is for; none where it is for nobody in particular.
    """

    change: str
    gives: int
    because: str
    certainty: str
    candidates: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The change for programs."""
        told = {"change": self.change, "gives": self.gives, "because": self.because, "certainty": self.certainty}
        return {**told, "candidates": list(self.candidates)}


def what_if(case: Case, plan: Plan, seconds: float, progress: Tell | None = None) -> list[Proven]:
    """The changes that give most, those with the largest gain first; all tried within the seconds.

    What is gained is never more than what the search found: the plan of each trial has been proven allowed by other
    code, and what could be gained without the change is not counted.
    """
    tell, end = progress or (lambda _: None), monotonic() + seconds
    ideas = promising(Ground(case, plan))[:TRIED]
    bench = _Bench(case, plan)
    proven = []
    for at, idea in enumerate(ideas):
        left = end - monotonic()
        if left <= 0:
            break
        tell(f"Prøver {at + 1} af {len(ideas)}: {idea.words}")
        tried = bench.tried(idea, min(_ONE_TRIAL, left))
        proven += [tried] if tried else []
    proven.sort(key=lambda one: (-one.gives, one.change))
    return proven[:SHOWN]


def promising(ground: Ground) -> list[Idea]:
    """The changes that may help, all kinds mixed, the likeliest of each kind first; the unlikely ones come last."""
    sorts = [_likeliest(make(ground)) for make in _KINDS]
    mixed = [idea for idea in chain.from_iterable(zip_longest(*sorts)) if idea]
    return sorted(mixed, key=lambda idea: idea.hint <= offer_ideas.UNLIKELY)


def _likeliest(ideas: Iterator[Idea]) -> list[Idea]:
    by_hint = sorted(ideas, key=lambda idea: (-idea.hint, idea.target, idea.words))
    return list({(idea.kind, idea.words): idea for idea in by_hint}.values())


class _Bench:
    """Tries ideas against the best plan known so far."""

    def __init__(self, case: Case, plan: Plan) -> None:
        self.problem, self.plan, self.early = case.problem, plan, case.early

    def tried(self, idea: Idea, seconds: float) -> Proven | None:
        """What the idea gives; None when nothing more is found."""
        problem = idea.problem()
        found = search_again(problem, self.plan, idea.near, seconds)
        if found.placed <= self.plan.placed:
            return None
        if broken := check(problem, found):
            raise AssertionError(f"the plan of a trial breaks {len(broken)} rules, first {broken[0]}")
        self._without_change(idea, seconds)
        gives = found.placed - self.plan.placed
        needed = self._needed(idea, found)
        if gives <= 0 or (idea.words_of and not needed):
            return None
        words = idea.words_of(len(needed)) if idea.words_of else idea.words
        return Proven(words, gives, self._because(found, gives), self._certainty(found), needed)

    def _without_change(self, idea: Idea, seconds: float) -> None:
        """Search as much without the change: what that finds was possible anyway, and is the plan from now on."""
        if self.plan.status != "optimal":
            again = search_again(self.problem, self.plan, idea.near, seconds)
            self.plan = again if again.placed > self.plan.placed else self.plan

    def _needed(self, idea: Idea, found: Plan) -> tuple[str, ...]:
        """Whom the change is for: those whose placement is not allowed without it."""
        broken = check(self.problem, found) if idea.group else []
        return tuple(sorted({one.key[0] for one in broken if one.code in _NOT_ALLOWED} & idea.group))

    def _because(self, found: Plan, gives: int) -> str:
        """What is different in the plan: cohorts that come to run, else cohorts that grow."""
        now, then = self._running(found), self._running(self.plan)
        new, gone = sorted(now - then), sorted(then - now)
        if new:
            seats = found.cohorts.set_index("cohort")["seats"]
            told = [f"{name} ({plural(int(seats[name]), 'deltager', 'deltagere')})" for name in new]
            instead = f", og {listing(gone)} kan så ikke køre" if gone else ""
            return f"{'Holdet' if len(new) == 1 else 'Holdene'} {listing(told)} bliver så til noget{instead}."
        grown = self._grown(found)
        if grown:
            more = listing([f"{name} får {number_text(count)} mere" for name, count in grown])
            return f"{more}, mens andre hold får færre." if sum(count for _, count in grown) > gives else f"{more}."
        return "Den ledige plads kan bruges af en kandidat, der ellers intet fik."

    def _running(self, plan: Plan) -> set[str]:
        """The schools' cohorts that run."""
        return set(plan.cohorts.loc[plan.cohorts["runs"], "cohort"]) - self.early.names

    def _grown(self, found: Plan) -> Sequence[tuple[str, int]]:
        """Cohorts with more people than before, and how many more; not all, where they are many."""
        seats = found.cohorts.set_index("cohort")["seats"] - self.plan.cohorts.set_index("cohort")["seats"]
        grown = [(str(name), int(more)) for name, more in seats.items() if more > 0 and name not in self.early.names]
        return grown[:_NAMED]

    def _certainty(self, found: Plan) -> str:
        if self.plan.status == found.status == "optimal":
            return "Bevist: netop så mange."
        return "Mindst så mange; kun det nærmeste i planen er regnet igen."
