from datetime import date, time

import pytest

from tests.spec.people.tables import rows_of
from throughgate.people.rules.beside import Spot
from throughgate.people.rules.circle import called, relation_words
from throughgate.people.rules.restrictions import Booking, Restriction, Setting, Someone, bars

ON = date(2026, 11, 20)
HERE = (51.3, -0.5)  # the middle of a circle; a spot lies so many kilometres north of it
KM_TO_A_DEGREE = 111.2
RELATION = "my boyfriend"  # of Darren Pike
CIRCLE = {1: Someone("Darren Pike", "partner"), 2: Someone("Mia Vale", "child"), 3: Someone("Joan Vale", "parent")}


def read(cell: str) -> tuple[str, dict[str, str]]:
    """`visit with=1 inside` is ("visit", {"with": "1", "inside": ""}); an underscore is a blank."""
    first, *rest = cell.split()
    pairs = (part.partition("=") for part in rest)
    return first, {name: value.replace("_", " ") for name, _, value in pairs}


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def restriction_of(cell: str) -> Restriction:
    kind, said = read(cell)
    member = int(said["member"]) if "member" in said else None
    hours = [time(int(hour)) for hour in said["hours"].split("-")] if "hours" in said else [None, None]
    return Restriction(
        id=1,
        kind=kind,
        source="licence",
        from_on=day(said.get("from")) or date(2026, 7, 1),
        until=day(said.get("until")),
        member_id=member,
        name=CIRCLE[member].name if member else said.get("name", ""),
        relation=relation_words(RELATION) if member == 1 else "",
        called=called(CIRCLE[member].kind, RELATION if member == 1 else "") if member else (),
        reach=said.get("reach", ""),
        child_level=said.get("level", ""),
        all_children="all" in said,
        site_id=int(said["site"]) if "site" in said else None,
        place=said.get("place", ""),
        town=said.get("town", ""),
        postcode_areas=said.get("postcode", ""),
        middle=HERE if "circle" in said else None,
        middle_words="the town hall" if "circle" in said else "",
        radius_km=float(said.get("circle", 0)),
        curfew_from=hours[0],
        curfew_to=hours[1],
    )


def booking_of(cell: str) -> tuple[Booking, Setting]:
    kind, said = read(cell)
    hours = [time(int(hour)) for hour in said["open"].split("-")] if "open" in said else None
    booking = Booking(
        kind=kind,
        on=ON,
        at=time.fromisoformat(said["at"]) if "at" in said else None,
        minutes=int(said["minutes"]) if "minutes" in said else None,
        open_between=(hours[0], hours[1]) if hours else None,
        medium=said.get("medium", "face"),
        circle_member_ids=tuple(map(int, said["with"].split(","))) if "with" in said else (),
        other_names=said.get("names", ""),
        place=said.get("place", ""),
        point=(HERE[0] + int(said["spot"]) / KM_TO_A_DEGREE, HERE[1]) if "spot" in said else None,
        site_id=int(said["site"]) if "site" in said else None,
        words=said.get("words", ""),
        told=said.get("told", ""),
        ours=tuple(said["ours"].split(",")) if "ours" in said else (),
        with_person="person" not in said,
    )
    homes = (Spot(said["home"]),) if "home" in said else ()
    return booking, Setting(CIRCLE, None if "unknown" in said else "inside" in said, homes=homes)


@pytest.mark.parametrize("row", rows_of("restrictions"), ids=lambda row: f"{row['restriction']} / {row['booking']}")
def test_what_stands_against_a_booking(row):
    booking, setting = booking_of(row["booking"])
    found = bars([restriction_of(row["restriction"])], booking, setting)
    assert "".join("bars" if bar.refuses else "warns" for bar in found) == row["answer"]


def test_what_refuses_stands_before_what_warns():
    doubt, bar = restriction_of("child_contact all level=none"), restriction_of("no_contact member=1 reach=any")
    booking, setting = booking_of("family-workshop with=1")
    assert [one.refuses for one in bars([doubt, bar], booking, setting)] == [True, False]


def test_a_reason_says_what_from_where_and_until_when():
    booking, setting = booking_of("one-to-one with=1")
    (bar,) = bars([restriction_of("no_contact member=1 reach=any until=2027-03-03")], booking, setting)
    assert bar.reason == ("No contact with Darren Pike, direct or indirect. Source: the licence; until Wed 3 Mar 2027.")
