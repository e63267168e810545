from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from throughgate.common.clock import today
from throughgate.people.models import CircleMember, Consent, ContactRestriction, LawfulBasis, OrganisationBasis
from throughgate.people.rules.sharing import Recipient
from throughgate.people.selectors import heading_of
from throughgate.people.selectors.circle import around_on_person_page
from throughgate.people.selectors.sharing import sharing_lines, told_by_member
from throughgate.people.services import add_to_circle, change_circle_member
from throughgate.people.services.details import ChangedMeanwhileError
from throughgate.people.services.restrictions import add_restriction
from throughgate.people.services.sharing import Hearing, give_consent, set_told
from throughgate.record.models import Entry


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def as_mona(client, mona):
    client.force_login(mona)
    return client


@pytest.fixture
def nan(alice, person) -> CircleMember:
    return add_to_circle(by=alice, person=person, kind="family", name="Joan Vale", relation="my nan")


def url(name, person, **more) -> str:
    return reverse(f"people:{name}", kwargs={"ref": person.ref, **more})


def restrict(alice, person, kind="no_contact", **terms) -> ContactRestriction:
    terms |= {"reach": "any"} if kind == "no_contact" else {}
    return add_restriction(by=alice, person=person, kind=kind, source="court", from_on=today(), **terms)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


# The circle ----------------------------------------------------------------------------------------------------------


def test_what_not_to_do_stands_before_who_is_around(as_alice, alice, person, nan):
    restrict(alice, person, member=nan)
    page = text_of(as_alice.get(url("around", person)))
    told = "Do not bring them together with Joan Vale, and pass nothing on between them."
    assert page.index(told) < page.index("Their circle")


def test_the_picture_has_two_sides_and_says_what_stands_between(alice, person, nan):
    add_to_circle(by=alice, person=person, kind="com", name="Michael Osei", organisation="Guildford")
    restrict(alice, person, member=nan)
    picture = around_on_person_page(alice, heading_of(alice, person, today()), today()).picture
    assert [(one.name, one.side, one.barred) for one in picture] == [
        ("Joan Vale", "left", "No contact"),
        ("Alice Example", "right", ""),
        ("Michael Osei", "right", ""),
    ]


def test_what_is_allowed_in_some_way_is_not_crossed_out(alice, person):
    mia = add_to_circle(by=alice, person=person, kind="child", name="Mia Vale")
    restrict(alice, person, "child_contact", child_level="supervised", member=mia)
    (shown, _) = around_on_person_page(alice, heading_of(alice, person, today()), today()).picture
    assert (shown.barred, shown.limited) == ("Supervised only", True)


def test_a_restriction_that_is_closed_to_the_reader_is_not_drawn(alice, bob, person, nan):
    restrict(alice, person, member=nan, sensitivity="sensitive")
    around = around_on_person_page(bob, heading_of(bob, person, today()), today())
    assert around.restrictions == () and not any(one.barred for one in around.picture)


def test_nobody_passes_on_what_they_may_not_know_is_barred(alice, bob, person, nan):
    set_told(by=alice, member=nan, told="plan", hearing=Hearing(today(), "spoken"))
    restrict(alice, person, member=nan, sensitivity="sensitive")
    assert told_by_member(alice, person, today())[nan.pk].title == "Nothing: the two have to be kept apart"
    assert told_by_member(bob, person, today())[nan.pk].title.startswith("Nothing before you have asked")


def test_the_sharing_page_says_ask_first_where_a_closed_restriction_bars(client, alice, bob, person, nan):
    set_told(by=alice, member=nan, told="plan", hearing=Hearing(today(), "spoken"))
    client.force_login(bob)
    assert "Take back" in text_of(client.get(url("sharing", person)))
    restrict(alice, person, member=nan, sensitivity="sensitive")
    page = text_of(client.get(url("sharing", person))).split('id="said"')[0]
    assert page.count("Nothing before you have asked their worker or a manager") == 2  # the table, and the list
    assert not any(word in page for word in ("Yes</", "Yes:", "kept apart", "Take back", f"circle/{nan.pk}"))


def test_of_two_that_bar_the_one_that_may_be_read_is_said(alice, bob, person, nan):
    restrict(alice, person, member=nan)
    restrict(alice, person, member=nan, sensitivity="sensitive")
    assert told_by_member(bob, person, today())[nan.pk].title == "Nothing: the two have to be kept apart"
    (line,) = [one for one in sharing_lines(bob, person, today()) if one.recipient.member_id == nan.pk]
    assert line.is_barred and not line.is_closed


def test_an_official_may_know_what_their_office_may(alice, person):
    com = add_to_circle(by=alice, person=person, kind="com", name="Michael Osei")
    assert "sentence, licence and custody" in told_by_member(alice, person, today())[com.pk].title
    probation = Recipient("probation")
    scopes = ("in-touch", "contact-details", "attendance", "progress", "plan", "needs", "home", "work", "offence")
    give_consent(
        by=alice, person=person, recipient=probation, purpose="probation", says=dict.fromkeys(scopes, "no"),
        hearing=Hearing(today(), "spoken"),
    )  # fmt: skip
    assert told_by_member(alice, person, today())[com.pk].title == "Nothing: probation may know nothing"


def test_queries_around_stay_the_same(alice, person, nan, django_assert_num_queries):
    restrict(alice, person, member=nan, reason="So it is")
    heading = heading_of(alice, person, today())
    around_on_person_page(alice, heading, today())
    with django_assert_num_queries(4):
        around_on_person_page(alice, heading, today())
    for n in range(6):
        member = add_to_circle(by=alice, person=person, kind="friend", name=f"Friend {n}")
        set_told(by=alice, member=member, told="plan", hearing=Hearing(today(), "spoken"))
        restrict(alice, person, member=member, reason="So it is")
    with django_assert_num_queries(4):
        around_on_person_page(alice, heading, today())
    add_to_circle(by=alice, person=person, kind="pom", name="Hannah Price")
    with django_assert_num_queries(6):
        around_on_person_page(alice, heading, today())


def test_adding_somebody_leads_on_to_what_they_may_be_told(as_alice, person):
    answer = as_alice.post(url("add_to_circle", person), {"kind": "friend", "name": "Lee Elm"})
    assert answer["Location"] == url("told", person, pk=CircleMember.objects.get(name="Lee Elm").pk)


def test_details_change_and_what_was_is_kept(as_alice, alice, person, nan):
    typed = {"kind": "family", "name": "Joan Vale-Hart", "relation": "my nan", "version": nan.version, "phone": "01"}
    assert as_alice.post(url("change_circle", person, pk=nan.pk), typed).status_code == 302
    assert [row.name for row in nan.history.all()] == ["Joan Vale-Hart", "Joan Vale"]
    assert nan.history.first().history_user == alice
    assert "Joan Vale, family" in text_of(as_alice.get(url("change_circle", person, pk=nan.pk)))


def test_the_ledger_does_not_name_who_changed(as_alice, person, nan):
    as_alice.post(url("change_circle", person, pk=nan.pk), {"kind": "family", "name": "J", "version": nan.version})
    assert {entry.summary for entry in Entry.objects.all()} == {
        "Added to the circle: Family",
        "Changed in the circle: Family",
    }


def test_of_two_who_change_somebody_the_second_is_shown_both(as_alice, alice, person, nan):
    version = nan.version
    change_circle_member(by=alice, member=nan, version=version, changes={"phone": "07700 900001"})
    typed = {"kind": "family", "name": "Joan", "phone": "07700 900002", "version": version}
    answer = as_alice.post(url("change_circle", person, pk=nan.pk), typed)
    assert answer.status_code == 409 and "07700 900001" in text_of(answer)
    nan.refresh_from_db()
    assert nan.phone == "07700 900001"


def test_a_stale_change_is_refused(alice, nan):
    change_circle_member(by=alice, member=nan, version=1, changes={"phone": "01"})
    with pytest.raises(ChangedMeanwhileError):
        change_circle_member(by=alice, member=nan, version=1, changes={"phone": "02"})


def test_nothing_changed_writes_nothing(alice, nan):
    before = Entry.objects.count()
    change_circle_member(by=alice, member=nan, version=1, changes={"name": nan.name})
    assert Entry.objects.count() == before and nan.history.count() == 1


# Restrictions --------------------------------------------------------------------------------------------------------

TERMS = {"source": "prison", "from_on": "2026-11-02", "sensitivity": "standard", "reach": "any"}
TOKEN = {"token": "8f5f0d5e-6d0a-4a39-9a33-4a3b7f1f9a10"}


def test_a_restriction_is_looked_at_before_it_stands(as_alice, person, nan):
    typed = {**TERMS, **TOKEN, "member": nan.pk}
    looked = as_alice.post(url("add_restriction", person, kind="no_contact"), typed)
    assert "Is this right?" in text_of(looked) and not ContactRestriction.objects.exists()
    as_alice.post(url("add_restriction", person, kind="no_contact"), typed | {"step": "add"})
    assert ContactRestriction.objects.get().member == nan


def test_it_can_be_changed_before_it_stands(as_alice, person, nan):
    typed = {**TERMS, **TOKEN, "member": nan.pk, "step": "change"}
    page = as_alice.post(url("add_restriction", person, kind="no_contact"), typed)
    assert page.context["form"]["member"].value() == str(nan.pk) and not ContactRestriction.objects.exists()


def test_added_twice_in_a_hurry_it_stands_once(as_alice, person):
    typed = {**TERMS, **TOKEN, "step": "add"}
    for _ in range(2):
        assert as_alice.post(url("add_restriction", person, kind="closed_visits"), typed).status_code == 302
    assert ContactRestriction.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("no_contact", {}, "Say who it is about"),
        ("no_contact", {"member": "nan", "other_name": "Lee"}, "Name one at a time"),
        ("child_contact", {"child_level": "none"}, "Say which child, or all children"),
        ("child_contact", {"all_children": "on"}, "Choose what contact is allowed"),
        ("licence_place", {}, "Enter the place, the town, the postcode areas"),
        ("curfew", {"curfew_from": "19:00"}, "Enter when the curfew ends"),
        ("closed_visits", {"to_on": "2026-01-01"}, "The last day cannot be before the first"),
    ],
)
def test_what_is_missing_is_said(kind, typed, said, as_alice, person, nan):
    typed = {name: nan.pk if value == "nan" else value for name, value in typed.items()}
    page = as_alice.post(url("add_restriction", person, kind=kind), {**TERMS, **TOKEN, **typed, "step": "add"})
    assert said in text_of(page) and not ContactRestriction.objects.exists()


def test_there_is_no_other_kind(as_alice, person):
    assert as_alice.get(url("add_restriction", person, kind="rumour")).status_code == 404


def test_past_ones_and_overrides_are_listed(as_alice, alice, person, nan):
    row = restrict(alice, person, member=nan)
    row.overrides.create(
        kind="override", reason="Probation will be there", booked="Session", booked_on=today(), by=alice
    )
    typed = {"on": today().isoformat(), "because": "Lifted by the court"}
    ContactRestriction.objects.update(source="wish")
    as_alice.post(url("end_restriction", person, pk=row.pk), typed)
    ContactRestriction.objects.update(from_on=date(2026, 1, 1), ended_on=date(2026, 2, 2))
    page = text_of(as_alice.get(url("restrictions", person)))
    assert "Lifted by the court" in page and "Probation will be there" in page and "None is recorded" in page


def test_a_colleague_reads_and_does_not_write(client, bob, alice, person, nan):
    row = restrict(alice, person, member=nan, reason="Between us")
    client.force_login(bob)
    page = text_of(client.get(url("restrictions", person)))
    assert "Do not bring them together" in page and "Between us" not in page and "End it" not in page
    assert client.get(url("end_restriction", person, pk=row.pk)).status_code == 403


def test_a_closed_one_cannot_be_found_by_its_number(client, bob, alice, person, nan):
    row = restrict(alice, person, member=nan, sensitivity="sensitive")
    client.force_login(bob)
    assert client.post(url("review_restriction", person, pk=row.pk)).status_code == 403
    assert "Joan" not in text_of(client.get(url("restrictions", person)))


def test_looking_at_it_again_is_one_button(as_alice, alice, person):
    row = restrict(alice, person, "curfew", curfew_from=time(19), curfew_to=time(7))
    as_alice.post(url("review_restriction", person, pk=row.pk), {"review_on": "2027-03-01"})
    row.refresh_from_db()
    assert (row.reviewed_by, row.review_on) == (alice, date(2027, 3, 1))


# Sharing -------------------------------------------------------------------------------------------------------------

HEARD = {"given_on": "2026-11-02", "how": "spoken"}


def test_what_somebody_may_be_told_in_one_answer(as_alice, person, nan, alice):
    as_alice.post(url("told", person, pk=nan.pk), {**HEARD, "told": "plan", "note": "She knows me"})
    assert told_by_member(alice, person, today())[nan.pk].title == "Everything in the plan"
    assert "She knows me" in text_of(as_alice.get(url("around", person)))


def test_asking_leads_from_whom_to_what(as_alice, person, nan):
    answer = as_alice.get(url("ask_consent", person), {"to": f"family/circle/{nan.pk}", "subject": "family"})
    assert answer["Location"] == f"{url('say_consent', person)}?to=family%2Fcircle%2F{nan.pk}&subject=family"


def test_a_programme_that_asks_for_family_offers_family_only(as_alice, person, nan):
    page = text_of(as_alice.get(url("ask_consent", person), {"subject": "family"}))
    assert "Joan Vale" in page and "Probation" not in page


def test_what_is_said_thing_by_thing_is_kept_for_whoever_is_named(as_alice, person):
    address = f"{url('say_consent', person)}?to=service/housing/&subject=sharing-agreed"
    as_alice.post(address, {**HEARD, "name": "Oak Homes", "scope-home": "yes", "scope-health": "no"})
    rows = Consent.objects.order_by("scope")
    assert [(row.recipient_name, row.scope, row.decision) for row in rows] == [
        ("Oak Homes", "health", "no"),
        ("Oak Homes", "home", "yes"),
    ]
    assert Entry.objects.get(kind="consent").subject == "sharing-agreed"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Say yes, no or ask me to at least one thing"),
        ({"scope-plan": "yes", "given_on": "2099-01-01"}, "The day cannot be in the future"),
        ({"scope-plan": "yes", "until": "2026-01-01"}, "The last day cannot be before the day they said so"),
    ],
)
def test_what_does_not_make_sense_is_asked_again(typed, said, as_alice, person, nan):
    address = f"{url('say_consent', person)}?to=family/circle/{nan.pk}"
    assert said in text_of(as_alice.post(address, {**HEARD, **typed}))
    assert not Consent.objects.exists()


@pytest.mark.parametrize("to", ["", "family", "family/police/", "safety/police/", "family/circle/0", "x/y/z/a/b"])
def test_there_is_no_such_sharing(to, as_alice, person):
    assert as_alice.get(url("say_consent", person), {"to": to}).status_code == 404


def test_taking_back_is_two_taps(as_alice, alice, person, nan):
    set_told(by=alice, member=nan, told="plan", hearing=Hearing(today(), "spoken"))
    page = text_of(as_alice.get(url("sharing", person)))
    back = url("withdraw_consent", person, pk=Consent.objects.order_by("-pk").first().pk)
    assert back in page
    as_alice.post(back, {"how": "spoken"})
    assert not Consent.objects.filter(ended_at__isnull=True).exists()


def test_the_page_says_what_ended_and_why(as_alice, alice, person, nan):
    set_told(by=alice, member=nan, told="plan", hearing=Hearing(today(), "spoken"))
    pk = Consent.objects.first().pk
    as_alice.post(url("withdraw_consent", person, pk=pk), {"how": "phone", "words": "We fell out"})
    page = text_of(as_alice.get(url("sharing", person)))
    assert "Withdrawn on" in page and "We fell out" in page


def test_in_custody_the_page_says_that_consent_is_weak(as_alice, person, send, alice, nan):
    assert "weak in custody" not in text_of(as_alice.get(url("told", person, pk=nan.pk)))
    person.moves.create(kind="received", on=today() - timedelta(days=3), site=send, added_by=alice)
    assert "weak in custody" in text_of(as_alice.get(url("told", person, pk=nan.pk)))
    assert "changes nothing about the help you get" in text_of(as_alice.get(url("told", person, pk=nan.pk)))


def test_a_basis_is_set_for_one_and_for_all(as_mona, person):
    typed = {"article_6": "public-task", "schedule_1": "official-authority", "why": "Our contract with the prison"}
    as_mona.post(url("basis", person, purpose="prison"), typed)
    as_mona.post(reverse("people:organisation_basis", args=["prison"]), typed)
    assert LawfulBasis.objects.get().article_6 == OrganisationBasis.objects.get().article_6 == "public-task"
    assert "Our contract" in text_of(as_mona.get(reverse("people:organisation_bases")))


def test_the_bases_for_everybody_are_reached_from_the_page_by_who_may_set_them(client, alice, mona, person):
    address = reverse("people:organisation_bases")
    for user, there in ((alice, False), (mona, True)):
        client.force_login(user)
        assert (address in text_of(client.get(url("sharing", person)))) is there


def test_an_administrator_is_led_to_the_bases(client, ada):
    client.force_login(ada)
    address = reverse("people:organisation_bases")
    assert address in text_of(client.get(reverse("desk:today"), follow=True))
    assert f'href="{address}" aria-current="page"' in text_of(client.get(address))


def test_a_basis_says_why(as_mona, person):
    page = as_mona.post(url("basis", person, purpose="prison"), {"article_6": "public-task"})
    assert "Say why it fits" in text_of(page) and not LawfulBasis.objects.exists()


NEW_PAGES = ["restrictions", "choose_restriction", "sharing", "ask_consent"]


@pytest.mark.parametrize("name", NEW_PAGES)
def test_titles_name_nobody(name, as_alice, person, nan):
    title = as_alice.get(url(name, person)).content.decode().split("<title>")[1].split("</title>")[0]
    assert not {"Jordan", "Vale", "Jo", "Joan"} & set(title.split())
