"""Divides people, openings, rooms and companies among blocks of cohorts: each block becomes a problem of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from igu_xl.arrays import Bools, Floats, Ints
from igu_xl.match.solving.model.columns import Columns
from igu_xl.match.solving.model.model import Model
from igu_xl.match.solving.problem.problem import Problem

# What speaks for a column that is never taken at the prices: a little, and more for who has nothing yet.
POSSIBLE, WAITING = 0.01, 0.03


@dataclass(frozen=True, slots=True, eq=False)
class Division:
    """The block of each person (-1: nothing in any) and cohort, and how much each block has of all else.

    `openings`, `rooms` and `companies` have a row for each row of their table and a column for each block. What a
    plan uses is where its people are, so the plan of each block stays allowed; what is free is divided by demand.
    """

    person: Ints
    cohort: Ints
    openings: Ints
    rooms: Ints
    companies: Ints

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return int(self.openings.shape[1])


def share_out(model: Model, block: Ints, shares: Floats, chosen: Bools, random: np.random.Generator) -> Division:
    """The division for blocks of cohorts. `shares` say how likely each column is taken, `chosen` is the plan so far."""
    person = _people(model, block, shares, chosen, random)
    columns, taken = model.columns, model.columns[chosen]
    at, taken_at = person[columns.candidate], person[taken.candidate]
    inside = (at >= 0) & ((columns.cohort < 0) | (np.append(block, -1)[columns.cohort] == at))
    waiting = ~np.isin(columns.candidate, taken.candidate)
    demand = (shares + POSSIBLE + WAITING * waiting) * (0.5 + random.random(len(columns))) * inside
    size = int(block.max(initial=0)) + 1
    openings = _openings(model, taken, taken_at, columns, at, demand, size)
    used = _table(np.append(model.company, -1)[taken.slot], taken_at, len(model.problem.companies), size)
    wanted = _summed(model.company, openings, len(model.problem.companies))
    companies = _divided(model.problem.companies["max_people"].to_numpy(), used, wanted)
    return Division(person, block, openings, _rooms(model, block, taken, demand, size), companies)


def _openings(
    model: Model, taken: Columns, taken_at: Ints, columns: Columns, at: Ints, demand: Floats, size: int
) -> Ints:
    """Openings by slot and block. The openings of a team are not divided."""
    slots = model.problem.slots
    used, wanted = _table(taken.slot, taken_at, len(slots), size), _table(columns.slot, at, len(slots), size, demand)
    return _divided(slots["openings"].to_numpy(), used, wanted, whole=slots["together_min"].to_numpy() > 1)


def _rooms(model: Model, block: Ints, taken: Columns, demand: Floats, size: int) -> Ints:
    """Cohorts that may run, by room and block."""
    seated = model.columns.cohort >= 0
    wanted = np.bincount(model.columns.cohort[seated], demand[seated], len(block)).astype(float)
    running = np.unique(taken.cohort[taken.cohort >= 0])
    rooms = model.problem.rooms["max_cohorts"].to_numpy()
    used = _table(model.room[running], block[running], len(rooms), size)
    return _divided(rooms, used, _table(model.room, block, len(rooms), size, wanted))


class Cutter:
    """Cuts the problem of a block out of the tables."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.rows = {
            (name, label): _rows(getattr(problem, name)[label], getattr(problem, table)[label])
            for name, label, table in (
                ("pairs", "candidate", "candidates"),
                ("pairs", "slot", "slots"),
                ("seats", "candidate", "candidates"),
                ("seats", "cohort", "cohorts"),
                ("links", "slot", "slots"),
                ("links", "cohort", "cohorts"),
                ("fixed", "candidate", "candidates"),
                ("fixed", "slot", "slots"),
                ("fixed", "cohort", "cohorts"),
                ("previous", "candidate", "candidates"),
            )
        }

    def problem_of(self, division: Division, block: int) -> Problem:
        """The problem of a block; decisions on what lies in another block are left out."""
        whole, openings = self.problem, division.openings[:, block]
        inside = {
            "candidate": division.person == block,
            "slot": openings > 0,
            "cohort": division.cohort == block,
        }
        slots = whole.slots.assign(openings=openings.astype(float))[inside["slot"]]
        cohorts = whole.cohorts[inside["cohort"]]
        rooms = whole.rooms.assign(max_cohorts=division.rooms[:, block].astype(float))
        companies = whole.companies.assign(max_people=division.companies[:, block].astype(float))
        tables: dict[str, Any] = {
            name: self._within(name, inside) for name in ("pairs", "seats", "links", "fixed", "previous")
        }
        return replace(
            whole,
            candidates=whole.candidates[inside["candidate"]].reset_index(drop=True),
            slots=slots.reset_index(drop=True),
            cohorts=cohorts.reset_index(drop=True),
            rooms=rooms[rooms["room"].isin(cohorts["room"])].reset_index(drop=True),
            companies=companies[companies["company"].isin(slots["company"])].reset_index(drop=True),
            **tables,
        )

    def _within(self, name: str, inside: dict[str, Bools]) -> pd.DataFrame:
        """The rows of a table all of whose parts lie in the block; a part that is left out lies everywhere."""
        table: pd.DataFrame = getattr(self.problem, name)
        kept = np.ones(len(table), dtype=bool)
        for label, members in inside.items():
            if (name, label) in self.rows:
                kept &= np.append(members, False)[self.rows[name, label]] | table[label].isna().to_numpy()
        return table[kept].reset_index(drop=True)


def _people(model: Model, block: Ints, shares: Floats, chosen: Bools, random: np.random.Generator) -> Ints:
    """Who has a seat is where the cohort is, a team is together, and everybody else where most speaks for them."""
    columns, people, blocks = model.columns, len(model.problem.candidates), int(block.max(initial=0)) + 1
    likely = _likely(columns, block, shares, (people, blocks), random)
    person = np.where(likely.any(axis=1), likely.argmax(axis=1), -1)
    taken = columns[chosen]
    seat = taken.cohort >= 0
    person[taken.candidate[seat]] = block[taken.cohort[seat]]
    teams = np.isin(taken.slot, model.team_slots)
    # The seated of a team come last: where they are is where all are.
    order = np.flatnonzero(teams)[np.argsort(np.isin(taken.candidate[teams], taken.candidate[seat]), kind="stable")]
    of_team = np.full(len(model.problem.slots), -1)
    of_team[taken.slot[order]] = person[taken.candidate[order]]
    person[taken.candidate[teams]] = of_team[taken.slot[teams]]
    return person


def _likely(
    columns: Columns, block: Ints, shares: Floats, shape: tuple[int, int], random: np.random.Generator
) -> Floats:
    """How much speaks for each person in each block. Slots without a cohort go with whom they are offered to."""
    weight = (shares + POSSIBLE) * (0.5 + random.random(len(columns)))
    seated = columns.cohort >= 0
    likely = _table(columns.candidate[seated], block[columns.cohort[seated]], *shape, weight[seated])
    plain = columns[~seated]
    sums = np.maximum(likely.sum(axis=1, keepdims=True), 1e-12)
    slots = int(columns.slot.max(initial=-1)) + 1
    of_slots = np.zeros((slots, shape[1]))
    np.add.at(of_slots, plain.slot, (likely / sums)[plain.candidate])
    # Slots that only people without any seat are offered all go to the first block.
    of_slots[of_slots.sum(axis=1) == 0, 0] = 1
    only_plain = ~np.isin(np.arange(shape[0]), columns.candidate[seated])[plain.candidate]
    np.add.at(likely, plain.candidate[only_plain], of_slots[plain.slot[only_plain]])
    return likely


def _divided(limit: Floats, used: Floats, demand: Floats, whole: Bools | None = None) -> Ints:
    """What is used, and what is free divided by demand (largest remainders); what is whole goes to one block."""
    free = np.maximum(limit - used.sum(axis=1), 0)
    total = demand.sum(axis=1)
    quota = demand * np.divide(free, total, out=np.zeros(len(free)), where=total > 0)[:, None]
    given = np.floor(quota)
    left = np.where(total > 0, free - given.sum(axis=1), 0)
    rank = np.argsort(np.argsort(-(quota - given), axis=1, kind="stable"), axis=1, kind="stable")
    given += rank < np.round(left)[:, None]
    if whole is not None:
        most = np.argmax(demand + 1e9 * used, axis=1)
        alone = np.zeros_like(given)
        alone[np.arange(len(free)), most] = free
        given = np.where(whole[:, None], alone, given)
    return np.asarray(used + given, dtype=np.int64)


def _table(row: Ints, block: Ints, rows: int, blocks: int, weight: Floats | None = None) -> Floats:
    """Sums, or counts, by row and block; what is in no row or no block is not counted."""
    counted = (row >= 0) & (block >= 0)
    cell = row[counted] * blocks + block[counted]
    sums = np.bincount(cell, None if weight is None else weight[counted], rows * blocks)
    return np.asarray(sums, dtype=np.float64).reshape(rows, blocks)


def _summed(group: Ints, values: Ints, groups: int) -> Floats:
    """The rows of each group added up."""
    sums = np.zeros((groups, values.shape[1]))
    np.add.at(sums, group[group >= 0], values[group >= 0])
    return sums


def _rows(values: pd.Series[Any], ids: pd.Series[Any]) -> Ints:
    return np.asarray(pd.Index(ids).get_indexer(pd.Index(values)), dtype=np.int64)
