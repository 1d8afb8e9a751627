"""The command that takes the last sending back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from igu_xl.cli.danish import click
from igu_xl.cli.face import DONE, FOLDER, JSON, MEND, bar, command_of, say
from igu_xl.sheets.buttons import UNDO


@command_of(UNDO)
@FOLDER
@click.option("--dry-run", is_flag=True, help="Skriv intet; vis fil for fil, hvad der ville blive taget tilbage.")
@JSON
def undo(folder: Path, dry_run: bool, as_json: bool) -> int:
    """Tag den seneste afsendelse tilbage.

    Rækker, som kommunen har skrevet i siden, bliver stående og nævnes. En arbejdsbog, der er åben, venter; kør
    kommandoen igen.
    """
    from igu_xl.actions.sending.rehearsal import rehearse_undo
    from igu_xl.actions.sending.taking_back import undo_text
    from igu_xl.actions.sending.undoing import undo_partnership

    with bar() as progress:
        if dry_run:
            rehearsed = rehearse_undo(folder, datetime.now(), progress)
            done, answer, text = rehearsed.done, rehearsed.as_json(), rehearsed.text
        else:
            done = undo_partnership(folder, datetime.now(), progress)
            answer, text = done.as_json(), undo_text(done)
    say(answer if as_json else text)
    return MEND if done.stays or done.waiting else DONE


COMMANDS = (undo,)
