"""Makes docs/lov.md, its picture and `workbooks/lov-og-regler.html` (what `igu new` lays out) from the rule tables.

What is no rule (who decides, what nobody knows) stands in `lov-ramme.md`; a rule never does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from urllib.parse import quote

from lov_picture import picture
from markdown_it import MarkdownIt

from igu_xl.danish import date_text, listing, number_text, plural
from igu_xl.domain.dated import OPEN_END, first_day, last_day
from igu_xl.domain.law.guidance import RULES_PAGE, RULES_READ_ON
from igu_xl.domain.law.igu.bases import BASES, BasisRule, basis_rule
from igu_xl.domain.law.igu.rules import RULES, IguRule
from igu_xl.domain.law.verdict import MANUAL, MET
from igu_xl.domain.rule_tables import RULE_TABLES, RuleTable, rule_rows
from igu_xl.domain.tables import CsvRow

ROOT = Path(__file__).parents[1]
FRAME = Path(__file__).with_name("lov-ramme.md")
PAGE, PICTURE = ROOT / "docs" / "lov.md", ROOT / "docs" / "pictures" / "lov.svg"
HEADS = ("Regel", "Gælder", "Det siger den", "Lov", "Set i, og hvor sikkert", "Siden")


def page() -> str:
    """docs/lov.md."""
    now = RULES[-1]
    filled = FRAME.read_text(encoding="utf-8").format(
        read_on=date_text(RULES_READ_ON),
        last=date_text(now.valid_to),
        questions=_questions(now),
        versions=_versions(),
        tables="\n\n".join(_section(table) for table in RULE_TABLES),
    )
    return f"<!-- Lavet af .ci/lov.py: ret reglernes tabeller eller .ci/lov-ramme.md, ikke denne side. -->\n\n{filled}"


def _questions(rule: IguRule) -> str:
    """May they? Row by row, as a person asks it of a start under the newest version."""
    outcomes = {basis: basis_rule(basis, RULES_READ_ON) for basis in BASES}
    covered = listing([_covered(row) for row in outcomes.values() if row and row.outcome == MET])
    judged = listing([f"»{basis}«" for basis, row in outcomes.items() if row and row.outcome == MANUAL])
    never = listing([f"»{basis}«" for basis, row in outcomes.items() if row is None])
    months, years = rule.same_company_months, rule.residence_years
    return _table(
        ("Spørg om", "Ja, når", "Nej, når", "Et menneske vurderer, når", "Igu-loven"),
        [
            (
                "**1. Dagen**",
                f"start er senest {date_text(rule.valid_to)}",
                "start er senere",
                "–",
                rule.deadline_paragraph,
            ),
            (
                "**2. Opholdsgrundlaget**",
                covered,
                never,
                f"det er {judged}, eller opholdstilladelsen udløber før start",
                "§ 2",
            ),
            (
                "**3. Alderen**",
                f"fyldt {rule.age_min} og ikke fyldt {rule.age_max} på startdagen",
                f"{rule.age_max}-årsdagen er på startdagen eller før",
                "–",
                rule.people_paragraph,
            ),
            (
                "**4. Bopælen**",
                f"folkeregisteradresse i Danmark i mindre end {years} år",
                f"mere end {years} år",
                f"præcis {years} år på startdagen, afbrudt bopæl eller erstatningspersonnummer",
                rule.people_paragraph,
            ),
            (
                "**5. Tidligere igu**",
                "ingen",
                "en er gennemført, aftalt eller i gang",
                "en er afbrudt eller uden udfald",
                "ikke fundet",
            ),
            (
                "**6. Virksomheden**",
                f"intet ordinært job dér i {months} måneder før start; praktik og løntilskud er tilladt",
                f"ordinært job dér inden for {months} måneder",
                "–",
                "§ 5, stk. 1",
            ),
        ],
    )


def _covered(rule: BasisRule) -> str:
    """A basis that is covered, and that its row says more than that where it does."""
    plain = rule.sentence == f"Opholdsgrundlaget »{rule.basis}« er omfattet."
    return f"»{rule.basis}«{'' if plain else ' (se forbeholdet i tabellen)'}"


def _versions() -> str:
    """The versions of the igu law beside each other."""
    rows = [
        (
            f"**{rule.rule_id}**",
            _period(rule.valid_from, rule.valid_to),
            f"{rule.age_min}-{rule.age_max - 1} år",
            f"{'op til' if rule.residence_inclusive else 'under'} {rule.residence_years} år",
            listing([basis for basis in BASES if (row := basis_rule(basis, rule.valid_to)) and row.outcome == MET]),
            f"{rule.school_weeks} uger ({rule.school_hours} timer)",
        )
        for rule in RULES
    ]
    return _table(("Igu-regel", "Start", "Alder", "Bopæl", "Omfattet ved periodens slutning", "Skole"), rows)


def _section(table: RuleTable) -> str:
    """A rule table with every row, and under it what its rows remark, each remark once."""
    says, rows = _SAYS[table.name], rule_rows(table.name)
    lines = [
        (
            f"**{says(row)[0]}**",
            _period(first_day(row), last_day(row)),
            says(row)[1],
            row["lov"],
            f"{row['kilde']}. *{_capital(row['sikkerhed'])}.*",
            row["siden"],
        )
        for row in rows
    ]
    remarks: dict[str, list[str]] = {}
    for row in rows:
        if "note" not in table.says and row.get("note"):
            remarks.setdefault(row["note"], []).append(says(row)[0])
    told = "\n".join(f"- *{listing(list(dict.fromkeys(names)))}:* {note}" for note, names in remarks.items())
    return f"## {table.title}\n\n{_table(HEADS, lines)}" + (f"\n\n{told}" if told else "")


def _igu_says(row: CsvRow) -> tuple[str, str]:
    residence = f"{'op til' if row['residence_op'] == 'le' else 'under'} {row['residence_years']} år"
    deadline = date_text(date.fromisoformat(row["start_deadline"]))
    parts = [
        f"Fyldt {row['age_min_incl']} og under {row['age_max_excl']} år, folkeregisteradresse {residence} "
        f"({row['alder_bopael_paragraf']})",
        f"start senest {deadline} ({row['frist_paragraf']})",
        f"{row['school_weeks']} ugers skole, {row['school_hours']} timer",
    ]
    if row["annual_cap"]:
        parts.append(f"højst {number_text(int(row['annual_cap']))} nye om året i hele landet (§ 3, stk. 3)")
    return row["rule_id"], f"{'; '.join(parts)}."


def _basis_says(row: CsvRow) -> tuple[str, str]:
    return row["grundlag"], f"{row['saetning']} ({_doubt(row, '; ')}{row['paragraf']})"


def _length_says(row: CsvRow) -> tuple[str, str]:
    kind = " ".join(filter(None, (row["type"], row["sektor"].lower())))
    unit = row["enhed"] if row["hoejst"] != "1" else row["enhed"][:-1]
    longest = f"{kind}, højst {row['hoejst']} {unit}" if row["hoejst"] else f"{kind}, længere"
    return _capital(longest), f"{row['saetning']}{_to_judge(row)}"


def _place_says(row: CsvRow) -> tuple[str, str]:
    return _capital(row["regel"].replace("_", " ")), f"{row['saetning']}{_to_judge(row)}"


def _to_judge(row: CsvRow) -> str:
    """That people must judge what a rule says; nothing where the rule answers by itself."""
    return f" ({_doubt(row)})" if _doubt(row) else ""


def _doubt(row: CsvRow, after: str = "") -> str:
    """`manuel vurdering` where a rule does not answer by itself. »Opfyldt« is not written: it is no word for a rule."""
    return "" if row["vurdering"] == MET else f"{row['vurdering']}{after}"


def _plan_says(row: CsvRow) -> tuple[str, str]:
    name = _capital(row["regel"].replace("_", " ").replace("proeve", "prøve").replace("amu", "AMU"))
    return name, f"{row['note']} (ellers {row['ved_brud']})"


def _hours_says(row: CsvRow) -> tuple[str, str]:
    told = f"En time tæller {plural(int(row['faktor']), 'gang', 'gange')}." if row["faktor"] else "Ikke fundet."
    return _capital(row["slags"]), f"{told} {row['note']}"


_SAYS: dict[str, Callable[[CsvRow], tuple[str, str]]] = {
    "rule_versions": _igu_says,
    "opholdsgrundlag": _basis_says,
    "laengder": _length_says,
    "pladsregler": _place_says,
    "skoleplan": _plan_says,
    "skoletimer": _hours_says,
}
"""The name of a rule and what it says in a sentence, by its table."""


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def _period(first: date, last: date) -> str:
    return f"fra {date_text(first)}" if last == OPEN_END else f"{date_text(first)} – {date_text(last)}"


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


_STYLE = """
body { font: 16px/1.5 Calibri, Carlito, "Segoe UI", sans-serif; color: #1F2D33; max-width: 72rem }
body { margin: 2rem auto; padding: 0 1.2rem }
h1, h2 { color: #1F4E5F; line-height: 1.2 } h2 { margin-top: 2.2rem }
table { border-collapse: collapse; width: 100%; font-size: .88rem; margin: .8rem 0 }
th, td { border: 1px solid #B8C4C8; padding: .35rem .5rem; text-align: left; vertical-align: top }
th { background: #E8F0F2 } tr { break-inside: avoid } svg { max-width: 100%; height: auto }
td:first-child { min-width: 7rem } td:last-child { white-space: nowrap } .rulle { overflow-x: auto }
@media print { body { font-size: 11pt; margin: 0 } @page { size: A4 landscape; margin: 12mm } }
"""


def web_page() -> str:
    """The page as one HTML file that needs nothing beside it."""
    text = page().split("-->\n\n", 1)[1]
    marked = MarkdownIt().enable("table").render(text)
    for title in (line[3:] for line in text.splitlines() if line.startswith("## ")):
        marked = marked.replace(f"<h2>{title}</h2>", f'<h2 id="{_anchor(title)}">{title}</h2>')
        marked = marked.replace(f'href="#{quote(_anchor(title))}"', f'href="#{_anchor(title)}"')
    before, image = marked.split("<p><img ", 1)
    marked = f"{before}<div>{picture()}</div>{image.split('</p>', 1)[1]}"
    marked = marked.replace("<table>", '<div class="rulle" tabindex="0"><table>').replace("</table>", "</table></div>")
    named = '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">'
    head = f"<head>\n{named}\n<title>Lov og regler</title>\n<style>{_STYLE}</style>\n</head>"
    return f'<!DOCTYPE html>\n<html lang="da">\n{head}\n<body>\n{marked}</body>\n</html>\n'


def _anchor(title: str) -> str:
    """A heading as GitHub names it in a link."""
    return "".join(sign for sign in title.lower().replace(" ", "-") if sign.isalnum() or sign == "-")


def built() -> dict[Path, str]:
    """Every file of the page with what it should hold."""
    return {PAGE: page(), PICTURE: picture(), ROOT / "workbooks" / RULES_PAGE: web_page()}
