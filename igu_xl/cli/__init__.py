"""The command line face: `igu`. Danish text for people, one JSON document for programs."""

from __future__ import annotations

import errno
import sys
from io import TextIOWrapper

from igu_xl.cli.commands import igu
from igu_xl.cli.danish import click, refusal
from igu_xl.cli.diary import Typed, keep
from igu_xl.cli.face import DONE
from igu_xl.errors import IguError

WRONG, LATER = 2, 75

# What the machine may refuse without anything being wrong with the program.
_OUTSIDE = {
    errno.EACCES: "Der mangler rettigheder til at læse eller skrive",
    errno.EPERM: "Der mangler rettigheder til at læse eller skrive",
    errno.EROFS: "Drevet kan kun læses",
    errno.ENOSPC: "Der er ikke plads på drevet",
    errno.EDQUOT: "Der er ikke plads på drevet",
    errno.ENAMETOOLONG: "Navnet på mappen er for langt",
    errno.ENOTDIR: "Stien går gennem en fil",
}


def main(arguments: list[str] | None = None) -> None:
    """Run `igu` and end with its exit code: 0 done, 1 something to mend, 2 could not run, 75 not now."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    typed = Typed()
    code = _run(arguments, typed)
    keep(typed, code)
    sys.exit(code)


def _run(arguments: list[str] | None, typed: Typed) -> int:
    """The exit code; what stopped the command is said on stderr and noted."""
    try:
        return igu.main(args=arguments, prog_name="igu", standalone_mode=False, obj=typed) or DONE
    except click.exceptions.Abort:
        sentence, code = "Afbrudt. Ingen arbejdsbog er halvt skrevet; kør kommandoen igen.", LATER
    except click.UsageError as error:
        sentence, code = refusal(error), WRONG
    except IguError as error:
        sentence, code = str(error), error.exit_code
    except OSError as error:
        if error.errno not in _OUTSIDE:
            raise
        place = f" ved »{error.filename}«" if error.filename else ""
        sentence, code = f"{_OUTSIDE[error.errno]}{place}. Ingen arbejdsbog er halvt skrevet.", WRONG
    click.echo(sentence, err=True)
    typed.sentence = sentence
    return code
