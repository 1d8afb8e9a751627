"""The command line's framework in Danish: its sentences, its help and its numbers."""

from __future__ import annotations

import gettext
import os
import re
from pathlib import Path
from typing import Any

# Its own sentences come from the catalogue of the package, whatever language the machine has.
os.environ["LANGUAGE"] = "da"
gettext.bindtextdomain("messages", str(Path(__file__).parent.parent / "locale"))

import click  # noqa: E402  (reads its language when it is imported)

from igu_xl.danish import number_text  # noqa: E402

__all__ = ["Between", "Command", "Commands", "click", "refusal"]


class Between(click.ParamType):  # type: ignore[type-arg]
    """A whole number within bounds, told of in Danish."""

    name = "antal"

    def __init__(self, low: int, high: int) -> None:
        self.low = low
        self.high = high

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; fails with a sentence for anything else."""
        if not re.fullmatch(r"\d+", str(value)) or not self.low <= int(str(value)) <= self.high:
            self.fail(f"Skriv et helt tal fra {number_text(self.low)} til {number_text(self.high)}.", param, ctx)
        return int(str(value))


class Command(click.Command):
    """A command whose help is Danish to the last word."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[TILVALG]"} | more)


class Commands(click.Group):
    """The commands in the order of a month, not of the alphabet."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


def refusal(error: click.UsageError) -> str:
    """What is wrong with the command as it was typed, and where to read how it is meant."""
    name = error.ctx.info_name if error.ctx else None
    command = "" if name in (None, "igu") else f"{name} "
    sentence = re.sub(r"'([^']*)'", r"»\1«", error.format_message())
    return f"{sentence} Se »igu {command}--help«."
