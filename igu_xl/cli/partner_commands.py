"""The commands for partners and people that come and go. Thin faces over the actions."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from igu_xl.cli.danish import click
from igu_xl.cli.face import DONE, FOLDER, JSON, command, say


@command()
@FOLDER
@click.argument("partner", metavar="PARTNER")
@JSON
def leave(folder: Path, partner: str, as_json: bool) -> int:
    """Skriv, at en partner er holdt op for altid.

    PARTNER er fx kommune:101 eller partnerens navn. Flyt først arbejdsbogen ud af mappen. Lægges den tilbage, er
    partneren med igen.
    """
    from igu_xl.actions.partners.leaving import leave_partnership

    sentence = leave_partnership(folder, datetime.now(), partner)
    say({"sentence": sentence} if as_json else sentence)
    return DONE


@command("transfer")
@FOLDER
@click.argument("candidate", metavar="KANDIDAT")
@click.argument("municipality", metavar="[KOMMUNE]", required=False, default="")
@JSON
def move(folder: Path, candidate: str, municipality: str, as_json: bool) -> int:
    """Flyt en borger til en anden kommunes arbejdsbog.

    Række, forløb og opfølgning føjes til hos den nye kommune, og historikken følger med. Den gamle arbejdsbog bliver
    ikke rørt. Uden KOMMUNE bruges den, der står i Bopælskommune.
    """
    from igu_xl.actions.partners.moving import move_candidate

    sentence = move_candidate(folder, datetime.now(), candidate, municipality)
    say({"sentence": sentence} if as_json else sentence)
    return DONE


COMMANDS = (leave, move)
