"""What a cell of a page counts: one name wherever the same is counted. Written from the pages' own explanations."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from attack.reading import Card, Page, Table, month_key

Quantity = Hashable
TYPES = ("igu", "løntilskud", "praktik", "ordinært")
ENDED = ("Gennemført", "Sluttet før tid til job eller uddannelse", "Afbrudt", "Udfald eller slutdato mangler")
WAITING, LOST = "Klar og venter", "Uden forslag"
# Tables and columns of things, which no plan protects, and of words made of other cells.
THINGS = ("Fund ", "Tal fra", "Rettede", "Målene i", "Ændringer")
OF_THINGS = (
    "Åbne",
    "Lukket eller udløbet",
    "Tilbudt i alt",
    "Hold, der kan køre",
    "Kommuner",
    "Mindst",
    "Højst",
    "Dage til frist",
)
WORDS = ("Foreslået af mulige", "Gennemført i pct.", "Mål", "Hvor langt", "Mangler")
_GOALS = {
    "Gennemførte igu-forløb": "Har gennemført igu",
    "Direkte i ordinært job": "I job uden igu",
    "I ordinær beskæftigelse eller uddannelse i alt": "I job eller uddannelse",
}


def counted(table: Table) -> Iterator[tuple[str, str, str, Quantity]]:
    """Row, column, text and quantity of every cell of a table that counts people."""
    if table.caption.startswith(THINGS) or table.caption == "Alle hold":
        return
    totals = {name for name, is_sum, _ in table.rows if is_sum}
    for row, column, text in table.cells():
        if column in table.facts or column in OF_THINGS or column in WORDS or row in OF_THINGS:
            continue
        yield row, column, text, quantity(table.caption, row, column, totals)


def quantity(caption: str, row: str, column: str, totals: set[str]) -> Quantity:
    """What a cell counts, by where it stands."""
    total = row in totals
    if caption == "Partnerskabets mål":
        return _GOALS.get(row, row)
    if caption in ("Kandidater efter trin", "Opfølgning på kandidater i forløb"):
        return row
    if caption == "Forløb efter type":
        return row if column == "I alt" else (row, column)
    if caption == "Sluttet før tid til job eller uddannelse":
        return row if total else ("til", row)
    if caption == "Afbrudt efter årsag":
        return row if total else ("årsag", row)
    if caption.startswith("Klar og venter efter"):
        return row if total else ("ventetid", row)
    if caption.startswith(("Uden forslag ved", "Kandidater uden plads")):
        return LOST if total else ("grund", row)
    if "efter kandidatens bopælskommune" in caption:
        return column if total else ("bopæl", row, column)
    if "efter arbejdsstedets kommune" in caption:
        return column if total else ("arbejdssted", row, column)
    if caption.startswith("Igu-forløb begyndt for mindst"):
        return ("gennemførelse", "" if total else row, column)
    if caption == "Udvikling måned for måned":
        return ("udvikling", month_key(row), column)
    if caption == "Pladser efter type":
        return row if column == "I alt" else (row, column)
    if caption == "Pladser efter branche":
        return column if total else ("branche", row, column)
    if caption in ("Kommende hold",) or caption.startswith("Alle hold"):
        return ("hold", row, column)
    if caption.startswith("Foreslåede forløb fra"):
        return ("fra", "" if total else row, "" if column == "Foreslået" else column)
    if caption.startswith("Alle, der er klar"):
        place = "" if total else row
        return ("fra", place, "") if column == "Foreslået" else ("klar", place, column)
    if caption.startswith("Tre måder"):
        return ("fra", "", "") if row.startswith("Samlet") else (row, column)
    if caption == "Hvor kandidaterne står":
        return row if total else ("trin", row)
    return (caption, row, column)


def of_card(page: Page, card: Card) -> Quantity | None:
    """What a key figure counts; None where it counts things."""
    if page.stem == "match":
        return {"Foreslåede forløb": ("fra", "", ""), "Uden plads": LOST}.get(card.label)
    return None if card.label.startswith("Hold") else card.label
