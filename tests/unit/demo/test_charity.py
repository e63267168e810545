from collections import Counter
from datetime import timedelta
from random import Random

import pytest

from throughgate.accounts.models import Role, User
from throughgate.common.clock import today
from throughgate.demo.charity import load_charity
from throughgate.demo.identity import KNOWN_TWICE
from throughgate.demo.stories import SHARES, Phase, course_of, phases, weekday
from throughgate.people.models import CustodyMove, Person
from throughgate.programmes.models import Commitment, Enrolment
from throughgate.programmes.services import rebuild_commitments
from throughgate.record.models import Entry


@pytest.fixture
def charity(db):
    return load_charity(people=20)


def told() -> list[tuple]:
    """Everything that is told of everybody, without what is drawn by lot for each row (references)."""
    return list(
        Entry.objects.order_by("pk").values_list("person__family_name", "kind", "subject", "on", "happened", "summary")
    )


def test_every_phase_is_there_and_so_is_every_programme(charity):
    assert Enrolment.objects.values("model__slug").distinct().count() == 4
    stages = Counter(Enrolment.objects.values_list("stage", flat=True))
    assert stages["waiting"] and stages["on_programme"]
    assert Enrolment.objects.filter(left_on__isnull=False).exists()
    assert CustodyMove.objects.filter(kind="recalled").exists()


def test_every_role_can_sign_in(charity):
    users = User.objects.filter(email__endswith="@demo.throughgate.example")
    assert {user.role for user in users} == set(Role.values)
    assert all(user.check_password("through the gate together") for user in users)


def test_some_things_are_late_but_not_for_months(charity):
    late = Commitment.objects.filter(is_next=True, by_on__lt=today())
    assert late.exists()
    assert not late.filter(by_on__lt=today() - timedelta(days=45)).exists()


def test_what_is_due_is_what_settling_says(charity):
    fields = ("enrolment_id", "element", "spell", "ordinal", "by_on", "met_on", "is_next")
    before = set(Commitment.objects.values_list(*fields))
    rebuild_commitments()
    assert set(Commitment.objects.values_list(*fields)) == before


def test_nothing_is_recorded_in_the_future(charity):
    assert not Entry.objects.filter(on__gt=today()).exists()


def test_nobody_shares_a_name_but_those_on_record_twice(charity):
    names = Person.objects.exclude(phone=KNOWN_TWICE).values_list("given_name", "family_name")
    assert len(set(names)) == len(names) == 20


@pytest.mark.django_db(transaction=True)
def test_the_same_seed_tells_the_same_stories(django_db_blocker):
    from django.core.management import call_command

    load_charity(people=5)
    first = told()
    call_command("flush", verbosity=0, interactive=False)
    load_charity(people=5)
    assert told() == first


@pytest.mark.django_db(transaction=True)
def test_a_charity_that_cannot_be_finished_is_not_begun(monkeypatch):
    monkeypatch.setattr("throughgate.demo.charity.Life.waive_one", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load_charity(people=3)
    assert not Person.objects.exists() and not User.objects.exists()


def test_phases_keep_their_shares():
    spread = Counter(phases(150))
    assert sum(spread.values()) == 150
    assert all(abs(spread[phase] - share) <= 1 for phase, share in SHARES.items())


@pytest.mark.parametrize("phase", list(Phase))
def test_a_course_has_its_days_in_order(phase, today):
    for seed in range(50):
        course = course_of(phase, today, Random(seed))
        assert course.received_on < course.enrolled_on <= today
        assert course.enrolled_on < course.release_on
        assert course.release_on == weekday(course.release_on)
