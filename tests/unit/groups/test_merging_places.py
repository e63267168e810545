"""Two records of one person in one group."""

import pytest

from tests.cast import add_person
from throughgate.groups.models import Place
from throughgate.groups.services.places import ask_for_place
from throughgate.people.services.merging import merge_people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kept_is_in", [True, False])
def test_whoever_is_in_the_group_does_not_wait_for_it(cohort, person, send, alice, mona, join, kept_is_in):
    again = add_person(send, alice)
    keep, gone = (person, again)
    join(cohort, keep if kept_is_in else gone)
    ask_for_place(by=alice, cohort=cohort, person=gone if kept_is_in else keep)
    merge_people(by=mona, kept=keep, gone=gone, why="One person, two records")
    standing = Place.objects.get(cohort=cohort, left_on__isnull=True)
    assert standing.person_id == keep.pk and standing.taken_on
