"""Treatment that somebody else gives is asked about after 4, 13 and 26 weeks, as homes and jobs are."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from throughgate.access.policy import Forbidden, Hidden
from throughgate.common.clock import today
from throughgate.programmes.models import Commitment, Promise
from throughgate.record.models import Entry
from throughgate.recovery.models import TreatmentCheck, TreatmentOutside
from throughgate.recovery.rules.treatment import TreatmentError
from throughgate.recovery.services.outside import begin_treatment, end_treatment, still_in_treatment


@pytest.fixture
def begin(carol, carols):
    def _begin(weeks=0, **more):
        known = {"by": carol, "person": carols, "with_whom": "The drug service", "token": uuid4()}
        return begin_treatment(begun_on=today() - timedelta(weeks=weeks), **known | more)

    return _begin


def answers(row):
    return [(one.weeks, one.answer) for one in TreatmentCheck.objects.filter(treatment=row)]


def open_promises():
    return Promise.objects.filter(source="recovery", met_on=None, withdrawn_on=None)


def test_begun_it_is_asked_about_three_times(begin):
    token = uuid4()
    row = begin(token=token)
    assert begin(token=token) == row
    assert answers(row) == [(4, ""), (13, ""), (26, "")]
    assert Commitment.objects.filter(promise__source="recovery", is_next=True).count() == 3
    assert Entry.objects.filter(kind="treatment-outside").get().sensitivity == "sensitive"


def test_noted_late_what_has_passed_is_promised_by_nobody_and_still_answered(begin, carol):
    row = begin(weeks=14)
    assert open_promises().count() == 1
    still_in_treatment(by=carol, treatment=row, weeks=13)
    assert answers(row) == [(4, "still"), (13, "still"), (26, "")]


def test_nobody_can_know_too_early(begin, carol):
    row = begin(weeks=2)
    with pytest.raises(TreatmentError, match="from 4 weeks on"):
        still_in_treatment(by=carol, treatment=row, weeks=4)
    with pytest.raises(TreatmentError):
        still_in_treatment(by=carol, treatment=row, weeks=5)


@pytest.mark.parametrize(("because", "after"), [("stopped", "ended"), ("done", "")])
def test_ended_what_was_before_lasted_and_nothing_more_is_due(begin, carol, because, after):
    row = begin(weeks=14)
    end_treatment(by=carol, treatment=row, on=today() - timedelta(weeks=5), because=because)
    assert answers(row) == [(4, "still"), (13, after), (26, "")] and not open_promises().exists()
    with pytest.raises(TreatmentError, match="meanwhile"):
        still_in_treatment(by=carol, treatment=row, weeks=26)


@pytest.mark.parametrize(
    ("said", "field"),
    [({"on": 1}, "on"), ({"on": -30}, "on"), ({"because": "bored"}, "because")],
)
def test_what_is_wrong_with_an_end_is_named(begin, carol, said, field):
    row = begin(weeks=3)
    on = today() + timedelta(days=said.get("on", 0))
    with pytest.raises(TreatmentError) as refused:
        end_treatment(by=carol, treatment=row, on=on, because=said.get("because", "stopped"))
    assert refused.value.field == field and TreatmentOutside.objects.get().ended_on is None


def test_a_day_to_come_and_nobody_named_are_refused(begin):
    with pytest.raises(TreatmentError, match="future"):
        begin(weeks=-1)
    with pytest.raises(TreatmentError, match="with whom"):
        begin(with_whom=" ")


def test_only_their_own_workers_note_it(begin, bob, charlie):
    with pytest.raises((Forbidden, Hidden)):
        begin(by=bob)
    with pytest.raises(Hidden):
        begin(by=charlie)


def test_on_the_page(client, begin, carol, carols):
    client.force_login(carol)
    day = today()
    said = {"with_whom": "A rehab", "begun_on_day": day.day, "begun_on_month": day.month, "begun_on_year": day.year}
    page = client.post(reverse("recovery:outside", args=[carols.ref]), said, follow=True).content.decode()
    assert "A rehab" in page and "Still going, " not in page
    row = begin(weeks=4)
    page = client.get(reverse("recovery:person", args=[carols.ref])).content.decode()
    assert "Still going, 4 weeks on" in page
    page = client.post(reverse("recovery:still", args=[carols.ref, row.ref, 4]), follow=True).content.decode()
    assert "Noted: still going after 4 weeks." in page
    end = {"because": "elsewhere", "on_day": day.day, "on_month": day.month, "on_year": day.year}
    page = client.post(reverse("recovery:outside_end", args=[carols.ref, row.ref]), end, follow=True).content.decode()
    assert "They go somewhere else now" in page
