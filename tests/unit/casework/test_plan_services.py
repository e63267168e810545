"""A plan written, agreed to, changed and kept: its steps are promises, and the record tells of it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.unit.casework.plans import CALL, HOME, VISIT, agree_both, home_steps, step, write_plan
from throughgate.access.policy import Forbidden, Hidden, Sensitivity
from throughgate.audit.models import Event
from throughgate.casework.models import (
    Agreement,
    Goal,
    GoalStatus,
    How,
    Plan,
    PlanReview,
    PlanVersion,
    Side,
    Step,
    VersionAgreedError,
)
from throughgate.casework.rules.plan import AgreedMeanwhileError, PlanError, WrittenMeanwhileError
from throughgate.casework.selectors.plan import current_version, draft_version, fingerprint, goal_of
from throughgate.casework.services.plan import (
    agree,
    begin_change,
    begin_plan,
    give_up_change,
    remove_goal,
    save_goal,
    save_words,
    take_back_agreement,
)
from throughgate.casework.services.plan_progress import do_step, review_plan, set_goal_state, undo_step
from throughgate.programmes.models import Commitment, Promise
from throughgate.record.models import Entry
from throughgate.record.selectors import effective
from throughgate.story.models import PersonNeed


@pytest.fixture
def plan(alice, person, today) -> Plan:
    return write_plan(alice, person, today)


@pytest.fixture
def agreed(plan, alice) -> Plan:
    agree_both(alice, plan)
    return plan


def promise_of(key: str) -> Promise:
    return Step.objects.filter(key=key).order_by("-pk").first().promise


def due() -> dict[str, tuple]:
    rows = Commitment.objects.filter(promise__isnull=False).select_related("promise")
    return {row.promise.title: (row.who, row.by_on, row.is_next) for row in rows}


def test_a_draft_promises_nothing(plan):
    assert not Promise.objects.exists() and not Entry.objects.exists()


def test_one_side_alone_does_not_close_it(plan, alice):
    at = timezone.localtime()
    agree(by=alice, plan=plan, side=Side.PERSON, how=How.PHONE, agreed_at=at, revision=draft_version(plan).revision)
    assert current_version(plan) is None and not Promise.objects.exists()


def test_agreed_by_both_its_steps_are_due(agreed, today, alice):
    assert due() == {
        "Ring the housing office": ("staff", today + timedelta(3), True),
        "Look at the room": ("person", today + timedelta(10), True),
    }
    assert promise_of(CALL).worker == alice and promise_of(CALL).source == "step"


def test_the_record_tells_of_it_once(agreed, alice, today):
    entry = Entry.objects.get(kind="plan")
    assert (entry.subject, entry.on, entry.by) == ("treatment", today, alice)
    assert Event.objects.filter(action="plan.agreed").count() == 1


def test_a_second_tap_on_agree_changes_nothing(agreed, alice):
    version = current_version(agreed)
    at = timezone.localtime()
    agree(by=alice, plan=agreed, side=Side.WORKER, how=How.PHONE, agreed_at=at, revision=version.revision)
    assert Entry.objects.filter(kind="plan").count() == 1 and Promise.objects.count() == 2


def test_a_version_agreed_by_both_cannot_be_changed(agreed):
    version = current_version(agreed)
    goal = version.goals.get()
    for row in (version, goal, goal.steps.first()):
        with pytest.raises(VersionAgreedError):
            row.save()
    for row in (Goal(version=version, words="Another"), Step(goal=goal, what="More", who="person", by_on="2027-01-01")):
        with pytest.raises(VersionAgreedError):
            row.save()


@pytest.mark.parametrize("model", [PlanVersion, Goal, Step])
def test_nor_round_the_orm(agreed, model):
    field = {PlanVersion: "opening", Goal: "words", Step: "what"}[model]
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET {field} = 'Otherwise'")  # noqa: S608  # our own names
    assert not model.objects.filter(**{field: "Otherwise"}).exists()


def test_erasing_the_person_takes_the_plan(agreed, person):
    person.delete()
    assert not Plan.objects.exists() and not Promise.objects.exists()


def test_a_change_begins_as_a_copy_with_the_same_keys(agreed, alice):
    draft = begin_change(by=alice, plan=agreed)
    assert draft.number == 2 and begin_change(by=alice, plan=agreed) == draft
    copy = draft.goals.get()
    assert (copy.key, [s.key for s in copy.steps.all()]) == (HOME, [CALL, VISIT])
    assert current_version(agreed).number == 1


def test_changed_dates_move_what_is_promised_and_removed_steps_withdraw_it(agreed, alice, today):
    kept = promise_of(CALL).pk
    begin_change(by=alice, plan=agreed)
    steps = [
        step(CALL, "Ring the housing office", "staff", today + timedelta(5), alice),
        step("SNEW", "Find a second room", "agency", today + timedelta(8)),
    ]
    save_goal(by=alice, plan=agreed, key=HOME, words="A place of my own", steps=steps)
    agree_both(alice, agreed)
    assert due() == {
        "Ring the housing office": ("staff", today + timedelta(5), True),
        "Find a second room": ("agency", today + timedelta(8), True),
    }
    assert promise_of(CALL).pk == kept
    assert Promise.objects.get(title="Look at the room").withdrawn_because == "No longer in the plan"


def test_what_was_done_stays_done_over_a_change(agreed, alice, today):
    do_step(by=alice, promise=promise_of(CALL), on=today)
    begin_change(by=alice, plan=agreed)
    save_goal(by=alice, plan=agreed, key=HOME, words="Another home", steps=home_steps(alice, today)[1:])
    agree_both(alice, agreed)
    done = Promise.objects.get(title="Ring the housing office")
    assert done.met_on == today and done.withdrawn_on is None


def test_a_change_is_a_review_too(agreed, alice):
    begin_change(by=alice, plan=agreed)
    save_words(by=alice, plan=agreed, opening="To be left in peace", review_by=None)
    agree_both(alice, agreed)
    assert list(Entry.objects.order_by("pk").values_list("kind", flat=True)) == ["plan", "plan", "plan-review"]
    assert PlanReview.objects.get().outcome == "changed"


def test_a_changed_draft_is_agreed_to_anew(plan, alice, today):
    at = timezone.localtime()
    agree(by=alice, plan=plan, side=Side.PERSON, how=How.PHONE, agreed_at=at, revision=draft_version(plan).revision)
    save_words(by=alice, plan=plan, opening="To be left in peace", review_by=None)
    assert not Agreement.objects.exists()
    assert Event.objects.filter(action="plan.written").latest("pk").details["agreements_lapsed"] == ["person"]


def test_nobody_agrees_to_what_they_have_not_read(plan, alice, today):
    seen = draft_version(plan).revision
    save_words(by=alice, plan=plan, opening="Otherwise", review_by=None)
    with pytest.raises(WrittenMeanwhileError):
        agree(
            by=alice, plan=plan, side=Side.PERSON, how=How.PHONE, agreed_at=timezone.localtime(), revision=seen
        )  # fmt: skip


def test_an_empty_plan_is_not_agreed_to(alice, person):
    plan = begin_plan(by=alice, person=person, title="Plan")
    with pytest.raises(PlanError, match="at least one goal"):
        agree(by=alice, plan=plan, side=Side.PERSON, how=How.PHONE, agreed_at=timezone.localtime(), revision=1)


def test_an_agreement_noted_by_mistake_is_taken_back(plan, alice):
    at = timezone.localtime()
    agree(by=alice, plan=plan, side=Side.PERSON, how=How.PHONE, agreed_at=at, revision=draft_version(plan).revision)
    take_back_agreement(by=alice, plan=plan, side=Side.PERSON)
    assert not Agreement.objects.exists()


def test_saving_twice_stays_one_goal_and_one_draft(plan, alice, today):
    before = draft_version(plan).revision
    save_goal(by=alice, plan=plan, key=HOME, words="A place of my own", steps=home_steps(alice, today), seen="old")
    assert Goal.objects.count() == 1 and draft_version(plan).revision == before


def test_two_writers_of_one_goal_notice_each_other(plan, alice, bob, today):
    seen = fingerprint(goal_of(draft_version(plan), HOME))
    save_goal(by=bob, plan=plan, key=HOME, words="A quiet place", steps=home_steps(alice, today), seen=seen)
    with pytest.raises(WrittenMeanwhileError):
        save_goal(by=alice, plan=plan, key=HOME, words="A warm place", steps=home_steps(alice, today), seen=seen)
    assert Goal.objects.get().words == "A quiet place"


def test_a_fingerprint_changes_with_every_word_and_day(plan, alice, today):
    found = {fingerprint(None), fingerprint(goal_of(draft_version(plan), HOME))}
    for words, day in (("A room", today), ("A room", today + timedelta(1))):
        save_goal(by=alice, plan=plan, key=HOME, words=words, steps=home_steps(alice, day))
        found.add(fingerprint(goal_of(draft_version(plan), HOME)))
    assert len(found) == 4 and "" in found


def clinical_need(carol, person, today, words="Talk about it") -> PersonNeed:
    return PersonNeed.objects.create(
        person=person, words=words, found_by="hand", sensitivity="clinical", noted_on=today, noted_by=carol,
        pathway="health", owners=["charity"],
    )  # fmt: skip


def test_nobody_can_try_the_words_of_a_hidden_need_on_its_fingerprint(alice, carol, carols, today, settings):
    need, plan = clinical_need(carol, carols, today), write_plan(alice, carols, today)
    save_goal(by=carol, plan=plan, key=HOME, words="Home", steps=home_steps(alice, today), need=need)
    seen = fingerprint(goal_of(draft_version(plan), HOME))
    need.words = "Something else"
    need.save()
    assert fingerprint(goal_of(draft_version(plan), HOME)) == seen
    settings.SECRET_KEY = "another-key-of-another-charity"
    assert fingerprint(goal_of(draft_version(plan), HOME)) != seen


def test_a_goal_rests_on_what_its_writer_may_know_of(alice, carol, carols, today):
    need, plan = clinical_need(carol, carols, today), write_plan(alice, carols, today)
    said = {"plan": plan, "key": HOME, "words": "Home", "steps": home_steps(alice, today), "need": need}
    with pytest.raises(Hidden):
        save_goal(by=alice, **said)
    save_goal(by=carol, **said)
    save_goal(by=alice, **said | {"words": "A home"})  # what stood there stays
    assert Goal.objects.get(key=HOME).need == need


def test_a_goal_rests_on_nobody_elses_need(alice, charlie, carol, carols, sam, today):
    need, plan = clinical_need(carol, sam, today), write_plan(alice, carols, today)
    need.sensitivity = "standard"
    need.save()
    with pytest.raises(PlanError):
        save_goal(by=alice, plan=plan, key=HOME, words="Home", steps=home_steps(alice, today), need=need)


def test_two_writers_of_two_goals_do_not_disturb_each_other(plan, alice, bob, today):
    seen = fingerprint(goal_of(draft_version(plan), HOME))
    save_goal(by=bob, plan=plan, key="GWORK", words="Work", steps=[], seen="")
    save_goal(by=alice, plan=plan, key=HOME, words="A warm place", steps=home_steps(alice, today), seen=seen)
    assert set(Goal.objects.values_list("words", flat=True)) == {"Work", "A warm place"}


def test_an_agreed_plan_is_written_only_as_a_change(agreed, alice):
    with pytest.raises(AgreedMeanwhileError):
        save_goal(by=alice, plan=agreed, key="GNEW", words="More", steps=[])


def test_a_goal_out_of_the_plan_takes_its_steps_with_it(agreed, alice, today):
    begin_change(by=alice, plan=agreed)
    save_goal(
        by=alice, plan=agreed, key="GWORK", words="Work", steps=[step("SCV", "Write a CV", "person", today)]
    )  # fmt: skip
    remove_goal(by=alice, plan=agreed, key=HOME)
    agree_both(alice, agreed)
    assert set(due()) == {"Write a CV"}


def test_a_change_given_up_leaves_what_was_agreed(agreed, alice):
    begin_change(by=alice, plan=agreed)
    give_up_change(by=alice, plan=agreed)
    assert draft_version(agreed) is None and current_version(agreed).number == 1


def test_the_first_version_cannot_be_given_up(plan, alice):
    with pytest.raises(PlanError):
        give_up_change(by=alice, plan=plan)


def test_a_step_done_and_undone(agreed, alice, today):
    promise = promise_of(VISIT)
    do_step(by=alice, promise=promise, on=today - timedelta(1))
    do_step(by=alice, promise=promise, on=today)
    entry = effective().get(kind="plan-step")
    assert (promise.met_on, promise.met_by, entry.on) == (today - timedelta(1), entry, today - timedelta(1))
    undo_step(by=alice, promise=promise)
    assert promise.met_on is None and not effective().filter(kind="plan-step").exists()
    assert due()["Look at the room"][2]


def test_a_goal_put_aside_and_taken_up_again(agreed, alice, today):
    do_step(by=alice, promise=promise_of(CALL), on=today)
    set_goal_state(by=alice, plan=agreed, key=HOME, status=GoalStatus.ARCHIVED, on=today, because="Not now")
    assert set(due()) == {"Ring the housing office"}
    set_goal_state(by=alice, plan=agreed, key=HOME, status=GoalStatus.ACTIVE, on=today)
    assert due()["Look at the room"][2] and not due()["Ring the housing office"][2]


def test_a_goal_is_put_aside_with_a_reason(agreed, alice, today):
    with pytest.raises(PlanError, match="why"):
        set_goal_state(by=alice, plan=agreed, key=HOME, status=GoalStatus.ARCHIVED, on=today, because=" ")


def test_a_goal_reached_stands_in_the_record(agreed, alice, today):
    set_goal_state(by=alice, plan=agreed, key=HOME, status=GoalStatus.COMPLETED, on=today)
    assert Entry.objects.get(kind="plan-goal").summary == "A place of my own"
    assert not due()


def test_a_goal_put_aside_is_left_behind_by_the_next_version(agreed, alice, today):
    set_goal_state(by=alice, plan=agreed, key=HOME, status=GoalStatus.ARCHIVED, on=today, because="Not now")
    assert not begin_change(by=alice, plan=agreed).goals.exists()


def test_nothing_changed_is_a_review_and_two_taps_are_one(agreed, alice, today):
    for _ in range(2):
        review_plan(by=alice, plan=agreed, on=today, note="All as it was")
    assert Entry.objects.filter(kind="plan-review", subject="treatment").count() == 1


def test_the_day_to_look_again_is_promised_and_kept(plan, alice, today):
    save_words(by=alice, plan=plan, opening="Home", review_by=today + timedelta(30))
    agree_both(alice, plan)
    first = plan.review_promise
    review_plan(by=alice, plan=plan, on=today, next_on=today + timedelta(60))
    first.refresh_from_db()
    assert first.met_on == today and plan.review_promise.by_on == today + timedelta(60)


def test_the_plan_meets_what_the_programme_asks_for(alice, carol, carols, today, treatment):
    write = write_plan(carol, carols, today, enrolment=treatment, sensitivity=Sensitivity.CLINICAL)
    agree_both(carol, write)
    row = Commitment.objects.get(enrolment=treatment, element="treatment-plan")
    assert row.met_on == today


def test_a_clinical_plan_is_closed_to_others_in_all_its_parts(alice, bob, carol, carols, today):
    plan = write_plan(carol, carols, today, sensitivity=Sensitivity.CLINICAL)
    agree_both(carol, plan)
    assert {p.sensitivity for p in Promise.objects.all()} | {e.sensitivity for e in Entry.objects.all()} == {"clinical"}
    with pytest.raises(Hidden):
        begin_change(by=alice, plan=plan)
    with pytest.raises(Hidden):
        do_step(by=bob, promise=promise_of(CALL), on=today)


def test_nobody_begins_a_plan_that_they_could_not_read(alice, person):
    with pytest.raises(Forbidden):
        begin_plan(by=alice, person=person, title="Treatment", sensitivity=Sensitivity.CLINICAL)


def test_whoever_takes_a_step_must_be_able_to_see_it(plan, alice, charlie, today):
    with pytest.raises(PlanError, match="able to see"):
        save_goal(
            by=alice, plan=plan, key=HOME, words="Home", steps=[step(CALL, "Ring", "staff", today, charlie)]
        )  # fmt: skip


def test_a_plan_begun_twice_is_one(plan, alice, person):
    assert begin_plan(by=alice, person=person, title="Plan for home", subject="treatment") == plan


def test_who_may_not_see_the_person_may_not_see_the_plan(plan, charlie):
    with pytest.raises(Hidden):
        save_words(by=charlie, plan=plan, opening="x", review_by=None)


def test_what_was_signed_on_paper_is_typed_in_later_and_says_so(plan, alice):
    agree_both(alice, plan, days_ago=3)
    said = [(one.agreed_at, one.version.written_at) for one in current_version(plan).agreements.all()]
    assert all(one.is_older_than_here for one in current_version(plan).agreements.all()), said


def test_nobody_says_yes_by_phone_to_what_was_not_written_yet(plan, alice):
    said = {"side": Side.PERSON, "how": How.PHONE, "revision": draft_version(plan).revision}
    with pytest.raises(PlanError, match="Only what was signed on paper"):
        agree(by=alice, plan=plan, agreed_at=timezone.localtime() - timedelta(days=900), **said)
    assert not Agreement.objects.exists()
