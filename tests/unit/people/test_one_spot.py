"""Whether two that were typed are one place: what two of ours planned for one hour is compared by it."""

import pytest

from throughgate.people.rules.beside import Spot, is_one_spot, spot_match
from throughgate.people.rules.same_words import Match

OFFICE = Spot("Woking Probation Office", "5 Guildford Road", "GU21 6EN")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (OFFICE, Spot("Woking probation office, room 3, GU21 6EN")),
        (OFFICE, Spot("Probation, 5 Guildford Road, GU21 6EN")),
        (OFFICE, Spot("Woking Probation Office")),
        (Spot("Downview (HMP & YOI)"), Spot("HMP Downview")),
        (Spot("Send (HMP)"), Spot("Send")),
        (Spot("The Hub"), Spot("the hub, Guildford")),
    ],
)
def test_one_place(one, other):
    assert is_one_spot(one, other) and is_one_spot(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (OFFICE, Spot("Woking Probation Office, GU1 4AA")),
        (OFFICE, Spot("Job Centre, 9 Guildford Road, GU21 6EN")),
        (Spot("HMP Send"), Spot("HMP Downview")),
        (Spot("HMP"), Spot("HMP & YOI")),
        (Spot("At home"), Spot("At home")),
        (Spot("Her own home"), Spot("Her own home")),
        (Spot(""), Spot("")),
    ],
)
def test_two_places(one, other):
    assert not is_one_spot(one, other) and not is_one_spot(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Spot("Probation office"), Spot("Room 4, Probation office")),
        (Spot("Room 2, Probation office"), Spot("Room 4, Probation office")),
        (Spot("Probation office"), Spot("Woking probation office")),
        (OFFICE, Spot("Probation office")),
        (OFFICE, Spot("Meeting place, GU21 6EN")),
        (Spot("Room 4, GU21 6EN"), Spot("5 Guildford Road, GU21 6EN")),
        (Spot("Flat 2, 14 High Street, GU21 6EN"), Spot("Flat 3, 14 High Street, GU21 6EN")),
    ],
)
def test_what_may_be_one_place(one, other):
    assert spot_match(one, other) is spot_match(other, one) is Match.MAYBE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Spot("Probation office, GU21 6EN"), Spot("Room 4, Probation office, GU1 4AA")),
        (Spot("5 Guildford Road, GU21 6EN"), Spot("9 Guildford Road, GU21 6EN")),
        (Spot("Library"), Spot("Probation office")),
        (Spot("At home"), Spot("Her own home")),
        (Spot("HMP Send"), Spot("HMP Downview")),
    ],
)
def test_what_can_be_no_one_place(one, other):
    assert spot_match(one, other) is spot_match(other, one) is Match.NO


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rm4, Probation office", "Room 4, Probation office"),
        ("Room Four", "Room 4"),
        ("Job Centre", "Jobcentre"),
        ("HMP Send", "Send prison"),
        ("A&E, St James", "A and E, St James"),
        ("Jobcentre Plus, Leeds", "Job centre, Leeds"),
        ("2nd floor", "Second floor"),
        ("Room 14", "Room fourteen"),
        ("NPS office", "Probation office"),
        ("GP surgery", "Doctor’s surgery"),
    ],
)
def test_one_place_in_other_signs(one, other):
    assert is_one_spot(Spot(one), Spot(other)) and is_one_spot(Spot(other), Spot(one))


@pytest.mark.parametrize(
    ("one", "other"), [("Probation ofice", "Probation office"), ("Woking jobcentre", "Job Centre")]
)
def test_a_slip_of_the_pen_may_be_one_place(one, other):
    assert spot_match(Spot(one), Spot(other)) is spot_match(Spot(other), Spot(one)) is Match.MAYBE
