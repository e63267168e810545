import pytest
from django.urls import reverse

from tests.sharing import may_ask_for_homes
from tests.unit.release.beside.conftest import ON, TODAY
from throughgate.people.models import RestrictionOverride
from throughgate.people.selectors.beside import BOOKED_THERE, PERHAPS_THERE, WAS_THERE
from throughgate.people.services.restrictions import RestrictedError
from throughgate.release.home_choices import home_choices
from throughgate.release.models import HomeApplication, HomeState, Provider
from throughgate.release.rules.home import Said
from throughgate.release.services.home import apply_for_home, arrange_home, take_step
from throughgate.release.services.living import leave_place, record_living_place


@pytest.fixture
def elm(alice, charlie, person, samira) -> Provider:
    may_ask_for_homes(alice, person)
    may_ask_for_homes(charlie, samira)
    return Provider.objects.create(
        name="Elm House", kind="supported", town="Guildford", address="4 Station Road", postcode="GU1 4AA",
        added_by=alice,
    )  # fmt: skip


def said(state="sent", **fields):
    return Said(**{"state": HomeState(state), "on": TODAY} | fields)


def apply(by, person, home, override=""):
    return apply_for_home(by=by, person=person, provider=home, said=said(), wanted_on=ON, override=override)


def settle(by, row, *states):
    for state in states:
        take_step(by=by, application=row, said=said(state, day=ON if state == "confirmed" else None))
    return row


def test_a_second_application_for_one_house(alice, charlie, person, samira, elm, apart):
    apply(charlie, samira, elm)
    with pytest.raises(RestrictedError) as refused:
        apply(alice, person, elm)
    assert refused.value.refuses and refused.value.reasons == (BOOKED_THERE,)
    assert HomeApplication.objects.count() == 1


def test_where_the_other_lives(alice, charlie, person, samira, elm, apart):
    settle(charlie, apply(charlie, samira, elm), "offered", "confirmed", "arrived")
    with pytest.raises(RestrictedError):
        apply(alice, person, elm)


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("states", [("offered",), ("offered", "accepted"), ("offered", "confirmed")])
def test_at_each_step(alice, charlie, person, samira, elm, keep_apart, states, own):
    first, second = apply(charlie, samira, elm), apply(alice, person, elm)
    for row, by in ((first, charlie), (second, alice)):
        settle(by, row, *states[:-1])
    keep_apart(own=own)  # recorded since
    for row, by in ((first, charlie), (second, alice)):
        with pytest.raises(RestrictedError):
            settle(by, row, states[-1])


def test_moving_in_has_happened_and_is_explained(alice, charlie, person, samira, elm, keep_apart):
    settle(charlie, apply(charlie, samira, elm), "offered", "confirmed", "arrived")
    row = settle(alice, apply(alice, person, elm), "offered", "confirmed")
    keep_apart(own=True)
    with pytest.raises(RestrictedError) as refused:
        settle(alice, row, "arrived")
    assert refused.value.reasons == (WAS_THERE,)
    take_step(by=alice, application=row, said=said("arrived"), override="The prison brought them there tonight")
    assert RestrictionOverride.objects.get().kind == "explained"


def test_a_manager_who_answered_is_not_asked_again(alice, mona, person, samira, elm, send, charlie, keep_apart):
    apply(charlie, samira, elm)
    type(samira).objects.filter(pk=samira.pk).update(site=send)
    keep_apart(own=True)
    row = apply(mona, person, elm, override="Two houses on one ground, each with its own door")
    assert settle(mona, row, "offered", "confirmed").pk and RestrictionOverride.objects.count() == 1


@pytest.mark.parametrize("state", ["refused", "withdrawn"])
def test_one_that_came_to_nothing_stands_in_nobodys_way(alice, charlie, person, samira, elm, apart, state):
    row = apply(charlie, samira, elm)
    reason = next(iter(home_choices()[state]))
    take_step(by=charlie, application=row, said=said(state, reason=reason))
    assert apply(alice, person, elm).pk


@pytest.mark.parametrize("kind", ["council", "private"])
def test_who_lets_many_homes_is_no_house(alice, charlie, person, samira, elm, apart, kind):
    Provider.objects.filter(pk=elm.pk).update(kind=kind)
    elm.refresh_from_db()
    apply(charlie, samira, elm)
    assert apply(alice, person, elm).pk


@pytest.mark.parametrize("typed", ["12 High St", "12, High Street", "12 High Street, Woking"])
def test_the_same_typed_address(alice, charlie, person, samira, apart, typed):
    arrange_home(by=charlie, person=samira, kind="private", from_on=ON, address="12 High Street", postcode="GU21 6HT")
    with pytest.raises(RestrictedError):
        arrange_home(by=alice, person=person, kind="private", from_on=ON, address=typed, postcode="gu216ht")


@pytest.mark.parametrize("where", [("14 High Street", "GU21 6HT"), ("12 High Street", "SM1 1AA")])
def test_next_door_is_another_home(alice, charlie, person, samira, apart, where):
    arrange_home(by=charlie, person=samira, kind="private", from_on=ON, address="12 High Street", postcode="GU21 6HT")
    assert arrange_home(by=alice, person=person, kind="private", from_on=ON, address=where[0], postcode=where[1]).pk


@pytest.mark.parametrize("where", ["Flat 2, 12 High Street", "The Willows"])
def test_what_may_be_the_same_house_is_to_be_answered(alice, charlie, person, samira, apart, where):
    arrange_home(by=charlie, person=samira, kind="private", from_on=ON, address="12 High Street", postcode="GU21 6HT")
    with pytest.raises(RestrictedError) as asked:
        arrange_home(by=alice, person=person, kind="private", from_on=ON, address=where, postcode="GU21 6HT")
    assert not asked.value.refuses and asked.value.reasons == (PERHAPS_THERE,)


def test_typed_where_the_house_of_the_directory_is(alice, charlie, person, samira, elm, apart):
    apply(charlie, samira, elm)
    with pytest.raises(RestrictedError):
        arrange_home(by=alice, person=person, kind="private", from_on=ON, address="4 Station Rd", postcode="GU1 4AA")


def test_living_there_already_is_explained_and_left_it_is_free(alice, charlie, person, samira, apart):
    there = {"kind": "private", "from_on": TODAY, "address": "12 High Street", "postcode": "GU21 6HT"}
    place = record_living_place(by=charlie, person=samira, **there)
    with pytest.raises(RestrictedError):
        record_living_place(by=alice, person=person, **there)
    leave_place(by=charlie, place=place, on=TODAY, because="lost")
    assert record_living_place(by=alice, person=person, **there).pk


def test_the_form_says_so_discreetly(client, alice, charlie, person, samira, elm, apart):
    apply(charlie, samira, elm)
    client.force_login(alice)
    page = reverse("release:apply_for_home", kwargs={"ref": person.ref}) + f"?provider={elm.ref}"
    shown = client.post(page, {"state": "sent", "on": TODAY.isoformat(), "level": "standard"})
    assert shown.context["form"].non_field_errors() == [BOOKED_THERE], shown.context["form"].errors
    assert BOOKED_THERE in shown.content.decode() and "Samira" not in shown.content.decode()
    assert HomeApplication.objects.count() == 1
