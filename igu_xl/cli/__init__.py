"""The command line face: `igu`. Danish text for people, one JSON document for programs."""

from __future__ import annotations

import errno
import sys
from io import TextIOWrapper

from igu_xl.cli.commands import igu
from igu_xl.cli.danish import click, refusal
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
    try:
        code = igu.main(args=arguments, prog_name="igu", standalone_mode=False)
    except click.exceptions.Abort:
        code = _failed("Afbrudt. Ingen arbejdsbog er halvt skrevet; kør kommandoen igen.", LATER)
    except click.UsageError as error:
        code = _failed(refusal(error), WRONG)
    except IguError as error:
        code = _failed(str(error), error.exit_code)
    except OSError as error:
        if error.errno not in _OUTSIDE:
            raise
        place = f" ved »{error.filename}«" if error.filename else ""
        code = _failed(f"{_OUTSIDE[error.errno]}{place}. Ingen arbejdsbog er halvt skrevet.", WRONG)
    sys.exit(code or DONE)


def _failed(sentence: str, code: int) -> int:
    click.echo(sentence, err=True)
    return code
