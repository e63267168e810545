"""The pages of the plan: written one goal at a time, agreed to, done, compared, printed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.unit.casework.plans import CALL, HOME, agree_both, home_steps, step, write_plan
from throughgate.access.policy import Sensitivity
from throughgate.casework import plan_kinds
from throughgate.casework.models import Agreement, Goal, How, Plan, Side, Step
from throughgate.casework.selectors.plan import current_version, draft_version
from throughgate.casework.selectors.plan_short import plan_on_person_page
from throughgate.casework.services.plan import agree, begin_change, save_goal
from throughgate.people.services.restrictions import add_restriction
from throughgate.record.models import Draft, Entry


@pytest.fixture
def as_(client):
    def _as(user):
        client.force_login(user)
        return client

    return _as


@pytest.fixture
def plan(alice, person, today) -> Plan:
    return write_plan(alice, person, today, opening="To live quietly")


@pytest.fixture
def agreed(plan, alice) -> Plan:
    agree_both(alice, plan)
    return plan


def at(name: str, plan: Plan, **more) -> str:
    return reverse(f"plan:{name}", kwargs={"ref": plan.person.ref, "plan": plan.ref} | more)


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def goal_post(today, **more) -> dict[str, str]:
    by = today + timedelta(7)
    return {
        "words": "Work that I like",
        "rows": "2",
        "seen": "",
        "action": "save",
        "s0-key": "SCV",
        "s0-what": "Write a CV",
        "s0-who": "person",
        "s0-by_on_day": str(by.day),
        "s0-by_on_month": str(by.month),
        "s0-by_on_year": str(by.year),
        "s1-key": "SOTHER",
        "s1-what": "",
    } | more


def test_without_a_plan_the_page_says_how_to_begin(as_, alice, person, treatment):
    page = text(as_(alice).get(reverse("plan:person", kwargs={"ref": person.ref})))
    assert "No plan is written yet" in page and "Treatment plan" in page
    assert f"{reverse('plan:begin', kwargs={'ref': person.ref})}?subject=treatment" in page


def test_a_plan_asked_for_and_not_there_leads_to_its_beginning(as_, alice, person, treatment):
    answer = as_(alice).get(reverse("plan:person", kwargs={"ref": person.ref}), {"subject": "treatment"})
    assert answer["Location"] == f"{reverse('plan:begin', kwargs={'ref': person.ref})}?subject=treatment"


def test_begun_from_what_the_programme_asks_for_where_no_other_room_writes_it(
    as_, alice, person, treatment, monkeypatch
):
    monkeypatch.setattr(plan_kinds, "_rooms", {})
    url = reverse("plan:begin", kwargs={"ref": person.ref})
    as_(alice).post(url, {"subject": "treatment", "opening": "To stay clean", "level": "sensitive"})
    plan = Plan.objects.get()
    assert (plan.title, plan.enrolment, plan.sensitivity) == ("Treatment plan", treatment, "sensitive")


def test_one_of_their_own_needs_a_name(as_, alice, person):
    page = text(
        as_(alice).post(reverse("plan:begin", kwargs={"ref": person.ref}), {"subject": "own", "level": "standard"})
    )
    assert "Say what you call it" in page and not Plan.objects.exists()


def test_a_goal_is_saved_with_its_steps(as_, alice, plan, today):
    answer = as_(alice).post(at("goal", plan, key="GWORK"), goal_post(today))
    assert answer["Location"] == at("change", plan)
    assert [s.what for s in Goal.objects.get(key="GWORK").steps.all()] == ["Write a CV"]


def test_another_step_without_a_script_keeps_what_was_typed(as_, alice, plan, today):
    page = text(as_(alice).post(at("goal", plan, key="GWORK"), goal_post(today, action="more")))
    assert 'value="Write a CV"' in page and 'name="s2-what"' in page and 'name="rows" value="3"' in page
    assert not Goal.objects.filter(key="GWORK").exists() and "govuk-error-message" not in page


def test_a_half_written_step_says_what_is_missing(as_, alice, plan, today):
    page = text(as_(alice).post(at("goal", plan, key="GWORK"), goal_post(today, **{"s1-what": "Ask around"})))
    assert "Choose who does it" in page and "Enter the day by which it is done" in page
    assert 'href="#id_s1-who"' in page


def test_a_step_is_left_out(as_, alice, plan, today):
    page = as_(alice).get(at("goal", plan, key=HOME))
    seen = page.context["seen"]
    by = (today + timedelta(3)).isoformat()
    posted = {
        "words": "A place of my own",
        "rows": "2",
        "seen": seen,
        "s0-key": CALL,
        "s0-what": "Ring the housing office",
        "s0-who": f"staff:{alice.pk}",
        "s0-by_on": by,
        "s0-gone": "on",
        "s1-key": "SVISIT",
        "s1-what": "Look at the room",
        "s1-who": "person",
        "s1-by_on": by,
    }
    assert as_(alice).post(at("goal", plan, key=HOME), posted).status_code == 302
    assert [s.key for s in Step.objects.all()] == ["SVISIT"]


def test_two_writers_see_each_others_words_and_lose_nothing(as_, alice, bob, plan, today):
    seen = as_(alice).get(at("goal", plan, key=HOME)).context["seen"]
    save_goal(by=bob, plan=plan, key=HOME, words="A quiet place", steps=home_steps(alice, today))
    page = text(as_(alice).post(at("goal", plan, key=HOME), goal_post(today, seen=seen, words="A warm place")))
    assert "Bob Example changed this" in page and "A quiet place" in page and "A warm place" in page
    again = as_(alice).post(
        at("goal", plan, key=HOME), goal_post(today, seen=_seen(page), words="A quiet, warm place")
    )  # fmt: skip
    assert again.status_code == 302 and Goal.objects.get().words == "A quiet, warm place"


def _seen(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"')[0]


def test_what_was_typed_while_it_was_agreed_to_begins_a_change(as_, alice, agreed, today):
    page = text(as_(alice).post(at("goal", agreed, key="GWORK"), goal_post(today)))
    assert "Both sides agreed to the plan while you were writing" in page and "Write a CV" in page
    as_(alice).post(at("goal", agreed, key="GWORK"), goal_post(today, action="begin"))
    assert {goal.key for goal in draft_version(agreed).goals.all()} == {HOME, "GWORK"}


def test_typing_is_kept_and_comes_back(as_, alice, plan, today):
    name = f"plan:{plan.person.ref}+{plan.ref}-GWORK"
    assert as_(alice).post(reverse("plan:draft"), goal_post(today, draft=name)).status_code == 204
    page = text(as_(alice).get(at("goal", plan, key="GWORK")))
    assert "is filled in again" in page and 'value="Write a CV"' in page
    kept = Draft.objects.get()
    assert as_(alice).get(reverse("casework:carry_on", kwargs={"pk": kept.pk}))["Location"] == at(
        "goal", plan, key="GWORK"
    )


def test_the_draft_goes_once_the_goal_is_saved_and_does_not_come_back(as_, alice, plan, today):
    name = f"plan:{plan.person.ref}+{plan.ref}-GWORK"
    as_(alice).post(reverse("plan:draft"), goal_post(today, draft=name))
    as_(alice).post(at("goal", plan, key="GWORK"), goal_post(today))
    as_(alice).post(reverse("plan:draft"), goal_post(today, draft=name))
    assert not Draft.objects.exists()


def test_a_draft_of_something_else_is_refused(as_, alice):
    assert as_(alice).post(reverse("plan:draft"), {"draft": "plan:../../x"}).status_code == 400


def agree_post(plan, side: str, **more) -> dict[str, str]:
    now = timezone.localtime()
    return {
        "side": side,
        "how": "phone",
        "on": now.date().isoformat(),
        "at": now.strftime("%H:%M"),
        "revision": str(draft_version(plan).revision),
    } | more


def test_one_side_says_who_is_missing(as_, alice, plan):
    page = text(as_(alice).post(at("agree", plan), agree_post(plan, "worker"), follow=True))
    assert "Still needed: Jo’s yes" in page and current_version(plan) is None


@pytest.mark.parametrize(("side", "needed"), [("worker", "Jo’s yes."), ("person", "our yes.")])
def test_the_message_and_the_page_name_the_same_side(as_, alice, plan, side, needed):
    page = text(as_(alice).post(at("agree", plan), agree_post(plan, side), follow=True))
    assert f"Still needed: {needed}" in page and "yes and" not in page


def test_both_together_close_it_and_say_what_it_meets(as_, alice, person, treatment, today):
    plan = write_plan(alice, person, today, enrolment=treatment)
    page = text(as_(alice).post(at("agree", plan), agree_post(plan, "both"), follow=True))
    assert "Agreed by both sides" in page and "This meets: Treatment plan" in page
    assert {(a.side, a.how) for a in Agreement.objects.all()} == {("person", "phone"), ("worker", "phone")}


def test_nobody_agrees_to_words_they_have_not_seen(as_, alice, plan):
    page = text(as_(alice).post(at("agree", plan), agree_post(plan, "both", revision="1")))
    assert "was changed since you opened this page" in page and not Agreement.objects.exists()


def test_a_time_to_come_is_refused_where_it_stands(as_, alice, plan, today):
    page = text(as_(alice).post(at("agree", plan), agree_post(plan, "both", on=(today + timedelta(1)).isoformat())))
    assert "The time cannot be in the future" in page


def test_the_page_shows_their_words_first_and_the_next_step(as_, alice, agreed):
    page = text(as_(alice).get(reverse("plan:person", kwargs={"ref": agreed.person.ref})))
    assert page.index("To live quietly") < page.index("Ring the housing office") < page.index("A place of my own")
    assert "0 of 2 steps done" in page


def test_done_from_the_plan_and_taken_back(as_, alice, agreed):
    promise = Step.objects.get(key=CALL).promise
    back = reverse("plan:person", kwargs={"ref": agreed.person.ref})
    url = reverse("plan:promise_done", kwargs={"promise": promise.ref})
    page = text(as_(alice).post(url, {"next": back}, follow=True))
    assert "1 of 2 steps done" in page and "Not done after all" in page
    page = text(as_(alice).post(reverse("plan:promise_undone", kwargs={"promise": promise.ref}), follow=True))
    assert "0 of 2 steps done" in page


def test_the_link_of_a_promise_leads_to_its_step(as_, alice, agreed):
    promise = Step.objects.get(key=CALL).promise
    answer = as_(alice).get(reverse("plan:promise", kwargs={"promise": promise.ref}))
    assert answer["Location"].endswith(f"?plan={agreed.ref}#step-{CALL}")


def test_on_today_a_step_is_due_with_one_tap(as_, alice, agreed):
    page = text(as_(alice).get(reverse("desk:today")))
    promise = Step.objects.get(key=CALL).promise
    assert "Ring the housing office, from the plan" in page
    assert reverse("plan:promise_done", kwargs={"promise": promise.ref}) in page


def test_versions_stand_side_by_side(as_, alice, agreed, today):
    begin_change(by=alice, plan=agreed)
    steps = [step(CALL, "Ring the housing office again", "staff", today + timedelta(9), alice)]
    save_goal(by=alice, plan=agreed, key=HOME, words="A place of my own", steps=steps)
    page = text(as_(alice).get(at("versions", agreed)))
    assert "0 new, 1 changed, 1 gone" in page and "<ins>again</ins>" in page and "<del>Look at the room</del>" in page


def test_nothing_changes_is_noted(as_, alice, agreed, today):
    as_(alice).post(at("review", agreed), {"on": today.isoformat(), "note": "All well"})
    assert Entry.objects.get(kind="plan-review").summary == "All well"


def test_a_day_to_look_again_is_asked_only_where_no_programme_sets_one(as_, alice, agreed, treatment):
    page = text(as_(alice).get(at("review", agreed)))
    assert "When will you look at the plan again?" not in page


def test_on_paper_it_is_theirs(as_, alice, agreed):
    page = text(as_(alice).get(at("print", agreed)))
    assert "Jo’s plan" in page and "Where I want to get to" in page and "Ring the housing office" in page


def test_titles_hold_no_name(as_, alice, agreed):
    for url in (at("versions", agreed), at("print", agreed), reverse("plan:person", kwargs={"ref": agreed.person.ref})):
        assert "Jo" not in text(as_(alice).get(url)).split("</title>")[0]


def test_a_colleague_reads_and_whoever_is_elsewhere_does_not(as_, bob, charlie, agreed):
    url = reverse("plan:person", kwargs={"ref": agreed.person.ref})
    assert as_(bob).get(url).status_code == 200 and as_(charlie).get(url).status_code == 404


def test_a_clinical_plan_leaves_no_trace_for_others(as_, alice, carol, carols, today, django_assert_num_queries):
    plan = write_plan(carol, carols, today, sensitivity=Sensitivity.CLINICAL, title="Treatment")
    agree_both(carol, plan)
    for url in (reverse("desk:today"), reverse("desk:person", kwargs={"ref": carols.ref})):
        assert "Ring the housing office" not in text(as_(alice).get(url))
    page = text(as_(alice).get(reverse("plan:person", kwargs={"ref": carols.ref})))
    assert "No plan is written yet" in page and "Treatment" not in page
    assert as_(alice).get(at("print", plan)).status_code == 404
    promise = Step.objects.get(key=CALL).promise
    assert as_(alice).post(reverse("plan:promise_done", kwargs={"promise": promise.ref})).status_code == 404


def test_in_three_lines_with_the_next_step(alice, agreed, today):
    (short,) = plan_on_person_page(alice, agreed.person, today).plans
    assert (short.first_goal, short.done, short.of) == ("A place of my own", 0, 2)
    assert (short.next_what, short.next_doer) == ("Ring the housing office", "Alice Example")


def grow(alice, plan, today):
    begin_change(by=alice, plan=plan)
    for number in range(6):
        steps = [step(f"S{number}{n}", f"Step {n}", "person", today + timedelta(n)) for n in range(5)]
        save_goal(by=alice, plan=plan, key=f"G{number}", words=f"Goal {number}", steps=steps)
    agree_both(alice, plan)


@pytest.mark.parametrize("name", ["person", "print", "versions", "review", "today", "desk"])
def test_pages_cost_the_same_as_the_plan_grows(as_, alice, agreed, today, name, django_assert_max_num_queries):
    ref = {"ref": agreed.person.ref}
    url = {
        "person": reverse("plan:person", kwargs=ref),
        "today": reverse("desk:today"),
        "desk": reverse("desk:person", kwargs=ref),
    }.get(name) or at(name, agreed)
    as_(alice).get(url)
    with django_assert_max_num_queries(60) as one:
        text(as_(alice).get(url))
    grow(alice, agreed, today)
    extra = 4 if name == "versions" else 0  # the second version is read too
    with django_assert_max_num_queries(len(one) + extra):
        text(as_(alice).get(url))


def test_a_link_to_a_need_that_the_writer_may_not_know_of_stays(as_, alice, carol, carols, today):
    from throughgate.story.models import PersonNeed

    need = PersonNeed.objects.create(
        person=carols, words="Talk about it", found_by="hand", sensitivity="clinical", noted_on=today, noted_by=carol,
        pathway="health", owners=["charity"],
    )  # fmt: skip
    plan = write_plan(alice, carols, today)
    save_goal(by=carol, plan=plan, key=HOME, words="Home", steps=home_steps(alice, today), need=need)
    page = as_(alice).get(at("goal", plan, key=HOME))
    assert "Talk about it" not in text(page)
    as_(alice).post(at("goal", plan, key=HOME), goal_post(today, seen=page.context["seen"]))
    assert Goal.objects.get(key=HOME).need == need


@pytest.mark.parametrize(("reader", "kept"), [("alice", 1), ("charlie", 0), ("eve", 0)])
def test_a_draft_is_kept_only_for_whoever_may_write_the_plan(as_, request, plan, today, reader, kept):
    posted = goal_post(today, draft=f"plan:{plan.person.ref}+{plan.ref}-GWORK")
    assert as_(request.getfixturevalue(reader)).post(reverse("plan:draft"), posted).status_code == 204
    assert Draft.objects.count() == kept


def test_a_yes_noted_by_mistake_is_taken_back(as_, alice, plan):
    agree(
        by=alice, plan=plan, side=Side.PERSON, how=How.PHONE, agreed_at=timezone.localtime(),
        revision=draft_version(plan).revision,
    )  # fmt: skip
    as_(alice).post(at("take_back", plan), {"side": "person"})
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("name", ["person", "change", "goal"])
def test_what_is_not_to_be_done_stands_where_the_plan_is_written(as_, alice, plan, today, name):
    terms = {"kind": "no_contact", "source": "court", "from_on": today, "other_name": "Kerry Costa", "reach": "any"}
    add_restriction(by=alice, person=plan.person, **terms)
    own = reverse("plan:person", kwargs={"ref": plan.person.ref})
    address = {"person": own, "change": at("change", plan), "goal": at("goal", plan, key="GWORK")}[name]
    assert "Do not bring them together with Kerry Costa" in as_(alice).get(address, follow=True).text
