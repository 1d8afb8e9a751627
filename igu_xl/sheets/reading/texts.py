"""The texts that people typed in a part of a workbook: in elements, in runs of one paragraph, in attributes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO

from lxml import etree

# Elements whose text is one piece to a reader, however many runs it is stored in.
_WHOLE = {"text", "p", "si", "is", "threadedComment"}
# Other attributes are ids and sizes with any number of digits.
_TYPED_ATTRIBUTES = {
    "command",
    "connection",
    "descr",
    "display",
    "displayName",
    "error",
    "errorTitle",
    "formatCode",
    "location",
    "name",
    "prompt",
    "promptTitle",
    "string",
    "title",
    "tooltip",
    "v",
}
_BUFFER = 1 << 16
# Bytes of a part that is kept when it has been read.
_SMALL = 1 << 16


class _Collector:
    """lxml's parser target: gathers the texts that are complete, and keeps no tree."""

    def __init__(self) -> None:
        self.complete: list[str] = []
        self._pieces: list[str] = []
        self._inside = 0

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        whole = tag.rpartition("}")[2] in _WHOLE
        if not self._inside:
            self._finish()
        self._inside += whole
        for key, value in attrib.items():
            external = key == "Target" and attrib.get("TargetMode") == "External"
            if key.rpartition("}")[2] in _TYPED_ATTRIBUTES or external:
                self.complete.append(value)

    def data(self, data: str) -> None:
        self._pieces.append(data)

    def end(self, tag: str) -> None:
        self._inside -= tag.rpartition("}")[2] in _WHOLE
        if not self._inside:
            self._finish()

    def comment(self, text: str) -> None:
        self.complete.append(text)

    def close(self) -> None:
        self._finish()

    def _finish(self) -> None:
        text = "".join(self._pieces).strip()
        self._pieces.clear()
        if text:
            self.complete.append(text)


def texts_of(content: bytes) -> Iterator[str]:
    """Every text of a part, one after the other; a part that is not quite XML (old drawings are not) is read too."""
    return iter(_read_once(content)) if len(content) <= _SMALL else _read(content)


@lru_cache(maxsize=256)
def _read_once(content: bytes) -> tuple[str, ...]:
    """A small part is mostly one that every workbook of a kind has: styles, tables, help texts."""
    return tuple(_read(content))


def _read(content: bytes) -> Iterator[str]:
    collector = _Collector()
    parser = etree.XMLParser(
        target=collector,  # type: ignore[arg-type]  # the stubs want every method to take bytes too
        resolve_entities=False,
        no_network=True,
        huge_tree=True,
        recover=True,
    )
    source = BytesIO(content)
    try:
        while piece := source.read(_BUFFER):
            parser.feed(piece)
            yield from collector.complete
            collector.complete.clear()
        parser.close()
    except etree.XMLSyntaxError:
        pass  # nothing more can be read of it
    yield from collector.complete
