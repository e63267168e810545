"""Bank holidays of the three nations whose calendars differ. The one place that asks the `holidays` library."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache

from holidays import country_holidays


class Nation(StrEnum):
    ENGLAND_AND_WALES = "EAW"
    SCOTLAND = "SCT"
    NORTHERN_IRELAND = "NIR"


SUBDIVISIONS: Mapping[Nation, str] = {
    Nation.ENGLAND_AND_WALES: "ENG",
    Nation.SCOTLAND: "SCT",
    Nation.NORTHERN_IRELAND: "NIR",
}
NATIONS: Mapping[str, Nation] = {"Scotland": Nation.SCOTLAND, "Northern Ireland": Nation.NORTHERN_IRELAND}


def nation_of(country: str) -> Nation:
    """Of what the register of sites calls a country."""
    return NATIONS.get(country, Nation.ENGLAND_AND_WALES)


@cache
def _holidays(nation: Nation, year: int) -> Mapping[date, str]:
    return dict(country_holidays("GB", subdiv=SUBDIVISIONS[nation], years=year).items())


def bank_holiday(on: date, nation: Nation) -> str:
    """Its name, or nothing."""
    return _holidays(nation, on.year).get(on, "")
