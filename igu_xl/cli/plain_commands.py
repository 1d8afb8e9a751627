"""The commands of the buttons that have no other face here: each does what its button does, and says its sentence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from igu_xl.cli.danish import click
from igu_xl.cli.face import DONE, FOLDER, JSON, bar, command_of, say
from igu_xl.sheets.buttons import BUTTONS

if TYPE_CHECKING:
    from igu_xl.sheets.schema import Button


def plain_commands(others: Iterable[click.Command]) -> list[click.Command]:
    """The commands of the buttons that none of the others does, alone or with an option."""
    done = {one.name for one in others}
    return [plain_command(button) for button in BUTTONS if button.command.split()[0] not in done]


def plain_command(button: Button) -> click.Command:
    """`igu NAME MAPPE [--json]`: the work of a button on the coordinator's file."""

    @command_of(button)
    @FOLDER
    @JSON
    def plain(folder: Path, as_json: bool) -> int:
        from igu_xl.actions.commands import WORK, Press
        from igu_xl.actions.coordinator.file import CoordinatorFile

        with bar() as progress:
            sentence = WORK[button.key](Press(folder, CoordinatorFile(folder), datetime.now(), progress))
        say({"sentence": sentence} if as_json else sentence, sentence)
        return DONE

    return plain
