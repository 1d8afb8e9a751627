"""What the guard of CPR numbers and names finds, what it takes for one and is none, and what it costs.

    python benchmarks/personal_guard.py [PARTNERSKAB]

Prints how many of the shapes of tests/fixtures/cpr_shapes.txt are found, how many of 20,000 made-up remarks with dates,
times, amounts, telephones and numbers of all kinds are called personal, the same of every cell of a partnership's
workbooks, and the CPU time for hostile texts of 1,000 to 64,000 characters.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from igu_xl.domain.digits.month_names import month_numbers
from igu_xl.domain.personal.cpr import Suspicion, has_cpr, hide_cpr, suspicion_of
from igu_xl.domain.personal.names import has_name
from igu_xl.sheets.reading.opening import Unreadable
from igu_xl.sheets.reading.workbook import open_workbook

SHAPES = Path(__file__).parents[1] / "tests" / "fixtures" / "cpr_shapes.txt"
MONTHS = {number: name for name, number in month_numbers().items()}
REMARKS = (
    "Møde {dmy} kl. {h}.{mi}", "Møde {dmy} {h}:{mi}", "{dmy} {h}.{mi}: ringet til branchen", "Aftalt {dm} kl. {h}",
    "{ddmmyy}: ringet, ikke hjemme", "{ddmmyy} {h}:{mi} møde", "Samtale {dmc} {h}:{mi}, næste {dmc2}",
    "Fra {dmc} til {dmc2}", "{dmc} - {dmc2}", "{dmc}-{dmc2}", "Praktik {dmy}-{dmy2}", "uge {w}, {w2} og {w3}",
    "Uge {w}-{w2}, {h} timer", "Tlf. {p1} {p2} {p3} {p4}", "+45 {p1} {p2} {p3} {p4}", "Ring {p1}{p2}{p3}{p4}",
    "Tlf. {p1}{p2} {p3}{p4}, helst før kl. {h}", "{p1} {p2} {p3} {p4} / {p4} {p3} {p2} {p1}", "Løn {kr} kr./md.",
    "{kr},{mi} kr. bevilget {dmc}", "Bevilget {dmc}: {kr} kr.", "{dmy} {plain} kr.", "Bilag {plain}, {kr} kr.",
    "P-nr. {p}", "CVR {cvr}, P-nr. {p}", "AMU {amu}, {amu2} og {amu3}", "Kurser: {amu} {amu2}", "VITAS {vitas}",
    "VITAS-nr. {vitas} oprettet {dmc}", "Sag {year}-{vitas}", "Sagsnr. {yy}/{vitas}", "KLE 15.20.00-G01-{w}-{yy}",
    "{id} og {id2} på samme hold", "Plads BYG-{n4}, hold NEXT-{year}-{w}", "{n4} København, {year}",
    "Start {dmc}, {n4} København", "Kan møde {h}.{mi}-{h2}.{mi2}", "Man-fre {h}:{mi}-{h2}:{mi2}, lør {h}:{mi}",
    "Truckcertifikat nr. {vitas}, udløber {dmc}", "Kørekort B siden {year}", "DU2 M{d}, {h} lektioner pr. uge",
    "IBAN DK{yy} {n4} {n4b} {n4c} {yy}", "EAN 5798{p1}{p2}{p3}{p4}{d}", "ISBN 978-87-{yy}-{amu}-{d}",
    "{iso} {h}:{mi}:00", "{iso}T{h}:{mi}", "fil_{stamp}_{h}{mi}.pdf", "{year} {year2} {year3}", "Modul 3, 4 og 5",
    "{dm}, {dm2} og {dm3} {year}", "Sprogtest {dmc}: {d}/12", "Rejsetid {mi} min, {kr} m", "fra {month} {year}",
    "{dd}. {month} {year} kl. {h}.{mi}", "Bus {w}, {amu}", "Høreapparat, {mi} pct.", "Sommerferie uge 28, 29, 30",
    "Fik {d} timer mere fra {dmy}", "Postnr. {n4}", "Skift {h}-{h2}, {h2}-{h}, {d} dage", "Kontonr. ikke oplyst",
    "Ring til Københavns Kommune, Jobcenter Lyngby", "Bor tæt på Nørreport", "Har arbejdet i Bilka og Netto",
    "Sprogcenter Hellerup, hold {w}", "Kan køre til Ballerup og Glostrup", "Har brug for en mentor",
    "Ønsker H.C. Andersens Boulevard eller Peter Bangs Vej", "Next Uddannelse København og Niels Brock",
    "Taler arabisk, engelsk og lidt Dansk", "Mødte ikke op; Line fra skolen ringer", "Else venter vi til Maj",
)  # fmt: skip


def remarks(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Made-up remarks without anything personal, each with its pattern."""
    while True:
        days = [date(2025, 1, 1) + timedelta(chance.randrange(900)) for _ in range(3)]
        number = chance.randrange
        fill = {
            "dd": days[0].day, "month": MONTHS[days[0].month], "iso": days[0].isoformat(), "stamp": f"{days[0]:%Y%m%d}",
            "ddmmyy": f"{days[0]:%d%m%y}", "dmy": f"{days[0]:%d.%m.%y}", "dmy2": f"{days[1]:%d.%m.%y}",
            "dmc": f"{days[0]:%d-%m-%Y}", "dmc2": f"{days[1]:%d-%m-%Y}", "dm": f"{days[0].day}/{days[0].month}",
            "dm2": f"{days[1].day}/{days[1].month}", "dm3": f"{days[2].day}/{days[2].month}",
            "h": f"{number(7, 16):02d}", "h2": f"{number(12, 23)}", "mi": f"{number(0, 60, 5):02d}",
            "mi2": f"{number(0, 60, 15):02d}", "w": number(10, 53), "w2": number(10, 53), "w3": number(10, 53),
            "kr": f"{number(1, 60)}.{number(1000):03d}", "plain": number(100, 10_000), "d": number(1, 7),
            "cvr": number(10**7, 10**8), "p": 10**9 + number(13 * 10**6, 31 * 10**6), "vitas": number(10**6, 10**8),
            "year": days[0].year, "year2": days[1].year, "year3": days[2].year, "yy": f"{days[0]:%y}",
            "id": f"101-{number(10**4):04d}", "id2": f"147-{number(10**4):04d}",
            **{key: f"{number(10**4):04d}" for key in ("n4", "n4b", "n4c")},
            **{key: number(20_000, 50_000) for key in ("amu", "amu2", "amu3")},
            **{key: f"{number(20, 99) if key == 'p1' else number(100):02d}" for key in ("p1", "p2", "p3", "p4")},
        }  # fmt: skip
        pattern = chance.choice(REMARKS)
        yield pattern, pattern.format(**fill)


def shapes_found(chance: random.Random, each: int = 2_000) -> None:
    for first, last in ((1936, 2015), (2016, 2026)):
        missed: Counter[str] = Counter()
        shapes = SHAPES.read_text(encoding="utf-8").splitlines()
        for shape in shapes:
            for _ in range(each):
                day = date(first, 1, 1) + timedelta(chance.randrange((last - first + 1) * 365))
                serial = f"{chance.randrange(1, 10_000):04d}"
                typed = shape.format(
                    d=f"{day.day + chance.choice((0, 0, 60)):02d}", m=f"{day:%m}", y=f"{day:%y}", c=f"{day:%Y}",
                    month=MONTHS[day.month], s=serial, s1=serial[:2], s2=serial[2:],
                )  # fmt: skip
                missed[shape] += not has_cpr(f"Se {typed} i sagen")
        worst = {shape: f"{count / each:.0%}" for shape, count in missed.most_common() if count}
        print(
            f"Born {first}-{last}: {len(shapes)} shapes, {sum(missed.values())} missed of {len(shapes) * each}", worst
        )


def false_alarms(chance: random.Random, count: int = 20_000) -> None:
    made = remarks(chance)
    numbers: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for pattern, text in (next(made) for _ in range(count)):
        numbers[pattern] += has_cpr(text)
        names[pattern] += has_name(text)
    for what, wrong in (("a CPR number", numbers), ("a name", names)):
        told = {pattern: hits for pattern, hits in wrong.most_common(8) if hits}
        print(f"{count} harmless remarks: {sum(wrong.values())} called {what}", told)


def cells_of(folder: Path) -> None:
    cells, seen, named = 0, Counter[Suspicion](), 0
    for path in sorted(folder.rglob("*.xls[xm]")):
        if ".igu" in path.parts or "rapporter" in path.parts:
            continue
        try:
            workbook = open_workbook(path)
            values = [value for sheet in workbook.sheets for row in workbook.grid(sheet) for value in row]
        except Unreadable:
            continue
        for value in values:
            if value != "":
                cells += 1
                seen[suspicion_of(value)] += 1
                named += isinstance(value, str) and has_name(value)
    told = {one.name: count for one, count in seen.items() if one}
    print(f"{folder}: {cells} cells, {told} (P-numbers not known), {named} with a name")


def costs() -> None:
    texts: dict[str, Callable[[int], str]] = {
        "soft hyphens": lambda count: "010190" + "\u00ad" * count + "x",
        "soft hyphens between": lambda count: "0\u00ad" * (count // 2),
        "digits": lambda count: "1" * count,
        "spaces": lambda count: "010190" + " " * count + "x",
        "single digits": lambda count: "0 " * (count // 2),
        "pairs": lambda count: "01-" * (count // 3),
        "almost dates": lambda count: "01.01.90." * (count // 9),
        "numbers": lambda count: "010190-1234 " * (count // 12),
        "decimals": lambda count: "0101901234." * (count // 11),
    }
    sizes = (1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000)
    print("CPU ms to find and hide:", *sizes, "| 64,000 by 32,000")
    for name, text in texts.items():
        took = []
        for size in sizes:
            hostile, began = text(size), time.process_time()
            has_cpr(hostile)
            hide_cpr(hostile)
            took.append(1000 * (time.process_time() - began))
        print(f"{name:22}", *(f"{one:8.1f}" for one in took), f"| {took[-1] / took[-2]:.1f}")


if __name__ == "__main__":
    dice = random.Random(20261130)
    shapes_found(dice)
    false_alarms(dice)
    for name in sys.argv[1:]:
        cells_of(Path(name))
    costs()
