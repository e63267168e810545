"""After a lapse somebody looks at the plan with them, or says why not; nobody else learns that it is due."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.unit.recovery.conftest import wording
from throughgate.access.policy import visible
from throughgate.casework.services.contacts import Attendance, record_contact
from throughgate.casework.services.crisis import raise_crisis
from throughgate.common.clock import today
from throughgate.programmes.models import Promise
from throughgate.record.models import Entry
from throughgate.record.services import void_entry, write_entry
from throughgate.recovery.kinds import SESSION
from throughgate.recovery.models import Lapse
from throughgate.recovery.rules.treatment import TreatmentError
from throughgate.recovery.services.lapses import answer_lapse, reopen_lapse
from throughgate.recovery.services.recovering import record_lapse

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def lapse(carol, carols):
    return record_lapse(by=carol, person=carols, from_on=today() - 3 * DAY)


def state(row):
    promise = Promise.objects.get(lapse=row)
    return "kept" if promise.met_on else "withdrawn" if promise.withdrawn_on else "waits"


def page(client, user, row, name):
    client.force_login(user)
    return client.get(reverse(f"recovery:{name}", args=[row.person.ref, row.ref]))


def test_it_is_due_within_a_week_to_whoever_noted_it_and_read_by_those_alone_who_read_therapy(
    lapse, carol, alice, mona
):
    promise = lapse.promise
    assert (promise.worker, promise.by_on) == (carol, today() + 7 * DAY)
    assert [visible(user, Promise.objects.all()).count() for user in (carol, mona, alice)] == [1, 1, 0]


def test_where_support_is_stepped_up_that_answers_it(carol, carols):
    assert record_lapse(by=carol, person=carols, from_on=today(), step_up=True).promise is None


def test_stepped_up_later_that_answers_it(lapse, carol, carols):
    raise_crisis(by=carol, person=carols, kind="other")
    assert state(lapse) == "waits"
    raise_crisis(by=carol, person=carols, kind="relapse")
    assert state(lapse) == "withdrawn"


def test_while_support_is_stepped_up_nothing_more_is_promised(carol, carols):
    raise_crisis(by=carol, person=carols, kind="relapse")
    assert record_lapse(by=carol, person=carols, from_on=today()).promise is None


def test_a_new_version_of_the_treatment_plan_answers_it_and_of_no_other(lapse, carol, carols):
    said = {"by": carol, "person": carols, "kind": "plan", "on": today(), "summary": "Agreed"}
    write_entry(subject="connection", **said)
    assert state(lapse) == "waits"
    write_entry(subject="treatment", **said)
    assert state(lapse) == "kept"


def test_one_of_two_taken_out_the_other_answers_it(lapse, meet, carol):
    first, second = meet(wording(), ago=1), meet()
    void_entry(by=carol, entry=Entry.objects.get(kind="plan"), reason="Not agreed")
    void_entry(by=carol, entry=first.people.get().entry, reason="Somebody else")
    assert state(lapse) == "kept"
    assert Promise.objects.get(lapse=lapse).met_by == second.people.get().entry


def test_the_next_one_to_one_answers_it(lapse, meet):
    meet(wording())
    assert state(lapse) == "kept" and lapse.promise.met_by is None
    lapse.promise.refresh_from_db()
    assert lapse.promise.met_by.kind == SESSION


def test_one_of_before_the_lapse_or_that_did_not_happen_does_not(lapse, meet, carol, carols):
    meet(wording(), ago=5)
    said = {"by": carol, "kind": SESSION, "on": today(), "people": [Attendance(person=carols, attended="")]}
    record_contact(**said, happened=False, why_not="logistics")
    assert state(lapse) == "waits"


def test_one_recorded_with_the_general_form_does(lapse, carol, carols):
    record_contact(by=carol, kind=SESSION, on=today(), people=[Attendance(person=carols)])
    assert state(lapse) == "kept"


def test_a_one_to_one_taken_out_leaves_it_waiting(lapse, meet, carol):
    meet(wording(), ago=5)
    entry = meet().people.get().entry
    assert state(lapse) == "kept"
    void_entry(by=carol, entry=entry, reason="Somebody else")
    assert state(lapse) == "waits"


def test_a_lapse_taken_out_waits_for_nobody(lapse, carol):
    void_entry(by=carol, entry=lapse.entry, reason="Somebody else")
    assert state(lapse) == "withdrawn"


@pytest.mark.parametrize(("how", "becomes"), [("talked", "kept"), ("not-now", "withdrawn")])
def test_without_a_one_to_one_it_is_said_and_taken_back(lapse, carol, how, becomes):
    answer_lapse(by=carol, lapse=lapse, how=how, on=today())
    assert state(lapse) == becomes
    answer_lapse(by=carol, lapse=lapse, how="talked", on=today())
    assert state(lapse) == becomes
    reopen_lapse(by=carol, lapse=lapse)
    assert state(lapse) == "waits"


@pytest.mark.parametrize(("how", "days"), [("talked", 1), ("talked", -4), ("nonsense", 0)])
def test_odd_answers_are_refused(lapse, carol, how, days):
    with pytest.raises(TreatmentError):
        answer_lapse(by=carol, lapse=lapse, how=how, on=today() + days * DAY)
    assert state(lapse) == "waits"


def test_the_pages_say_so(client, lapse, carol, mona, meet):
    client.force_login(carol)
    url = reverse("recovery:person", args=[lapse.person.ref])
    assert "after the lapse of" in client.get(url).content.decode()
    assert "Not yet: by" in page(client, carol, lapse, "lapse_read").content.decode()
    client.post(
        reverse("recovery:lapse_answered", args=[lapse.person.ref, lapse.ref]), {"how": "talked", **on(today())}
    )
    assert "after the lapse of" not in client.get(url).content.decode()
    text = page(client, mona, lapse, "lapse_read").content.decode()
    assert "Talked over on" in text and "It is still to be talked over" not in text
    client.force_login(carol)
    client.post(reverse("recovery:lapse_open", args=[lapse.person.ref, lapse.ref]))
    assert Lapse.objects.select_related("promise").get().is_waiting


def on(day):
    return {"on_day": day.day, "on_month": day.month, "on_year": day.year}


def test_today_leads_there(client, lapse, carol):
    client.force_login(carol)
    text = client.get("/").content.decode()
    assert "Look at the plan together, after a lapse" in text
    assert f"/recovery/{lapse.person.ref}/#lapses" in text
