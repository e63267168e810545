"""The pages of the family: what stands there, and at what cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import add_person
from tests.unit.family.conftest import is_checked, says
from tests.unit.family.test_family_meetings import a_plan, agreed
from tests.unit.people.merging_people import make_person
from throughgate.common.clock import today
from throughgate.family.models import FamilyMember
from throughgate.family.services.meetings import Held, When, arrange_workshop, record_meeting, record_workshop
from throughgate.family.services.members import add_member
from throughgate.people.services.circle import add_to_circle
from throughgate.people.services.merging import merge_people, undo_merge
from throughgate.programmes.services import enrol, load_shipped_models, waive, withdraw_waiver

pytestmark = pytest.mark.django_db


def page(client, person, name="person", **more):
    return client.get(reverse(f"family:{name}", kwargs={"ref": person.ref} | more))


def cost(client, person):
    page(client, person)
    with CaptureQueriesContext(connection) as asked:
        page(client, person)
    return len(asked)


def test_as_many_queries_for_many_members(client, alice, ready):
    client.force_login(alice)
    one = cost(client, ready.person)
    for number in range(4):
        circle = add_to_circle(by=alice, person=ready.person, kind="family", name=f"Aunt {number}")
        member = add_member(by=alice, person=ready.person, circle=circle)
        says(alice, member)
        is_checked(alice, member)
    assert cost(client, ready.person) == one <= 40


def test_whoever_does_not_work_with_the_family_reads_whom_to_ask(client, bob, ready):
    client.force_login(bob)
    text = page(client, ready.person).content.decode()
    assert "Family work is kept apart" in text and "Zelda" not in text


def test_from_today_whoever_may_not_read_it_is_led_to_caseworks_form(client, bob, ready):
    client.force_login(bob)
    answer = client.get(reverse("family:due", kwargs={"ref": ready.person.ref}), {"kind": "family-meeting"})
    assert answer.url.startswith("/contacts/record")


def test_a_member_of_another_person_is_not_found(client, alice, ready, mona, send):
    other = add_person(send, alice)
    client.force_login(mona)
    assert page(client, other, "member", member=ready.ref).status_code == 404


def test_somebody_agrees_to_the_plan_by_letter(client, alice, ready):
    agreed(alice, a_plan(alice, ready.person))
    client.force_login(alice)
    known, on = {"ref": ready.person.ref, "member": ready.ref}, today()
    assert "agrees to it" in page(client, ready.person).content.decode()
    said = {"on_day": on.day, "on_month": on.month, "on_year": on.year, "how": "paper"}
    client.post(reverse("family:agree", kwargs=known), said)
    assert ready.agreements.get().how == "paper"


def test_two_records_put_together_keep_the_family_and_it_goes_back(mona, ready, send):
    kept, gone = make_person(mona, send), ready.person
    merge = merge_people(by=mona, kept=kept, gone=gone, why="One person")
    assert FamilyMember.objects.get().person_id == kept.pk
    undo_merge(by=mona, merge=merge, because="Two people after all")
    assert FamilyMember.objects.get().person_id == gone.pk


def test_a_meeting_without_a_check_is_marked(client, alice, mum):
    says(alice, mum)
    held = Held(kind="family-meeting", when=When(on=today()))
    record_meeting(by=alice, person=mum.person, members=[mum], held=held)
    client.force_login(alice)
    url = reverse("family:member", args=[mum.person.ref, mum.ref])
    assert "Met without a check" in client.get(url).content.decode()
    is_checked(alice, mum)
    assert "Met without a check" not in client.get(url).content.decode()


def test_a_waived_workshop_leads_to_where_it_is_taken_up_again(client, alice, ready):
    models = {row.slug: row for row in load_shipped_models()}
    person = ready.person
    enrolment = enrol(by=alice, person=person, model=models["restorative-family"], enrolled_on=today())
    row = waive(
        by=alice, enrolment=enrolment, element="family-workshop", spell=0, ordinal=1, reason="operational", note=""
    )
    client.force_login(alice)
    page, link = reverse("family:person", args=[person.ref]), reverse("programmes:enrolment", args=[enrolment.ref])
    assert f"{link}#waived" in client.get(page).content.decode()
    withdraw_waiver(by=alice, waiver=row)
    assert f"{link}#waived" not in client.get(page).content.decode()


def test_a_workshop_that_was_held_leads_to_who_came(client, alice, ready):
    row = arrange_workshop(by=alice, person=ready.person, members=[ready], when=When(on=today()))
    contact = record_workshop(by=alice, row=row, came=[ready])
    client.force_login(alice)
    link = reverse("casework:contact", args=[contact.ref])
    assert link in page(client, ready.person, "workshop", workshop=row.ref).content.decode()
    assert ready.circle.name in client.get(link).content.decode()
