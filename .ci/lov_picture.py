"""Draws which rule holds when: a line for each subject of the rule tables, a bar for each version."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from xml.sax.saxutils import escape

from igu_xl.domain.dated import first_day, last_day
from igu_xl.domain.law.igu.rules import RULES
from igu_xl.domain.law.verdict import MANUAL
from igu_xl.domain.rule_tables import RULE_TABLES, UNREAD, RuleTable, rule_rows
from igu_xl.domain.tables import CsvRow

_FIRST_YEAR, _LAST_YEAR = 2016, 2028
_LEFT, _YEAR_WIDTH, _LINE, _TOP = 215, 52, 26, 34
_KNOWN, _JUDGED, _UNREAD_FILL = "#1F4E5F", "#C98A1B", "#B8C4C8"
_KEY = ((_KNOWN, "regel"), (_JUDGED, "et menneske vurderer"), (_UNREAD_FILL, "loven er ikke læst endnu"))


def picture() -> str:
    """Which rule holds when, drawn."""
    lines = list(_picture_lines())
    width, height = _LEFT + _YEAR_WIDTH * (_LAST_YEAR - _FIRST_YEAR + 1) + 10, _TOP + _LINE * len(lines) + 40
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-size="13" role="img" '
        'font-family="Calibri, Carlito, sans-serif"><title>Hvilken regel gælder hvornår</title>',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for year in range(_FIRST_YEAR, _LAST_YEAR + 1):
        x = _x(date(year, 1, 1))
        drawn.append(f'<path d="M{x} {_TOP - 8}V{height - 36}" stroke="#E3E9EB"/>')
        drawn.append(f'<text x="{x + _YEAR_WIDTH / 2:g}" y="20" text-anchor="middle" fill="#444">{year}</text>')
    for number, (name, bars) in enumerate(lines):
        drawn += _line(name, bars, _TOP + _LINE * number)
    for number, (fill, told) in enumerate(_KEY):
        x = _LEFT + 160 * number
        drawn.append(f'<rect x="{x}" y="{height - 24}" width="14" height="12" rx="2" fill="{fill}"/>')
        drawn.append(f'<text x="{x + 20}" y="{height - 13}" fill="#444">{told}</text>')
    return "\n".join([*drawn, "</svg>", ""])


def _picture_lines() -> Iterable[tuple[str, list[tuple[date, date, str, str]]]]:
    """The name of each line with its bars: from, to, fill and the text in it."""
    yield "Igu-regel", [(rule.valid_from, rule.valid_to, _KNOWN, rule.rule_id) for rule in RULES]
    for table in RULE_TABLES:
        if table.subject and table.name in ("opholdsgrundlag", "laengder", "pladsregler"):
            for subject in dict.fromkeys(row[table.subject] for row in rule_rows(table.name)):
                periods: dict[tuple[date, date], str] = {}
                for row in rule_rows(table.name):
                    if row[table.subject] == subject:
                        periods.setdefault((first_day(row), last_day(row)), _fill(table, row))
                name = f"Længde: {subject}" if table.name == "laengder" else _named(subject.replace("_", " "))
                yield name, [(first, last, fill, "") for (first, last), fill in sorted(periods.items())]


def _fill(table: RuleTable, row: CsvRow) -> str:
    if row["sikkerhed"] == UNREAD:
        return _UNREAD_FILL
    return _JUDGED if row["vurdering"] == MANUAL and table.name != "laengder" else _KNOWN


def _line(name: str, bars: Iterable[tuple[date, date, str, str]], y: int) -> Iterable[str]:
    yield f'<text x="{_LEFT - 8}" y="{y + 14}" text-anchor="end" fill="#1F2D33">{escape(name)}</text>'
    for first, last, fill, told in bars:
        start, end = _x(first), _x(min(last, date(_LAST_YEAR, 12, 31)))
        yield f'<rect x="{start}" y="{y}" width="{max(end - start - 1, 2):g}" height="18" rx="2" fill="{fill}"/>'
        if told and end - start > 40:
            middle = f'x="{(start + end) / 2:g}" y="{y + 13}" text-anchor="middle"'
            yield f'<text {middle} fill="#fff" font-size="11">{told}</text>'


def _x(day: date) -> float:
    return round(_LEFT + _YEAR_WIDTH * (day.year - _FIRST_YEAR + (day.timetuple().tm_yday - 1) / 366), 1)


def _named(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
