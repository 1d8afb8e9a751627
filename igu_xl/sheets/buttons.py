"""The coordinator's buttons, each declared once: its key, its names, its words.

The sheet *Start*, the macros, the ribbon and the command line follow from what stands here; the work of a button is
found by its key in `igu_xl/actions/commands.py`. Workbooks that are in use call a button by its macro and its
key, so neither is ever changed. Nothing heavy is imported here: `igu --help` reads it.
"""

from __future__ import annotations

from igu_xl.sheets.schema import Button

CHECK = Button(
    key="check",
    macro="HentOgKontroller",
    label="Hent og kontrollér",
    help="Læs alle arbejdsbøger, og vis, hvad der er galt.",
    icon="AcceptTask",
    command="validate",
)
MATCH = Button(
    key="match",
    macro="Match",
    label="Match",
    help="Foreslå forløb og hold med begrundelser.",
    icon="DiagramReverseClassic",
    command="match",
)
PUBLISH = Button(
    key="publish",
    macro="GodkendOgSend",
    label="Godkend og send",
    help="Skriv det godkendte og hver partners fund i arbejdsbøgerne.",
    icon="SendStatusReport",
    command="publish",
)
REPORT = Button(
    key="report",
    macro="Rapport",
    label="Rapport",
    help="Lav sider for den seneste hele måned.",
    icon="ChartInsert",
    command="report",
)
WHAT_IF = Button(
    key="what_if",
    macro="HvadNuHvis",
    label="Hvad nu hvis",
    help="Prøv, hvilke ændringer der ville give flest flere forløb.",
    icon="WhatIfAnalysisMenu",
    command="match --what-if",
)
PLAN = Button(
    key="plan",
    macro="Skoleplan",
    label="Skoleplan",
    help="Læg alle igu-elevers skoleuger, og se, hvilke hold der er brug for.",
    icon="FunctionsDateTimeInsertGallery",
    command="plan",
    since="0.2",
)
UNDO = Button(
    key="undo",
    macro="Fortryd",
    label="Fortryd",
    help="Tag det tilbage, som den seneste Godkend og send skrev.",
    icon="Undo",
    command="undo",
    since="0.2",
)
UPGRADE = Button(
    key="upgrade",
    macro="Opgrader",
    label="Opgrader",
    help="Føj det nye til arbejdsbøger fra en tidligere version.",
    icon="RefreshAll",
    command="upgrade",
    since="0.2",
)
FORGET = Button(
    key="forget",
    macro="GlemBorger",
    label="Glem borger",
    help="Slet alt om de borgere, der står med Glem borger i arket Beslutninger.",
    icon="DeleteRows",
    command="forget",
    since="0.2",
)

# As they stand on Start and on the ribbon, from the left.
BUTTONS = (CHECK, MATCH, PLAN, PUBLISH, REPORT, WHAT_IF, UNDO, UPGRADE, FORGET)
