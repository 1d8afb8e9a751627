"""The commands about a person's data. Thin faces over the actions."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from igu_xl.cli.danish import click
from igu_xl.cli.face import DONE, FOLDER, JSON, MEND, bar, command, command_of, say
from igu_xl.sheets.buttons import FORGET


@command_of(FORGET)
@FOLDER
@click.argument("candidate", metavar="[KANDIDAT]", required=False, default="")
@click.option("--cpr", is_flag=True, help="Tag i stedet CPR-numre, der er skrevet, ud af alle kopier.")
@JSON
def forget(folder: Path, candidate: str, cpr: bool, as_json: bool) -> int:
    """Slet alt, værktøjet har om én borger.

    Arbejdsbøgernes ark Plan og Fund, koordinatorens arbejdsbog, arkiv, historik og kopier renses; tallene bliver
    stående. Det, en partner selv har skrevet, nævnes og må partneren slette. Det kan ikke fortrydes.
    """
    if cpr == bool(candidate):
        raise click.UsageError("Skriv et KANDIDAT-id eller --cpr.", click.get_current_context())
    return _cpr(folder, as_json) if cpr else _forget(folder, candidate, as_json)


def _forget(folder: Path, candidate: str, as_json: bool) -> int:
    from igu_xl.actions.forgetting.forgetting import forget_candidate

    done = forget_candidate(folder, datetime.now(), candidate)
    say(done.as_json() if as_json else done.text, done.sentence)
    return MEND if done.waiting or done.theirs else DONE


def _cpr(folder: Path, as_json: bool) -> int:
    from igu_xl.actions.forgetting.cpr_copies import take_cpr_out

    with bar() as progress:
        done = take_cpr_out(folder, datetime.now(), progress)
    say(done.as_json() if as_json else done.text, done.sentence)
    return MEND if done.theirs else DONE


@command()
@FOLDER
@click.argument("candidate", metavar="KANDIDAT")
@JSON
def insight(folder: Path, candidate: str, as_json: bool) -> int:
    """Vis alt, værktøjet har om ét id.

    Det skrives som én side i sekretariatets mappe indsigt, som kan gives til borgeren: arbejdsbøger, historik, arkiv,
    kopier, log og det, der er sendt. Arbejdsbøgerne må være åbne.
    """
    from igu_xl.actions.forgetting.insight import insight_into

    found = insight_into(folder, datetime.now(), candidate)
    say(found.as_json() if as_json else found.text)
    return DONE


COMMANDS = (forget, insight)
