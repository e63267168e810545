from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.db import transaction

from throughgate.accounts.models import Role, User
from throughgate.common.clock import today
from throughgate.demo.charity import load_charity
from throughgate.demo.identity import KNOWN_TWICE
from throughgate.demo.stories import SHARES, Phase, course_of, phases, weekday
from throughgate.learning.models import Feedback
from throughgate.measures.models import Sitting
from throughgate.measures.selectors.instruments import instruments
from throughgate.people.models import CircleMember, CustodyMove, Person
from throughgate.programmes.models import Commitment, Enrolment
from throughgate.programmes.services import rebuild_commitments
from throughgate.record.models import Entry
from throughgate.record.selectors import effective
from throughgate.recovery.models import CellSheet, MeetingAttended
from throughgate.story.models import Answer, FormRun, NeedStatus, PersonNeed, PersonStrength
from throughgate.story.selectors.figures import figures_of
from throughgate.story.selectors.forms import sheet_of
from throughgate.story.shipping import shipped_questions

QUESTIONS = shipped_questions()

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def charity(django_db_setup, django_db_blocker):
    """Loaded once, for all tests of this file; what each of them changes is taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_charity(people=20)
        transaction.set_rollback(True)


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


def test_forms_of_the_bank_are_filled_in_and_not_ticked_off(charity):
    entries = Entry.objects.filter(kind="form", subject__in=QUESTIONS.forms)
    assert entries.exists()
    assert not entries.filter(form_run=None).exists()
    asked_for = FormRun.objects.filter(entry__on__lt=today())
    assert asked_for.exists() and not asked_for.filter(enrolment=None).exists()


def test_people_have_strengths_and_needs_that_went_on(charity):
    assert PersonStrength.objects.exists() and PersonNeed.objects.exists()
    assert {"not_started", "in_progress"} <= set(NeedStatus.objects.values_list("status", flat=True))


def test_nothing_was_told_or_noted_in_the_future(charity):
    assert not Answer.objects.filter(answered_on__gt=today()).exists()
    assert not NeedStatus.objects.filter(on__gt=today()).exists()
    assert not PersonNeed.objects.filter(noted_on__gt=today()).exists()


def test_what_is_known_is_not_asked_again_and_a_form_is_open(charity):
    worker = charity.users["caseworker"]
    assert figures_of(worker).spared > 0
    begun = FormRun.objects.get(finished_at=None)
    assert begun.answers.count() > 0 and sheet_of(worker, begun.person, begun.form, today()).tally.to_ask > 0


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


def test_what_the_timeline_tells_stands_on_the_pages_of_its_room(charity):
    told = Counter(effective().filter(happened=True).values_list("kind", flat=True))
    known = MeetingAttended.objects.values("done").distinct().count()
    assert known == told["self-help-meeting"] > 0
    assert CellSheet.objects.filter(returned_on__isnull=False).count() == told["in-cell-work"] > 0
    assert Feedback.objects.filter(entry__isnull=False).count() == told["feedback"] > 0
    with_sponsor = set(CircleMember.objects.filter(kind="sponsor").values_list("person", flat=True))
    assert with_sponsor == set(effective().filter(kind="sponsor-found").values_list("person", flat=True))
    named = {one.slug for one in instruments().values() if one.is_usable}
    by_hand = set(effective().filter(kind="measure", row_id=None).values_list("subject", flat=True))
    assert Sitting.objects.filter(finished_at__isnull=False).count() > 20 and not by_hand & named
