"""All that real sheets have and a clean table has not: a fixed, documented list of damages to the demo.

`MESS` is what is done to rows and headers before the workbooks are written; `FILE_MESS` in mess_files.py is what only
a file can have. The number of damages does not grow with the partnership.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from igu_xl.demo.books import DemoBook
from igu_xl.demo.mess.desk import MessDesk
from igu_xl.demo.mess.links import LINKS
from igu_xl.demo.mess.readable import MOVING, READABLE
from igu_xl.demo.mess.school import SCHOOL_MESS
from igu_xl.demo.mess.shapes import SHAPES
from igu_xl.demo.mess.values import VALUES

Damage = Callable[[MessDesk], None]

# What moves rows about comes last: it must not decide which rows the others take.
MESS: tuple[Damage, ...] = (*READABLE, *VALUES, *LINKS, *SCHOOL_MESS, *SHAPES, *MOVING)


def messed_up(books: Sequence[DemoBook], damages: Sequence[Damage] = MESS) -> list[DemoBook]:
    """The workbooks with these damages done to them; those given are left as they were."""
    copies = [
        DemoBook(
            book.book,
            book.filename,
            book.owner,
            {name: [dict(row) for row in rows] for name, rows in book.rows.items()},
        )
        for book in books
    ]
    desk = MessDesk(copies)
    for damage in damages:
        damage(desk)
    return desk.books()
