"""What the commands share: their arguments, how they say something, and the bar that shows how far they are."""

from __future__ import annotations

import inspect
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from igu_xl.cli.danish import Command, click
from igu_xl.cli.diary import Typed
from igu_xl.danish import listing, number_text
from igu_xl.progress import Progress

if TYPE_CHECKING:
    from igu_xl.sheets.schema import Button

DONE, MEND = 0, 1


command = partial(click.command, cls=Command)
FOLDER = click.argument("folder", metavar="MAPPE", type=click.Path(file_okay=False, path_type=Path))
JSON = click.option("--json", "as_json", is_flag=True, help="Skriv ét JSON-dokument til programmer.")


def command_of(button: Button) -> Callable[[Callable[..., int]], click.Command]:
    """Makes a function the command of a button; its help is the label, then the function's text, else the button's."""

    def command_with(face: Callable[..., int]) -> click.Command:
        text = inspect.cleandoc(face.__doc__ or button.help)
        made: click.Command = command(button.command, help=f"{button.label}: {text[0].lower()}{text[1:]}")(face)
        return made

    return command_with


def say(answer: object, sentence: str = "") -> None:
    """Write a text for people, anything else as JSON; `sentence` is what the log keeps of it."""
    typed = click.get_current_context().obj
    if isinstance(typed, Typed):
        typed.sentence = sentence
    click.echo(answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False, indent=1))


def refuse_beside(option: str, *others: str) -> None:
    """Refuse options that would have no effect beside one that was typed, rather than drop them in silence."""
    typed = _typed_options()
    if option in typed and (useless := [f"»{other}«" for other in others if other in typed]):
        raise click.UsageError(
            f"»{option}« kan ikke bruges sammen med {listing(useless)}.", click.get_current_context()
        )


def refuse_without(option: str, needed: str) -> None:
    """Refuse an option that has no effect without another one."""
    typed = _typed_options()
    if option in typed and needed not in typed:
        raise click.UsageError(f"»{option}« kan kun bruges sammen med »{needed}«.", click.get_current_context())


def _typed_options() -> set[str]:
    """The options that stand on the command line, also those with the value that they have anyway."""
    context = click.get_current_context()
    typed = click.core.ParameterSource.COMMANDLINE
    return {one.opts[0] for one in context.command.params if context.get_parameter_source(one.name or "") is typed}


@contextmanager
def bar() -> Iterator[Progress]:
    """A progress bar with the time left on stderr, which is not there when nobody looks; lines with times for `-v`.

    The time left is told anew for each thing that is done: reading the workbooks says nothing about making pages.
    """
    if click.get_current_context().find_root().params.get("verbose"):
        with _steps() as told:
            yield told
        return
    with tqdm(disable=None, leave=False, bar_format="{desc} {bar} {n_fmt}/{total_fmt}, {remaining} tilbage") as shown:
        named = ""

        def show(done: int, total: int, name: str) -> None:
            nonlocal named
            if name != named:
                shown.reset(total)
                named = name
            shown.total, shown.n = total, done
            shown.set_description_str(name, refresh=True)

        yield show


@contextmanager
def _steps() -> Iterator[Progress]:
    """A line on stderr for each thing that is begun, with the seconds since the command began, and one at the end."""
    began = time.monotonic()

    def tell(what: str) -> None:
        click.echo(f"{number_text(time.monotonic() - began, 1):>7} s  {what}", err=True)

    def show(done: int, total: int, name: str) -> None:
        tell(f"{name} ({done + 1} af {total})" if done < total else f"{name}: {done} af {total}" if total else name)

    tell("begynder")
    yield show
    tell("færdig")
