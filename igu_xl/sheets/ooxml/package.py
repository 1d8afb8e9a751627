"""A workbook as it lies on disk: a zip of parts with relationships between them.

Parts that are touched are written anew; every other zip entry is copied as raw bytes (its header, its
compressed data and whatever its writer left between), so that nothing about it can change.
"""

from __future__ import annotations

import copy
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from igu_xl.errors import WriteRefused

CONTENT_TYPES = "[Content_Types].xml"
MAX_UNPACKED_BYTES = 1_000_000_000

_NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'

PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, strip_cdata=False)


@dataclass(frozen=True, slots=True)
class Relation:
    """A link from one part to another: its id in the owner, the kind of the other part and its name."""

    id: str
    kind: str
    target: str


class Package:
    """The parts of one zip package, read from memory; edited trees are kept until `build`."""

    def __init__(self, source: bytes, name: str) -> None:
        """Open the package; raises WriteRefused when it is no readable, unsigned zip of parts."""
        self.name = name
        self._source = source
        self._zip = _open(source, name)
        self._entries = {info.filename.casefold(): info for info in self._zip.infolist()}
        self._trees: dict[str, etree._Element] = {}
        self._touched: set[str] = set()
        self._dropped: set[str] = set()
        self._new: dict[str, tuple[str, bytes]] = {}
        if any(key.startswith("_xmlsignatures/") for key in self._entries):
            raise WriteRefused("Arbejdsbogen er digitalt underskrevet, og en ændring ville bryde underskriften.", name)

    @property
    def source(self) -> bytes:
        """The file as it was read."""
        return self._source

    @property
    def touched(self) -> bool:
        """Whether any part differs from the file that was read."""
        return bool(self._touched or self._dropped or self._new)

    def has(self, part: str) -> bool:
        """Whether the package holds the part (names do not tell capitals from small letters)."""
        key = part.casefold()
        return key in self._new or (key in self._entries and key not in self._dropped)

    def names(self) -> list[str]:
        """The names of all parts, those that are new last."""
        there = [info.filename for key, info in self._entries.items() if key not in self._dropped]
        return there + [name for key, (name, _) in self._new.items() if key not in self._entries]

    def read(self, part: str) -> bytes:
        """The part's bytes as they were in the file, or as they were put."""
        if part.casefold() in self._new:
            return self._new[part.casefold()][1]
        try:
            return self._zip.read(self._entries[part.casefold()])
        except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as problem:
            raise WriteRefused(f"Arbejdsbogen er beskadiget: delen {part} kan ikke læses.", self.name) from problem

    def xml(self, part: str) -> etree._Element:
        """The part's root element, parsed once; whoever changes it must `touch` the part."""
        key = part.casefold()
        if key not in self._trees:
            try:
                self._trees[key] = etree.fromstring(self.read(part), PARSER)
            except etree.XMLSyntaxError as problem:
                raise WriteRefused(
                    f"Arbejdsbogen er beskadiget: delen {part} er ikke gyldig XML.", self.name
                ) from problem
        return self._trees[key]

    def touch(self, part: str) -> None:
        """Have the part written from its tree."""
        self._touched.add(part.casefold())

    def drop(self, part: str, owner: str) -> None:
        """Leave the part out, with its content type and its relation from the owning part."""
        self._dropped |= {part.casefold(), relations_part(part).casefold()}
        relations = relations_part(owner)
        for listing, attribute, base in (
            (CONTENT_TYPES, "PartName", "/"),
            (relations, "Target", posixpath.dirname(owner)),
        ):
            for element in self.xml(listing):
                if _absolute(base, element.get(attribute, "")).casefold() == part.casefold():
                    self.xml(listing).remove(element)
                    self.touch(listing)

    def put(self, part: str, content: bytes, content_type: str = "") -> None:
        """Give a part this content; one that is new gets its content type, where no rule for its ending gives it."""
        key = part.casefold()
        self._new[key] = (part, content)
        self._trees.pop(key, None)
        self._dropped.discard(key)
        types = self.xml(CONTENT_TYPES)
        listed = {element.get("PartName", "").casefold() for element in types.iterchildren("{*}Override")}
        if content_type and f"/{key}" not in listed:
            etree.SubElement(types, f"{{{etree.QName(types).namespace}}}Override", _named(part, content_type))
            self.touch(CONTENT_TYPES)

    def relate(self, owner: str, kind: str, target: str) -> str:
        """Add a relation (`kind` is its whole type) from a part to another, and return its id in the owner."""
        listing = relations_part(owner)
        if not self.has(listing):
            self.put(listing, _NO_RELATIONS)
        relations = self.xml(listing)
        taken = {element.get("Id", "") for element in relations}
        number = next(at for at in range(1, len(taken) + 2) if f"rId{at}" not in taken)
        attributes = {"Id": f"rId{number}", "Type": kind, "Target": f"/{target}"}
        etree.SubElement(relations, f"{{{etree.QName(relations).namespace}}}Relationship", attributes)
        self.touch(listing)
        return f"rId{number}"

    def relations(self, part: str) -> list[Relation]:
        """The part's relations to other parts of the package; none when it has no relationship part."""
        listing = relations_part(part)
        if not self.has(listing):
            return []
        return [
            Relation(
                element.get("Id", ""),
                element.get("Type", "").rpartition("/")[2],
                _absolute(posixpath.dirname(part), element.get("Target", "")),
            )
            for element in self.xml(listing).iterchildren("{*}Relationship")
            if element.get("TargetMode") != "External"
        ]

    def untouched(self) -> Iterator[tuple[str, int, int]]:
        """Name, CRC and size of each part that `build` copies."""
        for key, info in self._entries.items():
            if key not in self._touched and key not in self._dropped and key not in self._new:
                yield info.filename, info.CRC, info.file_size

    def build(self) -> bytes:
        """The package with the touched parts written anew, in the same order as before."""
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as target:
            target.comment = self._zip.comment
            for info in self._zip.infolist():
                key = info.filename.casefold()
                if key in self._touched or key in self._new:
                    target.writestr(_twin(info), self._written(key))
                elif key not in self._dropped:
                    self._copy_raw(info, target)
            for key, (name, _) in self._new.items():
                if key not in self._entries:
                    target.writestr(_entry(name), self._written(key))
        return out.getvalue()

    def _written(self, key: str) -> bytes:
        return serialise(self._trees[key]) if key in self._touched else self._new[key][1]

    def _copy_raw(self, info: zipfile.ZipInfo, target: zipfile.ZipFile) -> None:
        """Append the entry as raw bytes and list it in the new directory.

        `zipfile` has no call for this; `fp`, `start_dir`, `filelist` and `NameToInfo` are what its own writer
        uses.
        """
        assert target.fp is not None
        listed = copy.copy(info)
        listed.header_offset = target.start_dir
        target.fp.seek(target.start_dir)
        target.fp.write(self._source[info.header_offset : self._end_of(info)])
        target.start_dir = target.fp.tell()
        target.filelist.append(listed)
        target.NameToInfo[listed.filename] = listed

    def _end_of(self, info: zipfile.ZipInfo) -> int:
        """Where the entry ends: at the next entry in the file, or at the directory."""
        later = (other.header_offset for other in self._zip.infolist() if other.header_offset > info.header_offset)
        return min(later, default=self._zip.start_dir)


def relations_part(part: str) -> str:
    """The name of the part that lists another part's relations; of the package itself for an empty name."""
    return posixpath.join(posixpath.dirname(part), "_rels", f"{posixpath.basename(part)}.rels")


def serialise(root: etree._Element) -> bytes:
    """The whole document of a root element as UTF-8, with the declaration Excel writes."""
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)


def _open(source: bytes, name: str) -> zipfile.ZipFile:
    try:
        package = zipfile.ZipFile(BytesIO(source))
    except (zipfile.BadZipFile, NotImplementedError) as problem:
        raise WriteRefused("Filen kan ikke åbnes som en Excel-arbejdsbog (.xlsx eller .xlsm).", name) from problem
    infos = package.infolist()
    if len({info.filename.casefold() for info in infos}) != len(infos):
        raise WriteRefused("Arbejdsbogen er beskadiget: den har to dele med samme navn.", name)
    if sum(info.file_size for info in infos) > MAX_UNPACKED_BYTES:
        raise WriteRefused("Arbejdsbogen fylder for meget, når den pakkes ud.", name)
    return package


def _absolute(base: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", base, target)).lstrip("/")


def _named(part: str, content_type: str) -> dict[str, str]:
    return {"PartName": f"/{part}", "ContentType": content_type}


def _entry(name: str) -> zipfile.ZipInfo:
    """A zip entry for a new part, with the date that Excel gives all of its own."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _twin(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The same zip entry for new content: name, date, compression and attributes stay."""
    twin = zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0))
    for field in (
        "date_time",
        "compress_type",
        "comment",
        "extra",
        "create_system",
        "internal_attr",
        "external_attr",
    ):
        setattr(twin, field, getattr(info, field))
    return twin
