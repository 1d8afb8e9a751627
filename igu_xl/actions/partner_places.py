"""Which folder each partner's pages may be laid in: only where its own workbook was read, and nobody else's lies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from igu_xl.checks.validation import Validation
from igu_xl.danish import listing
from igu_xl.sheets.layout import Layout
from igu_xl.standing.known_workbooks import last_places, left

_NOT_FOUND = "for arbejdsbogen er ikke fundet. Siderne bliver lagt ved næste kørsel, når den er der igen."
_TWICE = "for en anden mappe har også en arbejdsbog for {name}. Flyt den, der er for meget, og kør igen."
_SHARED = "for mappen bruges også af {others}. Giv hver partner sin egen mappe, og kør igen."


class Places:
    """The folders of partners in a layout that keeps them apart, as they were read just now.

    `before` is the folder in which the pages of each were laid last, by partner.
    """

    def __init__(self, validation: Validation, layout: Layout, before: Mapping[str, str]) -> None:
        self._layout = layout
        self._name_of = validation.partnership.partner_name
        self._books = {book.partner: book.path for book in validation.partnership.books}
        self._left = left(validation.history.workbooks)
        self._copies = dict(_copies(validation))
        self._owners: dict[Path, set[str]] = defaultdict(set)
        for partner, path in (last_places(validation.history.workbooks) | self._books).items():
            if path:
                self._note_owner(self._folder(path), partner)
        for partner in before.keys() - self._books.keys():
            self._note_owner(layout.root / before[partner], partner)

    def has_left(self, partner: str) -> bool:
        """Whether a partner has left the partnership: it keeps what it has and is given no more."""
        return partner in self._left

    def folder(self, partner: str) -> Path | None:
        """The partner's folder; None where it is not known for sure."""
        return None if self.doubt(partner) else self._folder(self._books[partner])

    def doubt(self, partner: str) -> str:
        """Why nobody can know that a folder is this partner's and nobody else's, as the end of a sentence, or empty."""
        path = self._books.get(partner)
        if path is None:
            return _NOT_FOUND
        folder = self._folder(path)
        if any(self._folder(copy) != folder for copy, of in self._copies.items() if of == path):
            return _TWICE.format(name=self._name_of(partner))
        others = self._owners[folder.resolve()] - {partner}
        return _SHARED.format(others=listing(sorted(map(self._name_of, others)))) if others else ""

    def _note_owner(self, folder: Path, partner: str) -> None:
        if partner not in self._left:
            self._owners[folder.resolve()].add(partner)

    def _folder(self, path: str) -> Path:
        return self._layout.located(path).parent


def _copies(validation: Validation) -> Iterator[tuple[str, str]]:
    """The workbooks that are not read because another one is the same partner's, each with that one."""
    for finding in validation.partnership.findings:
        if finding.code == "partner-dobbelt":
            yield finding.place.workbook, str(finding.details["other"])
