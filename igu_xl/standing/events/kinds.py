"""The kinds of events."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class EventKind(StrEnum):
    """What has happened. The value is what users read in the column *Hvad*."""

    COHORT_CANCELLED = "Hold aflyst"
    COURSES_CANCELLED = "Hold i skoleplaner aflyst"
    COHORT_GONE = "Hold væk"
    COURSES_GONE = "Hold i skoleplaner væk"
    PLAN_SHORT = "Når ikke skoletimerne"
    COURSE_CANCELLED = "Kursus aflyst"
    COURSE_MISSED = "Kursus udeblevet"
    COHORT_MOVED = "Hold flyttet"
    COHORT_MINIMUM = "Mindsteantal ændret"
    COHORT_BACK = "Hold planlagt igen"
    COHORT_NEW = "Nyt hold"
    COMPANY_WITHDRAWN = "Virksomhed trukket tilbage"
    SLOT_CLOSED = "Plads lukket"
    SLOT_GONE = "Plads væk"
    SLOT_FEWER = "Færre pladser"
    SLOT_MORE = "Flere pladser"
    SLOT_BACK = "Plads åben igen"
    SLOT_NEW = "Ny plads"
    CANDIDATE_GONE = "Kandidat væk"
    CANDIDATE_LEFT = "Kandidat ude"
    CANDIDATE_MOVED = "Kandidat flyttet"
    CANDIDATE_BACK = "Kandidat tilbage"
    CANDIDATE_NEW = "Ny kandidat"
    CANDIDATE_STATUS = "Status ændret"
    REGISTERED = "Registreret"
    FIRST_SEEN = "Første læsning"
    PLACEMENT_GONE = "Forløb væk"
    PLACEMENT_CANCELLED = "Aflyst før start"
    DROPPED_OUT = "Forløb afbrudt"
    UNTOLD = "Udfald mangler"
    COMPLETED = "Forløb gennemført"
    MOVED_ON = "Sluttet til job eller uddannelse"
    BEGUN = "Forløb begyndt"
    AGREED = "Aftale indgået"
    SENT = "Godkendt og sendt"
    ABSENCE = "Nyt fravær"
    WISH = "Ønske i skoleplan"
    PLAN_MET = "Når skoletimerne igen"
    COURSE_HELD = "Kursus gennemført"
    COURSE_AGREED = "Kursus aftalt"
    COURSE_PROPOSED = "Kursus foreslået"
    PARTNER_GONE = "Arbejdsbog væk"
    PARTNER_RENAMED = "Arbejdsbog omdøbt"
    PARTNER_NEW = "Ny arbejdsbog"
    UNTOUCHED = "Arbejdsbog ikke rørt"


TOLD_LATER_ONLY = frozenset(
    {
        EventKind.CANDIDATE_STATUS, EventKind.REGISTERED, EventKind.FIRST_SEEN, EventKind.SENT,
        EventKind.COURSE_AGREED, EventKind.COURSE_PROPOSED,
    }
)  # fmt: skip
"""What is told of a month or a candidate, and is no news: the coordinator has sent it, or it stands in the row."""

OVER: Mapping[EventKind, tuple[EventKind, ...]] = {
    EventKind.COHORT_BACK: (EventKind.COHORT_CANCELLED, EventKind.COURSES_CANCELLED),
    EventKind.COHORT_NEW: (EventKind.COHORT_GONE, EventKind.COURSES_GONE),
    EventKind.PLAN_MET: (EventKind.PLAN_SHORT,),
    EventKind.SLOT_BACK: (EventKind.SLOT_CLOSED, EventKind.COMPANY_WITHDRAWN),
    EventKind.SLOT_NEW: (EventKind.SLOT_GONE,),
    EventKind.SLOT_MORE: (EventKind.SLOT_FEWER,),
    EventKind.CANDIDATE_BACK: (EventKind.CANDIDATE_LEFT,),
    EventKind.CANDIDATE_NEW: (EventKind.CANDIDATE_GONE,),
    EventKind.PARTNER_NEW: (EventKind.PARTNER_GONE,),
    EventKind.COMPLETED: (EventKind.UNTOLD,),
    EventKind.MOVED_ON: (EventKind.UNTOLD,),
    EventKind.DROPPED_OUT: (EventKind.UNTOLD,),
}
"""An event of the one kind is the end of what the others told of the same row."""
