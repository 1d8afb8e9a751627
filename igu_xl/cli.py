"""The command line face: `igu`. Danish text for people, one JSON document for programs."""

from __future__ import annotations

import errno
import gettext
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Any

# The framework's own sentences come from the catalogue beside this file, whatever language the machine has.
os.environ["LANGUAGE"] = "da"
gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))

import click  # noqa: E402  (reads its language when it is imported)
from tqdm import tqdm  # noqa: E402

from igu_xl import __version__  # noqa: E402
from igu_xl.danish import number_text  # noqa: E402
from igu_xl.errors import IguError  # noqa: E402

DONE, MEND, WRONG, LATER = 0, 1, 2, 75

Progress = Callable[[int, int, str], None]


class _Between(click.ParamType):  # type: ignore[type-arg]
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


class _Command(click.Command):
    """A command whose help is Danish to the last word."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[TILVALG]"} | more)


class _Commands(click.Group):
    """The commands in the order of a month, not of the alphabet."""

    command_class = _Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


_FOLDER = click.argument("folder", metavar="MAPPE", type=click.Path(file_okay=False, path_type=Path))
_JSON = click.option("--json", "as_json", is_flag=True, help="Skriv ét JSON-dokument til programmer.")


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["--help", "-h"]},
    options_metavar="[TILVALG]",
    subcommand_metavar="KOMMANDO …",
    invoke_without_command=True,
)
@click.version_option(__version__, prog_name="igu")
@click.pass_context
def igu(context: click.Context) -> None:
    """Saml kandidater fra mange kommuner, så hele hold bliver til noget."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@igu.command()
@click.argument(
    "folder", metavar="[MAPPE]", required=False, default="demo-partnerskab", type=click.Path(path_type=Path)
)
@click.option(
    "--candidates",
    "count",
    metavar="ANTAL",
    type=_Between(200, 100_000),
    default=200,
    help="Hvor mange kandidater, 200 eller flere (ellers 200).",
)
@_JSON
def demo(folder: Path, count: int, as_json: bool) -> int:
    """Lav et udfyldt partnerskab, og kør hele måneden på det."""
    from igu_xl.demo.story import run_demo

    with _bar() as progress:
        story = run_demo(folder, count, progress)
    _say(story.as_json() if as_json else story.text())
    return DONE


@igu.command()
@_FOLDER
@_JSON
def new(folder: Path, as_json: bool) -> int:
    """Lav et tomt partnerskab med skabeloner."""
    from igu_xl.actions.starting import new_partnership

    made = new_partnership(folder)
    lines = [f"Partnerskabet ligger nu i »{folder}«:", *(f"  {path.name}" for path in made)]
    text = "\n".join([*lines, "", "Begynd med »læs mig først.txt«."])
    _say(_made(folder, made) if as_json else text)
    return DONE


@igu.command()
@click.argument("folder", metavar="[MAPPE]", required=False, type=click.Path(file_okay=False, path_type=Path))
@_JSON
def templates(folder: Path | None, as_json: bool) -> int:
    """Byg de tomme skabeloner igen.

    Uden MAPPE bygges de, der følger med igu.
    """
    from igu_xl.resources import shipped
    from igu_xl.sheets.templates import build_templates

    target = folder or shipped("workbooks")
    made = build_templates(target)
    _say(_made(target, made) if as_json else "\n".join(str(path) for path in made))
    return DONE


@igu.command()
@_FOLDER
@_JSON
def validate(folder: Path, as_json: bool) -> int:
    """Hent og kontrollér: læs alt, og vis hvad der er galt."""
    from igu_xl.actions.checking import check_partnership, summary
    from igu_xl.checks.telling import findings_text

    with _bar() as progress:
        checked = check_partnership(folder, datetime.now(), progress)
    validation = checked.validation
    text = f"{findings_text(validation.findings)}{summary(validation)}\nAlle fund står i {checked.coordinator.path}."
    _say(validation.as_json() if as_json else text)
    return MEND if any(finding.level == "fejl" for finding in validation.findings) else DONE


@igu.command()
@_FOLDER
@_JSON
def match(folder: Path, as_json: bool) -> int:
    """Match: foreslå forløb og hold.

    Forslagene skrives i koordinatorens arbejdsbog. Det, der er godkendt, låst eller afvist i den, bliver stående.
    """
    from igu_xl.actions.matching import match_partnership
    from igu_xl.match.telling import proposal_text

    with _bar() as progress:
        proposal = match_partnership(folder, datetime.now(), progress)
    next_step = "Åbn koordinatorens arbejdsbog, arket Forslag, og vælg Godkend, Afvis eller Lås for hver række."
    _say(proposal.as_json() if as_json else f"{proposal_text(proposal)}\n\n{next_step}")
    return MEND if proposal.findings else DONE


@igu.command()
@_FOLDER
@_JSON
def publish(folder: Path, as_json: bool) -> int:
    """Godkend og send: skriv det godkendte hos partnerne.

    Godkendte forslag bliver til forløb i kommunens arbejdsbog, og alle partnere får deres egen plan og egne fund.
    """
    from igu_xl.actions.publishing import publish_partnership, summary

    with _bar() as progress:
        done = publish_partnership(folder, datetime.now(), progress)
    reasons = [f"{path}: {reason}" for path, reason in (done.waiting | done.refused).items()]
    _say(done.as_json() if as_json else "\n".join([summary(done), *reasons]))
    return MEND if reasons else DONE


@igu.command()
@_FOLDER
@click.option("--month", metavar="ÅÅÅÅ-MM", required=True, help="Måneden, fx 2026-10.")
@click.option("--only", metavar="PARTNER", default="", help="Kun én side, fx kommune:101.")
@click.option(
    "--audience",
    type=click.Choice(["intern", "delt"]),
    default="intern",
    help="Hvem siderne er til; delt skjuler små tal (ellers intern).",
)
@click.option(
    "--jobs", metavar="ANTAL", type=_Between(1, 64), default=2, help="Hvor mange sider ad gangen, 1-64 (ellers 2)."
)
@click.option("--again", is_flag=True, help="Lav siderne igen, selv om intet er ændret.")
@_JSON
def report(folder: Path, month: str, only: str, audience: str, jobs: int, again: bool, as_json: bool) -> int:
    """Rapport: lav månedens sider."""
    from igu_xl.actions.reporting import report_partnership
    from igu_xl.month import Month
    from igu_xl.reports.telling import report_json, report_text

    wanted = Month.parse(month)
    with _bar() as progress:
        run = report_partnership(
            folder,
            wanted,
            datetime.now(),
            only=only,
            audience=audience,
            jobs=jobs,
            again=again,
            progress=lambda done, total: progress(done, total, "Laver sider"),
        )
    _say(report_json(run) if as_json else report_text(run))
    return MEND if any(page.status == "fejlet" for page in run.pages) else DONE


@contextmanager
def _bar() -> Iterator[Progress]:
    """A progress bar on stderr that is not there when nobody looks."""
    with tqdm(disable=None, leave=False, bar_format="{desc} {bar} {n_fmt}/{total_fmt}") as bar:

        def show(done: int, total: int, name: str) -> None:
            bar.total, bar.n = total, done
            bar.set_description_str(name, refresh=True)

        yield show


def _say(answer: object) -> None:
    click.echo(answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False, indent=1))


def _made(folder: Path, paths: list[Path]) -> dict[str, object]:
    return {"folder": str(folder), "files": [str(path) for path in paths]}


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
        code = _failed(f"{_danish_quotes(error.format_message())} Se »igu {_command(error)}--help«.", WRONG)
    except IguError as error:
        code = _failed(str(error), error.exit_code)
    except OSError as error:
        if error.errno not in _OUTSIDE:
            raise
        place = f" ved »{error.filename}«" if error.filename else ""
        code = _failed(f"{_OUTSIDE[error.errno]}{place}. Ingen arbejdsbog er halvt skrevet.", WRONG)
    sys.exit(code or DONE)


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


def _command(error: click.UsageError) -> str:
    name = error.ctx.info_name if error.ctx else None
    return "" if name in (None, "igu") else f"{name} "


def _danish_quotes(sentence: str) -> str:
    return re.sub(r"'([^']*)'", r"»\1«", sentence)


def _failed(sentence: str, code: int) -> int:
    click.echo(sentence, err=True)
    return code
