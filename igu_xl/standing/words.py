"""What the words about the partnership mean, once: the pages cite these sentences, docs/standing.md has them all."""

from __future__ import annotations

OPEN_PLACE = "Ledig plads"
FILLED = "Besat"
WAITING = "Venter"
READY_LATER = "Klar senere"
IN_MATCH = "Med i match"
PROPOSED = "Foreslået"
SENT = "Godkendt og sendt"
AGREED = "Aftale indgået"
AGREED_LATER = "Aftalt, begynder senere"  # the same where it stands beside those that have begun
RUNNING = "I gang"
COMPLETED = "Gennemført"
DROPPED_OUT = "Afbrudt"
MOVED_ON = "Sluttet til job eller uddannelse"
CANCELLED = "Aflyst før start"
LAPSED = "Bortfaldet"
UNTOLD = "Udfald mangler"
STRANDED = "Strandet"
ENROLLED = "Tilmeldt"
SHORT = "Hold: mangler"
CAN_RUN = "Hold: kan køre"
RUNS = "Hold: kører"
COHORT_BEGUN = "Hold: i gang"
COHORT_HELD = "Hold: afholdt"
COHORT_CANCELLED = "Hold: aflyst"

DEFINITIONS: dict[str, str] = {
    OPEN_PLACE: "En plads, som ingen har, og som nogen kan få den dag: status er Åben, »Start senest« er ikke "
    "passeret, hverken pladsen eller virksomheden har en fejl, og antallet af ordinært ansatte er kendt, hvor loven "
    "kræver det.",
    FILLED: "En plads, som nogen har: forløbet er godkendt og sendt, aftalt eller i gang. Er flere på pladsen, end den "
    "har (»Antal«), tælles så mange, som den har.",
    WAITING: "En kandidat, som er registreret, hvis »Klar fra« er nået, og som intet forløb har: hverken sendt, aftalt "
    "eller i gang. Status er Klar, eller kandidatens forløb er bortfaldet eller aflyst før start, uden at status siger "
    "andet.",
    READY_LATER: "En kandidat, der ville vente, hvis »Klar fra« var nået.",
    IN_MATCH: "En kandidat, der venter eller er klar senere. Også en kandidat med status Klar, der er i gang med "
    "praktik eller løntilskud med en slutdato: så er det til det, der begynder bagefter.",
    PROPOSED: "Et forløb, som et match har foreslået, og som ingen har godkendt. Det står kun på papiret.",
    SENT: "Et forløb, der er godkendt og sendt til kommunen, men som virksomhed og borger ikke har skrevet under på. "
    "Det holder pladsen.",
    AGREED: "Et forløb, som virksomhed og borger har skrevet under på, og som ikke er begyndt.",
    RUNNING: "Et forløb, der er begyndt og ikke sluttet.",
    COMPLETED: "Et forløb med udfaldet Gennemført eller udstedt bevis, eller som varede til planlagt slut og førte til "
    "job eller uddannelse.",
    DROPPED_OUT: "Et forløb, der sluttede før tid af andre grunde end job og uddannelse.",
    MOVED_ON: "Et forløb, der sluttede før tid, fordi kandidaten fik ordinært job eller begyndte på en uddannelse. Det "
    "er ikke frafald.",
    CANCELLED: "Et forløb med udfaldet Aflyst før start. Det begyndte aldrig og er ikke frafald.",
    LAPSED: "Et forløb, der er godkendt og sendt eller aftalt, men hvis hold blev aflyst, hvis plads blev lukket, "
    "eller hvis hold eller plads blev slettet, før det begyndte. Det holder hverken plads eller hold, og kandidaten er "
    "med i match igen, medmindre status er Afsluttet eller Udgået.",
    UNTOLD: "Et forløb, der er sluttet, eller hvis planlagte slut er passeret, uden at udfaldet er skrevet med dato.",
    STRANDED: "En kandidat, der har en plads eller et hold, som ikke er der mere: rækken er væk, pladsen er lukket, "
    "før forløbet begyndte, eller holdet er aflyst.",
    ENROLLED: "Deltagere på et hold, efter arket Forløb eller Skoleplan: dem, der har en aftale eller er begyndt, også "
    "hvis de er holdt op, efter at holdet begyndte, eller skolens tal (»Maks. deltagere« minus »Ledige pladser«), hvis "
    "det er højere. Godkendt og sendt tæller ikke med, og heller ikke, hvad der kun er foreslået i Skoleplan.",
    SHORT: "Et kommende hold, som selv med alle, der er foreslået eller sendt, har færre end »Min. deltagere«.",
    CAN_RUN: "Et kommende hold, som når »Min. deltagere«, hvis alle, der er foreslået eller sendt, får en aftale.",
    RUNS: "Et kommende hold, hvor mindst »Min. deltagere« er tilmeldt. Det siges aldrig om navne på papir.",
    COHORT_BEGUN: "Et hold, der er begyndt, ikke slut og ikke aflyst.",
    COHORT_HELD: "Et hold, der er slut eller har status Afholdt.",
    COHORT_CANCELLED: "Et hold med status Aflyst.",
}
"""The sentence for each word, in the order of docs/standing.md."""
