"""Who may read a folder on a POSIX system: mode bits, access lists, and the folders that lead to it."""

from __future__ import annotations

import errno
import os
import stat
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from igu_xl.actions.doctor.rights import EVERYBODY

_READ, _WRITE, _ENTER, _ALL = 4, 2, 1, 7
_LIST = "system.posix_acl_access"
_USER_OBJ, _USER, _GROUP_OBJ, _GROUP, _MASK, _OTHER = 1, 2, 4, 8, 16, 32
_NO_LIST = {errno.ENODATA, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by number: nobody in particular where there is no user, in these groups and no others."""

    user: int | None = None
    groups: frozenset[int] = frozenset()


@dataclass(slots=True)
class Access:
    """What a file or a folder lets whom do, in the bits of a mode (read 4, write 2, enter 1)."""

    owner: int
    group: int
    of_owner: int
    of_group: int
    of_others: int
    users: dict[int, int] = field(default_factory=dict)
    groups: dict[int, int] = field(default_factory=dict)
    mask: int = _ALL

    def allows(self, person: Person, wanted: int) -> bool:
        """Whether somebody may do all that is wanted, in the order of POSIX.1e: the first class that fits decides."""
        if person.user == self.owner:
            return not wanted & ~self.of_owner
        if person.user in self.users:
            return not wanted & ~(self.users[person.user] & self.mask)
        fits = [self.of_group] if self.group in person.groups else []
        fits += [bits for group, bits in self.groups.items() if group in person.groups]
        if fits:
            return any(not wanted & ~(bits & self.mask) for bits in fits)
        return not wanted & ~self.of_others


def access_of(path: Path) -> Access:
    """The rights of a file or folder, its access list among them; raises `OSError` where they cannot be read."""
    about = path.stat()
    mode = stat.S_IMODE(about.st_mode)
    found = Access(about.st_uid, about.st_gid, mode >> 6 & _ALL, mode >> 3 & _ALL, mode & _ALL)
    for tag, bits, who in _entries(path):
        if tag == _USER:
            found.users[who] = bits
        elif tag == _GROUP:
            found.groups[who] = bits
        elif tag == _GROUP_OBJ:
            found.of_group = bits  # with a list, the mode shows the mask there
        elif tag == _MASK:
            found.mask = bits
    return found


def _entries(path: Path) -> Iterator[tuple[int, int, int]]:
    """The entries of the access list: tag, bits and number; none where there is no list, or the system has none."""
    if not hasattr(os, "getxattr"):
        return
    try:
        told = os.getxattr(path, _LIST)
    except OSError as problem:
        if problem.errno in _NO_LIST:
            return
        raise
    yield from struct.iter_unpack("<HHI", told[4:])


class PosixRights:
    """The rights as this machine's users and groups have them. `own` are users who are the secretariat."""

    def __init__(self, own: frozenset[int]) -> None:
        self._own = own | {0}

    def readers(self, place: Path) -> Mapping[str, str]:
        """See `Rights`."""
        return self._who(place, lambda person: self._opens(person, place))

    def writers_of(self, place: Path) -> Mapping[str, str]:
        """See `Rights`."""
        access = access_of(place)
        return self._who(place, lambda person: self._reaches(person, place) and access.allows(person, _WRITE | _ENTER))

    def people(self, who: str) -> frozenset[str]:
        """See `Rights`."""
        kind, _, number = who.partition(":")
        if kind != "g":
            return frozenset({who})
        members = self._members.get(int(number), frozenset())
        return frozenset(f"u:{user}" for user in members - self._own) or frozenset({who})

    def opens(self, who: str, place: Path) -> bool:
        """See `Rights`."""
        return self._opens(self._person(who), place)

    def _who(self, place: Path, may: Callable[[Person], bool]) -> dict[str, str]:
        if may(Person()):
            return {EVERYBODY: "alle på maskinen"}
        accesses = [access_of(path) for path in (place, *_files(place))]
        users = {user for one in accesses for user in (one.owner, *one.users)} - self._own
        groups = {group for one in accesses for group in (one.group, *one.groups)}
        found = {f"g:{one}": self._group_words(one) for one in sorted(groups) if self._counts(one)}
        found |= {f"u:{one}": f"brugeren {_user_name(one)}" for one in sorted(users)}
        return {who: words for who, words in found.items() if may(self._person(who))}

    def _opens(self, person: Person, place: Path) -> bool:
        """Whether somebody gets into a folder and sees what is in it, or reads a file of it by its name."""
        access = access_of(place)
        if not self._reaches(person, place) or not access.allows(person, _ENTER):
            return False
        return access.allows(person, _READ) or any(access_of(path).allows(person, _READ) for path in _files(place))

    def _reaches(self, person: Person, place: Path) -> bool:
        return all(access_of(above).allows(person, _ENTER) for above in place.resolve().parents)

    def _counts(self, group: int) -> bool:
        """Whether others than the secretariat are in a group, as far as the machine knows its members."""
        members = self._members.get(group)
        return members is None or bool(members - self._own)

    def _group_words(self, group: int) -> str:
        members = sorted(_user_name(user) for user in self._members.get(group, frozenset()) - self._own)
        return f"gruppen {_group_name(group)}" + (f" ({', '.join(members)})" if members else "")

    def _person(self, who: str) -> Person:
        kind, _, number = who.partition(":")
        if kind == "u":
            user = int(number)
            return Person(user, frozenset(group for group, members in self._members.items() if user in members))
        return Person(None, frozenset({int(number)})) if kind == "g" else Person()

    @cached_property
    def _members(self) -> dict[int, frozenset[int]]:
        """The users of each group that the machine knows, those whose first group it is among them."""
        import grp
        import pwd

        users = pwd.getpwall()
        numbers = {user.pw_name: user.pw_uid for user in users}
        found = {one.gr_gid: {numbers[name] for name in one.gr_mem if name in numbers} for one in grp.getgrall()}
        for user in users:
            found.setdefault(user.pw_gid, set()).add(user.pw_uid)
        return {group: frozenset(members) for group, members in found.items()}


def _files(place: Path) -> list[Path]:
    return [path for path in sorted(place.iterdir()) if path.is_file()]


def _user_name(user: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)


def _group_name(group: int) -> str:
    import grp

    try:
        return grp.getgrgid(group).gr_name
    except KeyError:
        return str(group)
