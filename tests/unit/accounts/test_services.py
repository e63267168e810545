import re

import pytest
from django.core.exceptions import PermissionDenied

from throughgate.accounts import services
from throughgate.accounts.models import Role, User
from throughgate.accounts.rules import (
    AccountRuleError,
    LastAdministratorError,
    OwnAccountError,
    OwnManagerError,
    PeopleLeftAloneError,
)
from throughgate.audit.models import Event
from throughgate.common.clock import today
from throughgate.people.services.around import assign_worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def other_administrator():
    return User.objects.create_user("adam@example.org", None, name="Adam Example", role=Role.ADMINISTRATOR)


def change(by, account, **changes):
    return services.change_account(by=by, account=account, seen=services.version_of(account), changes=changes)


def test_adding_is_audited_without_name_or_address(ada, send):
    account = services.add_account(by=ada, name="Nora New", email="Nora@Example.org", role="caseworker", sites=[send])
    event = Event.objects.get(action="account.added")
    assert account.email == "nora@example.org" and not account.has_usable_password()
    assert (event.by, event.subject, event.details) == (
        ada,
        f"account {account.ref}",
        {"role": "caseworker", "sites": ["SDI"]},
    )


@pytest.mark.parametrize("who", ["mona", "alice", "eve", "victor", "carol"])
def test_only_administrators_write_accounts(request, who, bob):
    by = request.getfixturevalue(who)
    for attempt in (
        lambda: services.add_account(by=by, name="N", email="n@example.org", role="manager"),
        lambda: change(by, bob, role="manager"),
        lambda: services.close_account(by=by, account=bob),
        lambda: services.reopen_account(by=by, account=bob),
        lambda: services.reset_second_factor(by=by, account=bob),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert not Event.objects.exists()


def test_change_is_audited_by_field(ada, bob, downview):
    change(ada, bob, name="Robert Example", sites=[downview])
    assert Event.objects.get(action="account.changed").details == {"fields": ["name", "sites"]}


def test_change_to_the_same_is_no_event(ada, bob):
    change(ada, bob, name=bob.name, role=bob.role)
    assert not Event.objects.filter(action="account.changed").exists()


def test_two_administrators_do_not_overwrite_each_other(ada, other_administrator, bob):
    seen = services.version_of(bob)
    services.change_account(by=ada, account=bob, seen=seen, changes={"role": "volunteer"})
    with pytest.raises(services.AccountChangedMeanwhileError):
        services.change_account(by=other_administrator, account=bob, seen=seen, changes={"name": "Bobby"})


def test_new_address_takes_the_old_one_out_of_use(ada, bob, client):
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=bob, email="bob@example.org", verified=True)
    change(ada, bob, email="robert@example.org")
    client.post("/accounts/login/", {"login": "bob@example.org", "password": "correct horse battery"})
    assert "_auth_user_id" not in client.session


def test_last_administrator_cannot_be_closed_by_role_or_door(ada, other_administrator):
    services.close_account(by=ada, account=other_administrator)
    # Somebody who acts for Ada while her own session still runs: the rule does not rest on who asks.
    with pytest.raises((LastAdministratorError, OwnAccountError)):
        services.close_account(by=ada, account=ada)
    with pytest.raises((LastAdministratorError, OwnAccountError)):
        change(ada, ada, role="manager")


def test_two_administrators_closing_each_other_leaves_one(ada, other_administrator):
    services.close_account(by=ada, account=other_administrator)
    other_administrator.is_active = True  # as their request still believes
    with pytest.raises(LastAdministratorError):
        services.close_account(by=other_administrator, account=ada)


def test_nobody_is_left_without_a_worker(ada, alice, person):
    with pytest.raises(PeopleLeftAloneError) as caught:
        services.close_account(by=ada, account=alice)
    assert caught.value.refs == [person.ref]
    with pytest.raises(PeopleLeftAloneError):
        change(ada, alice, role="evaluator")


def test_a_volunteer_beside_them_is_not_enough(ada, alice, victor, mona, person):
    assign_worker(by=mona, person=person, worker=victor, role="mentor", from_on=today())
    with pytest.raises(PeopleLeftAloneError):
        services.close_account(by=ada, account=alice)
    with pytest.raises(PeopleLeftAloneError):
        change(ada, alice, role="volunteer")


def test_a_colleague_who_works_with_nobody_any_more_is_not_enough(ada, alice, carol, carols):
    change(ada, carol, role="evaluator")
    with pytest.raises(PeopleLeftAloneError):
        services.close_account(by=ada, account=alice)


def test_worker_may_go_when_someone_else_works_with_them(ada, alice, carols):
    assert not services.close_account(by=ada, account=alice).is_active


def test_colleague_with_a_closed_account_is_nobody(ada, alice, carol, carols):
    services.close_account(by=ada, account=carol)
    with pytest.raises(PeopleLeftAloneError):
        services.close_account(by=ada, account=alice)


def test_assignment_that_ended_holds_nobody_back(ada, alice, person):
    from datetime import date

    person.assignments.update(to_on=date(2026, 2, 1))
    assert not services.close_account(by=ada, account=alice).is_active


def test_closing_ends_sessions_and_is_told_to_upper_rooms(ada, bob, client):
    heard = []
    listener = lambda sender, account, by, **kwargs: heard.append((account, by))  # noqa: E731 – one use
    services.account_closing.connect(listener)
    client.force_login(bob)
    services.close_account(by=ada, account=bob)
    services.account_closing.disconnect(listener)
    assert heard == [(bob, ada)]
    assert client.get("/account/").status_code == 302


def test_listener_that_refuses_keeps_the_account_open(ada, bob):
    def refuse(sender, **kwargs):
        raise ValueError("still needed")

    services.account_closing.connect(refuse)
    with pytest.raises(ValueError, match="still needed"):
        services.close_account(by=ada, account=bob)
    services.account_closing.disconnect(refuse)
    bob.refresh_from_db()
    assert bob.is_active


def test_closed_account_opens_again(ada, bob):
    services.close_account(by=ada, account=bob)
    assert services.reopen_account(by=ada, account=bob).is_active
    assert list(Event.objects.order_by("pk").values_list("action", flat=True)) == ["account.closed", "account.reopened"]


def test_line_manager_cannot_go_in_a_circle(ada, mona, bob):
    with pytest.raises(OwnManagerError):
        change(ada, mona, line_manager=bob)


def test_reset_takes_the_second_factor_and_the_sessions(ada, bob, client, with_totp):
    with_totp(bob)
    client.force_login(bob)
    services.reset_second_factor(by=ada, account=bob)
    assert not bob.authenticator_set.exists()
    assert client.get("/account/").status_code == 302
    assert Event.objects.get(action="second_factor.reset").details == {"removed": 2}


def test_own_name_and_number(bob):
    services.change_own_account(by=bob, name="Bobby Example", phone="01483 496 000")
    found = User.objects.get(pk=bob.pk)
    assert (found.name, found.phone) == ("Bobby Example", "01483 496 000")
    assert Event.objects.get().details == {"fields": ["name", "phone"]}


def test_the_last_manager_of_a_site_with_people_stays(ada, mona, person, send):
    with pytest.raises(AccountRuleError, match=re.escape(f"Nobody else manages {send.name}")):
        services.close_account(by=ada, account=mona)
    with pytest.raises(AccountRuleError, match="Nobody else manages"):
        services.change_account(by=ada, account=mona, seen=services.version_of(mona), changes={"sites": []})
    mona.refresh_from_db()
    assert mona.is_active and send in mona.sites.all()


def test_with_another_manager_there_they_may_go(ada, mona, person, send):
    other = User.objects.create_user("max@example.org", name="Max Example", role=Role.MANAGER)
    other.sites.add(send)
    services.close_account(by=ada, account=mona)
    mona.refresh_from_db()
    assert not mona.is_active
