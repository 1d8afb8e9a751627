"""The workbooks that lie where the wrong partner can read them: in the folder of another one.

They are not read, and so nothing is written to them either: what is sent to their owner would be sent to the other.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath

from igu_xl.sheets.identity import KnownPartner, Owners


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


def _others(folder: PurePosixPath, partner: str, owners: Owners, lay: dict[str, str]) -> bool:
    """Whether a folder is another partner's: one has a workbook there, or had it there last."""
    there = {one for path, one in owners.partners.items() if _folder(path) == folder and lay.get(one, path) == path}
    return bool((there | {one for one, path in lay.items() if _folder(path) == folder}) - {partner})


def _folder(path: str) -> PurePosixPath:
    return PurePosixPath(path).parent
