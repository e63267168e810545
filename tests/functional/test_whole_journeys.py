"""Each programme that comes with the application, from being enrolled to its last review, through the pages."""

import re
from datetime import timedelta

import pytest

from tests.cast import assign
from tests.functional.walking import Walk
from throughgate.casework.models import Plan
from throughgate.common.clock import today
from throughgate.people.models import AssignmentRole
from throughgate.people.services import note_date
from throughgate.people.services.custody import record_move
from throughgate.programmes.models import Enrolment, ProgrammeModel
from throughgate.programmes.services import load_shipped_models
from throughgate.reports.models import ReportVersion, Statement
from throughgate.reports.services.finishing import freeze, note_gone_through, send_report
from throughgate.reports.services.writing import write_statements

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MONTH = timedelta(days=30)


def ask_form(walk, element):
    """The first questions are answered, the others left for now."""
    walk.press("Start asking")
    walk.fill()
    walk.press("Save and go on")
    walk.page.get_by_role("link", name="Finish or stop here").click()
    walk.page.get_by_label(re.compile("^Leave these")).check()
    walk.press("Finish the form")


def consent(walk, element):
    for _ in range(2):
        walk.fill()
        walk.press()


def plan(walk, element):
    """Begun, with a goal and a step, and agreed to; one that stands is looked at again."""
    page, person = walk.page, walk.enrolment.person
    standing = Plan.objects.filter(person=person).order_by("pk").first()
    if "new/" not in page.url and standing:
        walk.goto(f"/plan/{person.ref}/{standing.ref}/review/")
        walk.fill()
        walk.press()
        return
    walk.fill()
    walk.press("Begin the plan")
    walk.follow("Write the first goal")
    page.get_by_label("What does Jo want?").fill("A room with a window")
    step = page.get_by_role("group", name="Step 1", exact=True)
    step.get_by_label("What is to be done?").fill("Ring the housing team")
    step.get_by_label("Who does it?").select_option(label="Jo")
    for label in ("Day", "Month", "Year"):
        step.get_by_label(label, exact=True).fill(str(getattr(walk.now, label.lower())))
    walk.press("Save this goal")
    walk.follow("Agree to it")
    page.get_by_label(re.compile("^Both: ")).check()
    page.get_by_label("In person").check()
    walk.press("Note the agreement")


def report(walk, element):
    walk.fill()
    walk.press()
    version = ReportVersion.objects.get(report__person=walk.enrolment.person)
    own = Statement.objects.filter(version=version, is_opinion=True)
    write_statements(by=walk.by, version=version, words={one.pk: "They are ready." for one in own})
    note_gone_through(by=walk.by, version=version, on=walk.now, how="face", said="That is me.")
    freeze(by=walk.by, version=version)
    send_report(by=walk.by, version=version, on=walk.now, to_name="The prison")


OTHERS = {"story/": ask_form, "people/": consent, "plan/": plan, "reports/": report}
FAMILY = "family-declined"
WAIVED = {
    "jobs-and-relationships": {
        "home": "already-in-place",
        "partner-conversation": "no-partner",
        "couple-sessions": "no-partner",
        "job-readiness": "cannot-work-now",
        "training": "cannot-work-now",
        "job-started": "cannot-work-now",
    },
    "mentoring-through-the-gate": {
        "journey-arranged": "travel-arranged",
        "safe-arrival": "person-declined",
        "handed-over-together": "has-mentor-already",
    },
    "restorative-family": {
        "family-prepared": FAMILY,
        "family-workshop": FAMILY,
        "plan-agreed": FAMILY,
        "family-followed-up": FAMILY,
        "coming-home-meeting": FAMILY,
    },
}


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
    walk = Walk(page, worker, Enrolment.objects.get(person=person), monkeypatch, began, OTHERS, WAIVED[slug])
    while walk.next_one(until=out):
        pass
    walk.go_to(out)
    record_move(by=worker, person=person, kind="released", on=out)
    while walk.next_one(until=out + 14 * MONTH):
        pass
    return walk


@pytest.mark.parametrize("slug", sorted(WAIVED))
def test_from_enrolment_to_the_last_review(open_as, monkeypatch, alice, person, slug, size):
    assign(person, alice, AssignmentRole.FAMILY_PRACTITIONER)
    walk = walk_through(slug, open_as(alice, size=size), monkeypatch, alice, person)
    walk.leave()
