"""How much of what could be wrong in the rooms that others rely on is noticed by the tests of those rooms.

    pip install -e .[test,mutation]
    python benchmarks/mutation.py [ROOM ...] --size 40 --seed 1

Changes one place of a module at a time (`<` to `<=`, `and` to `or`, 1 to 2, a loop without rounds, a statement that is
gone) and runs the tests of its room until the first that fails. Prints how many of the places it tried were noticed,
and every survivor. The changes are those of cosmic-ray, and one of our own; the runner is ours, because cosmic-ray
rewrites the file under test and starts a Python for every change: here a changed module is only ever in the memory of
the process that tests it, so nothing has to be put back, and heavy libraries are imported once. Tests that start
another Python do not see the change there. Needs Linux or macOS, which can bound the CPU of a process.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib.abc
import importlib.machinery
import importlib.util
import io
import multiprocessing
import os
import platform
import random
import resource
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

import parso.python.tree
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).parent.parent
PATIENCE = 3  # a run may use so many times the CPU of the unchanged room, else the change is noticed
HEAVY = ["pandas", "scipy.optimize", "lxml.etree", "openpyxl", "highspy", "python_calamine"]
WAITING = 10  # and so many times that on the clock, on a machine that is busy
POSITION = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Room:
    """Modules, and the tests that belong to them, the quickest first."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]


ROOMS = {
    "rules": Room(("domain/law/**/*.py",), ("tests/domain/law",)),
    "disclosure": Room(
        ("reports/disclosure/*.py", "reports/release/joint.py"),
        ("tests/reports/disclosure", "tests/reports/release/test_joint.py"),
    ),
    "publishing": Room(("actions/sending/sendable.py", "actions/sending/publishing.py"), ("tests/actions/sending",)),
    "writer": Room(("sheets/writing/lossless.py", "sheets/ooxml/*.py"), ("tests/sheets/ooxml", "tests/sheets/writing")),
    "readback": Room(("sheets/writing/readback.py",), ("tests/sheets/writing", "tests/sheets/ooxml/test_cells.py")),
    "plan check": Room(
        ("match/solving/problem/plan.py", "match/solving/problem/consistency.py"), ("tests/match/solving/problem",)
    ),
    "school check": Room(
        tuple(f"school/solving/problem/{name}.py" for name in ("checking", "facts", "figures")),
        ("tests/school/solving/problem/test_checking.py",),
    ),
}

# Of the library's changes: `*`, `+` and `-` of masks are `&`, `|` and `~` of them; whether equal texts are one is
# Python's affair; and it stumbles over an exception with a dotted name.
LEFT_OUT = ("BitAnd_Mul", "BitOr_Add", "Invert_USub", "Eq_Is", "NotEq_IsNot", "ExceptionReplacer")
# Changes of which no run can tell, each with the reason: the module, what stands in the line, what it becomes.
EQUIVALENT = (
    ("readback.py", "changed[0]", "changed[ -1]"),  # any of several parts that are not as they were may be named
    ("readback.py", "len(values[row - 1])", "len(values[row - 2])"),  # the reader gives all rows one length
    ("readback.py", "1 / 86_400_000", "1 / 86"),  # the length of a millisecond, by a 86 millionth
    ("package.py", "xml_declaration=True", "xml_declaration=False"),  # `standalone` asks for one by itself
    ("", " *, ", " /, "),  # the library takes the star before named arguments for a product
    ("plan.py", '["taken"] > 0', '["taken"] != 0'),  # nobody takes less than nothing
    ("shared_texts.py", "len(item[0])", "len(item[ -1])"),  # of one
    ("audit.py", "self.low = np.minimum", "pass"),  # what was seen already is searched for again, and found
    ("audit.py", "self.high = np.maximum", "pass"),
    ("audit.py", "len(extra) * len(asked)", "len(asked) & len(values)"),  # more is tried again than is worth the time
    ("audit.py", "1_000) / 1_000", "1_000) / 1001"),  # all prices a little lower, in the same order
    ("audit.py", "_FREE = 1_000.0", "_FREE = 1001.0"),  # as far as anybody needs to look, or a step further
    ("audit.py", "_WORTH_IT = 20_000_000", "_WORTH_IT = 2000000"),  # one more or one less of 20 million
    ("audit.py", "_WORTH_IT = 20_000_000", "_WORTH_IT = 1999999"),
    ("audit.py", "if move > 0", "if not move > 0"),  # the same move: up by 2 is down by -2
    ("eligibility_columns.py", "(said_ranks > 0)", "(said_ranks != 0)"),  # ranks count from 0
    ("eligibility_columns.py", "rules == _NO_RULE", "rules >= _NO_RULE"),  # which is the highest number
    ("reasonable.py", "(staff, 50) / 5)", "(staff, 51) / 5)"),  # a fifth of 51 rounded down is a fifth of 50
    ("reasonable.py", "(staff, 50) / 5)", "(staff, 50) // 5)"),  # rounded down twice
    ("reasons.py", "start > LAST_START", "start >= LAST_START"),  # the last start has a rule, and nobody asks why not
)


class RemoveStatement(Operator):  # type: ignore[misc]
    """Leaves out a call that is made for its effect, or an assignment to something that is there before."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[POSITION, POSITION]]:
        statement = node.children[0] if node.type == "simple_stmt" else None
        if statement is not None and _has_effect(statement):
            yield statement.start_pos, statement.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        first = node.get_first_leaf()
        node.children[0] = parso.python.tree.Keyword("pass", first.start_pos, prefix=first.prefix)
        return node

    @classmethod
    def examples(cls) -> tuple[()]:
        return ()


def _has_effect(statement: Any) -> bool:
    if statement.type == "expr_stmt":
        target, sign = statement.children[0], statement.children[1]
        augmented = sign.type == "augassign" or getattr(sign, "value", "") not in ("=", "")
        return augmented or (target.type in ("atom_expr", "power") and sign.type != "annassign")
    return statement.type in ("atom_expr", "power", "yield_expr")


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a module: in which line, the whole source with it, and how the line reads before and after."""

    path: str
    line: int
    source: str
    words: str


def main() -> None:
    """Print the table."""
    arguments = _arguments()
    multiprocessing.set_start_method("forkserver")
    multiprocessing.set_forkserver_preload(HEAVY)
    print(f"{os.cpu_count()} CPU, Python {platform.python_version()}, {arguments.size} places a room", flush=True)
    rows, began = [], time.perf_counter()
    for name in arguments.rooms or ROOMS:
        rows.append(_measured(name, arguments))
    print("\n| room | places | tried | noticed | share |\n|---|---|---|---|---|", *rows, sep="\n")
    print(f"{time.perf_counter() - began:.0f} s")


def _measured(name: str, arguments: argparse.Namespace) -> str:
    """A row of the table; survivors are printed as they are found."""
    room, chance = ROOMS[name], random.Random(f"{arguments.seed} {name}")
    places = _places(room)
    chosen = chance.sample(sorted(places), min(arguments.size, len(places)))
    changes = [change for place in chosen if (change := _change(place, places[place], chance))]
    began = time.perf_counter()
    seconds = _runs(room, None, 0)
    if seconds is None:
        raise SystemExit(f"the tests of {name} fail on the unchanged room")
    bound = 5 + PATIENCE * ceil(seconds)
    with ThreadPoolExecutor(arguments.jobs) as pool:
        passed = list(pool.map(lambda change: _survives(room, change, bound), changes))
    survivors = [change for change, survived in zip(changes, passed, strict=True) if survived]
    noticed = len(changes) - len(survivors)
    share = f"{100 * noticed / len(changes):.1f} %".replace(".", ",")
    print(f"# {name}: {noticed} of {len(changes)}, {time.perf_counter() - began:.0f} s", flush=True)
    return f"| {name} | {len(places)} | {len(changes)} | {noticed} | {share} |"


Place = tuple[str, POSITION]


def _places(room: Room) -> dict[Place, list[tuple[str, int]]]:
    """Where something can be changed, with the changes there: an operator and the number of its place."""
    places: dict[Place, list[tuple[str, int]]] = {}
    for path in sorted(path for pattern in room.modules for path in (ROOT / "igu_xl").glob(pattern)):
        source = path.read_text(encoding="utf-8")
        unseen, nodes = _unseen(source), list(ast_nodes(get_ast(source)))
        for name, operator in _operators().items():
            found = (start for node in nodes for start, _ in operator.mutation_positions(node))
            for occurrence, start in enumerate(found):
                if not any(first <= start < last for first, last in unseen):
                    places.setdefault((path.relative_to(ROOT).as_posix(), start), []).append((name, occurrence))
    return places


@cache
def _operators() -> dict[str, Any]:
    plain = {name: get_operator(name) for name in operator_names()}
    known = {name: one() for name, one in plain.items() if not one.arguments() and not name.endswith(LEFT_OUT)}
    return known | {"RemoveStatement": RemoveStatement()}


def _unseen(source: str) -> list[tuple[POSITION, POSITION]]:
    """What no run looks at: type hints, how a dataclass or an answer is kept, that what is zipped has one length."""
    found: list[Any] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.arg | ast.AnnAssign):
            found.append(node.annotation)
        elif isinstance(node, ast.FunctionDef):
            found += [node.returns, *(one for one in node.decorator_list if "cache" in ast.unparse(one))]
        elif isinstance(node, ast.ClassDef):
            found += node.decorator_list
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "zip":
            found += [keyword.value for keyword in node.keywords]
    spans = [one for one in found if one is not None]
    return [((one.lineno, one.col_offset - 1), (one.end_lineno, one.end_col_offset)) for one in spans]


def _change(place: Place, ways: Sequence[tuple[str, int]], chance: random.Random) -> Change | None:
    """One of the changes of a place; None where it is known to change nothing, and where it leaves no Python."""
    path, _ = place
    name, occurrence = chance.choice(ways)
    source = (ROOT / path).read_text(encoding="utf-8")
    changed = mutate_code(source, _operators()[name], occurrence)
    pairs = zip(source.splitlines(), changed.splitlines(), strict=True)
    number, (old, new) = next((at, pair) for at, pair in enumerate(pairs, 1) if pair[0] != pair[1])
    if any(path.endswith(module) and was in old and now in new for module, was, now in EQUIVALENT):
        return None
    try:
        ast.parse(changed)
    except SyntaxError:
        return None
    return Change(path, number, changed, f"{old.strip()}  ->  {new.strip()}")


def _survives(room: Room, change: Change, bound: int) -> bool:
    survives = _runs(room, change, bound) is not None
    print(".", end="", file=sys.stderr, flush=True)
    if survives:
        print(f"{change.path}:{change.line}: {change.words}", flush=True)
    return survives


def _runs(room: Room, change: Change | None, bound: int) -> float | None:
    """The CPU seconds that the tests of the room take with the change; None where one fails, or they take too long."""
    told, tell = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=_test, args=(_tests(room, change), change, bound, tell))
    process.start()
    process.join(bound * WAITING if bound else None)
    if process.is_alive():
        process.kill()
        process.join()
    return told.recv() if process.exitcode == 0 else None


def _tests(room: Room, change: Change | None) -> list[str]:
    """The tests of a room, those of the changed module first."""
    path = Path(change.path.replace("igu_xl", "tests", 1)) if change else Path()
    own = path.with_name(f"test_{path.name}") if change else path
    return [*([own.as_posix()] if change and (ROOT / own).exists() else []), *room.tests]


def _test(tests: Sequence[str], change: Change | None, bound: int, tell: Any) -> None:
    """Run the tests in this process, which ends with their answer."""
    import pytest  # late, for it must be the first to see what it tests

    if bound:
        resource.setrlimit(resource.RLIMIT_CPU, (bound, bound))
    os.chdir(ROOT)
    sys.dont_write_bytecode = False  # of what is not changed; it saves a second in each run
    sys.path.insert(0, str(ROOT))
    if change:
        sys.meta_path.insert(0, _Changed(change))
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        code = pytest.main(["-x", "-q", "-p", "no:cacheprovider", *tests], [_FirstExample()])
    tell.send(time.process_time())
    os._exit(int(code))  # nothing that a changed module left behind may hold the process


class _FirstExample:
    """The first example that fails is enough, and which ones are tried follows from the test."""

    def pytest_configure(self) -> None:
        from hypothesis import Phase, settings

        phases = [Phase.explicit, Phase.generate]
        settings.register_profile("mutation", derandomize=True, database=None, phases=phases, deadline=None)
        settings.load_profile("mutation")


class _Changed(importlib.abc.MetaPathFinder):
    """Finds the changed module in the place of the one on disk."""

    def __init__(self, change: Change) -> None:
        self.path, self.source = str(ROOT / change.path), change.source
        self.name = change.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.name:
            return None
        loader = _ChangedLoader(fullname, self.path)
        loader.source = self.source
        return importlib.util.spec_from_file_location(fullname, self.path, loader=loader)


class _ChangedLoader(importlib.machinery.SourceFileLoader):
    source: str

    def get_code(self, fullname: str) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that a change looks odd is not what the tests are to notice
            return compile(self.source, self.path, "exec", dont_inherit=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How many changes of a room its tests notice.")
    parser.add_argument("rooms", nargs="*", choices=[*ROOMS, []], help="all rooms by default")
    parser.add_argument("--size", type=int, default=40, help="places that are tried in each room")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
