"""What an authority imposed ends on proof, once a manager confirms it; until then it binds."""

from datetime import timedelta

import pytest

from tests.cast import add_user
from throughgate.access.policy import Forbidden
from throughgate.accounts.models import Role
from throughgate.people.rules.restrictions import Booking
from throughgate.people.selectors.ending_restrictions import ends_to_confirm
from throughgate.people.services import EndsBeforeStartError
from throughgate.people.services.ending_restrictions import (
    EarlyEndError,
    NotWaitingError,
    OwnWordError,
    confirm_restriction_end,
    said_to_have_ended,
    take_back_restriction_end,
)
from throughgate.people.services.restrictions import (
    NeedsProofError,
    RestrictedError,
    add_restriction,
    ask_restrictions,
    end_restriction,
)

PROOF = {"proof": "Order of 3 May, lifted", "office": "Guildford Crown Court", "seen_by": "Alice Example"}


@pytest.fixture
def bar(alice, person, today):
    return add_restriction(
        by=alice, person=person, kind="no_contact", source="court", from_on=today, other_name="Darren Pike", reach="any"
    )


@pytest.fixture
def book(alice, person, today):
    def _book(days: int = 1):
        day = today + timedelta(days=days)
        return ask_restrictions(by=alice, person=person, booking=Booking("one-to-one", day, other_names="Darren Pike"))

    return _book


@pytest.mark.parametrize("source", ["court", "police", "licence", "children", "prison"])
def test_what_an_authority_imposed_does_not_end_on_ten_letters(source, alice, bar, today, book):
    type(bar).objects.update(source=source)
    with pytest.raises(NeedsProofError):
        end_restriction(by=alice, restriction=bar, on=today, because="xxxxxxxxxx")
    with pytest.raises(RestrictedError):
        book()


def test_it_binds_until_a_manager_confirms_it(alice, mona, bar, today, book):
    said_to_have_ended(by=alice, restriction=bar, on=today, **PROOF)
    assert [one.restriction for one in ends_to_confirm(mona)] == [bar] and not ends_to_confirm(alice)
    with pytest.raises(RestrictedError):
        book()
    with pytest.raises(Forbidden):
        confirm_restriction_end(by=alice, restriction=bar)
    confirm_restriction_end(by=mona, restriction=bar)
    assert book() == () and not ends_to_confirm(mona)


def test_a_manager_does_not_confirm_their_own_word_where_there_is_another(mona, send, bar, today):
    other = add_user("Nadia", Role.MANAGER, send)
    said_to_have_ended(by=mona, restriction=bar, on=today, **PROOF)
    with pytest.raises(OwnWordError):
        confirm_restriction_end(by=mona, restriction=bar)
    assert confirm_restriction_end(by=other, restriction=bar).confirmed_by == other


def test_the_only_manager_confirms_what_they_said(mona, bar, today, book):
    said_to_have_ended(by=mona, restriction=bar, on=today, **PROOF)
    confirm_restriction_end(by=mona, restriction=bar)
    assert book() == ()


def test_it_is_taken_back_before_and_after(alice, mona, bar, today, book):
    said_to_have_ended(by=alice, restriction=bar, on=today, **PROOF)
    take_back_restriction_end(by=alice, restriction=bar)
    with pytest.raises(NotWaitingError):
        confirm_restriction_end(by=mona, restriction=bar)
    said_to_have_ended(by=alice, restriction=bar, on=today, **PROOF)
    confirm_restriction_end(by=mona, restriction=bar)
    with pytest.raises(Forbidden):
        take_back_restriction_end(by=alice, restriction=bar)
    take_back_restriction_end(by=mona, restriction=bar)
    with pytest.raises(RestrictedError):
        book()


def test_not_before_the_order_ends_unless_somebody_says_why(alice, bar, today):
    type(bar).objects.update(to_on=today + timedelta(days=90))
    with pytest.raises(EarlyEndError):
        said_to_have_ended(by=alice, restriction=bar, on=today, **PROOF)
    assert said_to_have_ended(by=alice, restriction=bar, on=today, early_because="Lifted on appeal", **PROOF)


def test_not_before_it_began_and_twice_is_once(alice, bar, today):
    with pytest.raises(EndsBeforeStartError):
        said_to_have_ended(by=alice, restriction=bar, on=today - timedelta(days=1), **PROOF)
    one = said_to_have_ended(by=alice, restriction=bar, on=today, **PROOF)
    assert said_to_have_ended(by=alice, restriction=bar, on=today, **PROOF) == one


def test_their_own_wish_ends_with_a_reason_as_before(alice, person, bar, today, book):
    type(bar).objects.update(source="wish")
    end_restriction(by=alice, restriction=bar, on=today, because="They have made up")
    assert book() == ()


def test_the_pages(client, alice, mona, person, bar, today):
    client.force_login(alice)
    url = f"/people/{person.ref}/restrictions/{bar.pk}/end/"
    said = {"on_day": today.day, "on_month": today.month, "on_year": today.year, **PROOF}
    refused = client.post(url, {**said, "proof": "xxxxxxxxxx"}).content.decode()
    assert "Say which document it is" in refused and "Guildford Crown Court" in refused
    assert client.post(url, said).status_code == 302
    page = client.get(f"/people/{person.ref}/restrictions/").content.decode()
    assert (
        "Waits for a manager" in page and "Take back: it still stands" in page and "Confirm that it ended" not in page
    )
    assert client.post(f"{url}confirm/").status_code == 403
    client.force_login(mona)
    assert "Confirm that a restriction ended" in client.get("/").content.decode()
    assert client.post(f"{url}confirm/").status_code == 302
    assert "Confirm that a restriction ended" not in client.get("/").content.decode()
    client.post(f"{url}take-back/")
    bar.refresh_from_db()
    assert bar.ended_on is None
