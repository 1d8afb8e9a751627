"""An executed notebook becomes one HTML file that needs nothing else: no links out, no scripts, style inside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from igu_xl.danish import date_text, number_text
from igu_xl.month import Month
from igu_xl.reports.disclosure.protection import ROUND
from igu_xl.reports.parts.blocks import Sheet, environment
from igu_xl.reports.parts.downloads import data_link
from igu_xl.reports.parts.parts import (
    EMPTY,
    HEADING,
    MEDIA_TYPE,
    NOTES,
    SUMMARY,
    Status,
    as_of_words,
    edition_words,
    month_words,
)
from igu_xl.resources import shipped

if TYPE_CHECKING:
    from nbformat import NotebookNode


@dataclass(frozen=True, slots=True)
class Edition:
    """Which edition of the month a page belongs to: its number, what data it is from, which program made it.

    `unfinished` is the day of the data where the month had not ended then: the edition is provisional, and `number`
    that of the last one that was not.
    """

    number: int
    data: str
    version: str
    unfinished: date | None = None

    @property
    def name(self) -> str:
        """What the foot of a page calls it."""
        return "Foreløbig udgave" if self.unfinished else f"Udgave {self.number}"


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page and how it stands, which the index repeats."""

    html: str
    status: Status


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the index: a page that can be opened (`file`, `pdf`) or the reason why there is none."""

    name: str
    file: str
    status: Status
    reason: str = ""
    pdf: str = ""


def page_of(notebook: NotebookNode, edition: Edition, contact: str = "") -> Page:
    """The page that the parts shown by a notebook make; raises ValueError when there is no heading among them.

    `contact` is whom the foot says to ask.
    Where the heading says that there is nothing to tell, only it and the summary are shown, not a page of noughts.
    """
    shown = list(_parts(notebook))
    heading = next((about for about, _ in shown if about["role"] == HEADING), None)
    if heading is None:
        raise ValueError("the notebook shows no heading")
    if heading["status"] == EMPTY.key:
        shown = [(about, html) for about, html in shown if about["role"] in (HEADING, SUMMARY)]
    html = _render(
        "side.html.j2",
        title=heading["title"],
        as_of=heading["as_of"],
        parts=[html for about, html in shown if about["role"] != NOTES],
        notes=Markup("").join(html for about, html in shown if about["role"] == NOTES),
        file=f"tal-{heading['stem']}-{heading['of']}.xlsx",
        link=_download(heading, [about for about, _ in shown]),
        edition=edition,
        contact=contact,
    )
    return Page(html, Status(heading["status"], heading["sign"], heading["word"]))


def _download(heading: Mapping[str, Any], shown: Iterable[Mapping[str, Any]]) -> str:
    """All tables of a page as a workbook inside a link; none where there is nothing to tell."""
    sheets = [Sheet(**sheet) for about in shown for sheet in about.get("sheets", ())]
    return data_link(heading["title"], sheets, Month.parse(heading["of"]).last) if sheets else ""


def index_of(
    groups: Iterable[tuple[str, Sequence[Entry]]],
    month: Month,
    audience: str,
    edition: Edition,
    editions: Sequence[Mapping[str, object]] = (),
    contact: str = "",
    method: str = ROUND,
) -> str:
    """The page that lists all pages of a month, in groups with a title, and its editions where there are several."""
    return _render(
        "oversigt.html.j2",
        groups=[(title, entries) for title, entries in groups if entries],
        editions=editions,
        contact=contact,
        month=month_words(month, edition.unfinished),
        as_of=as_of_words(month, edition.unfinished),
        said=edition_words(audience, method),
        edition=edition,
    )


def run_page_of(
    pages: Sequence[Mapping[str, str]], month: Month, said: str, edition: Edition, begun: datetime | None
) -> str:
    """The page about the run: what became of each page, how long it took, and why some are missing.

    `said` is who may see the pages (`edition_words`).
    """
    return _render(
        "koersel.html.j2",
        pages=[{**page, "seconds": number_text(float(page["seconds"]), 1)} for page in pages],
        failed=[page for page in pages if not page["file"]],
        notes=sorted({page["note"] for page in pages if page["note"]}),
        month=month_words(month, edition.unfinished),
        begun=f"{date_text(begun)} kl. {begun:%H.%M}" if begun else "",
        said=said,
        edition=edition,
    )


def months_of(months: Sequence[Mapping[str, Any]], runs: str, matches: str) -> str:
    """The overview of all months, latest first; `runs` and `matches` are the lists of them, where there are any."""
    return _render("maaneder.html.j2", months=months, runs=runs, matches=matches)


def partner_index_of(name: str, months: Sequence[Mapping[str, Any]]) -> str:
    """The index of one partner's own pages, the latest month first; there is no way out of its folder in it."""
    return _render("partner.html.j2", name=name, months=months)


def runs_of(runs: Sequence[Mapping[str, Any]]) -> str:
    """The page about all runs, latest first."""
    return _render("koersler.html.j2", runs=runs)


def _parts(notebook: NotebookNode) -> Iterator[tuple[Mapping[str, Any], Markup]]:
    """Every part that a cell showed, in order. What is no part stays in the notebook."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if MEDIA_TYPE in data:
                yield data[MEDIA_TYPE], Markup(data["text/html"])


@cache
def _style() -> Markup:
    return Markup((shipped("reports") / "stilark.css").read_text(encoding="utf-8"))


def _render(template: str, **values: object) -> str:
    return environment().get_template(template).render(style=_style(), **values)
