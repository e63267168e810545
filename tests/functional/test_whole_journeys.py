"""Each programme that comes with the application, from being enrolled to its last review, through the pages."""

import os
from datetime import timedelta

import pytest

from tests.browser import PHONE
from tests.cast import assign
from tests.functional.walking import Walk
from throughgate.common.clock import today
from throughgate.people.models import AssignmentRole
from throughgate.people.services import note_date
from throughgate.people.services.custody import record_move
from throughgate.programmes.models import Enrolment, ProgrammeModel
from throughgate.programmes.services import load_shipped_models

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MONTH = timedelta(days=30)


def handed(walk, element):
    walk.fill()
    walk.press()


OTHERS = {}


def walk_through(slug, page, monkeypatch, worker, person):
    load_shipped_models()
    began = today()
    out = began + 6 * MONTH
    record_move(by=worker, person=person, kind="received", on=began - MONTH, site=person.site)
    note_date(by=worker, person=person, kind="confirmed_release", on=out, source="OMU", confidence="confirmed")
    note_date(by=worker, person=person, kind="licence_end", on=out + 13 * MONTH, source="OMU")
    page.goto(f"/programmes/enrol/{person.ref}/")
    page.get_by_label(ProgrammeModel.objects.get(slug=slug).title).check()
    page.locator("main form button.govuk-button").last.click()
    page.wait_for_url("**/enrolments/**")
    walk = Walk(page, worker, Enrolment.objects.get(person=person), monkeypatch, began, OTHERS)
    page.set_default_timeout(4000)
    while walk.next_one(until=out):
        pass
    walk.go_to(out)
    record_move(by=worker, person=person, kind="released", on=out)
    while walk.next_one(until=out + 14 * MONTH):
        pass
    return walk


@pytest.mark.parametrize("slug", [os.environ.get("SLUG", "mentoring-through-the-gate")])
def test_whole(open_as, monkeypatch, alice, person, slug):
    assign(person, alice, AssignmentRole.FAMILY_PRACTITIONER)
    assign(person, alice, "mentor")
    page = open_as(alice, size=PHONE)
    walk = walk_through(slug, page, monkeypatch, alice, person)
    print("MET", walk.met, "NOT", set(walk.model.elements) - walk.met)
    print("\n".join(walk.failed))
    walk.leave()
    assert not walk.failed
