"""The sentences of a match report, made from counts that its audience may see."""

from __future__ import annotations

from igu_xl.danish import listing, number_text, plural
from igu_xl.reports.disclosure.protection import HIDDEN, Protected
from igu_xl.reports.match_report.match_data import MatchData
from igu_xl.reports.match_report.match_tables import (
    ALONE,
    AT_MOST,
    COHORTS,
    FIRST_COME,
    PLACED,
    POSSIBLE,
    READY,
    TOGETHER,
    TOTAL,
    MatchTables,
)
from igu_xl.reports.parts import sentences

_FEW = 3  # municipalities that are named in a sentence
NOBODY = "Der er ingen kandidater, som er klar. Når kommunerne melder nogen klar, viser næste match det her."


def in_short(data: MatchData, tables: MatchTables) -> list[str]:
    """The match in a few sentences."""
    placed, ready = _in(tables.ways, TOGETHER, PLACED), _in(tables.people, TOTAL, READY)
    run = sum(one.runs for one in data.cohorts)
    cohorts = f"{number_text(run)} hold kan køre" if run else "ingen hold kan køre endnu"
    got = f"{placed} af {ready} kandidater får et forløb i forslaget"
    told = [sentences.sentence(f"{got}, og {cohorts}"), certificate(data, tables), pooled(data), gain(tables)]
    return [sentence for sentence in told if sentence]


def pooled(data: MatchData) -> str:
    """How many of the running cohorts no municipality could have filled; empty where there are none."""
    run, of_several = sum(one.runs for one in data.cohorts), sum(one.pooled for one in data.cohorts)
    if not of_several:
        return ""
    if of_several < run:
        return f"{number_text(of_several)} af holdene kunne ingen kommune fylde alene."
    return "Det kunne ingen kommune fylde alene." if run == 1 else "Ingen af holdene kunne en kommune fylde alene."


def certificate(data: MatchData, tables: MatchTables) -> str:
    """How sure it is that no plan has more; of rounded counts not how far from it the plan is at most."""
    if tables.ways.rounded:
        proven = data.placed == data.bound
        return "Det er bevist, at ingen plan giver flere." if proven else "Planen er den bedste, der blev fundet."
    placed, bound = tables.ways.count(TOGETHER, PLACED), tables.bounds.count(TOGETHER, AT_MOST)
    if placed is None or bound is None:
        return "Planen er den bedste, der blev fundet."
    if placed == bound:
        return "Det er bevist, at ingen plan giver flere."
    away = number_text(100 * (bound - placed) / bound, 1)
    return f"Det er bevist, at ingen plan giver flere end {number_text(bound)}; forslaget er højst {away} % fra det."


def unkept(data: MatchData) -> str:
    """How many decisions of the coordinator could not be kept."""
    return f"{plural(data.unkept, 'beslutning', 'beslutninger')} kunne ikke holdes; grunden står i arket Fund."


def gain(tables: MatchTables) -> str:
    """What going together gives beyond the best that each municipality could do by itself, as far as it is proven."""
    alone, most = tables.ways.count(ALONE, PLACED), tables.bounds.count(ALONE, AT_MOST)
    exact = alone is not None and most is not None and not tables.ways.rounded
    told = _between(alone or 0, most or 0) if exact else _in(tables.ways, ALONE, PLACED)
    cohorts = _in(tables.ways, ALONE, COHORTS)
    could = f"Hver for sig kunne kommunerne højst få {told} forløb og {cohorts} hold."
    more = _gain(tables)
    if more is None:
        return could
    if tables.ways.rounded:
        return (
            f"{could} Samlet giver {f'ca. {number_text(more[1])} forløb mere' if more[1] else 'omtrent lige så mange'}."
        )
    return f"{could} Samlet giver {f'{_between(*more)} forløb mere' if more[1] else 'lige så mange'}."


def gain_figure(tables: MatchTables) -> tuple[str, str]:
    """How many more going together gives, as a figure and a remark on how sure it is."""
    least, most = _gain(tables) or (None, None)
    if least is None or most is None:
        return HIDDEN, ""
    if tables.ways.rounded:
        return number_text(most), "regnet af afrundede tal"
    if least == most:
        return number_text(most), "det er bevist"
    return (number_text(least), "mindst; det er bevist") if least else (number_text(most), "højst; det er ikke bevist")


def _gain(tables: MatchTables) -> tuple[int, int] | None:
    """The least and the most that going together gives; None where it is hidden."""
    placed, alone = tables.ways.count(TOGETHER, PLACED), tables.ways.count(ALONE, PLACED)
    most = tables.bounds.count(ALONE, AT_MOST)
    if placed is None or alone is None or most is None:
        return None
    return max(placed - most, 0), max(placed - alone, 0)


def _in(table: Protected, row: str, column: str) -> str:
    return sentences.amount_in(table, row, column)


def _between(least: int, most: int) -> str:
    return number_text(least) if least == most else f"{number_text(least)}-{number_text(most)}"


def first_come(tables: MatchTables) -> str:
    """What a list in the order of waiting gives."""
    placed, cohorts = (_in(tables.ways, FIRST_COME, column) for column in (PLACED, COHORTS))
    return (
        "Bookes alle efter ventetid, så hver tager det bedste, der er tilbage, og for små hold aflyses, giver det "
        f"{placed} forløb og {cohorts} hold."
    )


def cohorts_apart(tables: MatchTables) -> str:
    """How many cohorts run, before and after."""
    together, alone = (_in(tables.ways, way, COHORTS) for way in (TOGETHER, ALONE))
    return f"Hver for sig kunne kommunerne få {alone} hold til at køre. Samlet kan {together} køre."


def shares(tables: MatchTables) -> list[str]:
    """Beside each municipality: how many of those with a possible place get one; nothing where that is hidden."""
    people = tables.people
    pairs = [(people.count(row, PLACED), people.count(row, POSSIBLE)) for row in people.counts.index]
    return [
        "–" if placed is None or missed is None else f"{number_text(placed)} af {number_text(placed + missed)}"
        for placed, missed in pairs
    ]


def furthest(tables: MatchTables) -> str:
    """The municipality with the least share of its possible people placed; empty where a count is hidden."""
    people = tables.people.counts.drop(index=TOTAL)
    possible = people[PLACED] + people[POSSIBLE]
    if possible.isna().any() or not possible.any():
        return ""
    share = people[PLACED].where(possible > 0) / possible.where(possible > 0)
    if share.min() == 1:
        return "" if tables.people.rounded else "Alle, der har en mulig plads, får en."
    last = sorted(str(name) for name in share.index[share == share.min()])
    names = listing(last) if len(last) <= _FEW else plural(len(last), "kommune", "kommuner")
    placed, able = int(people.loc[last, PLACED].sum()), int(possible[last].sum())
    about = "ca. " * bool(tables.people.rounded)
    return (
        f"Længst fra er {names}, hvor {about}{number_text(placed)} af {number_text(able)} kandidater "
        "med en mulig plads får en."
    )
