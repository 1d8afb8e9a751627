"""What pooling saves in school weeks: the plan of all together, beside each municipality alone and first come."""

from __future__ import annotations

from dataclasses import dataclass

from igu_xl.domain.law.school_plan import school_weeks


@dataclass(frozen=True, slots=True)
class SchoolWay:
    """One way to plan the same pupils: how many have their requirement `met` in time, the weighted `hours` they get
    of those they need, and how many `cohorts` run."""

    met: int
    hours: float
    cohorts: int

    @property
    def weeks(self) -> float:
        """The hours as school weeks."""
        return school_weeks(self.hours)


@dataclass(frozen=True, slots=True)
class Savings:
    """What a plan of everybody together gives `pupils` who need so many weighted hours (`needed`).

    `cohorts_pooled` of the cohorts run only because several municipalities send pupils to them. `alone` is each
    municipality for itself, `first_come` one list, in the order in which people ask.
    """

    pupils: int
    needed: float
    met: int
    hours: float
    cohorts_run: int
    cohorts_pooled: int
    alone: SchoolWay
    first_come: SchoolWay

    @property
    def pooled(self) -> SchoolWay:
        """The plan itself as one of the ways."""
        return SchoolWay(self.met, self.hours, self.cohorts_run)

    @property
    def weeks_needed(self) -> float:
        """The hours that are needed as school weeks."""
        return school_weeks(self.needed)
