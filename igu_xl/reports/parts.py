"""The parts that a notebook shows and a page is made of.

A cell ends with a part; in Jupyter it is seen as HTML. It carries a media type of its own beside the HTML, and only
outputs with that type reach a page: a frame that somebody prints while trying things out does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from numbers import Integral
from typing import Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pandas.api.types import is_numeric_dtype

from igu_xl.danish import date_text, number_text
from igu_xl.month import Month
from igu_xl.reports import words
from igu_xl.reports.disclosure import HIDDEN, UNDER_LIMIT, Protected
from igu_xl.reports.measures import CHANGE, VALUE
from igu_xl.resources import shipped

MEDIA_TYPE = "application/vnd.igu-xl.part+json"
HEADING, SUMMARY, BODY, NOTES = "heading", "summary", "body", "notes"


class Explained(Protocol):
    """Anything with a key, a label and the text that tells how it is made."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def how(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a page: its HTML, its role, and for a heading the words that the page and the index need."""

    role: str
    html: Markup
    about: Mapping[str, str] = field(default_factory=dict)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        return {
            "text/html": str(self.html),
            "text/plain": f"[{self.role}]",
            MEDIA_TYPE: {"role": self.role, **self.about},
        }


@dataclass(frozen=True, slots=True)
class Status:
    """How a page stands, as a word with a sign and never as a colour alone."""

    key: str
    sign: str
    word: str


IN_ORDER = Status("ok", "●", "I orden")
ATTENTION = Status("mangler", "▲", "Noget mangler")
EMPTY = Status("tom", "○", "Ingen rækker")
NOT_MADE = Status("fejlet", "▲", "Ikke lavet")


def status_of(rows: int, missing: Sequence[str]) -> Status:
    """The status of a page with so many rows behind it and these things missing."""
    return EMPTY if not rows else ATTENTION if missing else IN_ORDER


def heading(name: str, month: Month, status: Status, audience: str) -> Part:
    """The title of a page: `Månedsstatus oktober 2026: København`, with its status and who may see it."""
    about = {
        "name": name,
        "month": month.name,
        "as_of": date_text(month.last),
        "status": status.key,
        "sign": status.sign,
        "word": status.word,
        "audience": audience,
    }
    title = f"Månedsstatus {month.name}: {name}"
    return Part(HEADING, _render("overskrift", **about), {"title": title, **about})


def summary(sentences: Iterable[str]) -> Part:
    """The month in a few sentences."""
    return Part(SUMMARY, _render("sammenfatning", sentences=list(sentences)))


def cards(figures: Protected, month: Month) -> Part:
    """The key figures with their change since the month before."""
    shown = [
        {
            "label": label,
            "value": cell_text(figures.count(label, VALUE), UNDER_LIMIT),
            "sign": words.sign(figures.count(label, CHANGE)),
            "change": words.change(figures.count(label, CHANGE), month),
        }
        for label in figures.counts.index
    ]
    return Part(BODY, _render("kort", cards=shown))


def section(title: str, *blocks: Markup, lead: str = "") -> Part:
    """A heading with what stands under it."""
    return Part(BODY, _render("afsnit", title=title, lead=lead, blocks=blocks))


def table(shown: Protected, caption: str, *, total: Sequence[str] = ()) -> Markup:
    """An accessible table of counts, one line for each row; `total` names the columns and rows that are sums."""
    columns = list(shown.counts.columns)
    rows = [(row, [_cell(shown, row, column) for column in columns]) for row in shown.counts.index]
    return _table(shown, caption, "", columns, rows, total=total)


def listed(shown: Protected, caption: str) -> Markup:
    """A table in which facts stand before the counts; the first names the row, words stand before numbers."""
    facts, counts = list(shown.facts.columns), list(shown.counts.columns)
    rows = [
        (
            fact_text(shown.facts.at[row, facts[0]]),
            [fact_text(shown.facts.at[row, fact]) for fact in facts[1:]] + [_cell(shown, row, one) for one in counts],
        )
        for row in shown.counts.index
    ]
    words_first = sum(not is_numeric_dtype(shown.facts[fact]) for fact in facts[1:])
    return _table(shown, caption, facts[0], [*facts[1:], *counts], rows, facts=words_first)


def _table(shown: Protected, caption: str, head: str, columns: list[str], rows: object, **more: object) -> Markup:
    note = _HIDDEN_NOTE.get(shown.mark, "") if shown.hides else ""
    return _render("tabel", caption=caption, head=head, columns=columns, rows=rows, note=note, **more)


def chart(drawing: Markup, caption: str) -> Markup:
    """A chart with its title."""
    return _render("figur", drawing=drawing, caption=caption)


def beside(*blocks: Markup) -> Markup:
    """Blocks side by side where the page is wide enough."""
    return _render("ved_siden_af", blocks=blocks)


def text(line: str) -> Markup:
    """A paragraph."""
    return _render("linje", line=line)


def notes(explained: Iterable[Explained]) -> Part:
    """How the figures are made: the foot of the page."""
    return Part(NOTES, _render("noter", explained=[(one.label, one.how) for one in explained]))


def cell_text(count: int | None, mark: str) -> str:
    """A count as it stands in a cell."""
    return mark if count is None else number_text(count)


def fact_text(value: object) -> str:
    """A fact as it stands in a cell: dates in words, numbers with Danish separators, nothing as a dash."""
    if isinstance(value, date):
        return date_text(value)
    if isinstance(value, str):
        return value
    return number_text(int(value)) if isinstance(value, Integral) else "–"


_HIDDEN_NOTE = {
    UNDER_LIMIT: f"{UNDER_LIMIT}: 1-4, som er skjult af hensyn til de pågældende.",
    HIDDEN: f"{HIDDEN} er skjult: 1-4, eller et tal, som de 1-4 kunne regnes ud af.",
}


def _cell(shown: Protected, row: object, column: object) -> str:
    return cell_text(shown.count(row, column), shown.mark)


@cache
def environment() -> Environment:
    """The templates of the report pages."""
    loader = FileSystemLoader(shipped("reports"))
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _render(macro: str, **values: object) -> Markup:
    macros = environment().get_template("dele.html.j2").module
    rendered: Markup = getattr(macros, macro)(**values)
    return rendered
