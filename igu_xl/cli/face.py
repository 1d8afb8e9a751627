"""What the commands share: their arguments, how they say something, and the bar that shows how far they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tqdm import tqdm

from igu_xl.cli.danish import Command, click

DONE, MEND = 0, 1

Progress = Callable[[int, int, str], None]

command = partial(click.command, cls=Command)
FOLDER = click.argument("folder", metavar="MAPPE", type=click.Path(file_okay=False, path_type=Path))
JSON = click.option("--json", "as_json", is_flag=True, help="Skriv ét JSON-dokument til programmer.")


def say(answer: object) -> None:
    """Write a text for people, anything else as JSON."""
    click.echo(answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False, indent=1))


@contextmanager
def bar() -> Iterator[Progress]:
    """A progress bar with the time left on stderr, which is not there when nobody looks.

    The time left is told anew for each thing that is done: reading the workbooks says nothing about making pages.
    """
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
