"""The sections of the match report. Each is one cell of `notebooks/match.ipynb`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from babel.dates import format_date

from igu_xl.danish import LOCALE, date_text, listing, number_text
from igu_xl.month import Month
from igu_xl.reports.charts import bars, fill_chart, flow_chart
from igu_xl.reports.disclosure.protection import INTERNAL, ROUND, PagePlan
from igu_xl.reports.match_report import match_words
from igu_xl.reports.match_report.match_data import KeptAim, MatchData
from igu_xl.reports.match_report.match_tables import (
    ALONE_SEATS,
    BRANCH,
    CHANCES,
    COHORT,
    COHORTS,
    COUNT,
    MAX,
    MIN,
    PLACED,
    POSSIBLE,
    READY,
    SEATS,
    START,
    TOGETHER,
    TOTAL,
    MatchTables,
)
from igu_xl.reports.parts import blocks, parts, sentences
from igu_xl.reports.parts.blocks import Block, Sheet
from igu_xl.reports.parts.parts import Part, Status

_PROVEN, _FOUND = Status("ok", "●", "Bevist bedst"), Status("ok", "●", "Bedste fundne plan")
_NOTHING = Status("mangler", "▲", "Ingen forløb foreslået")
_MOST_BARS = 30  # municipalities in a chart; more are for the table

_AIMS = {
    "locks": "Låse og andre beslutninger, der holdes",
    "placed": "Foreslåede forløb",
    "enrolled": "Tilmeldte, hvis hold kan køre",
    "shortfall": "Den kommune, der er længst fra: andel af mulige uden plads",
    "seats": "Nye deltagere på hold, minus ½ for hvert hold",
    "value": "Hvor godt pladserne passer, i point",
    "kept": "Uændrede fra sidste forslag",
}


def heading(data: MatchData, audience: str, plan: PagePlan | None = None) -> Part:
    """The title of the page, when the match was run, how good the plan is, and who may see it."""
    day, status = date_text(data.begun.date()), _status(data)
    about = {
        "name": "Hele partnerskabet",
        "day": day,
        "as_of": f"{day} kl. {data.begun:%H.%M}",
        "status": status.key,
        "sign": status.sign,
        "word": status.word,
        "audience": audience,
    }
    macros = blocks.environment().get_template("match.html.j2").module
    html = macros.overskrift(**{**about, "audience": parts.edition_words(audience, plan.method if plan else ROUND)})  # type: ignore[attr-defined]
    known = {"title": f"Matchrapport {day}", "stem": "match", "of": str(Month.of(data.begun))}
    return Part(parts.HEADING, html, {**known, **about})


def _status(data: MatchData) -> Status:
    if not data.ready:
        return parts.EMPTY
    if not data.placed:
        return _NOTHING
    return _PROVEN if data.placed == data.bound else _FOUND


def summary(data: MatchData, tables: MatchTables) -> Part:
    """The plan in words, with its certificate."""
    return parts.summary(match_words.in_short(data, tables) if data.ready else [match_words.NOBODY])


def cards(data: MatchData, tables: MatchTables) -> Part:
    """The five figures of the match."""
    ways, people, reasons = tables.ways, tables.people, tables.reasons
    pooled, more = sum(one.pooled for one in data.cohorts), match_words.gain_figure(tables)
    rows = [
        ("Foreslåede forløb", ways.text(TOGETHER, PLACED), f"af {people.text(TOTAL, READY)}, der er klar"),
        (
            "Hold, der kan køre",
            ways.text(TOGETHER, COHORTS),
            f"af {number_text(len(data.cohorts))}, der kan få deltagere",
        ),
        ("Hold, der kun kan køre samlet", number_text(pooled), "ingen kommune kunne fylde dem alene"),
        ("Flere forløb end hver for sig", *more),
        ("Uden plads", reasons.text(TOTAL, COUNT), f"{people.text(TOTAL, POSSIBLE)} havde en mulig plads"),
    ]
    shown = [
        {"label": label, "value": value, "sign": "", "change": told, "goal": "", "correction": ""}
        for label, value, told in rows
    ]
    sheet = Sheet("Nøgletal", ("Nøgletal", "Antal", "Bemærkning"), rows)
    return Part(parts.BODY, blocks.render("kort", cards=shown), sheets=(sheet,))


def gain(tables: MatchTables) -> Part:
    """What the plan gives beside each municipality alone and beside a list in the order of waiting."""
    ways = tables.ways
    drawing = bars.bars(ways, PLACED, alt=f"Søjler over forløb. {sentences.told(ways, PLACED)}.")
    return parts.section(
        "Hvad samarbejdet giver",
        blocks.beside(
            blocks.chart(drawing, "Foreslåede forløb"),
            blocks.table(ways, "Tre måder at gøre det på", head="Måde"),
        ),
        blocks.text(match_words.first_come(tables)),
        lead="De samme kandidater, pladser og hold. »Hver for sig« er den bedste plan uden samarbejde.",
    )


def flows(tables: MatchTables) -> Part:
    """Where those with a place come from, and which branch they go to."""
    table = tables.flows
    head = "Fra kommune til branche"
    if not table.count(TOTAL, PLACED):
        return parts.section(head, blocks.text("Forslaget har ingen forløb, der kan vises."))
    to = listing([f"{name} {table.text(TOTAL, name)}" for name in _names(table.counts.columns)])
    alt = f"Bånd fra kommuner til brancher. Fra {sentences.told(table, PLACED, _names(table.counts.index))}. Til {to}."
    drawing = flow_chart.flows(table, TOTAL, PLACED, others="Øvrige", alt=alt)
    apart = "Et bånd er så tykt, som der er kandidater i det."
    met = "Tal mellem en kommune og en branche er skjult, så båndene mødes i midten."
    return parts.section(
        head,
        blocks.chart(drawing, "Foreslåede forløb: bopælskommune til venstre, pladsens branche til højre"),
        blocks.table(table, "Foreslåede forløb fra kommune til branche", head="Kommune", total=[TOTAL, PLACED]),
        lead=met if table.hides else apart,
    )


def cohorts(data: MatchData, tables: MatchTables) -> Part:
    """How full each cohort is, before and after, against its least and most."""
    table = tables.cohorts
    if not data.cohorts:
        return parts.section("Hold", blocks.text("Der er ingen hold, som kan få deltagere."))
    return parts.section(
        "Hold",
        blocks.text(match_words.cohorts_apart(tables)),
        *_fill_chart(tables),
        blocks.listed(table, "Alle hold efter start"),
    )


def _fill_chart(tables: MatchTables) -> list[Block]:
    table = tables.cohorts
    facts = table.facts.to_dict("list")
    starts = [format_date(start, "d. MMM y", locale=LOCALE) for start in facts[START]]
    heads = zip(facts[BRANCH], starts, facts[COHORT], strict=True)
    names = [f"{branch}\n{start} · {name}" for branch, start, name in heads]
    told = [
        f"{name} før {table.text(row, ALONE_SEATS)}, nu {table.text(row, SEATS)}"
        for row, name in list(zip(table.counts.index, facts[COHORT], strict=True))[: fill_chart.MOST]
    ]
    columns = fill_chart.FillColumns(before=ALONE_SEATS, after=SEATS, least=MIN, most=MAX)
    drawing = fill_chart.fills(table, names, columns, alt=f"Søjler over deltagere på hold: {listing(told)}.")
    shown = min(len(names), fill_chart.MOST)
    which = f"De første {shown} af {len(names)} hold" if shown < len(names) else "Deltagere på hvert hold"
    return [blocks.chart(drawing, f"{which}, med det mindste og det højeste antal")]


def people(tables: MatchTables) -> Part:
    """The municipalities: how many of those who could have a place get one, and which is furthest from all."""
    table = tables.people
    furthest = match_words.furthest(tables)
    return parts.section(
        "Kommuner",
        *([blocks.text(furthest)] if furthest else []),
        *_people_chart(tables),
        blocks.table(
            table,
            "Alle, der er klar, efter kommune",
            head="Kommune",
            total=[TOTAL, READY],
            more={"Foreslået af mulige": match_words.shares(tables)},
        ),
    )


def _people_chart(tables: MatchTables) -> list[Block]:
    """The municipalities' people by how they fare; none where a part is hidden, or the municipalities are very many."""
    table = tables.turned
    names = bars.columns_with_parts(table, CHANCES, _names(table.counts.columns))
    if not names or len(names) > _MOST_BARS:
        return []
    alt = f"Søjler over, hvordan det går dem, der er klar. {sentences.told_columns(table, names, CHANCES)}."
    return [blocks.chart(bars.stacked(table, CHANCES, names, alt=alt), "Dem, der er klar, i hver kommune")]


def without(tables: MatchTables) -> Part:
    """Those without a place by reason."""
    head = "Uden plads"
    if not _names(tables.reasons.counts.index):
        return parts.section(head, blocks.text("Alle, der er klar, får en plads."))
    return parts.section(
        head,
        blocks.table(tables.reasons, "Kandidater uden plads efter grund", head="Grund", total=[TOTAL]),
        lead="Hver kandidat tælles ved den første grund, der alene er nok.",
    )


def tips(data: MatchData, audience: str) -> Part | None:
    """What would help most, for the secretariat; nothing where it was not computed."""
    if audience != INTERNAL or not data.tips:
        return None
    rows = [(one.change, number_text(one.gives), one.because, one.certainty) for one in data.tips]
    columns = ("Ændring", "Flere forløb", "Fordi", "Sikkerhed")
    return parts.section("Hvad ville hjælpe mest", blocks.facts("Ændringer, der ville hjælpe", columns, rows))


def proof(data: MatchData, tables: MatchTables, audience: str) -> Part:
    """How sure the plan is; for the secretariat also what could not be kept, and what each aim reached."""
    return parts.section(
        "Hvor sikkert er det",
        blocks.text(match_words.certificate(data, tables)),
        blocks.text("At planen holder alle regler, er efterregnet af et andet stykke program end det, der lavede den."),
        *(_for_the_secretariat(data) if audience == INTERNAL else ()),
    )


def _for_the_secretariat(data: MatchData) -> Iterator[Block]:
    if data.unkept:
        yield blocks.text(match_words.unkept(data))
    if data.aims:
        rows = [(_AIMS.get(one.name, one.name), _number(one, one.value), _number(one, one.bound)) for one in data.aims]
        yield blocks.facts("Målene i deres rækkefølge", ("Mål", "Forslaget", "Bedst muligt"), rows)


def _number(aim: KeptAim, value: float) -> str:
    """What an aim reached, as its kind of number."""
    if not math.isfinite(value):
        return "–"
    if aim.name == "shortfall":
        return f"{number_text(100 * value, 1)} %"
    return number_text(value, 0 if float(value).is_integer() else 1)


def _names(labels: Iterable[object]) -> list[str]:
    """The rows or columns of a table that are no sums."""
    return [str(label) for label in labels if label not in (TOTAL, PLACED, READY)]
