"""The workbooks that lie where the wrong partner can read them: in the folder of another one.

They are not read, and so nothing is written to them either: what is sent to their owner would be sent to the other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from igu_xl.sheets.identity import KnownPartner, Owners
from igu_xl.sheets.layout import KIND_FOLDERS


def astray_of(owners: Owners, known: Collection[KnownPartner]) -> dict[str, str]:
    """The workbooks in another partner's folder, each with where its partner's own workbook lies, or lay last.

    A copy is astray wherever its original is not beside it. The one workbook of a partner is, where it lay in another
    folder before and this one is another's; a folder that has got a new name is nobody else's. In the earlier layout
    all lie in one folder, and none is astray.
    """
    found = {path: home for path, home in owners.copies.items() if _folder(path) != _folder(home)}
    lay = {one.partner: one.path for one in known if one.path}
    for path, partner in owners.partners.items():
        home = lay.get(partner, path)
        if _folder(home) != _folder(path) and _others(_folder(path), partner, owners, lay):
            found[path] = home
    return found


def second_partners(owners: Owners, known: Collection[KnownPartner]) -> Iterator[tuple[str, str]]:
    """The workbooks of a second partner in one's folder, each with the workbook of the one whose folder it is.

    Whoever may write there could make up a branch, and be told whom it gets.
    """
    lay = {one.partner: one.path for one in known if one.path}
    shared: dict[PurePosixPath, list[tuple[str, str]]] = {}
    for path, partner in owners.partners.items():
        if _folder(path).name not in KIND_FOLDERS:
            shared.setdefault(_folder(path), []).append((path, partner))
    for folder, there in shared.items():
        here = {one.partner for one in known if _folder(lay.get(one.partner, "")) == folder}
        first, *more = sorted(there, key=lambda one: (one[1] not in here, not _is_named(folder, one[1]), one))
        yield from ((path, first[0]) for path, partner in more if partner != first[1])


def _is_named(folder: PurePosixPath, partner: str) -> bool:
    """Whether a folder has the partner's number or name."""
    return folder.name.casefold().startswith(partner.partition(":")[2].casefold())


def _others(folder: PurePosixPath, partner: str, owners: Owners, lay: dict[str, str]) -> bool:
    """Whether a folder is another partner's: one has a workbook there, or had it there last."""
    there = {one for path, one in owners.partners.items() if _folder(path) == folder and lay.get(one, path) == path}
    return bool((there | {one for one, path in lay.items() if _folder(path) == folder}) - {partner})


def _folder(path: str) -> PurePosixPath:
    return PurePosixPath(path).parent
