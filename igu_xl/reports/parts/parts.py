"""The parts that a notebook shows and a page is made of.

A cell ends with a part; in Jupyter it is seen as HTML. It carries a media type of its own beside the HTML, and only
outputs with that type reach a page: a frame that somebody prints while trying things out does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from markupsafe import Markup

from igu_xl.danish import date_text
from igu_xl.month import Month
from igu_xl.reports.data.month_data import MonthData
from igu_xl.reports.disclosure.protection import HIDE, INTERNAL, PARTNERSHIP, ROUND
from igu_xl.reports.figures.explanations import Explained
from igu_xl.reports.parts.blocks import Block, Sheet, render
from igu_xl.reports.parts.key_figures import KeyFigure

MEDIA_TYPE = "application/vnd.igu-xl.part+json"
HEADING, SUMMARY, BODY, NOTES = "heading", "summary", "body", "notes"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a page: its HTML, its role, what the page and the index need to know, and its tables as sheets."""

    role: str
    html: Markup
    about: Mapping[str, object] = field(default_factory=dict)
    sheets: tuple[Sheet, ...] = ()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        sheets = [asdict(sheet) for sheet in self.sheets]
        return {
            "text/html": str(self.html),
            "text/plain": f"[{self.role}]",
            MEDIA_TYPE: {"role": self.role, **self.about, "sheets": sheets},
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


def month_words(month: Month, unfinished: date | None) -> str:
    """The month's name, marked where it had not ended on the day on which the data were kept."""
    return f"{month.name} (foreløbig)" if unfinished else month.name


def as_of_words(month: Month, unfinished: date | None) -> str:
    """The day that the figures are of, and for a month that had not ended the day on which they were known."""
    known = f", som kendt {date_text(unfinished)}" if unfinished else ""
    return f"{date_text(month.last)}{known}"


def edition_words(audience: str, method: str = ROUND) -> str:
    """Who may see a page, and what is done to its counts, as its head and the index say."""
    if audience == INTERNAL:
        return "Til tjenstligt brug"
    if audience == PARTNERSHIP:
        return "Partnerskabets udgave: nøjagtige tal efter skriftlig aftale, må ikke gives videre"
    rounded = "antal er afrundet til 5 efter en fælles plan, og 0 kan være 0-4"
    return f"Delt udgave: {'tal på 1-4 er skjult' if method == HIDE else rounded}"


def status_of(rows: int, missing: Sequence[str]) -> Status:
    """The status of a page with so many rows behind it and these things missing."""
    return EMPTY if not rows else ATTENTION if missing else IN_ORDER


def heading(data: MonthData, month: Month, missing: Sequence[str], audience: str) -> Part:
    """The title of a page: `Månedsstatus oktober 2026: København`, with its status and who may see it."""
    status, unfinished = status_of(data.rows, missing), data.unfinished(month)
    name = month_words(month, unfinished)
    about = {
        "name": data.name,
        "month": name,
        "as_of": as_of_words(month, unfinished),
        "status": status.key,
        "sign": status.sign,
        "word": status.word,
        "audience": audience,
    }
    known = {"title": f"Månedsstatus {name}: {data.name}", "stem": data.stem, "of": str(month)}
    said = edition_words(audience, data.decided.method if data.decided else ROUND)
    return Part(HEADING, render("overskrift", **{**about, "audience": said}), {**known, **about})


def summary(sentences: Iterable[str]) -> Part:
    """The month in a few sentences."""
    return Part(SUMMARY, render("sammenfatning", sentences=list(sentences)))


def cards(figures: Sequence[KeyFigure], month: Month) -> Part:
    """The key figures with their change since the month before, their goal and their correction."""
    cards = [
        {
            "label": one.label,
            "value": one.value_text,
            "sign": one.sign,
            "change": one.change_text(month),
            "goal": one.goal,
            "correction": one.correction,
        }
        for one in figures
    ]
    rows = [(one.label, one.cell, one.change_text(month), one.goal or "–") for one in figures]
    sheet = Sheet("Nøgletal", ("Nøgletal", "Nu", "Ændring", "Mål"), rows)
    return Part(BODY, render("kort", cards=cards), {"figures": {one.key: one.value for one in figures}}, (sheet,))


def section(title: str, *blocks: Block, lead: str = "") -> Part:
    """A heading with what stands under it."""
    sheets = tuple(sheet for block in blocks for sheet in block.sheets)
    return Part(BODY, render("afsnit", title=title, lead=lead, blocks=blocks), sheets=sheets)


def notes(explained: Iterable[Explained], glossary: Iterable[tuple[str, str]]) -> Part:
    """How the figures are made and what the words mean: the foot of the page."""
    hows = [(one.label, one.how) for one in dict.fromkeys(explained)]
    terms = list(glossary)
    sheets = (
        Sheet("Sådan er tallene lavet", ("Tal", "Sådan er det lavet"), hows),
        Sheet("Ordliste", ("Ord", "Betydning"), terms),
    )
    return Part(NOTES, render("noter", explained=hows, terms=terms), sheets=sheets)
