"""Nobody reads across the wall of the family: not in pages, the timeline, search or what is written of the person."""

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.cast import assign
from tests.unit.family.conftest import gives_family, is_checked, says
from throughgate.access.policy import Action, Hidden, Sensitivity, can, forget_reach, visible, writable_levels
from throughgate.audit.models import Event
from throughgate.casework.services import Attendance, record_contact
from throughgate.common.clock import today
from throughgate.family.models import FamilyMember, FamilyWord
from throughgate.family.selectors.members import words_of
from throughgate.family.services.meetings import Held, When, record_meeting
from throughgate.family.services.members import keep_words
from throughgate.people.models import AssignmentRole
from throughgate.record.models import Entry

pytestmark = pytest.mark.django_db
SECRET = "Marigold-umbrella"


@pytest.fixture
def told(alice, mum):
    says(alice, mum)
    is_checked(alice, mum)
    words = {mum.ref: {"hopes": f"{SECRET} one", "safe": f"{SECRET} two"}}
    held = Held(kind="family-meeting", when=When(on=today()), prepared=True, words=words)
    record_meeting(by=alice, person=mum.person, members=[mum], held=held)
    return mum


def pages_of(person):
    """Every page that takes the reference of a person and nothing else, of every room."""
    for space, (_, room) in get_resolver().namespace_dict.items():
        for name in {key for key in room.reverse_dict if isinstance(key, str)}:
            try:
                yield f"{space}:{name}", reverse(f"{space}:{name}", kwargs={"ref": person.ref})
            except NoReverseMatch:
                continue


def seen(client, person, words=SECRET):
    client.raise_request_exception = False
    return [name for name, url in pages_of(person) if words in client.get(url).content.decode(errors="ignore")]


def test_who_does_the_family_work_reads_it(client, alice, told):
    client.force_login(alice)
    page = client.get(reverse("family:member", kwargs={"ref": told.person.ref, "member": told.ref}))
    assert SECRET in page.content.decode()


@pytest.mark.parametrize("who", ["bob", "carol", "victor", "charlie", "eve", "ada"])
def test_nobody_else_gets_past_the_wall(client, request, told, carols, who):
    client.force_login(request.getfixturevalue(who))
    known = {"ref": told.person.ref, "member": told.ref}
    for name in ("member", "kept", "said", "ask", "safe", "reach"):
        assert client.get(reverse(f"family:{name}", kwargs=known)).status_code in (403, 404)


@pytest.mark.parametrize("who", ["alice", "carol", "mona", "bob"])
def test_no_page_of_the_person_says_what_a_member_said(client, request, told, carols, who):
    client.force_login(request.getfixturevalue(who))
    alice = told.by
    control = Attendance(person=told.person, note="Said-openly")
    record_contact(by=alice, kind="one-to-one", on=today(), people=[control])
    assert len(seen(client, told.person, "Said-openly")) > 0
    assert seen(client, told.person) == []


def test_search_does_not_find_it(client, alice, told):
    client.force_login(alice)
    for name in ("people:list", "desk:search"):
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        assert "Zelda" not in client.get(url, {"q": "umbrella"}).content.decode()


def test_the_ledger_the_notes_and_the_trail_quote_nothing(told):
    entries = Entry.objects.filter(person=told.person)
    assert entries.filter(kind="family-meeting").count() == 1
    assert not entries.filter(summary__icontains=SECRET).exists()
    assert not told.person.contacts.filter(note__icontains=SECRET).exists()
    assert SECRET not in "".join(f"{one.subject}{one.details}" for one in Event.objects.all())


def test_what_the_person_said_is_not_in_the_members_copy(client, alice, told):
    record_contact(
        by=alice, kind="one-to-one", on=today(), people=[Attendance(person=told.person, note="Persons-own-word")]
    )
    client.force_login(alice)
    page = client.get(reverse("family:kept", kwargs={"ref": told.person.ref, "member": told.ref})).content.decode()
    assert SECRET in page and "Persons-own-word" not in page


def test_a_counsellor_reads_it_once_it_is_given_to_them(carol, carols, told):
    assert not can(carol, Action.VIEW, told)
    gives_family(carols, carol)
    assert can(carol, Action.VIEW, told) and visible(carol, FamilyWord.objects.all()).count() == 2


def test_a_caseload_alone_opens_nothing(bob, person, told):
    assign(person, bob, AssignmentRole.CASEWORKER)
    forget_reach(bob)
    assert not visible(bob, FamilyMember.objects.all()).exists()
    with pytest.raises(Hidden):
        keep_words(by=bob, member=told, said={"hopes": "x"}, on=today())


def test_a_manager_reads_it_and_that_is_audited(mona, told):
    assert len(words_of(mona, told)) == 2
    assert Event.objects.filter(action="family.words_read", by=mona).count() == 1


def test_the_wall_is_no_level_that_a_form_offers(alice, told):
    assert writable_levels(alice, told.person) == [Sensitivity.STANDARD, Sensitivity.SENSITIVE]
