"""Zones with a middle and a radius, on release day."""

import pytest

from tests.unit.release.day.planned import GP, TODAY
from throughgate.people.services.restrictions import RestrictedError, add_restriction
from throughgate.release.selectors.day import look_at_day

OFFICE, GUILDFORD = (51.3191, -0.5581), (51.2359, -0.5725)
HALFWAY = (51.296, -0.524)  # between the prison and the probation office


@pytest.fixture
def zone(alice, person):
    def _zone(middle, radius_km, **more):
        return add_restriction(
            by=alice, person=person, kind="licence_place", source="licence", from_on=TODAY, middle="as on the map",
            latitude=middle[0], longitude=middle[1], radius_km=radius_km, **more,
        )  # fmt: skip

    return _zone


def problems(gate):
    return [problem.kind.value for problem in look_at_day(gate).verdict.problems if problem.is_blocking]


def test_a_stop_inside_the_zone_is_refused(gate, home, add, zone):
    zone(OFFICE, 1)
    with pytest.raises(RestrictedError) as refusal:
        add()
    assert refusal.value.refuses


def test_a_zone_drawn_later_makes_the_day_impossible(gate, home, add, zone):
    add()
    zone(OFFICE, 0.2)
    assert "in_zone" in problems(gate) and look_at_day(gate).verdict.answer == "no"


def test_a_zone_elsewhere_leaves_the_day_as_it_was(gate, home, add, zone):
    add()
    zone(GUILDFORD, 2)
    look = look_at_day(gate)
    assert look.works and not problems(gate) and look.looked_at is None


def test_a_way_that_may_lead_through_is_not_believed(gate, home, add, zone):
    add()
    zone(HALFWAY, 1)
    assert "may_cross_zone" in problems(gate) and look_at_day(gate).verdict.answer == "unknown"


def test_the_circle_says_where_the_place_is(gate, home, add, zone):
    """Without it nobody can say, and a person has to look."""
    add()
    zone(GUILDFORD, 2, place="Stoke Park", town="Guildford")
    assert look_at_day(gate).works


def test_a_typed_spot_counts_where_no_postcode_tells(gate, zone, add):
    zone(OFFICE, 1)
    with pytest.raises(RestrictedError):
        add(GP, postcode="", latitude=OFFICE[0], longitude=OFFICE[1])


def test_a_closed_zone_has_no_name_for_who_may_not_read_it(gate, home, add, zone, bob):
    add()
    zone(OFFICE, 0.2, place="Elm Street", sensitivity="sensitive")
    said = " ".join(problem.words for problem in look_at_day(gate, bob).verdict.problems)
    assert "Elm Street" not in said and "as on the map" not in said and "closed to you" in said
