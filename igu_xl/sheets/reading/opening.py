"""Opening a file that may be anything: what is no readable workbook is told apart before a reader meets it.

Every XML part is unpacked here once within a fixed bound, and the fast reader is later given these very bytes, so a
lying or bursting zip never reaches it. A document type (the door of entity bombs) is refused: no workbook has one.
"""

from __future__ import annotations

import hashlib
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import olefile

MOST_BYTES = 100_000_000
# A workbook of 2,000 candidates unpacks to 7 MB. Reading takes up to twelve times the memory of what is unpacked.
MOST_UNPACKED = 40_000_000
MOST_PARTS = 10_000
_CHUNK = 1 << 20

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"
_ENTRY_IN_DIRECTORY = b"PK\x01\x02"
_TEXT_PARTS = (".xml", ".rels", ".vml")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_DECLARATION = re.compile(r"<\?xml[^>]*\?>")
_ENCODING = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"']*)")
_READ_AS_IS = {b"", b"utf-8", b"utf8", b"us-ascii", b"ascii"}


class Unreadable(Exception):
    """A file cannot be read as a workbook; `code` and `details` make the finding that says why."""

    def __init__(self, code: str, details: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.details = dict(details or {})


@dataclass(frozen=True, slots=True)
class XmlParts:
    """The XML parts of a workbook by name, all in UTF-8, and the fingerprint of the file they came from."""

    parts: Mapping[str, bytes]
    sha256: str


def open_package(path: Path) -> XmlParts:
    """Unpack a workbook; raises `Unreadable` for anything else."""
    content = _read(path)
    _refuse_other_formats(content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            parts = _unpack(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as problem:
        raise Unreadable("fil-beskadiget") from problem
    except RuntimeError as problem:  # zipfile's word for an entry that needs a password
        raise Unreadable("fil-kode") from problem
    return XmlParts(parts, hashlib.sha256(content).hexdigest())


def _read(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("fil-ikke-excel")
        if status.st_size > MOST_BYTES:
            raise Unreadable("fil-for-stor")
        content = path.read_bytes()
    except OSError as problem:
        raise Unreadable("fil-laest-ikke", {"reason": _reason(problem)}) from problem
    if not content:
        raise Unreadable("fil-tom")
    return content


def _reason(problem: OSError) -> str:
    if isinstance(problem, PermissionError):
        return "adgang nægtet"
    return "filen er væk" if isinstance(problem, FileNotFoundError) else f"systemfejl {problem.errno}"


def _refuse_other_formats(content: bytes) -> None:
    if content.startswith(_OLE_MAGIC):
        raise _ole_file(content)
    if _OPEN_DOCUMENT in content[:200]:
        raise Unreadable("fil-gammelt-format", {"kind": ".ods"})
    if not content.startswith(b"PK"):
        raise Unreadable("fil-ikke-excel")
    if content.count(_ENTRY_IN_DIRECTORY) > MOST_PARTS:
        raise Unreadable("fil-for-stor")


def _ole_file(content: bytes) -> Unreadable:
    """An encrypted .xlsx and an old .xls are the same kind of container."""
    try:
        with olefile.OleFileIO(BytesIO(content)) as container:
            encrypted = container.exists("EncryptedPackage")
            old = container.exists("Workbook") or container.exists("Book")
    except (OSError, IndexError, ValueError):
        return Unreadable("fil-beskadiget")
    if encrypted:
        return Unreadable("fil-kode")
    return Unreadable("fil-gammelt-format", {"kind": ".xls"}) if old else Unreadable("fil-ikke-excel")


def _unpack(package: zipfile.ZipFile) -> dict[str, bytes]:
    entries = {info.filename.replace("\\", "/").lstrip("/"): info for info in package.infolist()}
    if "xl/workbook.bin" in entries:
        raise Unreadable("fil-gammelt-format", {"kind": ".xlsb"})
    texts = {name: info for name, info in entries.items() if name.casefold().endswith(_TEXT_PARTS)}
    left = MOST_UNPACKED
    if sum(info.file_size for info in texts.values()) > left:
        raise Unreadable("fil-for-stor")
    parts: dict[str, bytes] = {}
    for name, info in texts.items():
        content = _unpack_part(package, info, left)
        left -= len(content)
        parts[name] = _as_utf8(content)
        if b"<!DOCTYPE" in parts[name] or b"<!ENTITY" in parts[name]:
            raise Unreadable("fil-farlig")
    return parts


def _unpack_part(package: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unreadable("fil-beskadiget")
    pieces, size = [], 0
    with package.open(info) as part:
        while piece := part.read(_CHUNK):
            size += len(piece)
            if size > most:
                raise Unreadable("fil-for-stor")
            pieces.append(piece)
    return b"".join(pieces)


def _as_utf8(content: bytes) -> bytes:
    """The part in UTF-8, which is all that the fast reader understands and in which a document type can be seen."""
    if content.startswith(_UTF16_MARKS):
        byte_order = "utf-16" if content[:2] in _UTF16_MARKS[:2] else f"utf-16-{'lb'[content[0] == 0]}e"
        return _DECLARATION.sub("", content.decode(byte_order), count=1).encode()
    declared = _ENCODING.match(content.removeprefix(b"\xef\xbb\xbf").lstrip())
    encoding = declared[1].lower() if declared else b""
    if encoding in _READ_AS_IS:
        return content
    if encoding in (b"iso-8859-1", b"windows-1252"):
        return _DECLARATION.sub("", content.decode(encoding.decode()), count=1).encode()
    raise Unreadable("fil-beskadiget")
