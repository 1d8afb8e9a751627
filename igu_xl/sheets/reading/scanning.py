"""What the fast reader cannot tell of a worksheet: error cells, formulas, and how far its values reach.

A real parser checks that the part is XML; the cells in question are then looked up in its bytes, which takes a tenth
of the time of following every element.
"""

from __future__ import annotations

import html
import re
import xml.parsers.expat
from dataclasses import dataclass, replace

from igu_xl.sheets.ooxml.areas import MAX_ROW, cell_name, column_number
from igu_xl.sheets.reading.opening import Unreadable

# The fast reader lays a sheet out as a full rectangle: one lost value in XFD1048576 would take all memory.
MOST_CELLS = 5_000_000

# An element's name may have a prefix. Nothing goes back over what it has read (`+` and `?>`), so no part is slow.
_P = rb"(?:[\w.-]++:)?+"
_OWN_ADDRESS = rb"(?>(?:[^>]*?\s)??r=[\"']([A-Za-z]{1,3}[0-9]{1,7})[\"'])"
_FILLED = re.compile(rb"<%bc(?=[\s>])(?>\s%b)?+[^>]*+(?<!/)>(?!</)" % (_P, _OWN_ADDRESS))
_ROW = re.compile(rb"<%brow(?=[\s/>])" % _P)
_ROW_OR_CELL = re.compile(rb"<%b(row|c)(?=[\s/>])([^>]*+)" % _P)
_CALCULATION = rb"<%bf(?=[\s/>])[^>]*+(?:(?<=/)>|>([^<]*+)</%bf>)" % (_P, _P)
_FORMULA = re.compile(rb"<%bc\s%b[^>]*+(?<!/)>\s*+%b" % (_P, _OWN_ADDRESS, _CALCULATION))
_NO_RESULT = re.compile(rb"\s*+(?:<%bv\s*+/>|<%bv>\s*+</%bv>)?+\s*+</%bc>" % (_P, _P, _P, _P))
_ERROR = re.compile(
    rb"<%bc\s(?=[^>]*?\bt=[\"']e[\"'])%b[^>]*+(?<!/)>(?>\s*+%b)?+\s*+<%bv>([^<]*+)"
    % (_P, _OWN_ADDRESS, _CALCULATION, _P)
)
_ERROR_MARKS = (b't="e"', b"t='e'")
_ADDRESS = re.compile(rb"(?:^|\s)r=[\"']([A-Za-z]{1,3}[0-9]{1,7})[\"']")
_ROW_NUMBER = re.compile(rb"(?:^|\s)r=[\"']([0-9]{1,7})[\"']")
_DIGITS = b"0123456789"
_ENOUGH_DIGITS = re.compile(rb"(?:[0-9][^0-9]*+){8}")
_ANY_ADDRESS = re.compile(rb"(?:^|\s)r=")
_TEXT_RESULT = re.compile(rb"\bt=[\"']str[\"']")


@dataclass(frozen=True, slots=True)
class Scan:
    """A worksheet part fit for the fast reader, its cells that need a finding, and how many rows are only stored.

    `errors` says what a cell shows, `uncalculated` are formulas without a result, `formulas` those with digits
    enough for a CPR number.
    """

    content: bytes
    errors: dict[str, str]
    uncalculated: set[str]
    formulas: dict[str, str]
    empty_rows: int


def scan_worksheet(content: bytes, sheet: str) -> Scan:
    """Look through a worksheet part; raises `Unreadable` when it is no XML or its values reach too far."""
    try:
        xml.parsers.expat.ParserCreate().Parse(content, True)
    except (xml.parsers.expat.ExpatError, ValueError) as problem:
        raise Unreadable("fil-beskadiget") from problem
    reach = _reach(content)
    if reach is None:
        content = _addressed(content)
        reach = _reach(content) or (0, 0)
    last_row, last_column = reach
    if last_row * last_column > MOST_CELLS or last_row > MAX_ROW:
        raise Unreadable("ark-for-stort", {"area": sheet, "cell": cell_name(last_row, last_column)})
    stored = sum(1 for _ in _ROW.finditer(content))
    scan = Scan(content, {}, set(), {}, max(stored - last_row, 0))
    _note_formulas(scan)
    return _with_errors(scan) if any(mark in content for mark in _ERROR_MARKS) else scan


def _reach(content: bytes) -> tuple[int, int] | None:
    """The last row and column with anything in them; None when a cell does not say where it stands."""
    columns: set[bytes] = set()
    last_row = 0
    for cell in _FILLED.finditer(content):
        address = cell[1]
        if address is None:
            return None
        letters = address.rstrip(_DIGITS)
        columns.add(letters)
        number = int(address[len(letters) :])
        if number > last_row:
            last_row = number
    return last_row, max((column_number(letters.decode().upper()) for letters in columns), default=0)


def _addressed(content: bytes) -> bytes:
    """The part with an address in each cell; one without stands right of the one before it, as the standard says.

    Raises `Unreadable` for an address that is none.
    """
    row = column = 0

    def place(tag: re.Match[bytes]) -> bytes:
        nonlocal row, column
        own = (_ROW_NUMBER if tag[1] == b"row" else _ADDRESS).search(tag[2])
        if own is None and _ANY_ADDRESS.search(tag[2]):
            raise Unreadable("fil-beskadiget")
        if tag[1] == b"row":
            row, column = int(own[1]) if own else row + 1, 0
        else:
            column = column_number(own[1].rstrip(_DIGITS).decode().upper()) if own else column + 1
        if own or tag[1] == b"row":
            return tag[0]
        return tag[0].removesuffix(tag[2]) + f' r="{cell_name(row, column)}"'.encode() + tag[2]

    return _ROW_OR_CELL.sub(place, content)


def _note_formulas(scan: Scan) -> None:
    for cell in _FORMULA.finditer(scan.content):
        address, formula = cell.groups()
        if formula and _ENOUGH_DIGITS.search(formula):
            scan.formulas[address.decode().upper()] = formula.decode()
        if _NO_RESULT.match(scan.content, cell.end()) and not _TEXT_RESULT.search(cell[0]):
            scan.uncalculated.add(address.decode().upper())


def _with_errors(scan: Scan) -> Scan:
    """The errors noted, and `#N/A` put for each: the fast reader gives up on the newer ones, such as `#SPILL!`."""
    pieces, at = [], 0
    for cell in _ERROR.finditer(scan.content):
        scan.errors[cell[1].decode().upper()] = html.unescape(cell[3].decode())
        pieces += [scan.content[at : cell.start(3)], b"#N/A"]
        at = cell.end(3)
    return replace(scan, content=b"".join([*pieces, scan.content[at:]]))
