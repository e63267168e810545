from datetime import date

import pytest
from django.core.exceptions import ValidationError

from throughgate.access.policy import Forbidden, Hidden
from throughgate.audit.models import Event
from throughgate.people.models import Identifier, Person
from throughgate.people.rules.identifiers import IdentifierError
from throughgate.people.services import (
    AlreadyWithdrawnError,
    ChangedMeanwhileError,
    HeldElsewhereError,
    add_identifier,
    add_person,
    change_details,
    withdraw_identifier,
)
from throughgate.record.models import Entry


def add_robin(by, site, **more) -> Person:
    return add_person(by=by, given_name="Robin", family_name="Ash", site=site, **more)


def test_adding_opens_a_record_with_its_worker(alice, send):
    person = add_robin(alice, send, identifiers=[("pnc", "81/34U"), ("prison_number", "a1234bc")])
    assert [a.worker for a in person.assignments.all()] == [alice]
    assert {i.value for i in person.identifiers.all()} == {"1981/0000034U", "A1234BC"}


def test_adding_writes_one_entry_and_settles_once(alice, send, settled):
    person = add_robin(alice, send)
    assert [e.kind for e in person.entries.all()] == ["person-added"]
    assert settled == [person]


def test_adding_is_audited_without_values(alice, send):
    person = add_robin(alice, send, identifiers=[("crn", "X123456")])
    event = Event.objects.get(action="person.added")
    assert event.person_ref == person.ref
    assert "X123456" not in str(event.details)


def test_a_manager_who_adds_is_nobodys_worker(mona, send):
    assert not add_robin(mona, send).assignments.exists()


def test_nobody_adds_at_a_site_that_is_not_theirs(charlie, send):
    with pytest.raises(Forbidden):
        add_robin(charlie, send)


@pytest.mark.parametrize("who", ["victor", "eve", "ada"])
def test_who_may_not_add(who, send, request):
    with pytest.raises(Forbidden):
        add_robin(request.getfixturevalue(who), send)


def test_a_wrong_number_adds_nobody(alice, send):
    with pytest.raises(IdentifierError):
        add_robin(alice, send, identifiers=[("pnc", "81/34K")])
    assert not Person.objects.exists()


def test_a_name_is_needed(alice, send):
    with pytest.raises(ValidationError):
        add_person(by=alice, given_name=" ", family_name="Ash", site=send)


def test_changing_details(alice, person, settled):
    change_details(by=alice, person=person, version=1, changes={"preferred_name": "Jay", "phone": ""})
    person.refresh_from_db()
    assert (person.preferred_name, person.version) == ("Jay", 2)
    assert settled == [person]


def test_history_says_who_changed(alice, person):
    change_details(by=alice, person=person, version=1, changes={"preferred_name": "Jay"})
    assert person.history.first().history_user == alice


def test_history_says_who_added(alice, send):
    assert add_robin(alice, send).history.get().history_user == alice


def test_audit_names_the_fields_only(alice, person):
    change_details(by=alice, person=person, version=1, changes={"preferred_name": "Jay"})
    assert Event.objects.get(action="person.changed").details == {"fields": ["preferred_name"]}


def test_saving_what_is_there_already_changes_nothing(alice, person):
    change_details(by=alice, person=person, version=1, changes={"preferred_name": "Jo"})
    person.refresh_from_db()
    assert person.version == 1
    assert not Entry.objects.exists()


def test_second_of_two_who_save_at_once_is_told(alice, mona, person):
    change_details(by=mona, person=person, version=1, changes={"preferred_name": "Jay"})
    with pytest.raises(ChangedMeanwhileError) as clash:
        change_details(by=alice, person=person, version=1, changes={"preferred_name": "Jordie"})
    assert clash.value.current["preferred_name"] == "Jay"
    assert (clash.value.who, clash.value.version) == (mona.name, 2)


def test_what_the_first_saved_stands(alice, mona, person):
    change_details(by=mona, person=person, version=1, changes={"preferred_name": "Jay"})
    with pytest.raises(ChangedMeanwhileError):
        change_details(by=alice, person=person, version=1, changes={"preferred_name": "Jordie"})
    assert Person.objects.get().preferred_name == "Jay"


def test_only_details_are_changed_here(alice, person):
    with pytest.raises(ValueError, match="ref"):
        change_details(by=alice, person=person, version=1, changes={"ref": "AAAAAAAA"})


def test_an_impossible_value_changes_nothing(alice, person):
    with pytest.raises(ValidationError):
        change_details(by=alice, person=person, version=1, changes={"family_name": "x" * 81})
    assert Person.objects.get().version == 1


def test_adding_a_number(alice, person, settled):
    identifier = add_identifier(by=alice, person=person, kind="pnc", text="81/34u", source="OMU")
    assert (identifier.value, identifier.source) == ("1981/0000034U", "OMU")
    assert settled == [person]


def test_adding_a_number_twice_changes_nothing(alice, person, settled):
    first = add_identifier(by=alice, person=person, kind="pnc", text="81/34U")
    assert add_identifier(by=alice, person=person, kind="pnc", text="1981/0000034U") == first
    assert len(settled) == 1


def test_a_number_of_somebody_the_user_may_see_names_them(alice, person, send):
    other = add_robin(alice, send, identifiers=[("crn", "X123456")])
    with pytest.raises(HeldElsewhereError) as refusal:
        add_identifier(by=alice, person=person, kind="crn", text="x123456")
    assert refusal.value.holder == other


def test_a_number_of_somebody_hidden_reveals_nothing(alice, charlie, person, downview):
    add_robin(charlie, downview, identifiers=[("crn", "X123456")])
    with pytest.raises(HeldElsewhereError) as refusal:
        add_identifier(by=alice, person=person, kind="crn", text="X123456")
    assert refusal.value.holder is None
    assert "manager" in str(refusal.value)


def test_two_who_keep_the_same_number_at_once(alice, person, send, monkeypatch):
    """The look finds nothing, the write meets the constraint: the loser hears whose it is."""
    from throughgate.people.services import identifiers

    other = add_robin(alice, send)
    real, looks = identifiers._held, []

    def held(*args):
        looks.append(args)
        if len(looks) == 1:
            Identifier.objects.create(person=other, kind="crn", value="X123456", added_by=alice)
            return None
        return real(*args)

    monkeypatch.setattr(identifiers, "_held", held)
    with pytest.raises(HeldElsewhereError):
        add_identifier(by=alice, person=person, kind="crn", text="X123456")


def test_withdrawing_frees_the_number(alice, person, send):
    wrong = add_identifier(by=alice, person=person, kind="crn", text="X123456")
    withdraw_identifier(by=alice, identifier=wrong, because="Typed on the wrong record")
    other = add_robin(alice, send, identifiers=[("crn", "X123456")])
    assert other.identifiers.get().value == person.identifiers.get().value


def test_withdrawing_twice(alice, person):
    wrong = add_identifier(by=alice, person=person, kind="crn", text="X123456")
    withdraw_identifier(by=alice, identifier=wrong, because="Not theirs")
    with pytest.raises(AlreadyWithdrawnError):
        withdraw_identifier(by=alice, identifier=wrong, because="Not theirs")


@pytest.mark.parametrize(
    ("who", "refusal"), [("bob", Forbidden), ("charlie", Hidden), ("victor", Hidden), ("eve", Hidden)]
)
def test_who_may_not_write(who, refusal, person, request):
    user = request.getfixturevalue(who)
    with pytest.raises(refusal):
        change_details(by=user, person=person, version=1, changes={"phone": "07700 900001"})
    with pytest.raises(refusal):
        add_identifier(by=user, person=person, kind="crn", text="X123456")


def test_backdated_start(alice, send):
    person = add_robin(alice, send, from_on=date(2025, 1, 6))
    assert person.assignments.get().from_on == date(2025, 1, 6)
    assert person.entries.get().on == date(2025, 1, 6)
