"""Whether two that were typed are one place: what two of ours planned for one hour is compared by it."""

import pytest

from throughgate.people.rules.beside import Spot, is_one_spot

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
