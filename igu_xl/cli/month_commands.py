"""The commands of a month: make, check, match, publish, report. Thin faces over the actions."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from igu_xl.cli.danish import Between, click
from igu_xl.cli.face import DONE, FOLDER, JSON, MEND, bar, command, command_of, refuse_beside, refuse_without, say
from igu_xl.sheets.buttons import CHECK, MATCH, PUBLISH, REPORT

if TYPE_CHECKING:
    from igu_xl.month import Month
    from igu_xl.reports.run.options import ReportOptions

AUDIENCE = click.option(
    "--audience",
    type=click.Choice(["intern", "delt", "partnerskab"]),
    default="intern",
    help="Hvem siderne er til (ellers intern): delt har afrundede tal, partnerskab nøjagtige efter skriftlig aftale.",
)


@command()
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
@JSON
def demo(folder: Path, count: int, as_json: bool) -> int:
    """Lav et udfyldt partnerskab, og kør hele måneden på det."""
    from igu_xl.demo.tour import run_demo

    with bar() as progress:
        story = run_demo(folder, count, progress)
    say(story.as_json() if as_json else story.text())
    return DONE


@command()
@FOLDER
@JSON
def new(folder: Path, as_json: bool) -> int:
    """Lav et tomt partnerskab med skabeloner."""
    from igu_xl.actions.starting import new_partnership

    made = new_partnership(folder)
    lines = [f"Partnerskabet ligger nu i »{folder}«:", *(f"  {path.name}" for path in made)]
    text = "\n".join([*lines, "", "Begynd med »læs mig først.txt«."])
    say(_made(folder, made) if as_json else text)
    return DONE


@command()
@click.argument("folder", metavar="[MAPPE]", required=False, type=click.Path(file_okay=False, path_type=Path))
@JSON
def templates(folder: Path | None, as_json: bool) -> int:
    """Byg de tomme skabeloner og tilføjelsesprogrammet igen.

    Uden MAPPE bygges de, der følger med igu.
    """
    from igu_xl.excel.packaging import build_shipped
    from igu_xl.resources import shipped

    target = folder or shipped("workbooks")
    made = build_shipped(target)
    say(_made(target, made) if as_json else "\n".join(str(path) for path in made))
    return DONE


@command_of(CHECK)
@FOLDER
@click.option("--read-only", is_flag=True, help="Se kun efter: intet skrives, heller ikke i koordinatorens arbejdsbog.")
@click.option(
    "--level",
    "levels",
    type=click.Choice(["fejl", "advarsel", "oplysning"]),
    multiple=True,
    help="Vis kun fund på dette niveau; kan gentages.",
)
@click.option("--partner", metavar="PARTNER", default="", help="Vis kun fund hos én partner, fx kommune:101.")
@JSON
def validate(folder: Path, read_only: bool, levels: tuple[str, ...], partner: str, as_json: bool) -> int:
    """Læs alt, og vis hvad der er galt.

    Med --read-only kan koordinatorens arbejdsbog være åben. --level og --partner ændrer kun, hvad der vises.
    """
    from igu_xl.actions.checking import check_partnership, look_only, summary
    from igu_xl.checks.summary import all_findings_text, findings_text, selected

    with bar() as progress:
        checked = (look_only if read_only else check_partnership)(folder, datetime.now(), progress)
    validation, some = checked.validation, bool(levels or partner)
    shown = selected(validation, levels, partner)
    listed = all_findings_text(shown) if some else findings_text(shown)
    counted = f"Vist er {len(shown)} af {len(validation.findings)} fund. " if some else ""
    end = "Intet er skrevet." if read_only else f"Alle fund står i {checked.coordinator.path}."
    since = checked.since()
    told = "" if some or not validation.partnership.books else since.text
    answer = {"since": since.as_json(), **validation.as_json(shown)}
    say(answer if as_json else f"{told}{listed}{summary(validation)}\n{counted}{end}", summary(validation))
    return MEND if any(finding.level == "fejl" for finding in validation.findings) else DONE


@command_of(MATCH)
@FOLDER
@click.option("--what-if", is_flag=True, help="Foreslå intet; prøv ændringer, og skriv i Hvad nu hvis, hvad de giver.")
@click.option(
    "--why", nargs=2, metavar="KANDIDAT PLADS", help="Foreslå intet; svar på, hvorfor kandidaten ikke får pladsen."
)
@click.option("--page", is_flag=True, help="Lav også siden Matchrapport.")
@AUDIENCE
@click.option("--dask", metavar="ADRESSE", default="", help="Regn på en Dask-klynge, fx tcp://server:8786.")
@JSON
def match(
    folder: Path,
    what_if: bool,
    why: tuple[str, str] | None,
    page: bool,
    audience: str,
    dask: str,
    as_json: bool,
) -> int:
    """Foreslå forløb og hold.

    Forslagene skrives i koordinatorens arbejdsbog. Det, der er godkendt, låst eller afvist i den, bliver stående.
    """
    refuse_beside("--why", "--what-if", "--page", "--audience", "--dask")
    refuse_beside("--what-if", "--page", "--audience", "--dask")
    refuse_without("--audience", "--page")
    if why:
        return _why(folder, *why, as_json)
    return _what_if(folder, as_json) if what_if else _match(folder, audience if page else "", dask, as_json)


def _match(folder: Path, page_for: str, dask: str, as_json: bool) -> int:
    from igu_xl.actions.matching.matching import match_partnership
    from igu_xl.actions.reporting.match_report import make_match_page
    from igu_xl.match.summary import proposal_text, summary

    with bar() as progress:
        proposal = match_partnership(folder, datetime.now(), progress, dask=dask)
    next_step = "Åbn koordinatorens arbejdsbog, arket Forslag, og vælg Godkend, Afvis eller Lås for hver række."
    answer, text = proposal.as_json(), f"{proposal_text(proposal)}\n\n{next_step}"
    if page_for:
        made = make_match_page(folder, audience=page_for)
        answer, text = answer | {"page": str(made)}, f"{text}\nMatchrapporten ligger i {made}."
    say(answer if as_json else text, summary(proposal))
    return MEND if proposal.findings else DONE


def _what_if(folder: Path, as_json: bool) -> int:
    from igu_xl.actions.matching.what_if import what_if_partnership

    with bar() as progress:
        found = what_if_partnership(folder, datetime.now(), progress)
    say(found.as_json() if as_json else found.text, found.summary)
    return DONE


def _why(folder: Path, candidate: str, slot: str, as_json: bool) -> int:
    from igu_xl.actions.matching.why import why_partnership

    with bar() as progress:
        answer = why_partnership(folder, datetime.now(), candidate, slot, progress)
    say(answer.as_json() if as_json else answer.text)
    return DONE


@command_of(PUBLISH)
@FOLDER
@click.option("--anyway", is_flag=True, help="Send også, hvor et hold får for få deltagere.")
@click.option("--dry-run", is_flag=True, help="Skriv intet; vis fil for fil, hvad der ville blive skrevet.")
@JSON
def publish(folder: Path, anyway: bool, dry_run: bool, as_json: bool) -> int:
    """Skriv det godkendte hos partnerne.

    Godkendte forslag bliver til forløb i kommunens arbejdsbog, og alle partnere får deres egen plan og egne fund. Får
    et hold for få deltagere, spørges der først.
    """
    if dry_run:
        return _dry_run(folder, as_json, anyway=anyway)
    from igu_xl.actions.sending.publishing import publish_partnership, summary

    with bar() as progress:
        done = publish_partnership(folder, datetime.now(), progress, anyway=anyway)
    if done.asks:
        text = "\n".join(["Intet er sendt endnu.", *done.asks, "Godkend flere, eller send alligevel med --anyway."])
        say(done.as_json() if as_json else text, text)
        return MEND
    reasons = [f"{path}: {reason}" for path, reason in (done.waiting | done.refused).items()]
    say(done.as_json() if as_json else "\n".join([summary(done), *reasons]), summary(done))
    return MEND if reasons else DONE


def _dry_run(folder: Path, as_json: bool, *, anyway: bool) -> int:
    from igu_xl.actions.sending.rehearsal import rehearse

    with bar() as progress:
        rehearsed = rehearse(folder, datetime.now(), progress, anyway=anyway)
    say(rehearsed.as_json() if as_json else rehearsed.text)
    return MEND if rehearsed.hindered else DONE


@command_of(REPORT)
@FOLDER
@click.option(
    "--month", metavar="ÅÅÅÅ-MM", default="previous", help="Måneden, fx 2026-10 (ellers previous: den seneste hele)."
)
@click.option("--only", metavar="PARTNER", default="", help="Kun én side, fx kommune:101.")
@AUDIENCE
@click.option(
    "--jobs", metavar="ANTAL", type=Between(1, 64), default=2, help="Hvor mange sider ad gangen, 1-64 (ellers 2)."
)
@click.option("--dask", metavar="ADRESSE", default="", help="Lav siderne på en Dask-klynge, fx tcp://server:8786.")
@click.option("--pdf", is_flag=True, help="Lav også siderne som PDF.")
@click.option("--again", is_flag=True, help="Lav siderne igen, selv om intet er ændret.")
@click.option("--scheduled", is_flag=True, help="Den planlagte kørsel: kun når alle ark er der, med PDF, log og mail.")
@JSON
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
    """Lav månedens sider."""
    from igu_xl.actions.reporting.noting import note_report
    from igu_xl.actions.reporting.reporting import previous_month, report_partnership
    from igu_xl.month import Month
    from igu_xl.reports.run.options import ReportOptions
    from igu_xl.reports.run.summary import report_json, report_summary, report_text

    refuse_beside("--scheduled", "--only")
    refuse_beside("--dask", "--jobs")
    begun = datetime.now()
    wanted = previous_month(folder, begun) if month == "previous" else Month.parse(month)
    options = ReportOptions(only=only, audience=audience, with_pdf=pdf, again=again, jobs=jobs, dask=dask)
    if scheduled:
        return _scheduled(folder, wanted, begun, options, as_json)
    with bar() as progress:
        run = report_partnership(
            folder, wanted, begun, options, progress=lambda done, total: progress(done, total, "Laver sider")
        )
    note_report(folder, run, begun)
    say(report_json(run) if as_json else report_text(run), report_summary(run))
    return MEND if any(page.status == "fejlet" for page in run.pages) else DONE


def _scheduled(folder: Path, month: Month, begun: datetime, options: ReportOptions, as_json: bool) -> int:
    from igu_xl.actions.reporting.scheduled import report_on_schedule
    from igu_xl.reports.run.summary import report_json, report_summary, report_text

    with bar() as progress:
        done = report_on_schedule(
            folder, month, begun, options, progress=lambda made, total: progress(made, total, "Laver sider")
        )
    if done.run is None:
        sentence = f"{month.name.capitalize()} er lavet i forvejen."
        say({"month": str(month), "pages": []} if as_json else sentence, sentence)
        return DONE
    text = "\n".join(filter(None, [report_text(done.run), done.mail_failed]))
    say(report_json(done.run) if as_json else text, report_summary(done.run))
    return MEND if any(page.status == "fejlet" for page in done.run.pages) else DONE


@command()
@FOLDER
@click.argument("candidate", metavar="[KANDIDAT]", required=False, default="")
@click.option("--month", metavar="ÅÅÅÅ-MM", default="", help="Måneden, fx 2026-11 (ellers den, der er i gang).")
@JSON
def history(folder: Path, candidate: str, month: str, as_json: bool) -> int:
    """Fortæl, hvad der er sket.

    Uden KANDIDAT: i en måned, dag for dag. Med KANDIDAT: alt, hvad der er sket med én.

    Intet skrives, og arbejdsbøgerne må være åbne. »set den« er dagen, hvor det blev læst, når ingen celle siger dagen.
    """
    from igu_xl.actions.past import past_of
    from igu_xl.month import Month

    with bar() as progress:
        told = past_of(folder, datetime.now(), candidate, Month.parse(month) if month else None, progress)
    say(told.as_json() if as_json else told.text)
    return DONE


def _made(folder: Path, paths: list[Path]) -> dict[str, object]:
    return {"folder": str(folder), "files": [str(path) for path in paths]}


COMMANDS = (demo, new, templates, validate, match, publish, report, history)
