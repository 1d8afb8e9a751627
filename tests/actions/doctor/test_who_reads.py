"""What the doctor says of who may read what: real modes and access lists here, what `icacls` saves of Windows."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from igu_xl.actions.doctor.posix_rights import PosixRights
from igu_xl.actions.doctor.who_reads import look_at_readers, look_at_sharing_in_the_cloud
from igu_xl.actions.doctor.windows_rights import WindowsRights, descriptor_in, entries_of
from igu_xl.sheets.layout import Layout, layout_of, new_layout

ANNA, BO = 1_861_061_001, 1_861_061_002  # numbers that no account has
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
with_lists = pytest.mark.skipif(shutil.which("setfacl") is None, reason="setfacl is not installed")


@pytest.fixture
def layout(open_place: Path) -> Layout:
    """A partnership of two municipalities that anybody can reach; each partner's folder is its owner's alone."""
    made = new_layout(open_place / "partnerskab")
    made.root.chmod(0o755)
    made.partners.chmod(0o755)
    for name in ("101-koebenhavn", "147-frederiksberg"):
        (made.partners / name).mkdir()
        (made.partners / name / f"{name}.xlsx").write_bytes(b"en arbejdsbog")
        (made.partners / name).chmod(0o700)
    (made.secretariat / "koordinator.xlsm").write_bytes(b"en arbejdsbog")
    return made


def said(layout: Layout) -> dict[str, tuple[str, str]]:
    """The state and the sentence by what was looked at."""
    rights = PosixRights(frozenset({os.geteuid()}))
    return {one.name: (one.state, one.sentence) for one in look_at_readers(layout, rights)}


@posix
def test_a_partnership_that_is_shared_as_it_should_be_is_in_order(layout: Layout) -> None:
    assert {state for state, _ in said(layout).values()} == {"i orden"}


@posix
@pytest.mark.parametrize("mode", [0o755, 0o705, 0o701])
def test_a_secretariats_folder_that_everybody_can_open_is_an_error(mode: int, layout: Layout) -> None:
    layout.secretariat.chmod(mode)
    state, sentence = said(layout)["Sekretariatets mappe"]
    assert state == "fejl" and "alle på maskinen" in sentence


@posix
def test_an_open_folder_that_nobody_can_reach_is_in_order(layout: Layout) -> None:
    layout.secretariat.chmod(0o755)
    layout.root.parent.chmod(0o700)
    assert said(layout)["Sekretariatets mappe"][0] == "i orden"


@posix
def test_a_partners_folder_that_everybody_can_open_is_an_error(layout: Layout) -> None:
    (layout.partners / "147-frederiksberg").chmod(0o755)
    state, sentence = said(layout)["Partnernes mapper"]
    assert state == "fejl" and "147-frederiksberg" in sentence and "101-koebenhavn" not in sentence


@posix
def test_whoever_may_change_what_lies_above_the_folders_is_named(layout: Layout) -> None:
    layout.root.chmod(0o777)
    state, sentence = said(layout)["Hele mappen"]
    assert state == "fejl" and "alle på maskinen" in sentence


@pytest.mark.usefixtures("as_user")
def test_a_group_that_may_open_the_secretariats_folder_is_a_warning(layout: Layout) -> None:
    os.chown(layout.secretariat, 0, ANNA)
    layout.secretariat.chmod(0o750)
    state, sentence = said(layout)["Sekretariatets mappe"]
    assert state == "advarsel" and f"gruppen {ANNA}" in sentence


@pytest.mark.usefixtures("as_user")
def test_each_partner_as_owner_of_its_folder_is_in_order(layout: Layout) -> None:
    for name, owner in (("101-koebenhavn", ANNA), ("147-frederiksberg", BO)):
        os.chown(layout.partners / name, owner, owner)
    assert said(layout)["Partnernes mapper"][0] == "i orden"


@pytest.mark.usefixtures("as_user")
def test_a_group_that_two_folders_share_is_an_error(layout: Layout) -> None:
    for name in ("101-koebenhavn", "147-frederiksberg"):
        os.chown(layout.partners / name, 0, ANNA)
        (layout.partners / name).chmod(0o750)
    state, sentence = said(layout)["Partnernes mapper"]
    assert state == "fejl" and f"Gruppen {ANNA}" in sentence and "101-koebenhavn" in sentence


@pytest.mark.usefixtures("as_user")
@with_lists
@pytest.mark.parametrize(("grant", "state"), [("rx", "fejl"), ("x", "fejl"), ("", "i orden")])
def test_an_access_list_that_lets_a_partner_into_anothers_folder_is_an_error(
    grant: str, state: str, layout: Layout
) -> None:
    os.chown(layout.partners / "101-koebenhavn", ANNA, ANNA)
    subprocess.run(["setfacl", "-m", f"u:{ANNA}:{grant or '-'}", layout.partners / "147-frederiksberg"], check=True)
    found, sentence = said(layout)["Partnernes mapper"]
    assert found == state and (state == "i orden" or f"Brugeren {ANNA}" in sentence)


@posix
@with_lists
def test_an_access_list_on_the_secretariats_folder_is_read_with_its_mask(layout: Layout) -> None:
    subprocess.run(["setfacl", "-m", f"u:{ANNA}:rx,g:{BO}:rx", layout.secretariat], check=True)
    state, sentence = said(layout)["Sekretariatets mappe"]
    assert state == "advarsel" and f"brugeren {ANNA}" in sentence and f"gruppen {BO}" in sentence
    subprocess.run(["setfacl", "-m", "m::---", layout.secretariat], check=True)
    assert said(layout)["Sekretariatets mappe"][0] == "i orden"


@posix
def test_one_folder_for_all_is_told(tmp_path: Path) -> None:
    (tmp_path / "kommuner").mkdir()
    (found,) = look_at_readers(layout_of(tmp_path), PosixRights(frozenset()))
    assert found.state == "advarsel" and "igu move" in found.do


def test_sharing_in_the_cloud_cannot_be_seen_and_that_is_said(layout: Layout) -> None:
    assert not list(look_at_sharing_in_the_cloud(layout, synchronised=False))
    (found,) = look_at_sharing_in_the_cloud(layout, synchronised=True)
    assert found.state == "advarsel" and "Administrer adgang" in found.do


# As icacls saves them, in UTF-16: SY the system, BA its administrators, the numbers a user and groups of a domain.
OWN = "S-1-5-21-1004336348-1177238915-682003330-1104"
PARTNER = "S-1-5-21-1004336348-1177238915-682003330-2201"
CLOUD_PARTNER = "S-1-12-1-2871093450-1243786142-1182937765-3421907718"
DOMAIN_USERS = "S-1-5-21-1004336348-1177238915-682003330-513"
NAMES = {PARTNER: "ORG\\bo"}
CLOSED = f"D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;{OWN})(A;OICIIO;GA;;;CO)"
INHERITED = "D:AI(A;OICIID;FA;;;BA)(A;OICIID;FA;;;SY)(A;OICIID;0x1200a9;;;BU)(A;ID;LC;;;AU)"


def windows(layout: Layout, descriptors: dict[str, str], usual: str = CLOSED) -> dict[str, tuple[str, str]]:
    """What is said where the folders have these descriptors, by the folder's name."""
    rights = WindowsRights(lambda place: descriptors.get(place.name, usual), OWN, lambda sid: NAMES.get(sid, sid))
    return {one.name: (one.state, one.sentence) for one in look_at_readers(layout, rights)}


def test_a_closed_list_is_in_order(layout: Layout) -> None:
    assert {state for state, _ in windows(layout, {}).values()} == {"i orden"}


@pytest.mark.parametrize(
    ("descriptor", "words"),
    [
        (INHERITED, "Users"),
        ("D:(A;;FA;;;BA)(A;OICI;FR;;;WD)", "Everyone"),
        ("D:(A;OICI;0x1301bf;;;AU)", "Authenticated Users"),
        (f"D:PAI(A;OICI;0x1200a9;;;{DOMAIN_USERS})", "Domain Users"),
        ("D:(A;OICIIO;GR;;;DU)", "Domain Users"),
        ("D:NO_ACCESS_CONTROL", "Everyone"),
        ("D:(A;OICI;FA;;;S-1-1-0)S:AI(AU;SAFA;FA;;;WD)", "Everyone"),
    ],
)
def test_a_secretariats_folder_that_is_open_to_many_is_an_error(descriptor: str, words: str, layout: Layout) -> None:
    state, sentence = windows(layout, {"sekretariat": descriptor})["Sekretariatets mappe"]
    assert state == "fejl" and words in sentence


@pytest.mark.parametrize(
    "descriptor", ["D:(A;;FX;;;WD)", "D:(D;OICI;FA;;;WD)(A;OICI;FR;;;WD)", "D:(A;OICI;FA;;;SY)S:AI(AU;SAFA;FA;;;WD)"]
)
def test_who_may_not_read_is_not_named(descriptor: str, layout: Layout) -> None:
    assert windows(layout, {"sekretariat": descriptor})["Sekretariatets mappe"][0] == "i orden"


def test_a_person_is_named_as_people_know_it(layout: Layout) -> None:
    found = windows(layout, {"sekretariat": CLOSED + f"(A;OICI;0x1200a9;;;{PARTNER})"})
    assert found["Sekretariatets mappe"] == ("advarsel", "sekretariat kan læses af ORG\\bo.")


@pytest.mark.parametrize("who", [PARTNER, CLOUD_PARTNER])
def test_a_person_who_may_read_two_partners_folders_is_an_error(who: str, layout: Layout) -> None:
    one = CLOSED + f"(A;OICI;0x1301bf;;;{who})"
    assert windows(layout, {"101-koebenhavn": one})["Partnernes mapper"][0] == "i orden"
    found = windows(layout, {"101-koebenhavn": one, "147-frederiksberg": one})
    assert found["Partnernes mapper"][0] == "fejl"
    colleague = {"101-koebenhavn": one, "147-frederiksberg": one, "sekretariat": one}
    assert windows(layout, colleague)["Partnernes mapper"][0] == "i orden"


def test_a_root_that_is_still_shared_is_an_error(layout: Layout) -> None:
    found = windows(layout, {"partnerskab": CLOSED + f"(A;OICI;0x1301bf;;;{PARTNER})"})
    assert found["Hele mappen"][0] == "fejl"


def test_rights_that_cannot_be_read_are_said_to_be_unknown(layout: Layout) -> None:
    def refuse(place: Path) -> str:
        raise OSError("icacls did not answer")

    found = list(look_at_readers(layout, WindowsRights(refuse, OWN)))
    assert {one.state for one in found} == {"advarsel"} and "kan ikke ses" in found[0].sentence


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
@pytest.mark.parametrize("name", ["sekretariat", "Fælles dokumenter", "D:"])
def test_what_icacls_saves_is_read_whatever_the_folder_is_called(name: str, encoding: str) -> None:
    assert descriptor_in(f"{name}\r\n{INHERITED}\r\n".encode(encoding)) == INHERITED
    assert [one.who for one in entries_of(INHERITED)] == ["BA", "SY", "BU", "AU"]


def test_what_icacls_did_not_save_is_no_descriptor() -> None:
    with pytest.raises(OSError, match="icacls"):
        descriptor_in("sekretariat\r\n".encode("utf-16"))
