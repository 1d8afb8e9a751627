from __future__ import annotations

from igu_xl.domain.reference_figures import key_figures


def test_the_saving_is_labelled_with_its_year_and_per_completed_person() -> None:
    saving = key_figures()["besparelse_gennemfoert"]
    assert (saving.value, saving.year) == (282223, "2017")
    assert "gennemført" in saving.unit


def test_the_goals_are_those_of_the_application() -> None:
    goals = {key: (figure.value, figure.upper) for key, figure in key_figures().items() if figure.kind == "mål"}
    assert goals == {
        "maal_igu": (100, 150),
        "maal_ordinaert_job": (50, None),
        "maal_i_alt": (200, None),
    }


def test_every_figure_has_text_unit_year_and_source() -> None:
    for figure in key_figures().values():
        assert figure.text and figure.unit and figure.year and figure.source, figure.key
