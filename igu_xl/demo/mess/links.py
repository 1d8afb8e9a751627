"""What is right in its cell and wrong beside another: ids, dates, counts and workbooks that contradict each other.

Each function is one thing a real person did; its docstring tells it in Danish, as the coordinator would.
"""

from __future__ import annotations

from datetime import timedelta

from igu_xl.demo.mess.desk import MessDesk

_BUILDERS, _SERVICE, _HOTELS = (
    "brancher/bygge-anlaeg.xlsx",
    "brancher/service.xlsx",
    "brancher/hotel-restaurant.xlsx",
)
_NOT_IGU = frozenset({"praktik", "løntilskud", "ordinært"})


def row_copied(desk: MessDesk) -> None:
    """Har kopieret en række som skabelon og glemt at rette id'et."""
    row = desk.candidate("101")
    desk.rows(desk.municipality("101"), "tblKandidater").append(dict(row))


def citizen_moved(desk: MessDesk) -> None:
    """En borger er flyttet fra Gentofte til Gladsaxe, og begge kommuner har rækken."""
    row = desk.candidate("157")
    desk.rows(desk.municipality("159"), "tblKandidater").append(row | {"municipality": "Gladsaxe"})


def lives_elsewhere(desk: MessDesk) -> None:
    """Har en borger på listen, der bor i en anden kommune."""
    desk.candidate("173")["municipality"] = "Rudersdal"


def unknown_slot(desk: MessDesk) -> None:
    """Har et forløb på en plads, som ingen branche kender."""
    desk.placement("101", ended_on=None)["slot"] = "BYG-9999"


def unknown_cohort(desk: MessDesk) -> None:
    """Har skrevet et hold-id efter hukommelsen."""
    desk.placement("219", ended_on=None, type="igu")["cohort"] = "NEXT-2062-01"


def two_placements_at_once(desk: MessDesk) -> None:
    """Borgeren er begyndt i en ny igu, uden at den gamle er afsluttet."""
    row = desk.placement("101", ended_on=None, type="igu")
    again = {"placement": f"{row['candidate']}-F2", "start": row["start"] + timedelta(days=90), "cohort": None}
    desk.rows(desk.municipality("101"), "tblForloeb").append(row | again)


def closed_in_placement(desk: MessDesk) -> None:
    """Har sat status til Afsluttet, mens forløbet stadig er i gang."""
    desk.candidate("147", status="I forløb")["status"] = "Afsluttet"


def unknown_candidate_in_followup(desk: MessDesk) -> None:
    """Har skrevet en opfølgning på et id, der ikke findes."""
    desk.take(desk.municipality("185"), "tblOpfoelgning")["candidate"] = "185-0999"


def ended_without_reason(desk: MessDesk) -> None:
    """Har ikke fået skrevet, hvorfor forløbet stoppede."""
    desk.placement("101", outcome="Afbrudt")["ending_reason"] = None


def outcome_without_end(desk: MessDesk) -> None:
    """Har skrevet udfaldet, men ikke hvornår forløbet sluttede."""
    row = desk.placement("219", ended_on=None)
    row["outcome"], row["outcome_on"] = "Ordinært job", row["start"] + timedelta(days=120)


def other_type_than_slot(desk: MessDesk) -> None:
    """Forløbet er praktik i kommunens ark og igu i branchens."""
    desk.placement("151", type="igu")["type"] = "praktik"


def cohort_outside_window(desk: MessDesk) -> None:
    """Pladsen er bundet til et hold, der begynder længe efter pladsens vindue."""
    late = max(desk.rows("skoler/tec.xlsx", "tblHold"), key=lambda row: row["start"])
    row = desk.take(_BUILDERS, "tblPladser", status="Åben", type="igu")
    row["cohorts"] = late["cohort"]
    row["start_latest"] = row["start_earliest"] + timedelta(days=40)


def slot_window_reversed(desk: MessDesk) -> None:
    """Har byttet om på den tidligste og den seneste start."""
    row = desk.take(_HOTELS, "tblPladser", status="Åben", type=_NOT_IGU)
    row["start_earliest"], row["start_latest"] = row["start_latest"], row["start_earliest"]


def too_many_subsidised(desk: MessDesk) -> None:
    """Et lille firma tilbyder flere praktikpladser, end rimelighedskravet tillader."""
    row = desk.take(_SERVICE, "tblPladser", status="Åben", type=_NOT_IGU)
    row["type"], row["openings"] = "praktik", 60


def steward_not_asked(desk: MessDesk) -> None:
    """Tillidsrepræsentanten er ikke spurgt endnu."""
    desk.take(_BUILDERS, "tblVirksomheder", steward_statement="Ja")["steward_statement"] = "Nej"


def p_number_of_nobody(desk: MessDesk) -> None:
    """Pladsens P-nummer står ikke i arket Virksomheder."""
    row = desk.take(_SERVICE, "tblPladser", status="Åben", type=_NOT_IGU)
    row["p_number"] = "119" + "9" * 7


def least_above_most(desk: MessDesk) -> None:
    """Har byttet om på det mindste og det største antal deltagere."""
    row = desk.take("skoler/tec.xlsx", "tblHold", status="Planlagt", branch="Bygge og anlæg")
    row["min"], row["max"] = row["max"], row["min"]


def deadline_after_start(desk: MessDesk) -> None:
    """Tilmeldingsfristen er fra sidste års hold og ligger forkert."""
    row = desk.take("skoler/es-nord.xlsx", "tblHold", status="Planlagt", branch="Rengøring og service")
    row["enrol_by"] = row["start"] + timedelta(days=10)


def two_free_seats_too_many(desk: MessDesk) -> None:
    """Skriver flere ledige pladser, end holdet har."""
    row = desk.take("skoler/next.xlsx", "tblHold", status="Åbent", branch="Hotel/restaurant/køkken")
    row["free_seats"] = row["max"] + 2


def course_of_unknown_cohort(desk: MessDesk) -> None:
    """Kurset hører til et hold, der har fået et nyt id."""
    desk.take("skoler/vuf.xlsx", "tblKurser")["cohort"] = "VUF-2062-01"


LINKS = (
    row_copied,
    citizen_moved,
    lives_elsewhere,
    unknown_slot,
    unknown_cohort,
    two_placements_at_once,
    closed_in_placement,
    unknown_candidate_in_followup,
    ended_without_reason,
    outcome_without_end,
    other_type_than_slot,
    cohort_outside_window,
    slot_window_reversed,
    too_many_subsidised,
    steward_not_asked,
    p_number_of_nobody,
    least_above_most,
    deadline_after_start,
    two_free_seats_too_many,
    course_of_unknown_cohort,
)
