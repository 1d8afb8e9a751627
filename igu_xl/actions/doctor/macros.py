"""Which xlwings a workbook's macros were made for, which igu made them, and whether they obey other workbooks.

The macros name the library they load, `xlwings64-0.37.8.dll`; they are stored compressed (MS-OVBA 2.4.1) in an OLE
file inside the workbook. igu writes its own version among the workbook's properties.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import olefile

_LIBRARY = re.compile(rb"xlwings(?:32|64)-(\d+\.\d+\.\d+)\.dll")
_SETTINGS_OF_SHEET = b"Function GetConfigFromSheet("  # of xlwings' own macros
_OWN_VERSION = re.compile(r'name="igu"[^>]*><vt:lpwstr>([^<]+)<')
# A compressed container begins with 1, its first chunk with a length and the bits 011.
_CONTAINER = re.compile(rb"\x01.[\x30-\x3f\xb0-\xbf]", re.DOTALL)
_CHUNK = 4096


def xlwings_of(workbook: Path) -> str | None:
    """The xlwings version in the macros of a workbook or add-in; None where it has none or cannot be read."""
    named = (_LIBRARY.search(text) for text in _macro_texts(workbook))
    return next((one[1].decode() for one in named if one), None)


def obeys_workbooks(workbook: Path) -> bool:
    """Whether the macros take settings, and so the program they start, from a sheet of the workbook in front."""
    return any(_SETTINGS_OF_SHEET in text for text in _macro_texts(workbook))


def igu_of(workbook: Path) -> str | None:
    """The version of igu that made an add-in; None where it does not say so or cannot be read."""
    try:
        with zipfile.ZipFile(workbook) as package:
            properties = package.read("docProps/custom.xml").decode()
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return None
    found = _OWN_VERSION.search(properties)
    return found[1] if found else None


def decompressed(chunks: bytes) -> bytes:
    """The text of a compressed container, as far as its chunks go."""
    text = bytearray()
    at = 0
    while at + 2 <= len(chunks):
        header = int.from_bytes(chunks[at : at + 2], "little")
        if header >> 12 & 7 != 3:
            break
        end = at + (header & 0xFFF) + 3
        chunk = chunks[at + 2 : end]
        text += _chunk_text(chunk) if header >> 15 else chunk
        at = end
    return bytes(text)


def _chunk_text(chunk: bytes) -> bytes:
    """One chunk: flag bytes, each bit saying whether a letter or a copy of earlier letters follows."""
    text = bytearray()
    at = 0
    while at < len(chunk):
        flags = chunk[at]
        at += 1
        for bit in range(8):
            if at >= len(chunk):
                break
            if flags >> bit & 1:
                _copy_earlier(text, int.from_bytes(chunk[at : at + 2], "little"))
                at += 2
            else:
                text.append(chunk[at])
                at += 1
    return bytes(text)


def _copy_earlier(text: bytearray, token: int) -> None:
    """The longer the text so far, the more bits of the token say how far back to look."""
    bits = max(4, (len(text) - 1).bit_length()) if text else 4
    back = (token >> (16 - bits)) + 1
    length = (token & (0xFFFF >> bits)) + 3
    if back > len(text) or len(text) > _CHUNK:
        return
    for _ in range(length):
        text.append(text[-back])


def _macro_texts(workbook: Path) -> Iterator[bytes]:
    """The texts of a workbook's macros, among other things that are compressed like them."""
    try:
        with zipfile.ZipFile(workbook) as package, package.open("xl/vbaProject.bin") as part:
            streams = _streams(part.read())
    except (OSError, KeyError, zipfile.BadZipFile):
        return
    for stream in streams:
        for start in _CONTAINER.finditer(stream):
            yield decompressed(stream[start.start() + 1 :])


def _streams(project: bytes) -> list[bytes]:
    with olefile.OleFileIO(BytesIO(project)) as container:
        return [container.openstream(name).read() for name in container.listdir() if name[-2:-1] == ["VBA"]]
