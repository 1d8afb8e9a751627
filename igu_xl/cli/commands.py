"""The command `igu` with its commands: those of a month in its order, those of partners
and people that come and go, those about a person's data, then those that set the machine up."""

from __future__ import annotations

from igu_xl import __version__
from igu_xl.cli import (
    machine_commands,
    month_commands,
    partner_commands,
    plan_command,
    privacy_commands,
    undo_command,
)
from igu_xl.cli.danish import Commands, click
from igu_xl.cli.plain_commands import plain_commands


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["--help", "-h"]},
    options_metavar="[TILVALG]",
    subcommand_metavar="KOMMANDO …",
    invoke_without_command=True,
)
@click.version_option(__version__, prog_name="igu")
@click.option("--verbose", "-v", is_flag=True, help="Fortæl undervejs, hvad der sker, og hvor længe det tager.")
@click.pass_context
def igu(context: click.Context, verbose: bool) -> None:
    """Saml kandidater fra mange kommuner, så hele hold bliver til noget."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


_MONTH = (*month_commands.COMMANDS, *plan_command.COMMANDS, *undo_command.COMMANDS)
_MACHINE = (*partner_commands.COMMANDS, *privacy_commands.COMMANDS, *machine_commands.COMMANDS)
for one in (*_MONTH, *plain_commands([*_MONTH, *_MACHINE]), *_MACHINE):
    igu.add_command(one)
