"""A text as it is read by a person: digits of any script are digits, what is not seen is not there.

A soft hyphen, a full-width or a raised digit must neither keep an id from being understood nor a CPR number from being
found. Everything here takes time in proportion to the text.
"""

from __future__ import annotations

import unicodedata

# Letters by their category that draw nothing.
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")
# Formats and marks on other characters are not seen, or not as a character of their own.
_UNSEEN = frozenset({"Cf", "Mn", "Me"})
_MINUS = "\u2212"


class _Read(dict[int, str]):
    """What each character is read as, worked out when it is first met; made for `str.translate`."""

    def __missing__(self, code: int) -> str:
        self[code] = read = _read(chr(code))
        return read


def _read(character: str) -> str:
    if unicodedata.category(character) in _UNSEEN or character in _BLANK_LETTERS:
        return ""
    return "".join(_letter(part) for part in unicodedata.normalize("NFKC", character))


def _letter(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(character)
    if category == "Pd" or character == _MINUS:
        return "-"
    if character.isspace() or category in ("Zs", "Zl", "Zp"):
        return " "
    return "" if category in _UNSEEN else character


class _Typed(dict[int, str]):
    """As `_Read`, but for values: a raised or circled digit is no digit of a number, so it stays what it is."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        raised = unicodedata.decimal(character, None) is None and unicodedata.digit(character, None) is not None
        self[code] = read = character if raised else _read(character)
        return read


_READ, _TYPED = _Read(), _Typed()


def as_read(text: str) -> str:
    """The text as a person reads it: what may be hidden in a text is looked for in this."""
    return text if text.isascii() else text.translate(_READ)


def as_read_with_origins(text: str) -> tuple[str, list[int]]:
    """`as_read`, and for each of its characters where it stands in the text."""
    read: list[str] = []
    origins: list[int] = []
    for at, character in enumerate(text):
        seen = _READ[ord(character)]
        read.append(seen)
        origins.extend([at] * len(seen))
    return "".join(read), origins


def as_typed(text: str) -> str:
    """The text with plain digits, dashes and spaces, and without what is not seen: an id as it is meant."""
    return text if text.isascii() else text.translate(_TYPED)
