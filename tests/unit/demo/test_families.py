"""The demonstration shows a family after its workshop, one whose workshop is to come, and one that was only asked."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from tests.cast import add_person
from throughgate.common.clock import today
from throughgate.demo.families import meet_families
from throughgate.family.models import FamilyMember, Workshop
from throughgate.family.selectors.members import booking_of, members_of
from throughgate.people.models import Assignment, CircleMember
from throughgate.programmes.models import Enrolment, ProgrammeModel
from throughgate.programmes.services import load_shipped_models


@pytest.mark.django_db
def test_three_families_stand_at_three_places(send, alice, mona, ada):
    load_shipped_models(by=ada)
    model = ProgrammeModel.objects.get(slug="restorative-family")
    long_ago = today() - timedelta(days=90)
    for number in range(4):
        person = add_person(send, alice)
        known = {"person": person, "added_by": alice}
        Enrolment.objects.create(**known, model=model, site=send, stage="on_programme", enrolled_on=long_ago)
        CircleMember.objects.create(**known, kind="parent", name=f"Parent {number}", from_on=long_ago)
    Assignment.objects.update(from_on=long_ago)
    meet_families(SimpleNamespace(today=today()))
    stands = [members_of(mona, one.person)[0].standing.next for one in FamilyMember.objects.select_related("person")]
    assert stands == ["", "workshop", "prepared"]
    arranged = booking_of(Workshop.objects.get())
    assert (arranged.person, arranged.on > today()) == (FamilyMember.objects.order_by("pk")[1].person, True)
