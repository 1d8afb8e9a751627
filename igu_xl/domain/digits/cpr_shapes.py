"""The shapes in which people write a CPR number, told from dates with times, amounts, telephone numbers and lists.

A shape is a few neighbouring runs of digits: a day of birth (DDMMYY, with or without century, with or without gaps,
the month perhaps as a word) and a serial of four. What decides between that and a date with a number behind it is most
often the year: nobody here was born in the years of the programme, and nobody writes a time of the day behind an
earlier one. Each run is looked at with at most eleven that follow, so the time is in proportion to the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from igu_xl.domain.digits.around_digits import Around
from igu_xl.domain.digits.digit_runs import Run, runs_of

# An igu exists since 2016, and nothing in the workbooks is dated later than 2035.
_PROGRAMME = range(2016, 2036)
_CENTURIES = range(1900, 2058)
_MOST = 12  # digits of a number with century
_DATE_GAPS = frozenset({"", "-", ".", "/", "_", ":", ","})
_MIXED = (["/", "-"], ["/", "."], [".", "-"], ["-", "."])
_SERIALS = ((4,), (2, 2), (1, 1, 1, 1))
# Other ways to part ten digits, with the same gap everywhere.
_ODD = frozenset(
    {(4, 2, 4), (2, 4, 4), (4, 4, 2), (4, 2, 2, 2), (2, 4, 2, 2), (2, 2, 6), (3, 3, 4), (3, 3, 2, 2), (3, 7), (1,) * 10}
)
_FORMS = frozenset(
    {(10,), (12,), (5, 4)}
    | _ODD
    | {
        birth + serial
        for serial in _SERIALS
        for birth in [(6,), (8,), (4, 4), *product((1, 2), (1, 2), (2, 4)), *product((4,), (1, 2), (1, 2))]
    }
)


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a CPR number seems to stand (`start`, `end`), its digits, and whether they are undivided."""

    start: int
    end: int
    digits: str
    undivided: bool


@dataclass(frozen=True, slots=True)
class _Birth:
    """A day of birth in the runs: how many it takes, and what its year says."""

    runs: int
    recent: bool
    century: bool
    year_first: bool


def shapes_in(text: str, *, doubt: bool = True) -> Iterator[Shape]:
    """The CPR numbers of a text, from left to right, none over another; `text` is as it is read (`plain_text`).

    Without `doubt` nothing that stands around a shape speaks against it.
    """
    runs = runs_of(text)
    around = Around(text, runs) if doubt else None
    first = 0
    while first < len(runs):
        last = _end_of_shape(runs, first, around)
        if last is None or (around and around.in_program_id(first, last)):
            first += 1
            continue
        digits = "".join(run.digits for run in runs[first : last + 1])
        yield Shape(runs[first].start, runs[last].end, digits, first == last)
        first = last + 1
        if around:
            around.taken = first


def _end_of_shape(runs: Sequence[Run], first: int, around: Around | None) -> int | None:
    """The last run of the shape that begins here, None where there is none."""
    count = 0
    lengths: tuple[int, ...] = ()
    for last in range(first, len(runs)):
        run = runs[last]
        count += len(run)
        if count > _MOST:
            return None
        lengths = (*lengths, len(run))
        if lengths in _FORMS and _is_number(runs, first, last, around):
            return last
        if run.gap is None:
            return None
    return None


def _is_number(runs: Sequence[Run], first: int, last: int, around: Around | None) -> bool:
    part = runs[first : last + 1]
    lengths = tuple(map(len, part))
    if len(part) == 1:
        return _is_undivided(part[0].digits) and not (around and around.is_decimals_or_abroad(first))
    if lengths == (5, 4):
        return part[0].dashed and _is_day(*_pieces("0" + part[0].digits)) and int(part[1].digits) not in _PROGRAMME
    if any(_has_serial(part, birth, first, around) for birth in _births(part)):
        return True
    return lengths in _ODD and _is_odd(part) and not (around and around.is_account_or_abroad(first))


def _is_undivided(digits: str) -> bool:
    if len(digits) == 10:
        return _is_day(*_pieces(digits[:6]))
    if len(digits) != 12:
        return False
    recent = int(digits[:4]) in _PROGRAMME
    return _is_day(*_pieces(digits[:8])) or (not recent and _is_day(digits[6:8], digits[4:6], digits[:4]))


def _births(part: Sequence[Run]) -> Iterator[_Birth]:
    """The days of birth with which the runs may begin, where the rest has the form of a serial."""
    lengths = tuple(map(len, part))
    digits = [run.digits for run in part]
    if lengths[1:] in _SERIALS:
        if lengths[0] in (6, 8):
            yield from _birth(1, *_pieces(digits[0]))
        if lengths[0] == 8:
            yield from _birth(1, digits[0][6:], digits[0][4:6], digits[0][:4], year_first=True)
    if lengths[2:] in _SERIALS and lengths[:2] == (4, 4):
        yield from _birth(2, digits[0][:2], digits[0][2:], digits[1])
    if lengths[3:] in _SERIALS and _is_date(part[:2]):
        if max(lengths[:2]) <= 2 and lengths[2] in (2, 4):
            yield from _birth(3, digits[0], digits[1], digits[2])
        if lengths[0] == 4 and max(lengths[1:3]) <= 2:
            yield from _birth(3, digits[2], digits[1], digits[0], year_first=True)


def _birth(runs: int, day: str, month: str, year: str, *, year_first: bool = False) -> Iterator[_Birth]:
    if _is_day(day, month, year):
        full = int(year) if len(year) == 4 else 2000 + int(year)
        yield _Birth(runs, full in _PROGRAMME, len(year) == 4, year_first)


def _pieces(digits: str) -> tuple[str, str, str]:
    return digits[:2], digits[2:4], digits[4:]


def _is_day(day: str, month: str, year: str) -> bool:
    """Whether digits are a day of birth; replacement numbers have 60 more in the day. Without century 29/2 passes."""
    shifted = int(day) - 60 if int(day) > 60 else int(day)
    try:
        date(int(year) if len(year) == 4 else 2000, int(month), shifted)
    except ValueError:
        return False
    return len(year) != 4 or int(year) in _CENTURIES


def _is_date(runs: Sequence[Run]) -> bool:
    """Whether the gaps between day, month and year are those of a date; a list has commas with spaces."""
    gaps = [run.gap or "" for run in runs]
    if runs[1].named:
        return True
    short = any(len(run) == 1 for run in runs)
    listed = any(run.gap in (",", ":") and run.spaced for run in runs)
    return (gaps in _MIXED or (_DATE_GAPS.issuperset(gaps) and len(set(gaps)) == 1)) and not (
        listed or (short and "" in gaps)
    )


def _has_serial(part: Sequence[Run], birth: _Birth, first: int, around: Around | None) -> bool:
    """Whether what stands behind a day of birth is its serial."""
    before, serial = part[birth.runs - 1], part[birth.runs :]
    alike = all(run.gap == before.gap for run in part[: birth.runs - 1])
    if len(serial) > 1:
        return _is_serial_in_parts(part, birth, first, around, alike=alike)
    if before.dashed and not (birth.year_first and birth.recent):
        return True
    if around and around.is_amount(first + len(part) - 1) and (birth.recent or not (alike or birth.runs == 1)):
        return False
    compact = birth.runs == 1 and not birth.century
    likely = compact or (alike and not birth.year_first and not (birth.century and before.spaced))
    return likely or not (birth.recent and _is_time(serial[0].digits))


def _is_serial_in_parts(part: Sequence[Run], birth: _Birth, first: int, around: Around | None, *, alike: bool) -> bool:
    """Whether what stands behind is a serial in parts: no time, no other date, not the rest of a telephone number."""
    before, serial = part[birth.runs - 1], part[birth.runs :]
    gaps = {run.gap or "" for run in serial[:-1]}
    gap = gaps.pop()
    if gaps or (around and around.begins_date_or_time(first + birth.runs, first + len(part) - 1)):
        return False
    if alike and gap == before.gap:
        return not (around and set(map(len, part)) == {2} and around.is_list(first, first + len(part)))
    if gap in (":", "."):
        return not birth.recent and "".join(run.digits for run in serial) != "0000"
    own = part[0].gap if birth.runs > 1 else ""
    if around and birth.runs > 1 and around.continues(first):
        return False
    return before.gap != own and gap in ("", own) and (before.dashed or not birth.recent)


def _is_time(number: str) -> bool:
    return int(number[:2]) < 24 and int(number[2:]) < 60


def _is_odd(part: Sequence[Run]) -> bool:
    """Whether ten digits have the same gap everywhere; where they stand one by one, not so before the serial."""
    digits = "".join(run.digits for run in part)
    singly = len(part) == 10
    gaps = {run.gap or "" for place, run in enumerate(part[:-1]) if not (singly and place == 5)}
    listed = any(run.spaced for run in part[:-1]) and gaps != {""}
    return len(gaps) == 1 and gaps <= _DATE_GAPS and _is_day(*_pieces(digits[:6])) and not listed
