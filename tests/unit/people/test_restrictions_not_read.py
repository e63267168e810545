"""Who may not read every restriction is never told that there is none."""

from datetime import date

import pytest
from django.urls import reverse

from throughgate.people.models import CircleMember
from throughgate.people.services.restrictions import add_restriction

NONE, SOME = "None is recorded", "None that you may read"


@pytest.fixture
def hidden(person, alice):
    member = CircleMember.objects.create(
        person=person, kind="partner", name="Sam Reed", from_on=date(2026, 1, 1), added_by=alice
    )
    return add_restriction(
        by=alice, person=person, kind="no_contact", source="court", from_on=date(2026, 1, 1),
        sensitivity="sensitive", member=member, reach="any",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["people:restrictions", "people:around"])
def test_a_colleague_is_told_the_same_whether_or_not_one_binds(client, bob, person, name, request):
    client.force_login(bob)
    before = client.get(reverse(name, args=[person.ref])).content.decode()
    request.getfixturevalue("hidden")
    after = client.get(reverse(name, args=[person.ref])).content.decode()
    for page in (before, after):
        assert SOME in page and NONE not in page


@pytest.mark.parametrize("name", ["people:restrictions", "people:around"])
def test_their_worker_reads_that_there_is_none(client, alice, person, name):
    client.force_login(alice)
    page = client.get(reverse(name, args=[person.ref])).content.decode()
    assert NONE in page and SOME not in page
