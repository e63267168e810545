"""The pages of recovery: who reads what, what stands first, and at what cost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.unit.recovery.conftest import step, wording
from throughgate.audit.models import Event
from throughgate.casework.models import Contact, Plan, PlanVersion
from throughgate.common.clock import today
from throughgate.programmes.asking import Asked, record_url
from throughgate.programmes.services import enrol, load_shipped_models
from throughgate.record.models import Entry
from throughgate.recovery.models import CellSheet, Lapse, MeetingAttended
from throughgate.recovery.services.recovering import count_from, record_lapse, set_sheets
from throughgate.recovery.services.self_help import find_sponsor, record_meetings
from throughgate.recovery.services.sessions import Aim
from throughgate.recovery.sheets_file import sheets

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CLINICAL = ("session", "compare", "print", "count", "lapse", "sheets")
SECRETS = ("I stole to pay for it", "Payday", "A quiet evening", "He drank at the", "What it gave me", "New Hope")


def url(name, person, **more):
    return reverse(f"recovery:{name}", kwargs={"ref": person.ref} | more)


def shown(client, name, person, **more):
    return client.get(url(name, person, **more), follow=True).content.decode()


@pytest.fixture
def told(meet, carol, carols):
    """Somebody mid-treatment, with something of everything."""
    meet(wording(), ago=9)
    meet(wording(aims=[Aim("a1", "A quiet evening", [step(), step("s2", "Ring home")])]), ago=2)
    count_from(by=carol, person=carols, on=today() - 30 * DAY)
    record_lapse(by=carol, person=carols, from_on=today() - 5 * DAY, happened="He drank at the bus stop")
    set_sheets(by=carol, person=carols, codes=["good-and-bad"], on=today())
    card = {"fellowship": "na", "meeting": "New Hope", "confirmed_by": "card"}
    record_meetings(by=carol, person=carols, days=[today()], **card)
    return carols


def test_the_counsellor_reads_it_all(client, carol, told):
    client.force_login(carol)
    page = shown(client, "person", told)
    missing = [words for words in SECRETS if words not in page and "drank" not in words]
    assert not missing
    assert "The longest stretch: 25" in page


def test_the_counsellors_manager_reads_and_does_not_write(client, mona, told):
    client.force_login(mona)
    page = shown(client, "person", told)
    assert "I stole to pay for it" in page
    assert f'"{url("lapse", told)}"' not in page
    assert client.get(url("lapse", told)).status_code == 403


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_whoever_is_no_counsellor_reads_who_it_is_and_nothing_of_therapy(client, who, told, request):
    client.force_login(request.getfixturevalue(who))
    page = shown(client, "person", told)
    leaked = [words for words in SECRETS[:5] if words in page]
    assert not leaked
    assert "Their counsellor is Carol Example." in page


def test_a_colleague_of_the_site_reads_of_no_meeting(client, bob, told):
    client.force_login(bob)
    assert "New Hope" not in shown(client, "person", told)


@pytest.mark.parametrize("name", ["compare", "print", "count", "lapse"])
def test_the_caseworker_finds_no_page_of_therapy(client, alice, told, name):
    client.force_login(alice)
    assert client.get(url(name, told)).status_code == 404


def test_one_lapse_is_closed_to_the_caseworker(client, alice, told):
    client.force_login(alice)
    assert client.get(url("lapse_read", told, lapse=Lapse.objects.get().ref)).status_code == 404


@pytest.mark.parametrize("name", ["session", "sheets"])
def test_what_is_due_leads_the_caseworker_to_their_own_form(client, alice, told, name):
    client.force_login(alice)
    assert client.get(url(name, told)).url.startswith("/contacts/")


@pytest.mark.parametrize("page", ["desk:person", "plan:person", "story:told", "people:around", "measures:person"])
def test_no_other_page_tells_the_caseworker(client, alice, told, page):
    client.force_login(alice)
    text = client.get(reverse(page, kwargs={"ref": told.ref}), follow=True).content.decode()
    leaked = [words for words in (*SECRETS[:5], "apse", "Why now") if words in text]
    assert not leaked


def test_reading_is_audited_and_quotes_nothing(client, carol, told):
    client.force_login(carol)
    shown(client, "lapse_read", told, lapse=Lapse.objects.get().ref)
    event = Event.objects.filter(action="recovery.read").latest("pk")
    assert (event.subject, event.person_ref) == ("a lapse", told.ref)


def _posted(page):
    """What the form would send as it stands."""
    form = page.context["form"]
    sent = {}
    for name in form.fields:
        value = form[name].value()
        if hasattr(value, "year"):
            sent |= {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}
        elif value is not None:
            sent[name] = value
    return sent


def test_a_session_is_posted_as_it_opens_and_changes_one_thing(client, carol, told):
    client.force_login(carol)
    sent = _posted(client.get(url("session", told))) | {
        "changed": "changed",
        "agreed": "in_person",
        "craving": "Breathe",
    }
    answer = client.post(url("session", told), sent)
    assert answer.status_code == 302
    assert PlanVersion.objects.count() == 3
    page = shown(client, "compare", told)
    assert "<ins>Breathe</ins>" in page
    assert PlanVersion.objects.get(number=3).goals.get().steps.count() == 2


def test_a_session_says_what_is_missing(client, carol, told):
    client.force_login(carol)
    sent = _posted(client.get(url("session", told)))
    answer = client.post(url("session", told), sent | {"aim_2": "A room", "aim_2_step_1": "Ask", "changed": "changed"})
    assert "Say by when" in answer.content.decode()
    assert Contact.objects.count() == 2


def test_any_two_versions(client, carol, told):
    client.force_login(carol)
    assert "Ring home" in client.get(url("compare", told), {"from": "1", "to": "2"}).content.decode()


def test_a_card_of_three_weeks_in_one_post(client, carol, carols):
    client.force_login(carol)
    sent = {"fellowship": "aa", "where": "inside", "confirmed_by": "prison"}
    for place in (1, 2, 3):
        on = today() - place * 7 * DAY
        sent |= {f"day_{place}_day": on.day, f"day_{place}_month": on.month, f"day_{place}_year": on.year}
    client.post(url("meetings", carols), sent)
    assert MeetingAttended.objects.filter(inside=True, confirmed_by="prison").count() == 3


def test_a_lapse_page_thinks_of_safety_and_says_what_the_plan_says(client, carol, told):
    client.force_login(carol)
    page = shown(client, "lapse", told)
    assert "naloxone" in page
    assert "Ring Carol the same day" in page
    assert "fail" not in page.lower()


def test_no_name_stands_on_pages_to_work_on(client, carol, told):
    client.force_login(carol)
    page = shown(client, "sheet_print", told, code="why-now")
    main = page[page.index("<main") : page.index("</main")]
    assert told.name not in main
    assert told.first_name not in main


def cost(client, person):
    shown(client, "person", person)
    with CaptureQueriesContext(connection) as asked:
        shown(client, "person", person)
    return len(asked)


def test_as_many_queries_for_much(client, carol, told, meet):
    client.force_login(carol)
    few = cost(client, told)
    for place in range(1, 5):
        meet(wording(opening=f"{place}"))
        record_lapse(by=carol, person=told, from_on=today() - (10 + place) * DAY)
        set_sheets(
            by=carol,
            person=told,
            codes=[["why-now", "my-triggers", "riding-it-out", "making-it-right"][place - 1]],
            on=today(),
        )
        card = {"fellowship": "aa", "meeting": f"{place}", "confirmed_by": "card"}
        record_meetings(by=carol, person=told, days=[today() - place * DAY], **card)
        find_sponsor(by=carol, person=told, name=f"Pat {place}", on=today())
    assert cost(client, told) <= few


def test_search_and_timeline_tell_the_caseworker_nothing(client, alice, told):
    client.force_login(alice)
    kinds = {"lapse", "in-cell-work", "individual-therapy", "plan"}
    assert Entry.objects.filter(kind__in=kinds).exclude(sensitivity="clinical").count() == 0


def test_a_treatment_plan_that_is_due_leads_to_recovery_and_another_to_plans(person):
    asked = Asked("Plan", ("plan",), "treatment")
    assert record_url(person, asked, "") == url("person", person)
    assert record_url(person, replace(asked, subject="recovery-outside"), "").startswith("/plan/")


def test_the_road_is_drawn_and_told(client, carol, told):
    client.force_login(carol)
    page = shown(client, "person", told)
    assert "<title" in page[page.index('class="tg-spells"') :][:200]
    folded = page[page.index('<details class="govuk-details">', page.index('id="road"')) :]
    folded = folded[: folded.index("</details>")]
    assert "Meetings 1" in folded
    assert "Lapse, answered 1" in folded


def test_a_version_that_waits_for_their_yes_is_told(client, carol, told, meet):
    meet(wording(opening="Otherwise", agreed=""))
    client.force_login(carol)
    page = shown(client, "person", told)
    assert "Version 3 waits for their yes." in page
    assert "Otherwise" not in page


def test_the_treatment_plan_is_begun_in_one_place_alone(client, carol, carols):
    subject = "treatment"
    models = {row.slug: row for row in load_shipped_models()}
    enrol(by=carol, person=carols, model=models["addiction-recovery"], enrolled_on=today())
    client.force_login(carol)
    begin = reverse("plan:begin", kwargs={"ref": carols.ref})
    own = reverse("recovery:person", kwargs={"ref": carols.ref})
    assert client.get(f"{begin}?subject={subject}").url == own
    answer = client.post(begin, {"subject": subject, "opening": "Mine"})
    assert answer.status_code == 200 and "subject" in answer.context["form"].errors
    assert not Plan.objects.filter(person=carols).exists()


def test_several_pages_are_given_at_once_and_not_offered_again(client, carol, carols):
    client.force_login(carol)
    page = url("sheets", carols)
    on = {"on_day": today().day, "on_month": today().month, "on_year": today().year}
    assert "Choose the pages" in client.post(page, on).content.decode()
    client.post(page, {"codes": ["why-now", "riding-it-out"], **on})
    assert [row.sheet for row in CellSheet.objects.order_by("sheet")] == ["riding-it-out", "why-now"]
    form = client.get(page).context["form"]
    offered = [code for code, _ in form.fields["codes"].choices]
    assert len(offered) == len(sheets()) - 2 and "why-now" not in offered
