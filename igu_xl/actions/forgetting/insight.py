"""Indsigt: what the tool holds about one id, as one page that can be given to the person, as text, and as data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

from igu_xl.actions.forgetting.holdings import KINDS, SENDINGS, Held, holdings, others_than, without_others
from igu_xl.actions.forgetting.kept_files import INSIGHT
from igu_xl.actions.forgetting.search import known_as
from igu_xl.danish import date_text, plural
from igu_xl.domain.codes import municipality_name
from igu_xl.errors import WrongUse
from igu_xl.sheets.contract import MUNICIPALITY
from igu_xl.sheets.layout import layout_of
from igu_xl.sheets.workbook_files import find_workbooks
from igu_xl.standing.events.between import all_events
from igu_xl.standing.events.event import EventLine
from igu_xl.standing.events.one_candidate import history_of
from igu_xl.standing.history_file import kept_history

_UNSAFE = re.compile(r"[^\w-]")
_INTRO = (
    "Værktøjet kender ikke borgerens navn eller CPR-nummer, kun id'et; kommunen ved, hvem id'et er. Id, fødselsdato, "
    "postnummer og opholdsgrundlag er tilsammen personoplysninger. Siden er selv en: giv den til borgeren, og slet den."
)
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d2b36}"
    "h1,h2{line-height:1.2}section article{border-top:1px solid #ccd4da;padding:.6rem 0}"
    ".sted{color:#51626f;font-size:.9rem;margin:0}dl{display:grid;grid-template-columns:14rem 1fr;margin:.3rem 0}"
    "dt{color:#51626f}dd{margin:0}"
)


@dataclass(frozen=True, slots=True)
class Insight:
    """What is held about a candidate on a day, what has happened, and the page that tells it."""

    candidate: str
    made: datetime
    held: list[Held]
    events: list[str]
    page: Path

    @property
    def text(self) -> str:
        """How much of each kind there is, and where the page lies."""
        lines = [f"Om {self.candidate} har værktøjet:"]
        for kind in KINDS:
            mine = [one for one in self.held if one.kind == kind]
            places = sum(len(one.places) for one in mine)
            lines += [f"  {kind}: {plural(places, 'sted', 'steder')}"] * bool(mine)
        told = f"Alt står på siden {self.page}. Giv den til borgeren, og slet den; den er selv personoplysninger."
        return "\n".join([*lines, "", told])

    def as_json(self) -> dict[str, object]:
        """The answer of `igu insight --json`."""
        held = [{"kind": o.kind, "places": o.places, "values": [list(pair) for pair in o.values]} for o in self.held]
        made = self.made.isoformat(timespec="seconds")
        return {"candidate": self.candidate, "made": made, "held": held, "events": self.events, "page": str(self.page)}


def insight_into(folder: Path, begun: datetime, candidate: str) -> Insight:
    """Gather all that is held about an id, and write the page into the secretariat's folder `indsigt`.

    Workbooks are only read, and may be open. Raises `WrongUse` for a folder that is no partnership and an id that the
    tool holds nothing about.
    """
    find_workbooks(folder)
    layout = layout_of(folder)
    if not (name := known_as(folder, layout, candidate)):
        raise WrongUse("Borgeren er glemt: værktøjet har intet om id'et.")
    page = layout.secretariat / INSIGHT / f"indsigt-{_UNSAFE.sub('_', name)}.html"
    held = [one for one in holdings(folder, layout, name) if not any(INSIGHT in place for place in one.places)]
    found = Insight(name, begun, held, list(_events(folder, name)), page)
    page.parent.mkdir(exist_ok=True)
    page.write_text(_page(found), encoding="utf-8", newline="\n")
    return found


def _events(folder: Path, candidate: str) -> Iterator[str]:
    own, others = history_of(kept_history(folder), candidate), others_than(folder, candidate)
    for event in sorted(all_events(own), key=lambda one: one.day):
        if candidate in (event.id, *event.people):
            told = Held("", (), (("", EventLine((event,)).sentence(_name_of)),))
            yield f"{date_text(event.day)}: {without_others(told, others).values[0][1]}"


def _name_of(partner: str) -> str:
    kind, _, key = partner.partition(":")
    return municipality_name(key) if kind == MUNICIPALITY.kind else key


def _page(found: Insight) -> str:
    title = f"Indsigt: alt, værktøjet har om {escape(found.candidate)}"
    parts = [f"<h1>{title}</h1>", f"<p>Lavet {date_text(found.made.date())}. {escape(_INTRO)}</p>"]
    for kind in KINDS:
        mine = [one for one in found.held if one.kind == kind]
        parts.append(f"<section><h2>{escape(kind)}</h2>")
        parts += [_article(one) for one in mine] or ["<p>Intet.</p>"]
        if kind == SENDINGS:
            parts.append("<p>Det, der er sendt, står i kommunens, branchens og skolens ark Plan; se øverst.</p>")
        parts.append("</section>")
    events = "".join(f"<li>{escape(one)}</li>" for one in found.events)
    parts.append(f"<section><h2>Hvad der er sket</h2><ul>{events or '<li>Intet.</li>'}</ul></section>")
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    return f'<!doctype html>\n<html lang="da"><head>{head}</head><body>{"".join(parts)}</body></html>\n'


def _article(one: Held) -> str:
    values = "".join(f"<dt>{escape(key)}</dt><dd>{escape(value)}</dd>" for key, value in one.values)
    return f'<article><p class="sted">{escape("; ".join(one.places))}</p><dl>{values}</dl></article>'
