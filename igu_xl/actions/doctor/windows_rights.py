"""Who may read a folder on Windows: from what `icacls /save` writes, in which nobody has a name in any language.

It writes security descriptors (SDDL): `D:AI(A;OICI;FA;;;SY)(A;OICIID;0x1200a9;;;BU)`. Each entry lets (A) or denies (D)
somebody something; who is an abbreviation that is the same everywhere, or a number (SID).
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from igu_xl.actions.doctor.rights import EVERYBODY

Descriptor = Callable[[Path], str]
"""The security descriptor of a folder as SDDL text; raises `OSError` where it cannot be read."""

_PATIENCE = 30  # seconds for a folder on a slow drive
_ENTRY = re.compile(r"\((\w+);(\w*);([^;)]*);[^;)]*;[^;)]*;([^;()]+)")
_NULL = "NO_ACCESS_CONTROL"
_READ, _CHANGE = 0x1, 0x2 | 0x4 | 0x40  # read or list; write, append, remove what is in it
_GENERIC = {0x10000000: 0x1F01FF, 0x80000000: 0x120089, 0x40000000: 0x120116, 0x20000000: 0x1200A0}
_ABBREVIATED = {
    "FA": 0x1F01FF, "FR": 0x120089, "FW": 0x120116, "FX": 0x1200A0, "GA": 0x1F01FF, "GR": 0x120089, "GW": 0x120116,
    "GX": 0x1200A0, "CC": 0x1, "DC": 0x2, "LC": 0x4, "SW": 0x8, "RP": 0x10, "WP": 0x20, "DT": 0x40, "LO": 0x80,
    "CR": 0x100, "SD": 0x10000, "RC": 0x20000, "WD": 0x40000, "WO": 0x80000,
}  # fmt: skip

# The machine's own and its administrators, who can always read; and what stands for whoever owns the file.
_NOT_TOLD = {
    "SY",
    "BA",
    "CO",
    "CG",
    "OW",
    "LA",
    "DA",
    "EA",
    "LS",
    "NS",
    "S-1-5-18",
    "S-1-5-32-544",
    "S-1-3-0",
    "S-1-3-4",
}
_EVERYBODY = {
    "WD": "alle (Everyone)", "S-1-1-0": "alle (Everyone)",
    "AU": "alle, der er logget på (Authenticated Users)", "S-1-5-11": "alle, der er logget på (Authenticated Users)",
    "BU": "alle brugere af maskinen (Users)", "S-1-5-32-545": "alle brugere af maskinen (Users)",
    "IU": "alle, der sidder ved maskinen (Interactive)", "S-1-5-4": "alle, der sidder ved maskinen (Interactive)",
    "DU": "alle i organisationen (Domain Users)", "BG": "gæster (Guests)", "S-1-5-32-546": "gæster (Guests)",
    "AN": "alle uden adgangskode (Anonymous)", "S-1-5-7": "alle uden adgangskode (Anonymous)",
    "NU": "alle på netværket (Network)", "S-1-5-2": "alle på netværket (Network)",
}  # fmt: skip
_DOMAIN_USERS = re.compile(r"S-1-5-21-[\d-]+-51[34]$")  # 513 are the users of a domain, 514 its guests


@dataclass(frozen=True, slots=True)
class AccessEntry:
    """One entry of a list: whether it lets or denies, what (as bits), and whom."""

    lets: bool
    rights: int
    who: str


def entries_of(descriptor: str) -> Iterator[AccessEntry]:
    """The entries of the access list of a descriptor; one that lets everybody do everything where it has no list."""
    access_list = re.split(r"S:(?=[(PA])", descriptor.partition("D:")[2])[0]
    if not access_list or access_list.startswith(_NULL):
        yield AccessEntry(True, 0x1F01FF, "WD")
        return
    for kind, _, rights, who in _ENTRY.findall(access_list):
        if kind in ("A", "XA", "OA", "D", "XD", "OD"):
            yield AccessEntry("A" in kind, _bits(rights), who.strip())


def _bits(rights: str) -> int:
    if rights.lower().startswith("0x"):
        number = int(rights, 16)
        return number | sum(bits for generic, bits in _GENERIC.items() if number & generic)
    found = 0
    for at in range(0, len(rights), 2):
        found |= _ABBREVIATED.get(rights[at : at + 2], 0)
    return found


class WindowsRights:
    """The rights as the folders' lists have them. Who is in which group is not asked; `own` is this user's SID."""

    def __init__(self, descriptor: Descriptor, own: str, name_of: Callable[[str], str] = str) -> None:
        self._descriptor = descriptor
        self._own = own
        self._name_of = name_of

    def readers(self, place: Path) -> Mapping[str, str]:
        """See `Rights`."""
        return self._who(place, _READ)

    def writers_of(self, place: Path) -> Mapping[str, str]:
        """See `Rights`."""
        return self._who(place, _CHANGE)

    def people(self, who: str) -> frozenset[str]:
        """See `Rights`."""
        return frozenset({who})

    def opens(self, who: str, place: Path) -> bool:
        """See `Rights`."""
        found = self.readers(place)
        return who in found or EVERYBODY in found

    def _who(self, place: Path, wanted: int) -> dict[str, str]:
        entries = list(entries_of(self._descriptor(place)))
        denied: dict[str, int] = {}
        found: dict[str, str] = {}
        for one in entries:
            if not one.lets:
                denied[one.who] = denied.get(one.who, 0) | one.rights
            elif one.rights & wanted & ~denied.get(one.who, 0) and one.who not in _NOT_TOLD and one.who != self._own:
                found |= self._told(one.who)
        return found

    def _told(self, who: str) -> dict[str, str]:
        if who in _EVERYBODY:
            return {EVERYBODY: _EVERYBODY[who]}
        if _DOMAIN_USERS.fullmatch(who):
            return {EVERYBODY: _EVERYBODY["DU"]}
        return {who: self._name_of(who)}


def descriptor_by_icacls(place: Path) -> str:
    """The security descriptor of a folder as this machine's `icacls` saves it; raises `OSError` where it does not."""
    with tempfile.TemporaryDirectory() as temporary:
        saved = Path(temporary) / "rettigheder.txt"
        _ask(["icacls", str(place), "/save", str(saved), "/q"])
        return descriptor_in(saved.read_bytes())


def descriptor_in(saved: bytes) -> str:
    """The descriptor in what `icacls /save` wrote: the name of the folder on a line, its descriptor on the next."""
    text = saved.decode("utf-16" if saved[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-16-le", "replace")
    found = [line.strip() for line in text.splitlines() if re.match(r"\s*(?:O:\S+?)?(?:G:\S+?)?D:", line)]
    if not found:
        raise OSError("icacls told no rights")
    return found[-1]


def own_sid() -> str:
    """The SID of who runs this; empty where the system does not say."""
    try:
        found = re.search(r"S-1-[\d-]+", _ask(["whoami", "/user", "/fo", "csv", "/nh"]))
    except OSError:
        return ""
    return found[0] if found else ""


def name_by_powershell(sid: str) -> str:
    """What people call a user or a group; the SID itself where the system does not say."""
    if not re.fullmatch(r"S-1-[\d-]+", sid):
        return sid
    asked = f"([Security.Principal.SecurityIdentifier]'{sid}').Translate([Security.Principal.NTAccount]).Value"
    try:
        return _ask(["powershell", "-NoProfile", "-NonInteractive", "-Command", asked]).strip() or sid
    except OSError:
        return sid


def _ask(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=True)
    except subprocess.SubprocessError as problem:
        raise OSError(f"{command[0]} did not answer") from problem
    return done.stdout.decode("oem" if os.name == "nt" else "utf-8", "replace")
