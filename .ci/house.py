"""Draws the house from its own imports: docs/pictures/house.svg. `--check` says whether the picture is still true.

Every box is a folder of the package and stands above all that it imports; the names in it are its files. Below the
house a dot says that the room of the row imports from the room of the column.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from html import escape
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = "igu_xl"
PICTURE = ROOT / "docs" / "pictures" / "house.svg"

WIDTH, PAD, GAP, LINE, TITLE = 1180, 10, 8, 15, 22  # units of the drawing
LETTER, LEAF = 6.1, 352  # how wide a letter is, and a folder without folders
SHADES = ("#ffffff", "#eef3f8", "#dfe9f3", "#ffffff")

Graph = dict[str, set[str]]


def arrows(root: Path = ROOT) -> Graph:
    """Every module, and the modules of the package that it imports."""
    paths = {
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path
        for path in (root / PACKAGE).rglob("*.py")
        if "shipped" not in path.parts
    }
    del paths[PACKAGE]  # its names are those of `analysis`, and are imported when they are asked for
    return {name: {one for one in _imported(path, paths) if one in paths} for name, path in paths.items()}


def _imported(path: Path, known: Collection[str]) -> Iterator[str]:
    """What a file imports: a module where the name is one, else the module that the name is taken from."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name if name in known else str(node.module) for name in names)


def inside(room: str, graph: Graph) -> Graph:
    """The folders and loose files of a room, and which of them each imports."""
    found: Graph = {}
    for name, others in graph.items():
        if (child := _child(room, name)) is not None:
            found.setdefault(child, set()).update(filter(None, (_child(room, other) for other in others)))
    return {child: others - {child} for child, others in found.items()}


def _child(room: str, name: str) -> str | None:
    inner = name.removeprefix(f"{room}.")
    return inner.partition(".")[0] if inner != name else None


def floors(room: Graph) -> list[list[str]]:
    """What lies in a room by floors, the highest first; each rests only on lower ones. Raises CycleError."""
    level: dict[str, int] = {}
    for one in TopologicalSorter(room).static_order():
        level[one] = max((level[other] + 1 for other in room[one]), default=0)
    return [
        sorted(one for one in room if level[one] == height) for height in range(max(level.values(), default=-1), -1, -1)
    ]


@dataclass(frozen=True)
class Drawing:
    """Something drawn: how large it is, and its SVG from its own upper left corner."""

    width: float
    height: float
    svg: str

    def at(self, x: float, y: float) -> str:
        """The SVG at another place."""
        return f'<g transform="translate({x:g},{y:g})">{self.svg}</g>'


def house(graph: Graph) -> str:
    """The picture of the whole package."""
    whole = _room(PACKAGE, graph, 0, WIDTH)
    table = _matrix(inside(PACKAGE, graph))
    height = whole.height + 3 * GAP + table.height
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" role="img" '
        'font-family="DejaVu Sans, Verdana, sans-serif" font-size="10.5" fill="#1a2430">'
        "<title>The rooms of igu_xl: each stands above what it imports</title>"
        f'<rect width="100%" height="100%" fill="#ffffff"/>{whole.svg}{table.at(0, whole.height + 3 * GAP)}</svg>\n'
    )


def _room(name: str, graph: Graph, depth: int, width: float) -> Drawing:
    """A folder: its title, and what lies in it by floors."""
    children = inside(name, graph)
    if not any(inside(f"{name}.{child}", graph) for child in children):
        return _boxed(name, _names(sorted(children), LEAF - 2 * PAD), depth, LEAF)
    rows = []
    for floor in floors(children):
        folders = [child for child in floor if inside(f"{name}.{child}", graph)]
        drawn = [_room(f"{name}.{child}", graph, depth + 1, width - 2 * PAD) for child in folders]
        files = [child for child in floor if child not in folders]
        if files:
            drawn.append(_names(files, LEAF - 2 * PAD))
        rows.append(_beside(drawn, width - 2 * PAD))
    return _boxed(name, _below(rows), depth, min(width, max(row.width for row in rows) + 2 * PAD))


def _boxed(name: str, content: Drawing, depth: int, width: float) -> Drawing:
    height = TITLE + content.height + PAD
    title = name.rpartition(".")[2]
    return Drawing(
        width,
        height,
        f'<rect width="{width:g}" height="{height:g}" rx="5" fill="{SHADES[depth]}" stroke="#8a94a0"/>'
        f'<text x="{PAD}" y="15" font-weight="bold" font-size="12">{escape(title)}/</text>{content.at(PAD, TITLE)}',
    )


def _names(names: list[str], width: float) -> Drawing:
    """Names of files, as many in a line as there is room for."""
    lines = [""]
    for name in names:
        longer = f"{lines[-1]}, {name}" if lines[-1] else name
        if len(longer) * LETTER > width and lines[-1]:
            lines.append(name)
        else:
            lines[-1] = longer
    texts = (f'<text y="{LINE * number + 11}">{escape(line)}</text>' for number, line in enumerate(lines))
    return Drawing(max(len(line) for line in lines) * LETTER, LINE * len(lines), "".join(texts))


def _beside(drawn: list[Drawing], width: float) -> Drawing:
    """Drawings from left to right, and on a new line where there is no more room."""
    svg, x, y, tallest, widest = "", 0.0, 0.0, 0.0, 0.0
    for one in drawn:
        if x and x + one.width > width:
            x, y, tallest = 0.0, y + tallest + GAP, 0.0
        svg += one.at(x, y)
        x, tallest = x + one.width + GAP, max(tallest, one.height)
        widest = max(widest, x - GAP)
    return Drawing(widest, y + tallest, svg)


def _below(rows: list[Drawing]) -> Drawing:
    svg, y = "", 0.0
    for row in rows:
        svg += row.at(0, y)
        y += row.height + GAP
    return Drawing(max(row.width for row in rows), y - GAP, svg)


def _matrix(rooms: Graph) -> Drawing:
    """Which room imports from which: with all arrows one way, every dot lies on one side."""
    order = [one for floor in floors(rooms) for one in floor]
    left, top, step = 110, 96, 22
    svg = ""
    for number, name in enumerate(order):
        x, y = left + step * number, top + step * number
        svg += f'<text x="{left - 14}" y="{y + 4}" text-anchor="end">{name}</text>'
        svg += f'<text transform="translate({x + 4},{top - 16}) rotate(-60)">{name}</text>'
        svg += f'<line x1="{left - 8}" x2="{left + step * len(order)}" y1="{y}" y2="{y}" stroke="#e3e8ee"/>'
        for other in sorted(rooms[name]):
            svg += f'<circle cx="{left + step * order.index(other)}" cy="{y}" r="4.5" fill="#1f5f8b"/>'
    return Drawing(left + step * len(order), top + step * len(order), svg)


def main() -> int:
    """Draw the picture, or with `--check` say whether it is true."""
    drawn = house(arrows())
    if "--check" in sys.argv:
        return 0 if PICTURE.read_text(encoding="utf-8") == drawn else 1
    PICTURE.write_text(drawn, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
