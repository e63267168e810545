from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.utils import timezone

from throughgate.audit.models import Event
from throughgate.people.models import CustodyDate, CustodyMove
from throughgate.programmes.models import Promise


def noted(person, user, days):
    on = timezone.localdate() + timedelta(days=days)
    return CustodyDate.objects.create(person=person, kind="crd", on=on, source="OMU", noted_by=user)


def said():
    out = StringIO()
    call_command("open_basics", stdout=out)
    return out.getvalue().strip()


def test_it_opens_for_whoever_is_near_and_only_once(person, alice):
    noted(person, alice, 60)
    assert said() == "Basics opened for 1, release days for 1."
    assert said() == "Basics opened for 0, release days for 0."
    assert Promise.objects.filter(person=person, made_by=alice).count() == person.basics.count() + 1 == 9


def test_planning_the_day_is_due_in_the_name_of_whoever_noted_it(person, alice):
    noted(person, alice, 60)
    said()
    day = person.release_days.get()
    assert day.on == timezone.localdate() + timedelta(days=60)
    assert (day.made_by, day.promise.made_by) == (alice, alice)
    assert Event.objects.get(action="release_day.opened").by is None


def test_a_day_that_stands_is_left_alone(person, alice):
    noted(person, alice, 60)
    said()
    CustodyDate.objects.update(on=timezone.localdate() + timedelta(days=70))
    assert said() == "Basics opened for 0, release days for 0."


def test_nobody_is_named_in_the_trail(person, alice):
    noted(person, alice, 60)
    said()
    assert Event.objects.get(action="basics.opened").by is None


def test_not_for_whoever_is_out_or_far(person, alice):
    row = noted(person, alice, 190)
    assert said() == "Basics opened for 0, release days for 0."
    CustodyDate.objects.filter(pk=row.pk).update(on=timezone.localdate() + timedelta(days=5))
    CustodyMove.objects.create(
        person=person, kind="released", on=timezone.localdate() - timedelta(days=1), added_by=alice
    )
    assert said() == "Basics opened for 0, release days for 0."
