"""One line of the logbook, and the hash by which the next one holds it."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from igu_xl.records import Record

_FORM = 1
_SHOWN = 16  # digits of a hash in the sheet: 64 bits, too many to find another line with the same by trying
BEFORE_THE_LOGBOOK, RESTARTED = "fra arket", "begyndt forfra"


@dataclass(frozen=True, slots=True)
class LoggedLine:
    """What was done when, by whom, and what came of it.

    `before` is the hash of the line before. The hash of this one covers `digest`, which is that of `salt` and
    `sentence`, and not the sentence itself: a person can be taken out of it, and the lines still hang together.
    `redacted` gives the digest that the sentence of an earlier line has since then, by the line's number. `origin`
    tells a line that was taken from the sheet when the logbook began, and one with which a lost logbook began anew.
    """

    number: int
    at: datetime
    action: str
    sentence: str
    user: str
    machine: str
    before: str
    salt: str
    digest: str
    origin: str = ""
    redacted: Mapping[int, str] = field(default_factory=dict)

    @property
    def hash(self) -> str:
        """The SHA-256 of all but the sentence and its salt."""
        covered = self._as_told()
        del covered["sentence"], covered["salt"]
        return hashlib.sha256(json.dumps(covered, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    @property
    def mark(self) -> str:
        """What the sheet *Log* shows of the line's place: its number and the beginning of its hash."""
        return f"{self.number}-{self.hash[:_SHOWN]}" if self.origin != BEFORE_THE_LOGBOOK else ""

    @property
    def row(self) -> Record:
        """The line as a row of the sheet *Log*, by column key."""
        told = {"at": f"{self.at:%d-%m-%Y %H:%M}", "action": self.action, "result": self.sentence}
        return told | {"user": self.user, "machine": self.machine, "line": self.mark}

    def saying(self, sentence: str) -> LoggedLine:
        """The line with another sentence, whose digest a later line must tell; its hash is the same."""
        return replace(self, sentence=sentence, salt=secrets.token_hex(16))

    def text(self) -> str:
        """The line as it stands in the file; its own hash is told too, so that a changed line can be named."""
        return json.dumps(self._as_told() | {"hash": self.hash}, ensure_ascii=False)

    def _as_told(self) -> dict[str, Any]:
        return {
            "form": _FORM,
            "number": self.number,
            "at": self.at.isoformat(timespec="seconds"),
            "action": self.action,
            "sentence": self.sentence,
            "user": self.user,
            "machine": self.machine,
            "before": self.before,
            "salt": self.salt,
            "digest": self.digest,
            "origin": self.origin,
            "redacted": {str(number): digest for number, digest in self.redacted.items()},
        }


def digest_of(salt: str, sentence: str) -> str:
    """The digest of a sentence; the salt keeps what stood there from being found by trying."""
    return hashlib.sha256(f"{salt}\n{sentence}".encode()).hexdigest()


def new_line(
    before: LoggedLine | None, at: datetime, action: str, sentence: str, user: str, machine: str, **more: Any
) -> LoggedLine:
    """The line after another one, or the first."""
    salt = secrets.token_hex(16)
    number, hash_before = (before.number + 1, before.hash) if before else (1, "")
    return LoggedLine(number, at, action, sentence, user, machine, hash_before, salt, digest_of(salt, sentence), **more)


def read_line(text: str) -> tuple[LoggedLine, str]:
    """A line of the file, and the hash that it says it has; raises `ValueError` for what is none."""
    try:
        told = json.loads(text)
        texts = {key: str(told[key]) for key in ("action", "sentence", "user", "machine", "before", "salt", "digest")}
        redacted = {int(number): str(digest) for number, digest in told["redacted"].items()}
        at = datetime.fromisoformat(told["at"])
        return LoggedLine(int(told["number"]), at, origin=str(told["origin"]), redacted=redacted, **texts), str(
            told["hash"]
        )
    except (KeyError, TypeError, AttributeError) as problem:
        raise ValueError("no line of a logbook") from problem
