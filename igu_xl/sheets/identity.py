"""Whose a workbook is: what it says itself and what was known of it before, not what its file is called.

A workbook says it by the name `igu_partner` that the tool has given it, and by its ids. Its path counts first where
nothing speaks against it. Two workbooks with the same rows are one partner's: the one that was known before is read,
and of two unknown ones the one with the plainer name; which was saved last says nothing about which is right.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from igu_xl.domain.codes import resolve_municipality
from igu_xl.sheets.contract import MUNICIPALITY, PARTNER_BOOKS
from igu_xl.sheets.layout import PARTNERS
from igu_xl.sheets.reading.typed_rows import Broken, ReadBook
from igu_xl.sheets.reading.values import shown
from igu_xl.sheets.schema import Book

# The rows that tell one partner's workbook from another's: their table, and what stays in a copy beside the id.
_ROWS = {
    "kommune": ("tblKandidater", ("born",)),
    "branche": ("tblPladser", ("p_number", "type")),
    "skole": ("tblHold", ("title", "start")),
}
_NUMBER = re.compile(r"0?(\d{3})(?!\d)")
_COPY = re.compile(r"kopi|copy|konflikt|conflict|\(\d+\)|[-_ ](pc|laptop|desktop)[-\w]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class KnownPartner:
    """A partner that was read before: where its workbook lay, and every id that its rows have had, in small letters."""

    partner: str
    path: str = ""
    ids: frozenset[str] = frozenset()


@dataclass(slots=True)
class Owners:
    """Whose each workbook is, by its path; which are copies, and of what; and which nobody knows."""

    partners: dict[str, str] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def partner_of(stem: str, book: Book) -> str:
    """The partner by the file name alone: `101-koebenhavn` is `kommune:101`; empty for an unknown municipality."""
    if book is not MUNICIPALITY:
        return f"{book.kind}:{stem}"
    number = _NUMBER.match(stem)
    match = resolve_municipality(number[1] if number else stem)
    return f"{book.kind}:{match.code}" if match.known else ""


def same_path(a: str, b: str) -> bool:
    """Whether two paths are one for people: some systems write `å` as two letters, and nobody minds capital letters."""
    return _plain(a) == _plain(b)


def owners_of(books: Sequence[ReadBook], known: Collection[KnownPartner]) -> Owners:
    """Whose each of the workbooks is, by what they say and by who was known before."""
    owners = Owners()
    for book in PARTNER_BOOKS:
        files = [_File(read, _signs(read)) for read in books if read.book is book]
        before = [one for one in known if one.partner.startswith(f"{book.kind}:")]
        if book is MUNICIPALITY:
            _municipalities(files, before, owners)
        else:
            _branches_or_schools(files, before, owners)
    return owners


@dataclass(frozen=True, slots=True, eq=False)
class _File:
    read: ReadBook
    signs: Mapping[str, str]

    @property
    def path(self) -> str:
        return self.read.path

    @property
    def stem(self) -> str:
        return PurePosixPath(self.path).stem

    @property
    def named(self) -> str:
        """The partner by the folder that is its own, else by the file name alone."""
        return self.by_folder or partner_of(self.stem, self.read.book)

    @property
    def by_folder(self) -> str:
        """The partner by the folder that is its own; empty where that says nothing."""
        path = PurePosixPath(self.path)
        return partner_of(path.parent.name, self.read.book) if path.parts[0] == PARTNERS else ""

    @property
    def stated(self) -> str:
        """The partner by the name that the tool gave the workbook."""
        return self.read.stated if self.read.stated.startswith(f"{self.read.book.kind}:") else ""

    @property
    def plainness(self) -> tuple[bool, int, str]:
        """Sorts a file before its copies."""
        return bool(_COPY.search(self.stem)), len(self.stem), self.stem.casefold()

    def is_copy_of(self, other: _File, known: Collection[KnownPartner]) -> bool:
        """Whether most rows of the smaller one stand in the other; one without rows is known by its name, and the rows
        of one that cannot be read are those that `known` partners had there."""
        if not self.signs:
            return bool(_COPY.search(self.stem)) and _plain(other.stem) in _plain(self.stem)
        if not other.read.tables:
            return any(self.mostly(one) for one in known if other.lay_at(one))
        same = sum(other.signs.get(name) == sign for name, sign in self.signs.items())
        return 2 * same > min(len(self.signs), len(other.signs))

    def lay_at(self, one: KnownPartner) -> bool:
        """Whether this is where the partner's workbook was, or would be by its key."""
        return same_path(one.path, self.path) if one.path else one.partner == self.named

    def shares(self, one: KnownPartner) -> int:
        """How many of its ids the partner has had."""
        return len(one.ids & self.signs.keys())

    def could_be(self, one: KnownPartner) -> bool:
        """Whether its ids do not speak against the partner."""
        return not self.signs or not one.ids or self.shares(one) > 0

    def is_anothers(self, one: KnownPartner) -> bool:
        """Whether most of its ids are of a partner that lay elsewhere than in the folder this one is named after."""
        elsewhere = PurePosixPath(one.path).parent != PurePosixPath(self.path).parent
        return bool(self.signs and self.by_folder) and one.partner != self.named and elsewhere and self.mostly(one)

    def mostly(self, one: KnownPartner) -> bool:
        """Whether most of its ids are the partner's."""
        return 2 * self.shares(one) > len(self.signs)


def _branches_or_schools(files: Sequence[_File], known: Sequence[KnownPartner], owners: Owners) -> None:
    """One after the other is given a partner, the surest first; who is like nobody that was known is new."""
    originals = _without_copies(files, known, owners)
    left = {one.partner: one for one in known}
    tests: tuple[Callable[[_File, KnownPartner], bool], ...] = (
        lambda file, one: file.lay_at(one) and file.could_be(one),
        lambda file, one: file.stated == one.partner,
        lambda file, one: file.mostly(one),
        lambda file, one: file.lay_at(one),
    )
    for test in tests:
        for file in originals:
            found = [one for one in left.values() if file.path not in owners.partners and test(file, one)]
            if found:
                best = max(found, key=file.shares)
                owners.partners[file.path] = left.pop(best.partner).partner
    taken = {*owners.partners.values(), *(one.partner for one in known)}
    for file in (one for one in originals if one.path not in owners.partners):
        stated = file.stated if file.stated not in taken else ""
        owners.partners[file.path] = stated or next(key for key in _free_names(file.named) if key not in taken)
        taken.add(owners.partners[file.path])


def _without_copies(files: Sequence[_File], known: Sequence[KnownPartner], owners: Owners) -> list[_File]:
    """The files that are nobody's copy. Two that were known as two partners are two."""
    homes = {file.path: {one.partner for one in known if file.lay_at(one) and file.could_be(one)} for file in files}
    originals: list[_File] = []
    for file in sorted(files, key=lambda file: (not homes[file.path], file.plainness)):
        apart = (one for one in originals if not homes[file.path] or homes[file.path] == homes[one.path])
        if original := next((one for one in apart if file.is_copy_of(one, known)), None):
            owners.copies[file.path] = original.path
        else:
            originals.append(file)
    return [file for file in files if file in originals]


def _municipalities(files: Sequence[_File], known: Sequence[KnownPartner], owners: Owners) -> None:
    """A municipality has one workbook, whatever the rows of a second one are."""
    groups: dict[str, list[_File]] = {}
    named = {file.named for file in files}
    for file in files:
        if partner := _municipality(file, [one for one in known if one.partner not in named], known):
            groups.setdefault(partner, []).append(file)
        else:
            owners.unknown.append(file.path)
    for partner, group in groups.items():
        homes = {file.path for file in group for one in known if one.partner == partner and one.path == file.path}
        original, *copies = sorted(group, key=lambda file: (file.path not in homes, file.named != partner))
        owners.partners[original.path] = partner
        owners.copies |= {copy.path: original.path for copy in copies}


def _municipality(file: _File, missing: Sequence[KnownPartner], known: Sequence[KnownPartner]) -> str:
    """The municipality of a workbook; its ids decide between a file name and what the workbook says of itself."""
    numbers = Counter(found[1] for name in file.signs if (found := _NUMBER.match(name)))
    first = f"{MUNICIPALITY.kind}:{numbers.most_common(1)[0][0]}" if numbers else ""
    if file.named and (owner := next((one.partner for one in known if file.is_anothers(one)), "")):
        return owner
    if file.named:
        return file.stated if file.stated and file.stated != file.named and first == file.stated else file.named
    home = next((one.partner for one in known if one.path and file.lay_at(one) and file.could_be(one)), "")
    like = next((one.partner for one in missing if file.signs and file.mostly(one)), "")
    alone = first if len(numbers) == 1 and resolve_municipality(first.partition(":")[2]).known else ""
    return home or file.stated or like or alone


def _signs(read: ReadBook) -> dict[str, str]:
    """The ids of the workbook's rows, each with what stays as it is in a copy."""
    table, keys = _ROWS[read.book.kind]
    rows = read.tables.get(table)
    if rows is None:
        return {}
    columns = [[_text(value) for value in rows.column(key)] for key in (rows.table.key, *keys)]
    return {name.casefold(): "\n".join(more) for name, *more in zip(*columns, strict=True) if name}


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, Broken) else shown(value).strip()


def _free_names(key: str) -> Iterator[str]:
    """The key, and what a new partner is called where another has it."""
    yield key
    yield from (f"{key}-{number}" for number in range(2, 1000))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
