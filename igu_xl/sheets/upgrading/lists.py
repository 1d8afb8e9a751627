"""New values at the end of a list of the sheet *Lister*, and whole lists that were not there."""

from __future__ import annotations

from igu_xl.domain.codes import fold
from igu_xl.errors import WriteRefused
from igu_xl.sheets.building.list_sheet import list_name
from igu_xl.sheets.building.page import LISTS
from igu_xl.sheets.ooxml.areas import Area, cell_name, column_letters
from igu_xl.sheets.ooxml.cells import EMPTY, Content
from igu_xl.sheets.ooxml.worksheet import Worksheet
from igu_xl.sheets.upgrading.grafting import Graft
from igu_xl.sheets.upgrading.opened import OpenedBook
from igu_xl.sheets.upgrading.sheet_parts import shape_column, width_of
from igu_xl.sheets.upgrading.styles import StyleTransfer


class ListTransfer:
    """Brings lists from a fresh workbook to an older one."""

    def __init__(self, source: OpenedBook, target: OpenedBook, styles: StyleTransfer) -> None:
        self._source = source
        self._target = target
        self._styles = styles

    def add_value(self, options: str, value: str) -> None:
        """Add a value below the last one of its list; raises `WriteRefused` where something else stands there.

        Where the list's name leads nowhere, as when its sheet was deleted, the list comes back whole.
        """
        name = list_name(options)
        sheet, area = self._target.place(name)
        if area is None:
            self.bring(options)
            return
        found = self._target.sheet(sheet)
        if fold(value) in {fold(found.content(row, area.left).text) for row in range(area.top, area.bottom + 1)}:
            return  # it came with the whole list
        below = found.content(area.bottom + 1, area.left)
        if below != EMPTY and fold(below.text) != fold(value):
            cell = cell_name(area.bottom + 1, area.left)
            raise WriteRefused(
                f"Der er ikke plads til valget »{value}« på listen {options}: celle {cell} i arket {sheet} er i brug. "
                "Flyt det, der står dér, gem, og prøv igen.",
                found.place(area.bottom + 1, area.left),
            )
        if below == EMPTY:
            found.lay(area.bottom + 1, area.left, Content("text", value), found.style(area.bottom, area.left))
        self._target.set_name(name, _reference(sheet, area.ending(area.bottom + 1)))

    def bring(self, options: str) -> None:
        """Bring a whole list: into the sheet of lists where there is one, else with that sheet."""
        if self._target.place(list_name(options))[1] is not None:
            return
        sheet = self._list_sheet()
        if sheet is None:
            self._bring_sheet()
        else:
            self._bring_list(options, sheet)

    def _list_sheet(self) -> str | None:
        """The sheet that the lists stand in, by whatever name it has now."""
        places = (self._target.place(name)[0] for name in self._names())
        return next((sheet for sheet in places if sheet), None)

    def _names(self) -> list[str]:
        names = (found.get("name", "") for found in self._source.root.iterfind("{*}definedNames/{*}definedName"))
        return [name for name in names if name.startswith("lst_")]

    def _bring_sheet(self) -> None:
        own = Graft(self._source, self._target, self._styles).bring(LISTS)
        for name in self._names():
            _, area = self._source.place(name)
            assert area is not None, "the names of a fresh workbook lead to its lists"
            self._target.set_name(name, _reference(own, area))

    def _bring_list(self, options: str, sheet: str) -> None:
        """Write the list right of all others."""
        theirs, area = self._source.place(list_name(options))
        assert area is not None, "the names of a fresh workbook lead to its lists"
        source, found = self._source.sheet(theirs), self._target.sheet(sheet)
        place = 1 + max((own.right for name in self._names() if (own := self._target.place(name)[1])), default=0)
        used = found.first_used(Area(place, area.top - 1, place, area.bottom))
        if used:
            raise WriteRefused(
                f"Der er ikke plads til listen {options}: celle {cell_name(*used)} i arket {sheet} er i brug. "
                "Flyt det, der står dér, gem, og prøv igen.",
                found.place(*used),
            )
        self._copy(source, found, area, place)
        self._target.set_name(list_name(options), _reference(sheet, Area(place, area.top, place, area.bottom)))

    def _copy(self, source: Worksheet, found: Worksheet, area: Area, place: int) -> None:
        for row in range(area.top - 1, area.bottom + 1):
            style = self._styles.cell(source.style(row, area.left))
            found.lay(row, place, source.content(row, area.left), style)
        body = self._styles.cell(source.column_style(area.left))
        shape_column(found.root, place, width_of(source.root, area.left), body)


def _reference(sheet: str, area: Area) -> str:
    """The cells of a list as a name leads to them: `Lister!$M$5:$M$10`."""
    quoted = sheet if sheet.isalnum() else "'" + sheet.replace("'", "''") + "'"
    letters = column_letters(area.left)
    cells = f"${letters}${area.top}"
    return f"{quoted}!{cells}" if area.top == area.bottom else f"{quoted}!{cells}:${letters}${area.bottom}"
