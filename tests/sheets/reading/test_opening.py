"""A folder of broken workbooks: each gives one clear finding, in bounded time and memory, and the others are read."""

from __future__ import annotations

import io
import json
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile  # type: ignore[import-untyped]

from igu_xl.findings import Finding
from igu_xl.sheets.contract import BRANCH, MUNICIPALITY, SCHOOL
from igu_xl.sheets.ooxml.areas import cell_name
from igu_xl.sheets.partnership import read_partnership
from igu_xl.sheets.reading.opening import MOST_PARTS, MOST_UNPACKED, Unreadable, open_package
from igu_xl.sheets.templates import build_workbook
from igu_xl.sheets.workbook_files import find_workbooks

FIXTURES = Path(__file__).parents[2] / "fixtures"
SHEET = "xl/worksheets/sheet2.xml"  # the first sheet is the guide
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

Parts = dict[str, bytes]

COHORT = {
    "cohort": "NEXT-2027-01",
    "title": "Bygge og anlæg, trin 1",
    "branch": "Bygge og anlæg",
    "type": "igu",
    "start": date(2027, 3, 1),
    "end": date(2027, 4, 30),
    "min": 12,
    "max": 18,
    "enrol_by": date(2027, 2, 1),
    "status": "Planlagt",
}


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school's workbook in which nothing is wrong."""
    path = tmp_path_factory.mktemp("skole") / "next.xlsx"
    build_workbook(SCHOOL, path, {"tblHold": [COHORT]})
    return path


def parts_of(content: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    parts = parts_of(content)
    return packed(parts | {name: change(parts[name])})


def with_cells(content: bytes, rows: str) -> bytes:
    """The rows put in at the end of the sheet of cohorts."""
    return with_part(content, SHEET, lambda sheet: sheet.replace(b"</sheetData>", rows.encode() + b"</sheetData>"))


def encrypted(content: bytes) -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt("hemmeligt", out)
    return out.getvalue()


def with_entry_password(content: bytes) -> bytes:
    """Every entry says that it needs a password, in both headers."""
    patched = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for hit in re.finditer(re.escape(mark), content):
            patched[hit.start() + offset] |= 1
    return bytes(patched)


def with_lying_sizes(content: bytes) -> bytes:
    """Every entry says that it is 100 bytes when unpacked."""
    patched = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        for hit in re.finditer(re.escape(mark), content):
            struct.pack_into("<I", patched, hit.start() + offset, 100)
    return bytes(patched)


def with_torn_part(content: bytes) -> bytes:
    """The compressed bytes of the sheet are overwritten, as by a bad disk."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        start = package.getinfo(SHEET).header_offset + 200
    return content[:start] + b"\xff" * 400 + content[start + 400 :]


def entity_bomb(sheet: bytes) -> bytes:
    layers = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE worksheet [<!ENTITY l0 "ha">{layers}]>'.encode() + sheet.partition(b"?>")[2]


def utf16_with_document_type(sheet: bytes) -> bytes:
    text = entity_bomb(sheet).decode()
    return f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16")


def ebcdic(sheet: bytes) -> bytes:
    return ('<?xml version="1.0" encoding="cp037"?>' + entity_bomb(sheet).decode()).encode("cp037")


def bomb(_: bytes) -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'.encode() + b" " * (3 * MOST_UNPACKED)


def bomb_of_cells(_: bytes) -> bytes:
    cells = "".join(f'<c r="{letter}1" s="1"/>' for letter in "ABCDEFGHIJ")
    return f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{cells * 400_000}</row></sheetData></worksheet>'.encode()


def without(name: str) -> Callable[[bytes], bytes]:
    return lambda content: packed({part: data for part, data in parts_of(content).items() if part != name})


def changed(name: str, old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda content: with_part(content, name, lambda part: part.replace(old, new))


def cells(rows: str) -> Callable[[bytes], bytes]:
    return lambda content: with_cells(content, rows)


def part(name: str, change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    return lambda content: with_part(content, name, change)


def fixture(name: str) -> Callable[[bytes], bytes]:
    return lambda _: (FIXTURES / name).read_bytes()


def open_document(_: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", "<office:document-content/>")
    return out.getvalue()


def built(kind: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr(kind, "x")
    return out.getvalue()


def document(content: bytes) -> bytes:
    """A package whose main part is a document."""
    parts = {name.replace("xl/workbook", "word/document"): data for name, data in parts_of(content).items()}
    parts["word/document.xml"] = b"<document/>"
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"xl/workbook", b"word/document")
    return packed(parts)


# File name -> how it is made of a good workbook, and the code of its finding.
BROKEN: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "tom": (lambda _: b"", "fil-tom"),
    "kun-nuller": (lambda _: b"\x00" * 10_000, "fil-ikke-excel"),
    "csv-omdoebt": (lambda _: "Hold-id;Titel\nNEXT-1;Bygge".encode("cp1252"), "fil-ikke-excel"),
    "webside": (lambda _: b"<html><table><tr><td>Hold-id</td></tr></table></html>", "fil-ikke-excel"),
    "pdf": (lambda _: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "fil-ikke-excel"),
    "gammel-xls": (fixture("gammel.xls"), "fil-gammelt-format"),
    "afkortet-xls": (lambda _: (FIXTURES / "gammel.xls").read_bytes()[:700], "fil-beskadiget"),
    "ole-uden-indhold": (lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "fil-beskadiget"),
    "ods-omdoebt": (open_document, "fil-gammelt-format"),
    "xlsb-omdoebt": (lambda _: built("xl/workbook.bin"), "fil-gammelt-format"),
    "zip-med-billeder": (lambda _: built("IMG_0001.JPG"), "fil-ikke-excel"),
    "word": (document, "fil-ikke-excel"),
    "adgangskode": (encrypted, "fil-kode"),
    "adgangskode-i-zip": (with_entry_password, "fil-kode"),
    "afkortet": (lambda content: content[: len(content) // 2], "fil-beskadiget"),
    "kun-begyndelsen": (lambda content: content[:4], "fil-beskadiget"),
    "daarlig-disk": (with_torn_part, "fil-beskadiget"),
    "loegnagtige-stoerrelser": (with_lying_sizes, "fil-beskadiget"),
    "bombe": (part(SHEET, bomb), "fil-for-stor"),
    "bombe-der-lyver": (lambda content: with_lying_sizes(with_part(content, SHEET, bomb)), "fil-beskadiget"),
    "bombe-af-celler": (part(SHEET, bomb_of_cells), "fil-for-stor"),
    "mange-dele": (lambda c: packed(parts_of(c) | {f"x/{n}": b"" for n in range(MOST_PARTS)}), "fil-for-stor"),
    "entiteter": (part(SHEET, entity_bomb), "fil-farlig"),
    "entiteter-i-egenskaber": (part("docProps/core.xml", entity_bomb), "fil-farlig"),
    "entiteter-i-utf16": (part(SHEET, utf16_with_document_type), "fil-farlig"),
    "entiteter-i-ebcdic": (part(SHEET, ebcdic), "fil-beskadiget"),
    "ikke-xml": (changed(SHEET, b"</sheetData>", b"</sheetDat>"), "fil-beskadiget"),
    "ukendt-tegnsaet": (changed(SHEET, b"UTF-8", b"UTF-7"), "fil-beskadiget"),
    "tom-projektmappe": (part("xl/workbook.xml", lambda _: b""), "fil-beskadiget"),
    "uden-projektmappe": (without("xl/workbook.xml"), "fil-ikke-excel"),
    "uden-relationer": (without("xl/_rels/workbook.xml.rels"), "fil-beskadiget"),
    "uden-ark": (without(SHEET), "fil-beskadiget"),
    "ingen-ark": (part("xl/workbook.xml", lambda xml: re.sub(b"<sheet .*?/>", b"", xml)), "fil-uden-tabeller"),
    "kun-diagramark": (
        changed("xl/_rels/workbook.xml.rels", b"relationships/worksheet", b"relationships/chartsheet"),
        "fil-uden-tabeller",
    ),
    "yderste-celle": (cells('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "ark-for-stort"),
    "raekke-en-milliard": (cells('<row r="9999999"><c r="A9999999"><v>1</v></c></row>'), "ark-for-stort"),
    "adresse-uden-ende": (cells('<row r="999"><c r="ZZZZZZ99999999999"><v>1</v></c></row>'), "fil-beskadiget"),
    "adresse-uden-tal": (cells('<row r="999"><c r="A"><v>1</v></c></row>'), "fil-beskadiget"),
    "adresse-nul": (cells('<row r="999"><c r="A0"><v>1</v></c></row>'), "fil-beskadiget"),
    "raekke-uden-ende": (cells('<row r="99999999999"><c><v>1</v></c></row>'), "fil-beskadiget"),
    "tekst-der-mangler": (cells('<row r="999"><c r="A999" t="s"><v>99999</v></c></row>'), "fil-beskadiget"),
    "ukendt-celletype": (cells('<row r="999"><c r="A999" t="zz"><v>1</v></c></row>'), "fil-beskadiget"),
    "fletning-uden-mening": (
        changed(SHEET, b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="zz"/></mergeCells>'),
        "fil-beskadiget",
    ),
    "fletning-i-milliarder": (
        changed(
            SHEET, b"</sheetData>", b'</sheetData><mergeCells count="99999999999"><mergeCell ref="A1:zz"/></mergeCells>'
        ),
        "fil-beskadiget",
    ),
    "dybt-indlejret": (part("xl/workbook.xml", lambda _: b"<a>" * 200_000 + b"</a>" * 200_000), "fil-beskadiget"),
    "million-formaterede-celler": (
        cells("".join(f'<row r="{n}">{f"""<c r="A{n}" s="1"/>""" * 4}</row>' for n in range(9, 900_000))),
        "fil-for-stor",
    ),
    "tusinder-af-forkerte-raekker": (cells(f"<row>{'<c><v>1</v></c>' * 14}</row>" * 30_000), "tabel-for-lang"),
}

# As large as a workbook may be and still be read: cells far to the right of the table.
LARGE = {
    "kun-formler": '<c r="{cell}"><f>A1+{n}</f></c>',
    "kun-fejl": '<c r="{cell}" t="e"><v>#SPILL!</v></c>',
}


def with_promises(content: bytes) -> bytes:
    """Every list of the workbook says that it has four billion items."""
    parts = {name: re.sub(rb'ount="\d+"', b'ount="4294967296"', part) for name, part in parts_of(content).items()}
    return packed(parts)


# What is wrong in these does not keep their rows from being read.
READABLE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "million-tomme-raekker": (
        cells("".join(f'<row r="{n}" s="1" ht="18"/>' for n in range(9, 1_048_577))),
        "raekker-tomme",
    ),
    "store-loefter": (with_promises, ""),
    "eksterne-links": (
        lambda content: packed(parts_of(content) | {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}),
        "fil-links",
    ),
}

# Processor time is what a file costs, whatever else the machine does. On Linux the memory of the process that started
# this one counts in ru_maxrss, so its own peak is asked for.
MEASURE = """
import json, re, resource, sys, time
from pathlib import Path
from igu_xl.sheets.partnership import read_partnership
seen = []
partnership = read_partnership(Path(sys.argv[1]), lambda number, count, name: seen.append((name, time.process_time())))
seen.append(("", time.process_time()))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
if sys.platform == "linux":
    peak = int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) / 1024
print(json.dumps({
    "findings": [finding.as_json() for finding in partnership.findings],
    "rows": {name: len(frame) for name, frame in partnership.frames.items()},
    "seconds": {name: end - start for (name, start), (_, end) in zip(seen, seen[1:])},
    "megabytes": peak,
}))
"""


def filled_to_the_brim(content: bytes, cell: str) -> bytes:
    """The cells repeated in columns AA to AT, as many rows as there is room for."""
    size = 20 * len(cell.format(cell="AA99999", n=10_000)) + 30
    rows = (
        f'<row r="{row}">{"".join(cell.format(cell=cell_name(row, column), n=row) for column in range(27, 47))}</row>'
        for row in range(100, 100 + MOST_UNPACKED * 9 // 10 // size)
    )
    return with_cells(content, "".join(rows))


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory, good: Path) -> Path:
    """A partnership in which the schools' workbooks are broken in every way, but one school's."""
    root = tmp_path_factory.mktemp("partnerskab")
    for name in ("kommuner", "brancher", "skoler"):
        (root / name).mkdir()
    shutil.copy(good, root / "skoler" / "next.xlsx")
    build_workbook(MUNICIPALITY, root / "kommuner" / "101-koebenhavn.xlsx")
    build_workbook(BRANCH, root / "brancher" / "service.xlsx")
    for name, (breaking, _) in (BROKEN | READABLE).items():
        (root / "skoler" / f"{name}.xlsx").write_bytes(breaking(_with_cohort(name, root)))
    for name, cell in LARGE.items():
        (root / "skoler" / f"{name}.xlsx").write_bytes(filled_to_the_brim(_with_cohort(name, root), cell))
    return root


def _with_cohort(name: str, folder: Path) -> bytes:
    """A school's workbook with a cohort of its own: with another's it would be a copy of that one's."""
    path = folder / "bygges.xlsx"
    build_workbook(SCHOOL, path, {"tblHold": [COHORT | {"cohort": name}]})
    return path.read_bytes()


@pytest.fixture(scope="session")
def measured(folder: Path) -> dict[str, object]:
    """What a process of its own found in the folder, how long each file took and how much memory was ever used."""
    pytest.importorskip("resource", reason="memory is measured on POSIX only")
    command = [sys.executable, "-c", MEASURE, str(folder)]
    run = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=300, cwd=Path(__file__).parents[3]
    )
    answer: dict[str, object] = json.loads(run.stdout)
    return answer


def findings_of(measured: dict[str, object], name: str) -> list[dict[str, str]]:
    findings = measured["findings"]
    assert isinstance(findings, list)
    return [finding for finding in findings if finding["workbook"] == f"skoler/{name}.xlsx"]


@pytest.mark.parametrize("name", BROKEN | READABLE)
def test_a_broken_workbook_gives_one_clear_finding(measured: dict[str, object], name: str) -> None:
    found = findings_of(measured, name)
    code = (BROKEN | READABLE)[name][1]
    assert [finding["rule"] for finding in found] == [code] * bool(code)
    assert all(finding["message"].endswith(".") and finding["mend"].endswith(".") for finding in found)


@pytest.mark.parametrize("name", BROKEN)
def test_a_workbook_that_is_not_read_is_an_error(measured: dict[str, object], name: str) -> None:
    assert findings_of(measured, name)[0]["level"] == "fejl"


def test_the_other_workbooks_are_still_read(measured: dict[str, object]) -> None:
    assert findings_of(measured, "next") == []
    rows = measured["rows"]
    assert isinstance(rows, dict) and rows["tblHold"] >= 1 + len(READABLE) + len(LARGE)


def test_no_workbook_takes_a_gigabyte(measured: dict[str, object]) -> None:
    assert measured["megabytes"] < 1000  # type: ignore[operator]


def test_no_workbook_takes_more_than_a_moment(measured: dict[str, object]) -> None:
    """Ten seconds of processor time on a quiet machine; three times that on one that others use, too."""
    seconds = measured["seconds"]
    assert isinstance(seconds, dict)
    slow = {name: took for name, took in seconds.items() if took >= 30}
    assert not slow and len(seconds) == len(BROKEN | READABLE | LARGE) + 3


def test_a_sheet_that_reaches_too_far_is_named_with_the_cell(measured: dict[str, object]) -> None:
    message = findings_of(measured, "yderste-celle")[0]["message"]
    assert "»Hold«" in message and "XFD1048576" in message


def test_another_kind_of_workbook_is_said_to_lack_its_tables(tmp_path: Path) -> None:
    (tmp_path / "skoler").mkdir()
    build_workbook(MUNICIPALITY, tmp_path / "skoler" / "next.xlsx")
    found = read_partnership(tmp_path).findings
    assert [finding.code for finding in found] == ["fil-uden-tabeller"]
    assert "tblHold, tblKurser" in found[0].message


def test_a_file_that_is_gone_says_so_in_danish(tmp_path: Path) -> None:
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "borte.xlsx")
    with pytest.raises(Unreadable) as refused:
        open_package(tmp_path / "link.xlsx")
    assert refused.value.details == {"reason": "filen er væk"}


def test_a_folder_named_like_a_workbook_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "skoler" / "next.xlsx").mkdir(parents=True)
    assert find_workbooks(tmp_path) == ([], [])
    with pytest.raises(Unreadable, match="fil-ikke-excel"):
        open_package(tmp_path / "skoler" / "next.xlsx")


def test_a_workbook_in_utf16_is_read(good: Path, tmp_path: Path) -> None:
    def utf16(sheet: bytes) -> bytes:
        return sheet.decode().replace("UTF-8", "UTF-16").encode("utf-16")

    for name in ("med", "uden"):
        content = with_part(good.read_bytes(), SHEET, utf16)
        if name == "uden":  # the mark of the byte order may be left out
            content = with_part(content, SHEET, lambda sheet: sheet[2:])
        (tmp_path / f"{name}.xlsx").write_bytes(content)
        assert b"<sheetData>" in open_package(tmp_path / f"{name}.xlsx").parts[SHEET]


def test_pictures_are_not_unpacked(good: Path, tmp_path: Path) -> None:
    path = tmp_path / "billeder.xlsx"
    path.write_bytes(packed(parts_of(good.read_bytes()) | {"xl/media/image1.png": b"\x00" * 150_000_000}))
    assert open_package(path).parts[SHEET]


@pytest.mark.parametrize("kind", [".xls", ".xlsb", ".ods", ".csv"])
def test_a_file_of_another_kind_is_named_by_it(tmp_path: Path, kind: str) -> None:
    (tmp_path / "skoler").mkdir()
    (tmp_path / "skoler" / f"next{kind}").write_bytes(b"x")
    found: list[Finding] = find_workbooks(tmp_path)[1]
    assert [(finding.code, kind in finding.message) for finding in found] == [("fil-gammelt-format", True)]
