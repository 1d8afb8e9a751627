"""The page as one HTML file that needs nothing else and prints on A4."""

from __future__ import annotations

from igu_xl.danish import date_text
from igu_xl.handouts.page.plain_words import TO_DO, away_words, contact_lines, course_lines, next_words, short_words
from igu_xl.handouts.page.week_picture import BOX, HEIGHT, WeekKind, week_picture
from igu_xl.reports.parts.blocks import environment
from igu_xl.resources import shipped
from igu_xl.school.planning.pupil_plan import PupilPlan

_LEGEND = (
    (WeekKind.SCHOOL, "1", "Skole. Det er aftalt."),
    (WeekKind.PROPOSED, "1", "Skole. Det er et forslag."),
    (WeekKind.HELD, "1✓", "Du har været i skole."),
    (WeekKind.WORK, "", "Arbejde."),
    (WeekKind.AWAY, "–", "Du skal ikke i skole."),
)


def citizen_page(plan: PupilPlan, mark: str = "") -> str:
    """The HTML of the page for one plan; no person's name, and no reason why somebody is away, stands in it.

    `mark` is for programs: it tells of which plan the page is.
    """
    picture = week_picture(plan)
    shown = {box.kind for row in picture.rows for box in row.boxes}
    return (
        environment()
        .get_template("skoleplan.html.j2")
        .render(
            style=_style(),
            plan=plan,
            mark=mark,
            short=short_words(plan),
            next=next_words(plan),
            away=away_words(plan),
            picture=picture,
            box=BOX,
            height=HEIGHT,
            legend=[one for one in _LEGEND if one[0] in shown],
            courses=course_lines(plan),
            to_do=TO_DO,
            contacts=list(contact_lines(plan)),
            made=date_text(plan.as_of) if plan.as_of else "",
        )
    )


def _style() -> str:
    return (shipped("reports") / "stilark.css").read_text(encoding="utf-8")
