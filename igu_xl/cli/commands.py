"""The commands of `igu`: thin faces over the actions, in the order of a month."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from igu_xl import __version__
from igu_xl.cli.danish import Between, Commands, click

if TYPE_CHECKING:
    from igu_xl.month import Month

DONE, MEND = 0, 1

Progress = Callable[[int, int, str], None]

_FOLDER = click.argument("folder", metavar="MAPPE", type=click.Path(file_okay=False, path_type=Path))
_JSON = click.option("--json", "as_json", is_flag=True, help="Skriv ét JSON-dokument til programmer.")


@click.group(
    cls=Commands,
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
    type=Between(200, 100_000),
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
    """Byg de tomme skabeloner og tilføjelsesprogrammet igen.

    Uden MAPPE bygges de, der følger med igu.
    """
    from igu_xl.excel.packaging import build_shipped
    from igu_xl.resources import shipped

    target = folder or shipped("workbooks")
    made = build_shipped(target)
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
@click.option("--month", metavar="ÅÅÅÅ-MM", required=True, help="Måneden, fx 2026-10, eller previous: den forrige.")
@click.option("--only", metavar="PARTNER", default="", help="Kun én side, fx kommune:101.")
@click.option(
    "--audience",
    type=click.Choice(["intern", "delt"]),
    default="intern",
    help="Hvem siderne er til; delt skjuler små tal (ellers intern).",
)
@click.option(
    "--jobs", metavar="ANTAL", type=Between(1, 64), default=2, help="Hvor mange sider ad gangen, 1-64 (ellers 2)."
)
@click.option("--dask", metavar="ADRESSE", default="", help="Lav siderne på en Dask-klynge, fx tcp://server:8786.")
@click.option("--pdf", is_flag=True, help="Lav også siderne som PDF.")
@click.option("--again", is_flag=True, help="Lav siderne igen, selv om intet er ændret.")
@click.option("--scheduled", is_flag=True, help="Den planlagte kørsel: kun når alle ark er der, med PDF, log og mail.")
@_JSON
def report(
    folder: Path,
    month: str,
    only: str,
    audience: str,
    jobs: int,
    dask: str,
    pdf: bool,
    again: bool,
    scheduled: bool,
    as_json: bool,
) -> int:
    """Rapport: lav månedens sider."""
    from igu_xl.actions.reporting import report_partnership
    from igu_xl.month import Month
    from igu_xl.reports.telling import report_json, report_text

    wanted = Month.of(date.today()).previous() if month == "previous" else Month.parse(month)
    if scheduled:
        return _scheduled(folder, wanted, audience, jobs, dask, as_json)
    with _bar() as progress:
        run = report_partnership(
            folder,
            wanted,
            datetime.now(),
            only=only,
            audience=audience,
            jobs=jobs,
            dask=dask,
            with_pdf=pdf,
            again=again,
            progress=lambda done, total: progress(done, total, "Laver sider"),
        )
    _say(report_json(run) if as_json else report_text(run))
    return MEND if any(page.status == "fejlet" for page in run.pages) else DONE


def _scheduled(folder: Path, month: Month, audience: str, jobs: int, dask: str, as_json: bool) -> int:
    from igu_xl.actions.scheduled import report_on_schedule
    from igu_xl.reports.telling import report_json, report_text

    with _bar() as progress:
        done = report_on_schedule(
            folder,
            month,
            datetime.now(),
            audience=audience,
            jobs=jobs,
            dask=dask,
            progress=lambda made, total: progress(made, total, "Laver sider"),
        )
    if done.run is None:
        _say({"month": str(month), "pages": []} if as_json else f"{month.name.capitalize()} er lavet i forvejen.")
        return DONE
    _say(report_json(done.run) if as_json else "\n".join(filter(None, [report_text(done.run), done.mail_failed])))
    return MEND if any(page.status == "fejlet" for page in done.run.pages) else DONE


@igu.command()
@_FOLDER
@click.option("--day", metavar="DAG", type=Between(1, 24), default=3, help="Dag i måneden, 1-24 (ellers 3).")
@click.option("--time", "at", metavar="TT:MM", default="06:00", help="Klokkeslæt (ellers 06:00).")
@click.option("--install", "what", flag_value="install", help="Sæt den månedlige kørsel op på denne computer.")
@click.option("--show", "what", flag_value="show", help="Vis, hvornår den kører næste gang, og hvordan det gik sidst.")
@click.option("--remove", "what", flag_value="remove", help="Fjern den.")
def schedule(folder: Path, day: int, at: str, what: str | None) -> int:
    """Lav rapporterne af sig selv hver måned.

    Uden tilvalg vises det, der vil blive sat op; intet ændres.
    """
    from igu_xl.errors import WrongUse
    from igu_xl.reports import scheduler
    from igu_xl.reports.schedule import Task, plan_for

    try:
        clock = datetime.strptime(at, "%H:%M").time()
    except ValueError:
        raise WrongUse(f"»{at}« er ikke et klokkeslæt. Skriv timer og minutter, for eksempel 06:00.") from None
    task = Task(folder.resolve(), scheduler.own_command(), day, clock)
    plan = plan_for(task, scheduler.system_here(), datetime.now())
    if what == "install":
        scheduler.install(plan)
        _say("Den månedlige kørsel er sat op.")
    elif what == "remove":
        scheduler.remove(plan)
        _say("Den månedlige kørsel er fjernet.")
    else:
        _say((scheduler.shown(plan) or "Den månedlige kørsel er ikke sat op.") if what == "show" else plan.text)
    return DONE


@igu.command("mailkode")
@_FOLDER
def mail_password(folder: Path) -> int:
    """Gem adgangskoden til mailserveren i maskinens nøglering."""
    import keyring

    from igu_xl.actions.coordinator import CoordinatorFile
    from igu_xl.errors import WrongUse
    from igu_xl.reports.mail import SERVICE

    settings = CoordinatorFile(folder).read().settings.mail
    if not settings.user or not settings.host:
        raise WrongUse("Skriv først Mailserver og Mailbruger i koordinatorens arbejdsbog, arket Indstillinger.")
    keyring.set_password(
        SERVICE, settings.account, click.prompt(f"Adgangskode til {settings.account}", hide_input=True)
    )
    _say("Adgangskoden er gemt i maskinens nøglering.")
    return DONE


@igu.command()
@click.argument("folder", metavar="[MAPPE]", required=False, type=click.Path(path_type=Path))
@_JSON
def doctor(folder: Path | None, as_json: bool) -> int:
    """Se efter, om denne computer er klar, og hvad der skal gøres."""
    from igu_xl.actions.doctor import doctor as examine
    from igu_xl.actions.doctor import told

    found = examine(folder)
    _say([one.as_json() for one in found] if as_json else told(found))
    return MEND if any(one.state == "fejl" for one in found) else DONE


@igu.command()
@_JSON
def excel(as_json: bool) -> int:
    """Fortæl Excel på denne computer, hvor igu er.

    Knapperne i koordinatorens arbejdsbog og på båndet virker derefter. Gentag det, når igu flyttes.
    """
    import sys

    from igu_xl.excel.setting_up import point_excel_here
    from igu_xl.resources import shipped

    settings, addin = point_excel_here(Path.home()), shipped("workbooks") / "igu.xlam"
    text = (
        f"Excel finder nu igu i {sys.executable}. Det står i {settings}.\n"
        f"Vil du have knapperne på båndet, så vælg {addin} i Excel under Indstillinger, Tilføjelsesprogrammer."
    )
    _say({"settings": str(settings), "interpreter": sys.executable, "addin": str(addin)} if as_json else text)
    return DONE


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
