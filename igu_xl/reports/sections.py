"""The sections that several pages share. Each is one cell of a notebook."""

from __future__ import annotations

from babel.dates import format_date

from igu_xl.danish import LOCALE, number_text, plural
from igu_xl.month import Month
from igu_xl.reports import (
    blocks,
    completion,
    corrections,
    deadlines,
    endings,
    figures,
    follow_up,
    lines,
    measures,
    parts,
    places,
    trend,
    waiting,
    words,
)
from igu_xl.reports.blocks import Block
from igu_xl.reports.disclosure import Protected, protect
from igu_xl.reports.measures import COUNT, TOTAL, Measure
from igu_xl.reports.month_data import MonthData
from igu_xl.reports.parts import Part

_HOW_IT_WENT = tuple(one.label for one in (measures.RUNNING, *measures.ENDINGS))


def funnel(data: MonthData, month: Month, audience: str) -> Part:
    """How far the candidates have come: registered, ready, placed, completed, job or education."""
    shown = protect(measures.one_column(measures.FUNNEL, data, month), audience)
    drawing = figures.bars(shown, COUNT, alt=f"Søjler over kandidater: {words.told(shown)}.")
    return parts.section(
        "Fra registreret til job",
        blocks.beside(
            blocks.chart(drawing, "Kandidater, der er nået til hvert trin"),
            blocks.table(shown, "Kandidater efter trin", head="Trin"),
        ),
    )


def placements(data: MonthData, month: Month, audience: str) -> Part:
    """The placements by type, how those that ended did, and why some ended before time."""
    if data.placements.empty:
        return parts.section("Forløb", blocks.text("Der er endnu ingen forløb."))
    table = measures.by_type(measures.placement_lines(audience), data, month)
    shown = protect(table, audience, total_column=TOTAL, telling=_HOW_IT_WENT)
    return parts.section(
        "Forløb",
        blocks.table(shown, "Forløb efter type", head="Forløb", total=[TOTAL]),
        *_endings(shown),
        *_early(data, month, audience),
    )


def _endings(shown: Protected) -> list[Block]:
    """The chart of how placements ended, by the types where any has; none where a part is hidden."""
    labels = [one.label for one in measures.ENDINGS]
    types = figures.columns_with_parts(shown, labels, measures.TYPES)
    if not types:
        return []
    alt = f"Søjler over, hvordan forløb er endt. {words.told_columns(shown, types, labels)}."
    return [blocks.chart(figures.stacked(shown, labels, types, alt=alt), "Sådan er forløbene endt")]


def _early(data: MonthData, month: Month, audience: str) -> list[Block]:
    """Those that ended before time: for a job or education, and the drop-outs by reason."""
    halves = {measures.MOVED_ON: endings.onward(data, month), measures.DROPPED_OUT: endings.dropped_out(data, month)}
    tables = [
        blocks.table(protect(table, audience, total_row=total.label), caption, head=head, total=[total.label])
        for (total, table), caption, head in zip(
            halves.items(),
            ("Sluttet før tid til job eller uddannelse", "Afbrudt efter årsag"),
            ("Hvortil", "Årsag"),
            strict=True,
        )
        if table.at[total.label, COUNT]
    ]
    return [blocks.beside(*tables)] if tables else []


def who_waits(data: MonthData, month: Month, audience: str) -> Part:
    """How long those who are ready have waited, and why the latest match found no place for some."""
    waited = protect(waiting.lengths(data, month), audience, total_row=measures.WAITING.label)
    return parts.section(
        "Hvem venter, og hvorfor",
        blocks.beside(
            blocks.table(waited, "Klar og venter efter ventetid", head="Ventetid", total=[measures.WAITING.label]),
            _reasons(data, audience),
        ),
    )


def _reasons(data: MonthData, audience: str) -> Block:
    if data.unmatched is None:
        return blocks.text("Der er ikke lavet et match, som kan sige hvorfor. Efter det næste match står grundene her.")
    if data.unmatched.empty:
        return blocks.text("Ingen stod uden forslag ved det seneste match.")
    shown = protect(waiting.reasons(data.unmatched), audience, total_row=TOTAL)
    return blocks.table(shown, "Uden forslag ved det seneste match, efter grund", head="Grund", total=[TOTAL])


def to_do(data: MonthData, month: Month, audience: str) -> Part:
    """Deadlines and follow-ups: what to do now and next month."""
    due = protect(deadlines.table(data, month), audience)
    followed = protect(measures.one_column(follow_up.LINES, data, month), audience)
    return parts.section(
        "Frister og opfølgning",
        blocks.beside(
            blocks.table(due, "Frister i igu-forløb", head="Frist"),
            blocks.table(followed, "Opfølgning på kandidater i forløb", head="Opfølgning"),
        ),
    )


def completion_rates(data: MonthData, month: Month, audience: str) -> Part:
    """How the igu that are old enough to be completed went."""
    table = completion.table(data, month)
    if len(table) == 1:
        lead = f"Endnu er intet igu-forløb begyndt for mindst {completion.MONTHS} måneder siden."
        return parts.section("Gennemførelse", blocks.text(lead))
    shown = protect(
        table, audience, total_column=completion.BEGUN, total_row=TOTAL, telling=(*_HOW_IT_WENT, completion.OTHER)
    )
    caption = f"Igu-forløb begyndt for mindst {completion.MONTHS} måneder siden, efter halvår"
    return parts.section(
        "Gennemførelse",
        blocks.table(shown, caption, head="Begyndt i", total=[TOTAL, completion.BEGUN], more=completion.shares(shown)),
        lead="Kun forløb, der har haft tid nok, er med. Igu varer to år.",
    )


def by_place(data: MonthData, month: Month, audience: str, lines: tuple[Measure, ...] = places.OF_PLACEMENTS) -> Part:
    """The figures by the municipality of residence, and of workplace. Only placements have both."""
    if data.placements.empty and data.candidates.empty:
        return parts.section("Bopæl og arbejdssted", blocks.text("Der er endnu ingen forløb."))
    living, working = (
        protect(table, audience, total_row=TOTAL)
        for table in (
            places.by_residence(lines, data, month),
            places.by_workplace(places.OF_PLACEMENTS, data, month),
        )
    )
    what = "Kandidater og forløb" if lines is places.OF_PEOPLE else "Forløb"
    return parts.section(
        "Bopæl og arbejdssted",
        blocks.table(living, f"{what} efter kandidatens bopælskommune", head="Bopælskommune", total=[TOTAL]),
        blocks.table(working, "Forløb efter arbejdsstedets kommune", head="Arbejdssted", total=[TOTAL]),
    )


def development(data: MonthData, month: Month, audience: str) -> Part:
    """The last twelve months, and the earlier figures that were corrected."""
    shown = protect(trend.table(data, month), audience)
    names = [one.label for one in trend.LINES]
    told = [f"{name} fra {_end(shown, name, 0)} til {_end(shown, name, -1)}" for name in names]
    drawing = lines.lines(shown, names, _ticks(month), alt=f"Kurver over 12 måneder: {'; '.join(told)}.")
    return parts.section(
        "Udvikling i 12 måneder",
        blocks.chart(drawing, "Ved månedens slutning"),
        blocks.table(shown, "Udvikling måned for måned", head="Måned"),
    )


def _end(shown: Protected, name: str, at: int) -> str:
    return words.amount(shown.count(shown.counts.index[at], name))


def _ticks(month: Month) -> list[str]:
    """A name for every third month, the latest among them: `okt. 25`."""
    months = trend.months(month)
    return [
        format_date(when.first, "MMM yy", locale=LOCALE) if (len(months) - 1 - line) % 3 == 0 else ""
        for line, when in enumerate(months)
    ]


def corrected(data: MonthData, month: Month, audience: str, figures: tuple[Measure, ...]) -> Part:
    """The key figures of earlier months that are not what was published."""
    found = corrections.corrections(figures, data, month, audience)
    if found:
        rows = [(one.month.name, one.label, *_before_and_now(one)) for one in found]
        columns = ("Måned", "Nøgletal", "Offentliggjort", "Nu")
        block = blocks.facts("Rettede nøgletal", columns, rows)
    else:
        published = corrections.months_published(data, month, audience)
        checked = plural(published, "tidligere måned", "tidligere måneder")
        said = f"Nøgletallene for {checked} er, som de blev offentliggjort." if published else _NOTHING_TO_COMPARE
        block = blocks.text(said)
    return parts.section("Rettelser af tidligere måneder", block)


_NOTHING_TO_COMPARE = "Der er ingen tidligere måneder at sammenligne med endnu."


def _before_and_now(one: corrections.Correction) -> tuple[str, str]:
    if one.published is None or one.now is None:
        return "skjult", "rettet"
    return number_text(one.published), number_text(one.now)
