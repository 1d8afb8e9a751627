"""What rimelighedskravet has against placements and slots: too many people on a day, or too many places offered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from igu_xl.checks.crowding.people_there import Crowding, Offered
from igu_xl.checks.finding_cells import cell_words
from igu_xl.checks.offers import slots_with_companies
from igu_xl.danish import date_text, listing, plural
from igu_xl.domain.law.kinds import COUNTED
from igu_xl.domain.law.places.reasonable import Period, Site, cap_doubt, cap_rule, reasonable_caps
from igu_xl.findings import Finding
from igu_xl.records import records
from igu_xl.sheets.partnership import Partnership
from igu_xl.standing.slots import OPEN_STATUS

_SLOTS, _PLACEMENTS = "tblPladser", "tblForloeb"
# What can be done about a placement that was one too many, by whether it has begun.
_MEND = {
    False: "Flyt starten, afkort forløbet, eller vælg en anden virksomhed.",
    True: "Forløbet er begyndt: tal med virksomheden om at afkorte det, og skriv det i Planlagt slut.",
}


def check_crowding(partnership: Partnership, crowding: Crowding) -> Iterator[Finding]:
    """The findings on Forløb and Pladser: counted day by day, so that what never overlaps is in nobody's way."""
    yield from _people(partnership, crowding)
    too_many = dict(_alone(partnership, crowding))
    for p_number, offers in crowding.offered.items():
        site = crowding.sites[p_number]
        for one in offers:
            if one.room is None:
                yield _finding(partnership, one.index, "rimelighedskrav-fyldt", _full(site, one))
            elif one.index not in too_many:
                if words := _together(site, one, offers):
                    too_many[one.index] = words
                elif words := _perhaps(site, one, offers):
                    yield _finding(partnership, one.index, "rimelighedskrav-muligt", words)
    for index, words in too_many.items():
        yield _finding(partnership, index, "rimelighedskrav", words)


def _people(partnership: Partnership, crowding: Crowding) -> Iterator[Finding]:
    """The placements with which more people came to be there on a day than may be: not those who were there first."""
    stays = crowding.stays[crowding.stays["at"].notna() & crowding.stays["p_number"].isin(list(crowding.sites))]
    slots = partnership.frames[_PLACEMENTS]["slot"]
    for row in records(stays):
        site = crowding.sites[row["p_number"]]
        last = row["last"].date() if row["last"] else date.max
        if day := site.crowded_by(row["since"].date(), row["first"].date(), last):
            begun = row["first"].date() <= crowding.day
            words = _words(site, day, site.there(day)) | {"others": _others_of(site), "mend": _MEND[begun]}
            place = partnership.place(_PLACEMENTS, row["at"], "slot")
            yield Finding(place, "rimelighedskrav-forloeb", cell_words(slots[row["at"]]), words)


def _alone(partnership: Partnership, crowding: Crowding) -> Iterator[tuple[int, dict[str, str]]]:
    """The slots that by themselves have more openings than there may be people: their openings are for one time."""
    slots = slots_with_companies(partnership)
    known = slots["type"].isin(COUNTED) & (slots["status"] == OPEN_STATUS) & (slots["openings"] > 0)
    cap = reasonable_caps(slots["ordinary_staff"], crowding.day)
    others = slots["others"].fillna(0)
    # Where the others alone take all there is, nothing in the slot is wrong: nobody can have it (`_full`).
    more = (slots["openings"] > cap) | ((slots["openings"] + others > cap) & (others < cap))
    for index in slots.index[(known & more).fillna(False).astype(bool)]:
        site = Site(float(slots["ordinary_staff"][index]), int(others[index]))
        openings = int(slots["openings"][index])
        words = _words(site, crowding.day, openings + site.others)
        yield index, words | {"day": "", "made_of": _made_of(openings, 0, site.others)}


def _together(site: Site, one: Offered, offers: Sequence[Offered]) -> dict[str, str] | None:
    """What is said where the slots of a P-number must come to too many, whatever start in the windows is chosen."""
    if one.sure is None:
        return None
    sure = [(other, other.sure) for other in offers if other.room and other.sure]
    for day in _days(one.sure, [period for _, period in sure], site):
        new = sum(other.left for other, (first, last) in sure if first <= day <= last)
        if new + site.there(day) > site.cap(day):
            return _new(site, day, new)
    return None


def _perhaps(site: Site, one: Offered, offers: Sequence[Offered]) -> dict[str, str] | None:
    """What is said where the slots of a P-number may come to too many, by the starts that are chosen."""
    possible = [(other, other.possible) for other in offers if other.room]
    for day in _days(one.possible, [period for _, period in possible], site):
        new = sum(other.left for other, (first, last) in possible if first <= day <= last)
        if new + site.there(day) > site.cap(day):
            return _new(site, day, new)
    return None


def _days(period: Period, periods: Sequence[Period], site: Site) -> list[date]:
    """The days of a period on which there may be more people than the day before."""
    turns = {period[0], *(first for first, _ in periods), *site.turns()}
    return sorted(day for day in turns if period[0] <= day <= period[1])


def _full(site: Site, one: Offered) -> dict[str, str]:
    """What is said where nobody can have a slot: who is there already on the first day that stands in the way."""
    day = site.fullest(one.earliest, one.ends(one.earliest))
    people = site.there(day) - site.others
    return _words(site, day, site.there(day)) | {"made_of": _made_of(0, people, site.others)}


def _new(site: Site, day: date, new: int) -> dict[str, str]:
    there = site.there(day)
    words = _words(site, day, new + there) | {"made_of": _made_of(new, there - site.others, site.others)}
    return words | {"day": f" den {words['day']}"}


def _words(site: Site, day: date, count: int) -> dict[str, str]:
    doubt = cap_doubt(day)
    return {
        "count": str(count),
        "cap": str(site.cap(day)),
        "staff": cell_words(site.ordinary_staff),
        "day": date_text(day),
        "doubt": f" ({doubt})" if doubt else "",
        "law": cap_rule(day)["lov"],
    }


def _made_of(new: int, people: int, others: int) -> str:
    """What a number of people is made of: places that are offered, people of the partnership, people from outside."""
    parts = [
        plural(new, "ledig plads", "ledige pladser") if new else "",
        f"{people} fra partnerskabet" if people else "",
        f"{plural(others, 'anden', 'andre')} udefra" if others else "",
    ]
    return listing([part for part in parts if part])


def _others_of(site: Site) -> str:
    return f", heraf {site.others} uden for partnerskabet" if site.others else ""


def _finding(partnership: Partnership, index: int, code: str, words: dict[str, str]) -> Finding:
    openings = partnership.frames[_SLOTS]["openings"][index]
    return Finding(partnership.place(_SLOTS, index, "openings"), code, cell_words(openings), words)
