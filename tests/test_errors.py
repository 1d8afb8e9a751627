"""The errors a run can end with: their exit codes, their sentences, and that they come whole out of another process."""

from __future__ import annotations

import pickle

import pytest

from igu_xl.errors import IguError, NotNow, WriteRefused, WrongUse


@pytest.mark.parametrize(("error", "code"), [(IguError, 1), (WriteRefused, 1), (WrongUse, 2), (NotNow, 75)])
def test_each_has_its_exit_code(error: type[IguError], code: int) -> None:
    assert error("Luk arbejdsbogen.").exit_code == code


def test_a_refused_write_names_its_place_when_it_has_one() -> None:
    assert str(WriteRefused("Arbejdsbogen er åben.", "next.xlsx")) == "next.xlsx: Arbejdsbogen er åben."
    assert str(WriteRefused("Arbejdsbogen er åben.")) == "Arbejdsbogen er åben."


@pytest.mark.parametrize("error", [WrongUse("Forkert mappe."), NotNow("Vent."), WriteRefused("Åben.", "next.xlsx")])
def test_it_comes_whole_out_of_another_process(error: IguError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), copy.exit_code) == (type(error), str(error), error.exit_code)
