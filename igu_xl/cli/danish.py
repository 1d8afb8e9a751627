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

from igu_xl.cli.diary import Typed  # noqa: E402
from igu_xl.danish import number_text  # noqa: E402

__all__ = ["Between", "Command", "Commands", "click", "refusal"]


_LOOKS = ("read_only", "dry_run")  # options of commands that write nothing then
_ONLY_LOOK = ("doctor", "history")


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

    def invoke(self, ctx: click.Context) -> Any:
        """Carry the command out, after it is noted for the log as what it was typed."""
        if isinstance(ctx.obj, Typed):
            typed = click.core.ParameterSource.COMMANDLINE
            names = [one.opts[0] for one in self.params if ctx.get_parameter_source(one.name or "") is typed]
            ctx.obj.command = " ".join([self.name or "", *(name for name in names if name.startswith("-"))])
            ctx.obj.folder = ctx.params.get("folder")
            ctx.obj.looks = self.name in _ONLY_LOOK or any(ctx.params.get(name) for name in _LOOKS)
        return super().invoke(ctx)


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
