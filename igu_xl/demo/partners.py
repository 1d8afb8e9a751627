"""Who takes part in the demo: the municipalities, organisations and schools of the partnership's own documents.

Municipalities beyond those named there join only in the large partnerships that benchmarks need.
"""

from __future__ import annotations

from dataclasses import dataclass

from igu_xl.domain.codes import municipality_name


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality: its share of the candidates (weight), where people live, and their language centre."""

    code: str
    weight: int
    postcodes: tuple[str, ...]
    language_centre: str

    @property
    def name(self) -> str:
        """The official name."""
        return municipality_name(self.code)

    @property
    def filename(self) -> str:
        """The workbook's place in the partnership."""
        return f"kommuner/{self.code}-{_plain(self.name)}.xlsx"


@dataclass(frozen=True, slots=True)
class Organisation:
    """A branch's workbook: who keeps it, the branch, the letters of its slot ids, and its share of places."""

    filename: str
    owner: str
    branch: str
    letters: str
    weight: int
    trades: tuple[str, ...]
    positions: tuple[str, ...]
    industry_code: str
    agreement: str


@dataclass(frozen=True, slots=True)
class School:
    """A school's workbook: the letters of its cohort ids and where its cohorts meet."""

    filename: str
    owner: str
    letters: str
    postcode: str


def _plain(name: str) -> str:
    plain = name.lower()
    for letter, pair in (("æ", "ae"), ("ø", "oe"), ("å", "aa")):
        plain = plain.replace(letter, pair)
    return plain


_CITY, _NORTH, _HELLERUP = "Sprogcenter København", "Nordsjællands Sprogcenter", "Sprogcenter Hellerup"

NAMED_MUNICIPALITIES = (
    Municipality("101", 62, ("2200", "2400", "2450", "2700", "2300"), _CITY),
    Municipality("147", 24, ("2000", "1800"), "VUF"),
    Municipality("151", 19, ("2750", "2740"), _HELLERUP),
    Municipality("155", 7, ("2791",), _CITY),
    Municipality("157", 12, ("2900", "2820"), _HELLERUP),
    Municipality("159", 18, ("2860", "2880"), _HELLERUP),
    Municipality("173", 14, ("2800", "2830"), _HELLERUP),
    Municipality("185", 20, ("2770",), _CITY),
    Municipality("219", 24, ("3400", "3320"), _NORTH),
)

# The rest of Region Hovedstaden; weights after the order of their size, not after any count of candidates.
_OTHERS = (
    ("153", 16, "2605"), ("161", 10, "2600"), ("163", 12, "2730"), ("165", 12, "2620"), ("167", 18, "2650"),
    ("169", 18, "2630"), ("175", 16, "2610"), ("183", 10, "2635"), ("187", 7, "2625"), ("190", 14, "3500"),
    ("201", 9, "3450"), ("210", 14, "3480"), ("217", 20, "3000"), ("223", 9, "2970"), ("230", 16, "2840"),
    ("240", 14, "3660"), ("250", 14, "3600"), ("260", 12, "3300"), ("270", 14, "3200"), ("400", 14, "3700"),
)  # fmt: skip
ALL_MUNICIPALITIES = tuple(
    sorted(
        NAMED_MUNICIPALITIES + tuple(Municipality(code, weight, (post,), _NORTH) for code, weight, post in _OTHERS),
        key=lambda municipality: municipality.code,
    )
)

ORGANISATIONS = (
    Organisation(
        "brancher/bygge-anlaeg.xlsx",
        "Dansk Byggeri og Dansk Håndværk",
        "Bygge og anlæg",
        "BYG",
        25,
        ("Murer", "Nedrivning", "Anlæg", "Tømrer"),
        ("Murerarbejdsmand", "Nedriver", "Struktørmedhjælper"),
        "412000",
        "Bygningsoverenskomsten",
    ),
    Organisation(
        "brancher/anlaegsgartner.xlsx",
        "Danske Anlægsgartnere",
        "Anlægsgartner/grønne fag",
        "ANL",
        14,
        ("Anlægsgartner", "Park og Natur"),
        ("Gartnerimedhjælper", "Brolæggermedhjælper"),
        "813000",
        "Anlægsgartneroverenskomsten",
    ),
    Organisation(
        "brancher/service.xlsx",
        "Servicebranchen",
        "Rengøring og service",
        "SER",
        27,
        ("Rengøring", "Facility Service", "Ejendomsservice"),
        ("Rengøringsassistent", "Serviceassistent"),
        "812100",
        "Serviceoverenskomsten",
    ),
    Organisation(
        "brancher/transport-logistik.xlsx",
        "Transport og logistik",
        "Transport og logistik",
        "TRA",
        18,
        ("Lager", "Fragt", "Terminal"),
        ("Lagermedarbejder", "Terminalarbejder", "Flyttemand"),
        "521000",
        "Transport- og Lageroverenskomsten",
    ),
    Organisation(
        "brancher/hotel-restaurant.xlsx",
        "HORESTA",
        "Hotel/restaurant/køkken",
        "HOT",
        16,
        ("Hotel", "Kantine", "Restaurant"),
        ("Køkkenmedhjælper", "Stuepige/stuedreng", "Opvasker"),
        "551000",
        "Hotel- og Restaurantoverenskomsten",
    ),
)

SCHOOLS = (
    School("skoler/next.xlsx", "NEXT", "NEXT", "2450"),
    School("skoler/tec.xlsx", "TEC", "TEC", "2750"),
    School("skoler/es-nord.xlsx", "ES Nord", "ESN", "3400"),
    School("skoler/sprogcenter-hellerup.xlsx", "Sprogcenter Hellerup", "SCH", "2900"),
    School("skoler/nordsjaellands-sprogcenter.xlsx", "Nordsjællands Sprogcenter", "NSS", "3400"),
    School("skoler/vuf.xlsx", "Voksenuddannelsescenter Frederiksberg", "VUF", "2000"),
)


def municipalities_of(candidates: int) -> tuple[Municipality, ...]:
    """The municipalities that share this many candidates: the named ones, or all 29 above 2,000."""
    return ALL_MUNICIPALITIES if candidates > 2000 else NAMED_MUNICIPALITIES
