"""The commands that set this machine up: the monthly task, the mail password, Excel, and what the doctor says."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

from igu_xl.cli.danish import Between, click
from igu_xl.cli.face import DONE, FOLDER, JSON, MEND, bar, command, say
from igu_xl.sheets.buttons import UPGRADE


@command()
@FOLDER
@click.option("--day", metavar="DAG", type=Between(1, 24), default=3, help="Dag i måneden, 1-24 (ellers 3).")
@click.option("--time", "at", metavar="TT:MM", default="06:00", help="Klokkeslæt (ellers 06:00).")
@click.option("--install", "what", flag_value="install", help="Sæt den månedlige kørsel op på denne computer.")
@click.option("--show", "what", flag_value="show", help="Vis, hvornår den kører næste gang, og hvordan det gik sidst.")
@click.option("--remove", "what", flag_value="remove", help="Fjern den.")
def schedule(folder: Path, day: int, at: str, what: str | None) -> int:
    """Lav rapporterne af sig selv hver måned.

    Uden tilvalg vises det, der vil blive sat op; intet ændres.
    """
    from igu_xl.sheets.workbook_files import find_workbooks
    from igu_xl.system import scheduler
    from igu_xl.system.schedule import ScheduledCommand, plan_for

    task = ScheduledCommand(folder.resolve(), scheduler.own_command(), day, _clock(at))
    plan = plan_for(task, scheduler.system_here(), datetime.now())
    if what not in ("show", "remove"):
        find_workbooks(folder)
    if what == "install":
        scheduler.install(plan)
        say("Den månedlige kørsel er sat op.")
    elif what == "remove":
        scheduler.remove(plan)
        say("Den månedlige kørsel er fjernet.")
    else:
        say((scheduler.shown(plan) or "Den månedlige kørsel er ikke sat op.") if what == "show" else plan.text)
    return DONE


def _clock(at: str) -> time:
    from igu_xl.errors import WrongUse

    try:
        return datetime.strptime(at, "%H:%M").time()
    except ValueError:
        raise WrongUse(f"»{at}« er ikke et klokkeslæt. Skriv timer og minutter, for eksempel 06:00.") from None


@command("mailkode")
@FOLDER
def mail_password(folder: Path) -> int:
    """Gem adgangskoden til mailserveren i maskinens nøglering."""
    import keyring

    from igu_xl.actions.coordinator.file import CoordinatorFile
    from igu_xl.errors import WrongUse
    from igu_xl.system.mail import SERVICE

    settings = CoordinatorFile(folder).read().settings.mail
    if not settings.user or not settings.host:
        raise WrongUse("Skriv først Mailserver og Mailbruger i koordinatorens arbejdsbog, arket Indstillinger.")
    keyring.set_password(
        SERVICE, settings.account, click.prompt(f"Adgangskode til {settings.account}", hide_input=True)
    )
    say("Adgangskoden er gemt i maskinens nøglering.")
    return DONE


@command()
@click.argument("folder", metavar="[MAPPE]", required=False, type=click.Path(path_type=Path))
@JSON
def doctor(folder: Path | None, as_json: bool) -> int:
    """Se efter, om denne computer er klar, og hvad der skal gøres."""
    from igu_xl.actions.doctor import doctor as examine
    from igu_xl.actions.doctor import told

    found = examine(folder)
    say([one.as_json() for one in found] if as_json else told(found))
    return MEND if any(one.state == "fejl" for one in found) else DONE


@command()
@JSON
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
    say({"settings": str(settings), "interpreter": sys.executable, "addin": str(addin)} if as_json else text)
    return DONE


@command(UPGRADE.command)
@FOLDER
@click.option("--dry-run", is_flag=True, help="Skriv intet; vis fil for fil, hvad der ville blive føjet til.")
@JSON
def upgrade(folder: Path, dry_run: bool, as_json: bool) -> int:
    """Føj det nye til ældre arbejdsbøger.

    De får de kolonner, valg, ark og knapper, som denne version har, og den, der lavede dem, ikke havde. Alt, der er
    skrevet, bliver stående. En arbejdsbog, der er åben, venter; kør kommandoen igen.
    """
    from igu_xl.actions.upgrading import rehearse_upgrade, rehearsed_text, summary, upgrade_partnership

    with bar() as progress:
        done = (rehearse_upgrade if dry_run else upgrade_partnership)(folder, datetime.now(), progress)
    told = [*(f"{path}: {what}" for path, what in done.written.items()), summary(done)]
    answer = {"dry_run": True} | done.as_json() if dry_run else done.as_json()
    say(answer if as_json else rehearsed_text(done) if dry_run else "\n".join(told), summary(done))
    return MEND if done.waiting or done.refused else DONE


@command()
@FOLDER
@click.option(
    "--dry-run", is_flag=True, help="Flyt intet; vis fil for fil, hvad der ville blive flyttet, eller er tilbage."
)
@JSON
def move(folder: Path, dry_run: bool, as_json: bool) -> int:
    """Giv hver partner sin egen mappe.

    Et partnerskab fra en tidligere version ligger i én mappe, som alle kan læse. Bagefter har hver partner en mappe,
    der kan deles med den alene, og sekretariatet har sin egen. Intet slettes. Bliver flytningen afbrudt, så kør
    kommandoen igen. Borgere flyttes med »igu transfer«.
    """
    from igu_xl.actions.rehousing.rehousing import move_partnership, rehearse_move
    from igu_xl.actions.rehousing.told import moved_text, rehearsed_text

    if dry_run:
        moved = rehearse_move(folder)
    else:
        with bar() as progress:
            moved = move_partnership(folder, datetime.now(), progress)
    answer = ({"dry_run": True} if dry_run else {}) | moved.as_json()
    say(answer if as_json else rehearsed_text(moved) if dry_run else moved_text(moved))
    return MEND if moved.note or (moved.remaining and dry_run) else DONE


COMMANDS = (schedule, mail_password, doctor, excel, upgrade, move)
