"""Godkend og send with a partner's folder that may not be written: it waits and is named, and the others are done."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from igu_xl.actions.rehousing.rehousing import move_partnership
from igu_xl.actions.sending.publishing import publish_partnership

BEGUN = datetime(2026, 11, 2, 9)
SECRETARY = 61_000
FREDERIKSBERG = "partnere/147-frederiksberg/147-frederiksberg.xlsx"


def test_a_folder_that_may_not_be_written_waits_and_the_others_are_done(
    decided_partnership: Path, open_place: Path, as_user: Callable[[int, Callable[[], str]], str]
) -> None:
    folder = Path(shutil.copytree(decided_partnership, open_place / "p"))
    move_partnership(folder, BEGUN)
    for path in (folder, *folder.rglob("*")):
        os.chown(path, SECRETARY, SECRETARY)
    closed = (folder / FREDERIKSBERG).parent
    closed.chmod(0o555)
    os.chown(closed, 0, 0)

    def publish() -> str:
        done = publish_partnership(folder, BEGUN, anyway=True)
        return json.dumps({"sent": done.sent, "waiting": done.waiting, "written": sorted(done.written)})

    first = json.loads(as_user(SECRETARY, publish))
    assert list(first["waiting"]) == [FREDERIKSBERG]
    assert "Bed om skriveret" in first["waiting"][FREDERIKSBERG]
    assert len(first["written"]) == 4 and {name[:3] for name in first["sent"]} == {"101"}
    os.chown(closed, SECRETARY, SECRETARY)
    closed.chmod(0o755)
    second = json.loads(as_user(SECRETARY, publish))
    assert second["waiting"] == {} and {name[:3] for name in second["sent"]} == {"147"}
