"""The command that plans the school weeks."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from igu_xl.cli.danish import click
from igu_xl.cli.face import DONE, FOLDER, JSON, MEND, bar, command_of, say
from igu_xl.sheets.buttons import PLAN


@command_of(PLAN)
@FOLDER
@click.argument("candidate", metavar="[KANDIDAT]", required=False)
@JSON
def plan(folder: Path, candidate: str | None, as_json: bool) -> int:
    """Læg skoleuger for alle igu-elever.

    De lægges på de hold, skolerne har eller kan oprette. Med KANDIDAT (eller et forløb-id) vises elevens egen plan.
    Alle planer lægges som filer i sekretariat/skoleplaner; Godkend og send skriver dem hos kommunerne.
    """
    from igu_xl.actions.planning.plan_words import plan_text
    from igu_xl.actions.planning.planning import plan_partnership, summary

    with bar() as progress:
        planned = plan_partnership(folder, datetime.now(), progress)
    if candidate is None:
        say(planned.as_json() if as_json else summary(planned), summary(planned))
        return MEND if planned.proposal.helps else DONE
    one = planned.of(candidate)
    say(one.as_json() if as_json else plan_text(one, planned.proposal.helps.get(one.placement or one.candidate, "")))
    return DONE if one.met else MEND


COMMANDS = (plan,)
