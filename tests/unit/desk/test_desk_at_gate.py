"""Who meets somebody at the gate is said once: on the release day. Today says the same."""

from datetime import date

import pytest
from django.urls import reverse

from throughgate.people.models import MoveKind
from throughgate.release.models import GateMeeting, ReleaseDay

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2026, 11, 25)


@pytest.fixture
def gate(alice, person, releases, due) -> ReleaseDay:
    """Released on Wednesday; their programme asks a volunteer to meet them."""
    releases(person, WEDNESDAY)
    due("gate", 5, who="volunteer")
    return ReleaseDay.objects.create(person=person, on=WEDNESDAY, made_by=alice)


@pytest.fixture
def said(gate, alice):
    def _said(met_by: str, **fields) -> GateMeeting:
        return GateMeeting.objects.create(day=gate, met_by=met_by, said_by=alice, **fields)

    return _said


def page(client) -> str:
    return client.get(reverse("desk:today")).content.decode()


def test_whoever_does_not_want_to_be_met_is_not_counted_as_a_meeting(as_user, alice, said):
    said("nobody", reason="declined")
    html = page(as_user(alice))
    assert "is met by nobody at the gate (they do not want to be met)" in html
    assert "gate meeting" not in html and "is to be met" not in html


def test_the_due_line_says_that_nobody_meets_them(as_user, alice, said):
    said("nobody", reason="declined")
    html = page(as_user(alice))
    assert "Met at the gate, they do not want to be met" in html and "by nobody" in html


def test_the_one_who_was_named_meets_them_not_the_role_the_programme_names(as_user, alice, bob, said):
    said("worker", worker=bob)
    html = page(as_user(alice))
    assert f"is met at the gate by {bob.name}" in html and f"by {bob.name}</" in html.split("Met at the gate")[1]


def test_family_and_others_meet_them_too(as_user, alice, said):
    said("agency", name="Nacro")
    assert "is met at the gate by Nacro" in page(as_user(alice))
    said("family", name="Ann")
    assert "is met at the gate by family or a friend" in page(as_user(alice))


def test_the_last_that_was_said_holds(as_user, alice, said):
    said("nobody", reason="declined")
    said("worker", worker=alice)
    html = page(as_user(alice))
    assert "is met at the gate by you" in html and "do not want" not in html


def test_what_was_said_before_a_return_to_custody_is_of_another_gate(as_user, alice, person, gate, said, moves, today):
    said("nobody", reason="declined")
    ReleaseDay.objects.filter(pk=gate.pk).update(on=date(2026, 9, 1))
    moves(person, MoveKind.RELEASED, date(2026, 9, 1))
    moves(person, MoveKind.RECALLED, date(2026, 10, 1))
    html = page(as_user(alice))
    assert "is to be met at the gate" in html and "by nobody" not in html


def test_asked_but_not_said_is_still_to_be_met(as_user, alice, gate):
    assert "is to be met at the gate" in page(as_user(alice))


def test_their_path_does_not_draw_a_meeting_that_will_not_be(as_user, alice, person, said):
    url = reverse("desk:person", args=[person.ref])
    assert ">Met at the gate<" in as_user(alice).get(url).content.decode()
    said("nobody", reason="declined")
    assert ">Met at the gate<" not in as_user(alice).get(url).content.decode()
