"""One `<c>` element: read as a `Content`, and written as XML text (many cells are parsed faster than built)."""

from __future__ import annotations

from xml.sax.saxutils import escape as escape_markup

from lxml import etree

from igu_xl.sheets.ooxml.cells import EMPTY, Content, escape, number_text, unescape
from igu_xl.sheets.ooxml.shared_texts import SharedTexts, plain_text

_TYPE = {"number": "", "boolean": ' t="b"', "text": ' t="str"', "empty": ""}
_RESULT_TYPE = {"boolean": "b", "text": "str", "empty": "str"}  # of a formula: nothing is an empty text


def read_cell(cell: etree._Element, shared: SharedTexts) -> Content:
    """What the cell holds; a number or a shared text that is damaged is content of another kind."""
    formula, stored = None, ""
    for child in cell:
        name = child.tag.rpartition("}")[2]
        if name == "f":
            formula = unescape(child.text or "")
        elif name == "v":
            stored = child.text or ""
        elif name == "is":
            return _text(plain_text(child))
    try:
        return _typed(cell.get("t", "n"), stored, formula, shared)
    except (ValueError, IndexError):
        return Content("other", stored, formula)


def render_cell(name: str, content: Content, style: str) -> str:
    """The cell as XML text; `0` is the style that needs no mention."""
    opening = f'<c r="{name}"' if style == "0" else f'<c r="{name}" s="{style}"'
    if content.kind == "empty" and content.formula is None:
        return f"{opening}/>"
    if content.kind == "text" and content.formula is None:
        return f'{opening} t="inlineStr"><is>{_text_element("t", content.text)}</is></c>'
    formula = "" if content.formula is None else _text_element("f", content.formula)
    value = "" if content.kind == "empty" else _text_element("v", content.text)
    return f"{opening}{_TYPE[content.kind]}>{formula}{value}</c>"


def set_result(cell: etree._Element, content: Content) -> None:
    """Make the content what the cell's formula has last shown; the formula itself stays as it is."""
    namespace = f"{{{etree.QName(cell).namespace}}}"
    stored = cell.find(f"{namespace}v")
    if stored is None:
        stored = etree.SubElement(cell, f"{namespace}v")
    stored.text = escape(content.text)
    cell.attrib.pop("t", "")
    if kind := _RESULT_TYPE.get(content.kind):
        cell.set("t", kind)


def _typed(kind: str, stored: str, formula: str | None, shared: SharedTexts) -> Content:
    if not stored:
        return EMPTY if formula is None else Content("empty", formula=formula)
    if kind == "n":
        return Content("number", number_text(float(stored)), formula)
    if kind == "s":
        return _text(shared[int(stored)])
    if kind == "str":
        return Content("text", unescape(stored), formula)
    return Content("boolean" if kind == "b" else "other", stored, formula)


def _text(text: str) -> Content:
    return Content("text", text) if text else EMPTY


def _text_element(name: str, text: str) -> str:
    stored = escape(text)
    space = ' xml:space="preserve"' if stored != stored.strip() or "\n" in stored or "\t" in stored else ""
    return f"<{name}{space}>{escape_markup(stored)}</{name}>"
