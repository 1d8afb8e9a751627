"""Opening a file that may be anything: what is no readable workbook is told apart before a reader meets it.

Every part is unpacked here once within a fixed bound, so a lying or bursting zip never reaches the fast reader, and
a document type (the door of entity bombs) is refused, since no workbook has one.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import olefile

MOST_BYTES = 100_000_000
MOST_UNPACKED = 400_000_000
_CHUNK = 1 << 20

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"


class Unreadable(Exception):
    """A file cannot be read as a workbook; `code` and `details` make the finding that says why."""

    def __init__(self, code: str, details: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.details = dict(details or {})


def open_package(path: Path) -> tuple[bytes, dict[str, bytes]]:
    """The file's bytes and the content of its XML parts by name; raises `Unreadable` for anything but a workbook."""
    content = _read(path)
    _refuse_other_formats(content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            parts = _unpack(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as problem:
        raise Unreadable("fil-beskadiget") from problem
    except RuntimeError as problem:  # zipfile's word for an entry that needs a password
        raise Unreadable("fil-kode") from problem
    if "xl/workbook.bin" in parts:
        raise Unreadable("fil-gammelt-format", {"kind": ".xlsb"})
    if not any(name.endswith("workbook.xml") for name in parts):
        raise Unreadable("fil-ikke-excel")
    return content, parts


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise Unreadable("fil-for-stor")
        content = path.read_bytes()
    except OSError as problem:
        raise Unreadable("fil-laest-ikke", {"reason": problem.strerror or "ukendt grund"}) from problem
    if not content:
        raise Unreadable("fil-tom")
    return content


def _refuse_other_formats(content: bytes) -> None:
    if content.startswith(_OLE_MAGIC):
        raise _ole_file(content)
    if _OPEN_DOCUMENT in content[:200]:
        raise Unreadable("fil-gammelt-format", {"kind": ".ods"})
    if not content.startswith(b"PK"):
        raise Unreadable("fil-ikke-excel")


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
    left = MOST_UNPACKED
    if sum(info.file_size for info in package.infolist()) > left:
        raise Unreadable("fil-for-stor")
    parts: dict[str, bytes] = {}
    for info in package.infolist():
        content = _unpack_part(package, info, left)
        left -= len(content)
        name = info.filename.replace("\\", "/").lstrip("/")
        if name.endswith((".xml", ".rels", ".vml", ".bin")):
            parts[name] = content
        if name.endswith((".xml", ".rels", ".vml")):
            _refuse_document_type(content)
    return parts


def _unpack_part(package: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    pieces, size = [], 0
    with package.open(info) as part:
        while piece := part.read(_CHUNK):
            size += len(piece)
            if size > most:
                raise Unreadable("fil-for-stor")
            pieces.append(piece)
    return b"".join(pieces)


def _refuse_document_type(content: bytes) -> None:
    head = content[:4096]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head[:16]:
        head = head.replace(b"\x00", b"")
        content = content.replace(b"\x00", b"")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Unreadable("fil-farlig")
