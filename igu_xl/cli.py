"""The command line face: `igu`. Danish text for people, one JSON document for programs."""

from __future__ import annotations

import gettext
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path

# The framework's own sentences come from the catalogue beside this file, whatever language the machine has.
os.environ["LANGUAGE"] = "da"
gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))

import click  # noqa: E402  (reads its language when it is imported)
from tqdm import tqdm  # noqa: E402

from igu_xl import __version__  # noqa: E402
from igu_xl.errors import IguError  # noqa: E402

DONE, MEND, WRONG = 0, 1, 2

_FOLDER = click.argument("folder", metavar="MAPPE", type=click.Path(file_okay=False, path_type=Path))
_JSON = click.option("--json", "as_json", is_flag=True, help="Skriv ét JSON-dokument til programmer.")


class _Commands(click.Group):
    """The commands in the order of a month, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_Commands, context_settings={"help_option_names": ["--help", "-h"]})
@click.version_option(__version__, prog_name="igu")
def igu() -> None:
    """Saml kandidater fra mange kommuner, så hele hold bliver til noget."""


@igu.command()
@click.argument(
    "folder", metavar="[MAPPE]", required=False, default="demo-partnerskab", type=click.Path(path_type=Path)
)
@click.option(
    "--candidates",
    "count",
    metavar="ANTAL",
    type=click.IntRange(200, 100_000),
    default=200,
    show_default=True,
    help="Hvor mange kandidater.",
)
@_JSON
def demo(folder: Path, count: int, as_json: bool) -> int:
    """Lav et udfyldt partnerskab, og kør hele måneden på det."""
    from igu_xl.demo.story import run_demo

    with _bar("Demo") as progress:
        story = run_demo(folder, count, progress)
    _say(story.as_json() if as_json else story.text())
    return DONE


@igu.command()
@_FOLDER
def new(folder: Path) -> int:
    """Lav et tomt partnerskab med skabeloner."""
    from igu_xl.actions.starting import new_partnership

    made = new_partnership(folder)
    _say(
        "\n".join(
            [
                f"Partnerskabet ligger nu i »{folder}«:",
                *(f"  {path.name}" for path in made),
                "",
                "Læs »læs mig først.txt«.",
            ]
        )
    )
    return DONE


@igu.command()
@click.argument("folder", metavar="[MAPPE]", required=False, type=click.Path(file_okay=False, path_type=Path))
def templates(folder: Path | None) -> int:
    """Byg skabelonerne igen (i workbooks, hvis ingen mappe er nævnt)."""
    from igu_xl.resources import shipped
    from igu_xl.sheets.templates import build_templates

    made = build_templates(folder or shipped("workbooks"))
    _say("\n".join(str(path) for path in made))
    return DONE


@igu.command()
@_FOLDER
@_JSON
def validate(folder: Path, as_json: bool) -> int:
    """Hent og kontrollér: læs alle arbejdsbøger, og vis hvad der er galt."""
    from igu_xl.actions.checking import check_partnership, summary
    from igu_xl.checks.telling import findings_text

    with _bar("Læser") as progress:
        checked = check_partnership(folder, datetime.now(), progress)
    validation = checked.validation
    text = f"{findings_text(validation.findings)}{summary(validation)}\nAlle fund står i {checked.coordinator.path}."
    _say(validation.as_json() if as_json else text)
    return MEND if any(finding.level == "fejl" for finding in validation.findings) else DONE


@igu.command()
@_FOLDER
@_JSON
def match(folder: Path, as_json: bool) -> int:
    """Match: foreslå forløb og hold, og skriv dem i koordinatorens arbejdsbog."""
    from igu_xl.actions.matching import match_partnership
    from igu_xl.match.proposal import summary

    with _bar("Læser") as progress:
        proposal = match_partnership(folder, datetime.now(), progress)
    hints = [f"{finding.message} {finding.mend}" for finding in proposal.findings]
    hints.append("Åbn koordinatorens arbejdsbog, arket Forslag, og vælg Godkend, Afvis eller Lås for hver række.")
    _say(proposal.as_json() if as_json else "\n".join([summary(proposal), *hints]))
    return MEND if proposal.findings else DONE


@igu.command()
@_FOLDER
@_JSON
def publish(folder: Path, as_json: bool) -> int:
    """Godkend og send: skriv godkendte forløb, planer og fund i partnernes arbejdsbøger."""
    from igu_xl.actions.publishing import publish_partnership, summary

    with _bar("Skriver") as progress:
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
    show_default=True,
    help="Hvem siderne er til; delt skjuler små tal.",
)
@click.option(
    "--jobs",
    metavar="ANTAL",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help="Hvor mange sider ad gangen.",
)
@click.option("--again", is_flag=True, help="Lav siderne igen, selv om intet er ændret.")
@_JSON
def report(folder: Path, month: str, only: str, audience: str, jobs: int, again: bool, as_json: bool) -> int:
    """Rapport: lav månedens side for hver kommune og branche."""
    from igu_xl.actions.reporting import report_partnership
    from igu_xl.month import Month
    from igu_xl.reports.telling import report_json, report_text

    wanted = Month.parse(month)
    with _bar("Laver sider") as progress:
        run = report_partnership(
            folder,
            wanted,
            datetime.now(),
            only=only,
            audience=audience,
            jobs=jobs,
            again=again,
            progress=lambda done, total: progress(done, total, ""),
        )
    _say(report_json(run) if as_json else report_text(run))
    return MEND if any(page.status == "fejlet" for page in run.pages) else DONE


@contextmanager
def _bar(words: str) -> Iterator[Callable[[int, int, str], None]]:
    """A progress bar on stderr that is not there when nobody looks."""
    with tqdm(desc=words, disable=None, leave=False, bar_format="{desc} {bar} {n_fmt}/{total_fmt}") as bar:

        def show(done: int, total: int, name: str) -> None:
            bar.total, bar.n = total, done
            bar.set_description(f"{words} {name}".rstrip(), refresh=True)

        yield show


def _say(answer: object) -> None:
    click.echo(answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False, indent=1))


def main(arguments: list[str] | None = None) -> None:
    """Run `igu` and end with its exit code: 0 done, 1 something to mend, 2 could not run, 75 not now."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    try:
        code = igu.main(args=arguments, prog_name="igu", standalone_mode=False)
    except click.exceptions.Abort:
        code = _failed("Afbrudt. Intet er halvt skrevet.", MEND)
    except click.UsageError as error:
        code = _failed(f"{error.format_message()} Se »igu {_command(error)}--help«.", WRONG)
    except IguError as error:
        code = _failed(str(error), error.exit_code)
    sys.exit(code or DONE)


def _command(error: click.UsageError) -> str:
    name = error.ctx.info_name if error.ctx else None
    return "" if name in (None, "igu") else f"{name} "


def _failed(sentence: str, code: int) -> int:
    click.echo(sentence, err=True)
    return code
