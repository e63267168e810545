from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from throughgate.audit.models import Event
from throughgate.audit.selectors import PAGE_SIZE, Filters, list_events, list_staff_of, narrow, page_of
from throughgate.audit.services import record_event
from throughgate.common.append_only import AppendOnlyError
from throughgate.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger(downview, charlie):
    return Person.objects.create(given_name="Robin", family_name="Hale", site=downview, created_by=charlie)


@pytest.fixture
def events(alice, charlie, ada, person, stranger):
    """One event of each sort a reader may or may not see."""
    return {
        "here": record_event(by=alice, action="person.read", person=person),
        "here by a stranger": record_event(by=charlie, action="person.read", person=person),
        "elsewhere": record_event(by=charlie, action="person.read", person=stranger),
        "elsewhere by staff of ours": record_event(by=alice, action="person.read", person=stranger),
        "about nobody": record_event(by=alice, action="session.signed_in"),
        "about nobody elsewhere": record_event(by=charlie, action="session.signed_in"),
        "by nobody": record_event(by=None, action="session.failed"),
    }


def happened_at(events, moment):
    """Past the guard of the trail, which refuses to be rewritten."""
    QuerySet.update(events, at=moment)


def seen_by(user, events) -> set[str]:
    found = set(list_events(user))
    return {name for name, event in events.items() if event in found}


def test_administrator_reads_everything(ada, events):
    assert seen_by(ada, events) == set(events)


def test_manager_reads_what_is_about_people_here_and_what_their_staff_did(mona, events):
    assert seen_by(mona, events) == {"here", "here by a stranger", "about nobody"}


def test_manager_looks_up_their_own_staff(mona, alice, bob, charlie):
    assert set(list_staff_of(mona)) == {mona, alice, bob}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (lambda p, a: Filters(person_ref=p.ref), {"here", "here by a stranger"}),
        (lambda p, a: Filters(worker=a), {"here", "elsewhere by staff of ours", "about nobody"}),
        (lambda p, a: Filters(noun="session"), {"about nobody", "about nobody elsewhere", "by nobody"}),
        (lambda p, a: Filters(noun="person", worker=a, person_ref=p.ref), {"here"}),
    ],
)
def test_filters(ada, alice, person, events, filters, expected):
    found = set(narrow(list_events(ada), filters(person, alice)))
    assert {name for name, event in events.items() if event in found} == expected


def test_days_are_days_in_london_and_both_count(ada):
    """On 1 July, 23:30 UTC is already 2 July in London."""
    Event.objects.bulk_create([Event(action="x.y"), Event(action="x.y")])
    first, second = Event.objects.order_by("pk")
    for event, moment in (
        (first, datetime(2026, 7, 1, 22, 30, tzinfo=UTC)),
        (second, datetime(2026, 7, 1, 23, 30, tzinfo=UTC)),
    ):
        happened_at(Event.objects.filter(pk=event.pk), moment)
    on = lambda day: list(narrow(list_events(ada), Filters(from_on=day, to_on=day)))  # noqa: E731 – one use
    assert (on(date(2026, 7, 1)), on(date(2026, 7, 2))) == ([first], [second])


def test_pages_hold_every_event_once(ada):
    made = [record_event(by=None, action="x.y").pk for _ in range(2 * PAGE_SIZE + 3)]
    found, before = [], None
    while True:
        page = page_of(list_events(ada), before)
        found += [event.pk for event in page.events]
        before = page.before
        if before is None:
            break
    assert found == made[::-1]


def test_events_of_the_same_moment_are_not_lost_between_pages(ada):
    moment = datetime(2026, 7, 1, 12, tzinfo=UTC)
    for _ in range(PAGE_SIZE + 5):
        record_event(by=None, action="x.y")
    happened_at(Event.objects.all(), moment)
    first = page_of(list_events(ada))
    second = page_of(list_events(ada), first.before)
    assert len({event.pk for event in first.events + second.events}) == PAGE_SIZE + 5


def test_trail_cannot_be_rewritten(alice):
    event = record_event(by=alice, action="x.y")
    for attempt in (event.save, event.delete, Event.objects.all().delete, lambda: Event.objects.update(action="z")):
        with pytest.raises(AppendOnlyError):
            attempt()


@pytest.mark.parametrize("who", ["alice", "carol", "victor", "eve"])
def test_others_do_not_read_it(client, request, who, person):
    client.force_login(request.getfixturevalue(who))
    assert client.get("/audit/").status_code == 403
    assert client.get(f"/audit/person/{person.ref}/").status_code == 403


def test_page_names_workers_and_never_people(client, ada, events, person):
    client.force_login(ada)
    html = client.get("/audit/").content.decode()
    assert "Alice Example" in html and person.ref in html
    assert person.family_name not in html


def test_reading_the_trail_is_in_the_trail(client, ada, person):
    client.force_login(ada)
    client.get("/audit/", {"person": person.ref.lower()})
    assert Event.objects.latest("pk").details == {"filters": ["person_ref"]}


def test_wrong_days_are_said(client, ada):
    client.force_login(ada)
    html = client.get("/audit/", {"from_on": "2026-07-02", "to_on": "2026-07-01"}).content.decode()
    assert "The last day must not be before the first" in html


@pytest.mark.parametrize("before", ["x", "-1", "99999999999999999999", "²", ""])
def test_odd_page_marks_show_the_newest(client, ada, events, before):
    client.force_login(ada)
    assert client.get("/audit/", {"before": before}).status_code == 200


def test_manager_sees_who_opened_a_record(client, mona, person, events):
    client.force_login(mona)
    html = client.get(f"/audit/person/{person.ref}/").content.decode()
    assert "Alice Example" in html and "Charlie Example" in html and "Jo Vale" in html
    assert Event.objects.filter(by=mona, action="person.read", person_ref=person.ref).exists()


def test_person_elsewhere_does_not_exist_for_a_manager(client, mona, stranger):
    client.force_login(mona)
    assert client.get(f"/audit/person/{stranger.ref}/").status_code == 404
    assert client.get("/audit/person/XXXXXXXX/").status_code == 404


def test_administrator_opens_nobodys_record(client, ada, person):
    client.force_login(ada)
    assert client.get(f"/audit/person/{person.ref}/").status_code == 404


@pytest.mark.parametrize("who", ["ada", "mona"])
def test_costs_the_same_for_3_and_30(client, request, who, person):
    from throughgate.accounts.models import User

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/audit/")
        return len(queries)

    user = request.getfixturevalue(who)
    client.force_login(user)
    count()
    few = count()
    for number in range(30):
        worker = User.objects.create_user(
            f"w{number}@example.org", None, name=f"W{number}", role="caseworker", line_manager=user
        )
        record_event(by=worker, action="person.read", person=person)
    assert count() == few <= 12


def test_last_page_is_as_quick_as_the_first(ada):
    """Keyset: the plan of an old page reads no more rows than the first one."""
    Event.objects.bulk_create([Event(action="x.y") for _ in range(300)])
    middle = Event.objects.order_by("pk")[150].pk
    with CaptureQueriesContext(connection) as queries:
        page_of(list_events(ada), middle)
    assert len(queries) == 2 and "OFFSET" not in queries[1]["sql"]


def test_days_are_not_required(client, ada):
    client.force_login(ada)
    assert client.get("/audit/", {"about": "session"}).status_code == 200
