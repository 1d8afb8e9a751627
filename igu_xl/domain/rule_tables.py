"""All tables of rules that hold from a day to a day: what docs/lov.md is made from, and what `igu doctor` watches."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RuleTable:
    """A file of `data/` with the columns of `domain.dated.RULE_COLUMNS`.

    `key` are the columns that tell one rule from another, `says` those that say what the rule is, in the order people
    read them, and `title` what the table is about.
    """

    name: str
    key: tuple[str, ...]
    title: str
    says: tuple[str, ...]


RULE_TABLES = (
    RuleTable("laengder", ("type", "sektor", "hoejst"), "Hvor længe et forløb varer", ("vurdering", "saetning")),
    RuleTable("pladsregler", ("regel",), "Regler om pladser, virksomheder og forlængelse", ("vurdering", "saetning")),
)
