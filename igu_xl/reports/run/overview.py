"""The overview over all months, `rapporter/index.html`: what a reader of the share opens first."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from igu_xl.danish import plural
from igu_xl.month import Month
from igu_xl.reports.disclosure.protection import INTERNAL, PARTNERSHIP
from igu_xl.reports.run.page_html import months_of
from igu_xl.reports.run.record import RECORD, Published, read_record
from igu_xl.system import swap_folder

OVERVIEW, RUNS, MATCHES = "index.html", "koersler.html", "match/index.html"
_EDITIONS = {INTERNAL: "Til tjenstligt brug", PARTNERSHIP: "Partnerskabets udgave"}
_WHOLE, _PARTLY = ("ok", "●", "Alle sider"), ("mangler", "▲", "Sider mangler")
_PROVISIONAL = ("mangler", "▲", "Foreløbig")


def write(reports_folder: Path) -> None:
    """Write the overview in the place of the older one, at once."""
    reports_folder.mkdir(parents=True, exist_ok=True)
    published = [read_record(path.parent) for path in reports_folder.glob(f"[0-9]*/{RECORD}")]
    latest_first = sorted(published, key=lambda one: (one.month, one.audience), reverse=True)
    months = [
        {"name": Month.parse(month).name, "editions": [_edition(one) for one in editions]}
        for month, editions in groupby(latest_first, key=lambda one: one.month)
    ]
    runs = RUNS if (reports_folder / RUNS).is_file() else ""
    matches = MATCHES if (reports_folder / MATCHES).is_file() else ""
    swap_folder.put(reports_folder / OVERVIEW, months_of(months, runs, matches))


def _edition(one: Published) -> dict[str, str]:
    key, sign, word = _PROVISIONAL if one.provisional else _WHOLE if one.whole else _PARTLY
    made = sum(bool(page["file"]) for page in one.pages.values())
    return {
        "folder": one.folder.name,
        "name": _EDITIONS.get(one.audience, "Delt udgave"),
        "pages": plural(made, "side", "sider"),
        "edition": "foreløbig udgave" if one.provisional else f"udgave {one.edition}",
        "key": key,
        "sign": sign,
        "word": word,
    }
