"""The pages of each partner among those of everybody: which of them it is given, and what they are called there.

```
2026-10.html  2026-10.pdf            the present edition of its page
2026-10-udgave-1.html                an earlier one
2026-10-delt.html                    that of the shared edition, which may be passed on
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from igu_xl.reports.data.selections import MUNICIPALITY
from igu_xl.reports.disclosure.protection import INTERNAL, SHARED
from igu_xl.reports.kinds import KINDS
from igu_xl.reports.run.record import RECORD, PageRecord, Published, read_record

_SUFFIXES = {INTERNAL: "", SHARED: "-delt"}
_NAME = re.compile(r"(20\d\d-(?:0[1-9]|1[0-2]))(-delt)?(?:-udgave-(\d+))?\.(html|pdf)")


@dataclass(slots=True)
class PartnerPages:
    """What a partner is called, and the published files that are its own, by their names in its folder."""

    name: str
    files: dict[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PageName:
    """What the name of a file in a partner's folder says: month, edition `-delt` or "", number of an earlier edition or
    0, and what kind of file it is."""

    month: str
    suffix: str
    earlier: int
    ending: str

    @property
    def group(self) -> str:
        """The month and edition that all files of it share: `2026-10-delt`."""
        return self.month + self.suffix


def page_name(name: str) -> PageName | None:
    """What the name of a file says; None for one that is no page of a month."""
    found = _NAME.fullmatch(name)
    return PageName(found[1], found[2] or "", int(found[3] or 0), found[4]) if found else None


def is_given(kind: str, audience: str) -> bool:
    """Whether a partner is given a page of its own that was made for an audience.

    A municipality is, for its page is about its own people. A branch's is about other people's citizens: it is given
    what may be passed on.
    """
    return kind in KINDS and not KINDS[kind].about_everybody and (kind == MUNICIPALITY.kind or audience == SHARED)


def pages_by_partner(reports: Path) -> dict[str, PartnerPages]:
    """Every partner with a published page of any month that it is given: `kommune:101` and its files."""
    found: dict[str, PartnerPages] = {}
    months = (read_record(path.parent) for path in sorted(reports.glob(f"[0-9]*/{RECORD}")))
    for published in (one for one in months if one.audience in _SUFFIXES):
        editions = [read_record(path.parent) for path in published.folder.glob(f"udgave-*/{RECORD}")]
        for partner in published.pages:
            own = list(_editions_of(partner, [published, *editions]))
            group = published.month + _SUFFIXES[published.audience]
            for at, (number, folder, page) in enumerate(own):
                pages = found.setdefault(partner, PartnerPages(page["name"]))
                name = group if at == 0 else f"{group}-udgave-{number}"
                files = [folder / one for one in (page["file"], page.get("pdf", "")) if one]
                pages.files |= {f"{name}{path.suffix}": path for path in files if path.is_file()}
    return found


def _editions_of(partner: str, published: list[Published]) -> Iterator[tuple[int, Path, PageRecord]]:
    """The editions of one partner's page, the present one first and then the latest; a page that came along unchanged
    into later ones is there once."""
    kind, known = partner.partition(":")[0], set()
    latest_first = sorted(published[1:], key=lambda one: one.edition, reverse=True)
    for one in [published[0], *latest_first]:
        page = one.pages.get(partner)
        if page is None or not page["file"] or not (one.folder / page["file"]).is_file():
            continue
        if not is_given(kind, page.get("audience", one.audience)):
            continue
        number = 0 if one.provisional else int(page.get("edition") or one.edition)
        if number not in known:
            known.add(number)
            yield number, one.folder, page
