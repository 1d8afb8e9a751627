"""The sections that several pages share. Each is one cell of a notebook."""

from __future__ import annotations

from babel.dates import format_date

from igu_xl.danish import LOCALE, number_text, plural
from igu_xl.month import Month
from igu_xl.reports.charts import bars, line_chart
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.disclosure.protection import INTERNAL, SHARED, Protected
from igu_xl.reports.figures import completion, measures, tables, trend, waiting
from igu_xl.reports.figures.measure import COUNT, TOTAL, TYPES
from igu_xl.reports.kinds import kind_of
from igu_xl.reports.pages import corrections, known_since
from igu_xl.reports.parts import blocks, parts, sentences
from igu_xl.reports.parts.blocks import Block
from igu_xl.reports.parts.parts import Part


def funnel(data: MonthData, month: Month, audience: str) -> Part:
    """How far the candidates have come: registered, ready, placed, completed, job or education; and where they are."""
    shown = tables.shown(tables.funnel, data, month, audience)
    drawing = bars.bars(shown, COUNT, alt=f"Søjler over kandidater: {sentences.told(shown)}.")
    return parts.section(
        "Fra registreret til job",
        blocks.beside(
            blocks.chart(drawing, "Kandidater, der er nået til hvert trin"),
            blocks.table(shown, shown.name, head="Trin"),
        ),
        *_at_steps(data, month, audience),
    )


def _at_steps(data: MonthData, month: Month, audience: str) -> list[Block]:
    """Where each candidate is, on the pages of those whose people they are; the steering group's is always shared."""
    if audience != INTERNAL or kind_of(data).about_everybody:
        return []
    shown = tables.shown(tables.at_steps, data, month, audience)
    return [blocks.table(shown, shown.name, head="Ved månedens slutning", total=[measures.REGISTERED.label])]


def placements(data: MonthData, month: Month, audience: str) -> Part:
    """The placements by type, how those that ended did, and why some ended before time."""
    shown = tables.shown(tables.placements, data, month, audience)
    if not _tells(shown):
        return parts.section("Forløb", blocks.text("Der er endnu ingen forløb at vise."))
    return parts.section(
        "Forløb",
        blocks.table(shown, shown.name, head="Forløb", total=[TOTAL]),
        *_endings(shown),
        *_early(data, month, audience),
    )


def _tells(shown: Protected) -> bool:
    """Whether a table shows anything but noughts. What is not shown must not decide whether it stands there."""
    return bool((shown.counts != 0).fillna(True).to_numpy().any())


def _endings(shown: Protected) -> list[Block]:
    """The chart of how placements ended, by the types where any has; none where a part is hidden."""
    labels = [one.label for one in measures.ENDINGS]
    types = bars.columns_with_parts(shown, labels, TYPES)
    if not types:
        return []
    alt = f"Søjler over, hvordan forløb er endt. {sentences.told_columns(shown, types, labels)}."
    return [blocks.chart(bars.stacked(shown, labels, types, alt=alt), "Sådan er forløbene endt")]


def _early(data: MonthData, month: Month, audience: str) -> list[Block]:
    """Those that ended before time: for a job or education, and the drop-outs by reason."""
    halves = ((tables.moved_on, "Hvortil", measures.MOVED_ON), (tables.dropped_out, "Årsag", measures.DROPPED_OUT))
    ended = [
        blocks.table(shown, shown.name, head=head, total=[total.label])
        for make, head, total in halves
        if (shown := tables.shown(make, data, month, audience)).count(total.label, COUNT) != 0
    ]
    return [blocks.beside(*ended)] if ended else []


def who_waits(data: MonthData, month: Month, audience: str) -> Part:
    """How long those who are ready have waited, and why the latest match found no place for some."""
    waited = tables.shown(tables.waited, data, month, audience)
    return parts.section(
        "Hvem venter, og hvorfor",
        blocks.beside(
            blocks.table(waited, waited.name, head="Ventetid", total=[measures.WAITING.label]),
            _reasons(data, month, audience),
        ),
    )


def _reasons(data: MonthData, month: Month, audience: str) -> Block:
    people = waiting.without_proposal(data, month)
    if people is None:
        return blocks.text("Der er ikke lavet et match, som kan sige hvorfor. Efter det næste match står grundene her.")
    if audience != SHARED and people.empty:
        return blocks.text("Ingen stod uden forslag ved det seneste match.")
    shown = tables.shown(tables.unmatched, data, month, audience)
    return blocks.table(shown, shown.name, head="Grund", total=[TOTAL])


def to_do(data: MonthData, month: Month, audience: str) -> Part:
    """Deadlines and follow-ups: what to do now and next month."""
    due, followed = (tables.shown(make, data, month, audience) for make in (tables.due, tables.followed))
    return parts.section(
        "Frister og opfølgning",
        blocks.beside(
            blocks.table(due, due.name, head="Frist"),
            blocks.table(followed, followed.name, head="Opfølgning"),
        ),
    )


def completion_rates(data: MonthData, month: Month, audience: str) -> Part:
    """How the igu that are old enough to be completed went."""
    shown = tables.shown(tables.completed, data, month, audience)
    if not _tells(shown):
        lead = f"Der er endnu ingen igu-forløb at vise, som begyndte for mindst {completion.MONTHS} måneder siden."
        return parts.section("Gennemførelse", blocks.text(lead))
    total = [TOTAL, completion.BEGUN]
    return parts.section(
        "Gennemførelse",
        blocks.table(shown, shown.name, head="Begyndt i", total=total, more=completion.shares(shown)),
        lead="Kun forløb, der har haft tid nok, er med. Igu varer to år.",
    )


def by_place(data: MonthData, month: Month, audience: str) -> Part:
    """The figures by the municipality of residence, and of workplace. Only placements have both."""
    of_people = tables.people_by_residence in kind_of(data).tables
    by_residence = tables.people_by_residence if of_people else tables.by_residence
    living, working = (tables.shown(make, data, month, audience) for make in (by_residence, tables.by_workplace))
    if not _tells(living) and not _tells(working):
        return parts.section("Bopæl og arbejdssted", blocks.text("Der er endnu ingen at vise."))
    return parts.section(
        "Bopæl og arbejdssted",
        blocks.table(living, living.name, head="Bopælskommune", total=[TOTAL]),
        blocks.table(working, working.name, head="Arbejdssted", total=[TOTAL]),
    )


def development(data: MonthData, month: Month, audience: str) -> Part:
    """The last twelve months, and the earlier figures that were corrected."""
    shown = tables.shown(tables.months, data, month, audience)
    names = [one.label for one in trend.LINES]
    told = [_from_to(shown, name) for name in names]
    drawing = line_chart.lines(shown, names, _ticks(month), alt=f"Kurver over 12 måneder: {'; '.join(told)}.")
    return parts.section(
        "Udvikling i 12 måneder",
        blocks.chart(drawing, "Ved månedens slutning"),
        blocks.table(shown, shown.name, head="Måned"),
        lead=known_since.in_trend(data, month),
    )


def _from_to(shown: Protected, name: str) -> str:
    """A line of the chart in words: from the first month of which it is known to the last."""
    at = [row for row in shown.counts.index if shown.knows(row, name)]
    first, last = (sentences.amount_in(shown, row, name) for row in (at[0], at[-1]))
    return (
        f"{name} fra {first} til {last}"
        if at[0] == shown.counts.index[0]
        else f"{name} fra {first} i {at[0]} til {last}"
    )


def _ticks(month: Month) -> list[str]:
    """A name for every third month, the latest among them: `okt. 25`."""
    months = trend.months(month)
    return [
        format_date(when.first, "MMM yy", locale=LOCALE) if (len(months) - 1 - line) % 3 == 0 else ""
        for line, when in enumerate(months)
    ]


def corrected(data: MonthData, month: Month, audience: str) -> Part:
    """The key figures of the month and of earlier months that are not what was published first."""
    found = corrections.corrections(kind_of(data).figures(audience), data, month, audience)
    if found:
        rows = [(one.month.name, one.label, *_before_and_now(one)) for one in found]
        columns = ("Måned", "Nøgletal", "Offentliggjort", "Nu")
        block = blocks.facts("Rettede nøgletal", columns, rows)
    else:
        published = corrections.months_published(data, month, audience)
        checked = plural(published, "tidligere måned", "tidligere måneder")
        said = f"Nøgletallene for {checked} er, som de blev offentliggjort." if published else _NOTHING_TO_COMPARE
        block = blocks.text(said)
    return parts.section("Rettelser", block)


_NOTHING_TO_COMPARE = "Der er ingen tidligere måneder at sammenligne med endnu."


def _before_and_now(one: corrections.Correction) -> tuple[str, str]:
    if one.published is None or one.now is None:
        return "skjult", "rettet"
    return number_text(one.published), number_text(one.now)
