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
    assert said() == "Opened for 1 people."
    assert said() == "Opened for 0 people."
    assert Promise.objects.filter(person=person, made_by=alice).count() == person.basics.count() == 7


def test_nobody_is_named_in_the_trail(person, alice):
    noted(person, alice, 60)
    said()
    assert Event.objects.get(action="basics.opened").by is None


def test_not_for_whoever_is_out_or_far(person, alice):
    row = noted(person, alice, 190)
    assert said() == "Opened for 0 people."
    CustodyDate.objects.filter(pk=row.pk).update(on=timezone.localdate() + timedelta(days=5))
    CustodyMove.objects.create(
        person=person, kind="released", on=timezone.localdate() - timedelta(days=1), added_by=alice
    )
    assert said() == "Opened for 0 people."
