"""What is said when a test leaves a candidate without any option: read it as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from igu_xl.danish import date_text, listing, plural
from igu_xl.domain.codes import level_of_text
from igu_xl.domain.law.eligibility import verdict
from igu_xl.domain.law.verdict import MANUAL, MET, MISSING
from igu_xl.domain.travel import travel_minutes
from igu_xl.match.allowed import skills, split
from igu_xl.match.explaining.placements import danish_of
from igu_xl.records import Record
from igu_xl.sheets.reading.values import shown


@dataclass(frozen=True, slots=True)
class Why:
    """A reason in a few words, told in full, and what would help."""

    reason: str
    detail: str
    would_help: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """The words of one test: what is told of all options that fail it, and what one of them would take."""

    reason: str
    detail: Callable[[Record, Sequence[Record]], str]
    help: Callable[[Record, Record], str]

    def why(self, person: Record, options: Sequence[Record]) -> Why:
        """The reason when these are all the options, and all fail."""
        return Why(self.reason, self.detail(person, options))


def igu_reason(person: Record, cohorts: Sequence[Record] | None) -> Iterator[Why]:
    """Why the law lets the candidate into no igu at the first cohort that could be, if it does not."""
    starts = [cohort["start"] for cohort in cohorts or () if cohort["start"] >= person["ready_from"]]
    start = _day(min(starts, default=person["ready_from"]))
    facts = (_day(person["born"]), _day(person["residence_from"]), person["basis"], person["previous_igu"])
    judged = verdict(*facts, start)
    if judged.outcome == MET:
        return
    help_ = [_IGU_HELP.get(judged.outcome, "En anden indsats end igu.")]
    if judged.changes_on and judged.changes_to == MET:
        help_.append(f"Kan komme i igu fra {date_text(judged.changes_on)}.")
    yield Why(f"Igu: {judged.outcome}", " ".join(judged.reasons), tuple(help_))


_IGU_HELP = {MANUAL: "At det bliver undersøgt, og oplysningen rettet.", MISSING: "At oplysningen bliver udfyldt."}


def missing_skills(person: Record, slot: Record) -> list[str]:
    """The demanded certificates that a candidate lacks, as the slot writes them."""
    return [part for part in split(slot["requirements"]) if not skills(part) <= skills(person["skills"])]


def _offers(slots: Sequence[Record]) -> str:
    return f"pladsen {slots[0]['slot']}" if len(slots) == 1 else "pladserne, der ellers passer,"


def _other_measure(person: Record, slots: Sequence[Record]) -> str:
    offered = listing(sorted({slot["type"] for slot in slots}))
    return f"Pladserne i de ønskede brancher er {offered}; kandidaten er til {listing(split(person['measures']))}."


def _ready(person: Record) -> str:
    first = ", når forløbet er slut" if person["leaves_first"] else ""
    return f"Er klar fra {date_text(person['ready_from'])}{first}"


def _ready_too_late(person: Record, slots: Sequence[Record]) -> str:
    last = max(slot["start_latest"] for slot in slots)
    return f"{_ready(person)}; den sidste plads begynder senest {date_text(last)}."


def _too_little_danish(person: Record, slots: Sequence[Record]) -> str:
    return f"Har {danish_of(person)}; {_offers(slots)} kræver mindst {_lowest(slots, 'demand')}."


def _no_certificate(person: Record, slots: Sequence[Record]) -> str:
    fewest = min((missing_skills(person, slot) for slot in slots), key=len)
    return f"P{_offers(slots)[1:]} kræver et bevis, kandidaten ikke har, fx {listing(fewest)}."


def _too_few_hours(person: Record, slots: Sequence[Record]) -> str:
    least = min(slot["weekly_hours"] for slot in slots)
    return f"Kan arbejde {shown(person['weekly_hours'])} timer om ugen; {_offers(slots)} kræver mindst {shown(least)}."


def _too_far(person: Record, slots: Sequence[Record]) -> str:
    return f"{_most_travel(person)}; {_offers(slots)} er mindst {_nearest(person, slots)} væk."


def _too_far_to_school(person: Record, cohorts: Sequence[Record]) -> str:
    return f"{_most_travel(person)}; holdene, der ellers passer, er mindst {_nearest(person, cohorts)} væk."


def _most_travel(person: Record) -> str:
    return f"Kan rejse højst {shown(person['transport_minutes'])} minutter"


def _nearest(person: Record, targets: Sequence[Record]) -> str:
    ways = [travel_minutes(person["postcode"], target["postcode"]) for target in targets]
    return f"ca. {plural(min(way for way in ways if way is not None), 'minut', 'minutter')}"


def _same_company(person: Record, slots: Sequence[Record]) -> str:
    until = date_text(person["last_employed_to"]) if person["last_employed_to"] else "en ukendt dato"
    return (
        f"P{_offers(slots)[1:]} er i virksomheden, hvor kandidaten var ansat til {until}; "
        "igu kræver mindst 3 måneder imellem."
    )


def _cohorts_before(person: Record, cohorts: Sequence[Record]) -> str:
    last = max(cohort["start"] for cohort in cohorts)
    return f"{_ready(person)}; det sidste hold begynder {date_text(last)}."


def _other_level(person: Record, cohorts: Sequence[Record]) -> str:
    least = [cohort for cohort in cohorts if cohort["danish_min"]]
    most = {cohort["danish_max"] for cohort in cohorts} - {None}
    demands = f"kræver mindst {_lowest(least, 'danish_min')}" if least else f"tager højst {listing(sorted(most))}"
    return f"Har {danish_of(person)}; holdene {demands}."


def _level_wanted(person: Record, cohort: Record) -> str:
    demand = cohort["danish_min"]
    too_low = demand and (person["level"] is None or person["level"] < level_of_text(demand))
    return f"Dansk på niveau {demand}." if too_low else "Et hold for dem, der er længere i dansk."


def _lowest(options: Sequence[Record], key: str) -> str:
    return str(min((option[key] for option in options), key=lambda text: level_of_text(text) or 0))


def _day(moment: date | None) -> date | None:
    return moment and date(moment.year, moment.month, moment.day)


# The words of every test of `allowed.py` by its name there, and the only place for them; a test asks for each.
PAIRS = {
    "measure": Telling("Anden indsats", _other_measure, lambda person, slot: f"Også at kunne komme i {slot['type']}."),
    "ready": Telling(
        "Klar for sent",
        _ready_too_late,
        lambda person, slot: f"At være klar senest {date_text(slot['start_latest'])}, eller en senere plads.",
    ),
    "danish": Telling("Mangler dansk", _too_little_danish, lambda person, slot: f"Dansk på niveau {slot['demand']}."),
    "skills": Telling(
        "Mangler bevis",
        _no_certificate,
        lambda person, slot: f"Beviset {listing(missing_skills(person, slot))}.",
    ),
    "hours": Telling(
        "Timer passer ikke",
        _too_few_hours,
        lambda person, slot: f"At kunne arbejde {shown(slot['weekly_hours'])} timer, eller en plads med færre.",
    ),
    "travel": Telling(
        "For lang rejsetid", _too_far, lambda person, slot: "En længere rejsetid, eller en plads nærmere."
    ),
    "company": Telling("Tremånedersreglen", _same_company, lambda person, slot: "En plads i en anden virksomhed."),
}
SEATS = {
    "ready": Telling("Klar for sent til hold", _cohorts_before, lambda person, cohort: "Et senere hold."),
    "danish": Telling("Hold på andet danskniveau", _other_level, _level_wanted),
    "travel": Telling("For lang rejsetid til hold", _too_far_to_school, lambda person, cohort: "Et hold nærmere."),
}
