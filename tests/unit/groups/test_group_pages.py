"""The pages, by their client: what is asked, what is shown to whom, and the number of queries."""

from datetime import date, timedelta

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pdfua import Severity, validate

from tests.cast import add_person
from throughgate.access.policy import forget_reach
from throughgate.casework.models import ContactPerson
from throughgate.groups.models import Closure, Cohort, Delivery, GroupLeader, GroupSession, Place
from throughgate.groups.rules.places import State, state_of
from throughgate.groups.selectors.cohorts import read_sheet
from throughgate.groups.services.cohorts import make_cohort
from throughgate.groups.services.make_ups import make_up_elsewhere
from throughgate.groups.services.places import ask_for_place
from throughgate.people.models import ContactRestriction
from throughgate.programmes.doors import door_of
from throughgate.record.models import Draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, alice):
    client.force_login(alice)
    return lambda name, **given: client.get(reverse(f"groups:{name}", kwargs=given))


@pytest.fixture
def post(client, alice):
    client.force_login(alice)
    return lambda name, data=None, follow=False, **given: client.post(
        reverse(f"groups:{name}", kwargs=given), data or {}, follow=follow
    )


def text(response) -> str:
    return " ".join(response.content.decode().split())


def said(alice, send, **changed):
    known = {
        "title": "Family course, winter", "plan": "family-course", "site": send.code, "place": "Chapel",
        "capacity": "8", "leaders": [alice.ref], "starts_on_day": "21", "starts_on_month": "12",
        "starts_on_year": "2026", "at": "14:00", "every": "7",
    }  # fmt: skip
    return known | changed


def test_the_days_are_shown_before_it_is_made(post, alice, send):
    shown = text(post("new", said(alice, send, action="preview")))
    assert "Left out:" in shown and "Bank holiday: " in shown and not Cohort.objects.exists()
    made = post("new", said(alice, send, action="make"))
    cohort = Cohort.objects.get()
    assert made["Location"] == reverse("groups:cohort", args=[cohort.ref])
    assert (cohort.minutes, cohort.sessions.count()) == (120, 6)


def test_from_the_list_into_the_group_and_back(post, client, cohort, person, alice):
    post("ask", {"person": person.ref, "find": person.family_name}, ref=cohort.ref)
    place = Place.objects.get()
    for name, state in (("offer", State.OFFERED), ("take", State.TAKEN), ("back", State.OFFERED)):
        post(name, ref=cohort.ref, place=place.ref)
        assert state_of(Place.objects.get()) is state
    post("leave", {"because": "Moved to another prison"}, ref=cohort.ref, place=place.ref)
    assert Place.objects.get().left_because == "Moved to another prison"


def test_kept_apart_the_page_says_so_and_gives_no_place(post, cohort, person, others, alice, join):
    ContactRestriction.objects.create(
        person=person, kind="no_contact", other_name=others[0].name, reach="any", source="court",
        from_on=date(2026, 1, 1), added_by=alice,
    )  # fmt: skip
    join(cohort, others[0])
    place = ask_for_place(by=alice, cohort=cohort, person=person)
    shown = text(post("offer", ref=cohort.ref, place=place.ref))
    assert "A restriction stands against this" in shown and "It is right all the same" not in shown


@pytest.fixture
def two(cohort, person, others, join, on_day):
    places = [join(cohort, person), join(cohort, others[0])]
    on_day(date(2026, 12, 1))
    return places


def test_the_register_is_one_form_and_leads_to_what_was_delivered(post, page, cohort, two, person, others):
    first = cohort.sessions.get(number=1)
    assert "Did Jo come?" in text(page("register", ref=first.ref))
    told = {
        "happened": "yes", "minutes": "120", "level": "standard", f"{person.ref}-attended": "yes",
        f"{others[0].ref}-attended": "no", f"{others[0].ref}-why": "acceptable", f"{person.ref}-note": "Spoke a lot",
    }  # fmt: skip
    went = post("register", told, ref=first.ref)
    assert went["Location"] == reverse("groups:delivered", args=[first.ref])
    assert ContactPerson.objects.get(person=person).note == "Spoke a lot"
    post("delivered", {"steps": ["map"], "useful-yes": "2"}, ref=first.ref)
    assert Delivery.objects.get().feedback["useful"] == {"yes": 2}
    group = text(page("cohort", ref=cohort.ref))
    assert "1 of 4 steps of the plan delivered" in group and "Was today useful to you? 2 yes" in group
    shown = text(page("register", ref=first.ref))
    assert "Spoke a lot" in shown and "Save the register" not in shown


def test_the_reason_for_staying_away_is_asked(post, cohort, two, person, others):
    first = cohort.sessions.get(number=1)
    told = {"happened": "yes", f"{person.ref}-attended": "no", f"{others[0].ref}-attended": "yes"}
    assert f"Choose why {person.first_name} did not come" in text(post("register", told, ref=first.ref))


def test_a_register_is_corrected_in_its_own_form(post, page, cohort, two, person, others, alice):
    first = cohort.sessions.get(number=1)
    told = {f"{one.ref}-attended": "yes" for one in (person, others[0])} | {"happened": "yes", "level": "standard"}
    post("register", told, ref=first.ref)
    again = told | {f"{person.ref}-attended": "no", f"{person.ref}-why": "acceptable", "reason": "Wrong row"}
    post("correct", again, ref=first.ref)
    assert read_sheet(alice, cohort).marks[two[0].pk, 1] == "no"


def test_a_draft_of_a_register_waits(post, page, client, cohort, two, person):
    first = cohort.sessions.get(number=1)
    typed = {"action": "draft", "draft": f"group:{first.ref}", f"{person.ref}-note": "Half a thought"}
    post("register", typed, ref=first.ref)
    kept = Draft.objects.get()
    went = client.get(reverse("casework:carry_on", args=[kept.pk]))
    assert "Half a thought" in text(client.get(went["Location"]))


def test_the_printed_sheet_is_typed_in_once(post, page, cohort, two):
    shown = text(page("sheet", ref=cohort.ref))
    assert "Jo, session 1" in shown and "Jo, session 2" in shown and "session 3" not in shown
    rows = {number: cohort.sessions.get(number=number) for number in (1, 2)}
    post("sheet", {f"{rows[n].ref}-{two[0].ref}": "no:acceptable" for n in (1, 2)}, ref=cohort.ref)
    assert ContactPerson.objects.filter(person=two[0].person, attended="no").count() == 2


def test_missed_twice_leads_from_today_to_the_call(post, page, client, cohort, two, person):
    rows = {number: cohort.sessions.get(number=number) for number in (1, 2)}
    post("sheet", {f"{rows[n].ref}-{two[0].ref}": "no:acceptable" for n in (1, 2)}, ref=cohort.ref)
    promise = person.promises.get(source="group")
    url = reverse("groups:call", args=[promise.ref])
    assert url in client.get(reverse("desk:today")).content.decode()
    client.post(url, {"kind": "phone-call", "reached": "yes", "note": "Ill"})
    promise.refresh_from_db()
    assert promise.met_on


def test_a_missed_session_is_made_up_from_the_matrix(post, page, client, cohort, two):
    row = cohort.sessions.get(number=1)
    post("sheet", {f"{row.ref}-{two[0].ref}": "no:acceptable"}, ref=cohort.ref)
    url = reverse("groups:make_up", args=[cohort.ref, two[0].ref]) + "?number=1"
    assert url in page("cohort", ref=cohort.ref).content.decode()
    day = {"on_day": "30", "on_month": "11", "on_year": "2026"}
    client.post(url, {"how": "alone", "minutes": "60", **day})
    assert "Made up" in text(page("cohort", ref=cohort.ref))


def test_a_planned_make_up_is_dropped_with_a_tap_and_back(post, page, cohort, two, terms, alice):
    post("sheet", {f"{cohort.sessions.get(number=1).ref}-{two[0].ref}": "no:acceptable"}, ref=cohort.ref)
    make_cohort(by=alice, terms=terms(starts_on=date(2026, 12, 4)))
    other = GroupSession.objects.exclude(cohort=cohort).get(number=1)
    make_up_elsewhere(by=alice, place=two[0], session=other)
    given = {"ref": cohort.ref, "place": two[0].ref, "number": 1}
    assert "session 1 on" in text(page("cohort", ref=cohort.ref))
    assert reverse("groups:make_up_again", kwargs=given) in text(post("make_up_drop", **given, follow=True))
    assert "session 1 on" not in text(page("cohort", ref=cohort.ref))
    post("make_up_again", **given)
    assert "session 1 on" in text(page("cohort", ref=cohort.ref))


def test_cancelled_and_moved_are_one_tap_back(post, page, cohort):
    row = cohort.sessions.get(number=6)
    shown = text(post("cancel", {"because": "no_staff"}, ref=row.ref, follow=True))
    assert shown.count(reverse("groups:restore", args=[row.ref])) == 2  # in the message, and on its line
    post("restore", ref=row.ref)
    day = {"because": "room", "on_day": "6", "on_month": "1", "on_year": "2027"}
    shown = text(post("move", day, ref=row.ref, follow=True))
    later = cohort.sessions.get(number=6, superseded_at=None)
    assert reverse("groups:move_back", args=[cohort.ref, later.ref]) in shown and "Moved: No room" in shown
    post("move_back", ref=cohort.ref, sessions=later.ref)
    assert "Moved: No room" not in text(page("cohort", ref=cohort.ref))


def test_who_came_is_drawn_with_its_words(post, page, cohort, two):
    post("sheet", {f"{cohort.sessions.get(number=1).ref}-{two[0].ref}": "no:acceptable"}, ref=cohort.ref)
    assert "1 missed" in text(page("cohort", ref=cohort.ref))


def test_days_of_no_rhythm_are_listed(post, alice, send):
    listed = "1/12/2026\n3/12/2026\n8/12/2026\n10/12/2026\n15/12/2026\n17/12/2026"
    data = said(alice, send, every="0", days=listed) | dict.fromkeys(
        ("starts_on_day", "starts_on_month", "starts_on_year"), ""
    )
    assert "List the days" in text(post("new", data | {"days": "", "action": "preview"}))
    assert "is not a day" in text(post("new", data | {"days": "soon", "action": "preview"}))
    post("new", data | {"action": "make"})
    assert Cohort.objects.get().sessions.order_by("number").last().on == date(2026, 12, 17)


def test_a_line_of_today_leads_to_the_register_else_to_a_contact(page, client, cohort, two, person, others):
    url = reverse("groups:due", args=[person.ref]) + "?kind=group-session"
    latest = cohort.sessions.get(number=2)
    assert client.get(url)["Location"] == reverse("groups:register", args=[latest.ref])
    other = reverse("groups:due", args=[others[2].ref]) + "?kind=group-session"
    assert client.get(other)["Location"].startswith(reverse("casework:record"))
    assert door_of("group-session")


def test_a_lockdown_shows_what_breaks_and_one_tap_mends_it(post, page, cohort, send):
    days = {
        "from_on_day": "1", "from_on_month": "12", "from_on_year": "2026", "to_on_day": "8", "to_on_month": "12",
        "to_on_year": "2026", "because": "lockdown",
    }  # fmt: skip
    post("close_site", days, code=send.code)
    assert "session 3 no longer fits" in text(page("calendar", code=send.code))
    post("mend", ref=cohort.ref)
    assert "no longer fits" not in text(page("calendar", code=send.code))
    assert "Everything fits already" in text(post("mend", ref=cohort.ref, follow=True))
    post("open_site", code=send.code, ref=Closure.objects.get().ref)
    assert Closure.objects.get().lifted_on


def test_the_pack_carries_no_surname(page, cohort, two):
    shown = text(page("pack", ref=cohort.ref))
    main = shown[shown.index("<main") : shown.index("</main")]
    assert "Jo" in main and "Mila" in main and "Vale" not in main and "Stone" not in main


def test_the_pack_is_a_pdf_for_every_reader(page, cohort, two, tmp_path):
    path = tmp_path / "pack.pdf"
    path.write_bytes(page("pack_paper", ref=cohort.ref).content)
    found = [f"{each.rule_id}: {each.message}" for each in validate(path).findings if each.severity != Severity.INFO]
    assert found == []
    with pikepdf.open(path) as read, read.open_metadata() as metadata:
        assert (read.Root.Lang, metadata["pdfuaid:part"]) == ("en-GB", "1")


def test_two_of_one_name_are_told_apart_by_a_letter(page, cohort, two, others, send, alice):
    others[0].given_name = "Jo"
    others[0].save()
    assert "Jo S." in text(page("pack", ref=cohort.ref))


def test_from_another_site_there_is_no_such_group(client, cohort, charlie):
    client.force_login(charlie)
    assert client.get(reverse("groups:cohort", args=[cohort.ref])).status_code == 404


def test_who_leads_from_elsewhere_reads_first_names_and_cannot_record(client, cohort, two, charlie):
    GroupLeader.objects.create(cohort=cohort, user=charlie)
    client.force_login(charlie)
    assert "Jo" in text(client.get(reverse("groups:pack", args=[cohort.ref])))
    shown = text(client.get(reverse("groups:register", args=[cohort.sessions.get(number=1).ref])))
    assert "2 people are expected whom you cannot record about" in shown and "Did Jo come?" not in shown


@pytest.mark.parametrize("name", ["list", "cohort", "register", "sheet", "pack", "calendar"])
def test_the_number_of_queries_does_not_grow(client, alice, send, terms, cohort, join, others, person, on_day, name):
    cohort.capacity = 20
    cohort.save()
    first = cohort.sessions.get(number=1)
    given = {"register": {"ref": first.ref}, "list": {}, "calendar": {"code": send.code}}
    url = reverse(f"groups:{name}", kwargs=given.get(name, {"ref": cohort.ref}))
    client.force_login(alice)
    counts = []
    for people in ([person, *others[:2]], [add_person(send, alice) for _ in range(4)]):
        on_day(date(2026, 11, 20))
        forget_reach(alice)
        for one in people:
            join(cohort, one)
        on_day(date(2026, 11, 23) + timedelta(hours=0))
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(url)
        counts.append(len(asked))
    assert counts[0] == counts[1]
