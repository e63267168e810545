"""Home detention curfew: its steps, and the days that hang on them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.unit.people.test_kept_apart import text_of
from throughgate.access.policy import Forbidden, Hidden
from throughgate.audit.models import Event
from throughgate.common.clock import today
from throughgate.people.models import CustodyDate, HdcStep
from throughgate.people.rules.custody import shown_release_date
from throughgate.people.rules.hdc import HdcError
from throughgate.people.selectors import hdc_steps_of
from throughgate.people.services import note_hdc_step, record_move

SAID = {"source": "OMU"}
OUT, LATER = timedelta(30), timedelta(50)


@pytest.fixture
def note(alice, person):
    def _note(state, *, day=None, by=alice, on=None, because=""):
        day = None if day is None else today() + day
        return note_hdc_step(
            by=by, person=person, state=state, on=on or today(), day=day, because=because, source="OMU"
        )

    return _note


def held(person, kind="hdc_release"):
    row = CustodyDate.objects.filter(person=person, kind=kind, superseded_at__isnull=True).first()
    return row.on - today() if row and row.on else None


def test_from_when_they_may_be_considered_is_no_release_date(note, person):
    note("eligible", day=OUT)
    assert held(person, "hdc_eligible") == OUT
    assert shown_release_date(person.custody_dates.all()) is None


def test_granted_it_is_the_release_date(note, person):
    note("eligible", day=OUT)
    note("address")
    note("assessed")
    note("granted", day=OUT)
    assert shown_release_date(person.custody_dates.all()).on == today() + OUT


def test_put_off_it_moves_or_is_open(note, person):
    note("granted", day=OUT)
    note("postponed", day=LATER, because="No tag")
    assert held(person) == LATER
    note("postponed", because="No bed")
    assert held(person) is None


@pytest.mark.parametrize("state", ["refused", "declined"])
def test_refused_no_day_holds(note, person, state):
    note("granted", day=OUT)
    note(state, because="The address fell through")
    assert held(person) is None
    assert CustodyDate.objects.get(person=person, superseded_at=None).reason == "The address fell through"


def test_refused_before_any_day_notes_none(note, person):
    note("refused", because="Risk")
    assert not person.custody_dates.exists()


def test_the_same_sent_twice_is_one_step(note, person):
    assert note("granted", day=OUT) == note("granted", day=OUT)
    assert HdcStep.objects.count() == 1


@pytest.mark.parametrize(
    ("states", "then", "field"),
    [
        ([], {"state": "granted"}, "day"),
        (["granted"], {"state": "eligible"}, "state"),
        (["refused"], {"state": "declined"}, "state"),
        (["refused"], {"state": "assessed"}, "state"),
    ],
)
def test_what_does_not_follow(note, states, then, field):
    for state in states:
        note(state, day=OUT if state == "granted" else None, because="Why")
    with pytest.raises(HdcError) as refusal:
        note(**then, because="Why")
    assert refusal.value.field == field


def test_days_in_their_order(note):
    with pytest.raises(HdcError, match="future"):
        note("address", on=today() + timedelta(1))
    with pytest.raises(HdcError, match="before the decision"):
        note("granted", day=-OUT)
    note("address")
    with pytest.raises(HdcError, match="before the step noted last"):
        note("assessed", on=today() - timedelta(1))


def test_not_for_somebody_who_is_out(note, alice, person):
    record_move(by=alice, person=person, kind="released", on=today())
    with pytest.raises(HdcError, match="They are out"):
        note("address")


def test_after_a_recall_it_is_asked_anew(note, alice, person, send):
    note("granted", day=timedelta(0))
    record_move(by=alice, person=person, kind="released", on=today() - timedelta(3))
    record_move(by=alice, person=person, kind="recalled", on=today() - timedelta(1), site=send)
    HdcStep.objects.update(on=today() - timedelta(9))
    assert hdc_steps_of(person, list(person.moves.all())) == []
    assert note("eligible").state == "eligible"


@pytest.mark.parametrize(("who", "refusal"), [("bob", Forbidden), ("charlie", Hidden), ("victor", Hidden)])
def test_who_may_not_write(note, who, refusal, request):
    with pytest.raises(refusal):
        note("address", by=request.getfixturevalue(who))


def test_it_is_told_and_audited(note, person):
    note("granted", day=OUT)
    assert {"hdc", "custody-date"} <= set(person.entries.values_list("kind", flat=True))
    assert Event.objects.filter(action="hdc.granted", person_ref=person.ref).exists()


def test_the_page(client, alice, person):
    client.force_login(alice)
    address = reverse("people:note_hdc", kwargs={"ref": person.ref})
    day = today()
    said = {"on_day": day.day, "on_month": day.month, "on_year": day.year, "source": "OMU"}
    assert "Enter the day of release" in text_of(client.post(address, said | {"state": "granted"}))
    assert "Say why" in text_of(client.post(address, said | {"state": "refused"}))
    assert "Under way" in text_of(client.post(address, said | {"state": "address"}, follow=True))
