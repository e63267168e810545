from datetime import date, timedelta

import pytest

from throughgate.access.policy import Forbidden, Hidden, forget_reach
from throughgate.audit.models import Event
from throughgate.people.models import Assignment, CustodyDate, Person
from throughgate.people.selectors import (
    access_person,
    caseload_of,
    circle_of,
    continuity_for,
    dates_of,
    heading_of,
    list_people,
    list_unassigned,
    moves_of,
    releases_between,
    summaries_of,
    workers_around,
)
from throughgate.people.services import (
    add_to_circle,
    assign_worker,
    end_assignment,
    end_circle_member,
    note_date,
    record_move,
)

TODAY = date(2026, 11, 20)
WEEK = (date(2026, 11, 16), date(2026, 11, 22))


@pytest.fixture
def many(send, alice):
    """More people at Send, each on Alice's caseload with a date and a move."""

    def make(count: int) -> list[Person]:
        made = []
        for number in range(count):
            person = Person.objects.create(given_name="Kit", family_name=f"Fell{number}", site=send, created_by=alice)
            person.assignments.create(worker=alice, role="caseworker", from_on=date(2026, 1, 1), added_by=alice)
            person.moves.create(kind="received", on=date(2025, 1, 1), site=send, added_by=alice)
            person.custody_dates.create(kind="crd", on=TODAY, source="OMU", noted_by=alice)
            made.append(person)
        forget_reach(alice)
        return made

    return make


def note(by, person, kind, on) -> CustodyDate:
    return note_date(by=by, person=person, kind=kind, on=on, source="OMU")


def test_reading_a_record_is_audited(alice, person):
    access_person(alice, person.ref, page="custody")
    event = Event.objects.get(action="person.read")
    assert (event.by, event.person_ref, event.subject) == (alice, person.ref, "custody")


@pytest.mark.parametrize("who", ["charlie", "victor", "eve", "ada"])
def test_whose_record_is_hidden(who, person, request):
    with pytest.raises(Hidden):
        access_person(request.getfixturevalue(who), person.ref)
    assert not Event.objects.exists()


def test_a_colleague_reads_and_does_not_edit(bob, person):
    from throughgate.access.policy import Action

    assert access_person(bob, person.ref) == person
    with pytest.raises(Forbidden):
        access_person(bob, person.ref, action=Action.EDIT)


def test_an_unknown_reference(alice):
    with pytest.raises(Hidden):
        access_person(alice, "NOBODY99")


def test_lists_of_people(alice, bob, mona, charlie, person, downview):
    def names(user, whose):
        return [p.family_name for p in list_people(user, whose, TODAY)]

    assert [names(alice, whose) for whose in ("me", "team", "sites")] == [["Vale"]] * 3
    assert [names(bob, whose) for whose in ("me", "team", "sites")] == [[], ["Vale"], ["Vale"]]
    assert [names(mona, whose) for whose in ("me", "team", "sites")] == [[], ["Vale"], ["Vale"]]
    assert [names(charlie, whose) for whose in ("me", "team", "sites")] == [[], [], []]


def test_caseload_and_workers(alice, carols):
    assert list(caseload_of(alice, TODAY)) == [carols]
    assert {a.worker.name for a in workers_around(carols, TODAY)} == {"Alice Example", "Carol Example"}


def test_circle_today(alice, person):
    member = add_to_circle(by=alice, person=person, kind="partner", name="Chris Oak", from_on=date(2026, 1, 1))
    assert list(circle_of(person, TODAY)) == [member]
    end_circle_member(by=alice, member=member, to_on=date(2026, 11, 1))
    assert not circle_of(person, TODAY).exists()


def test_dates_that_hold_and_earlier_ones(alice, person):
    note(alice, person, "crd", date(2027, 1, 1))
    note(alice, person, "crd", date(2027, 2, 1))
    assert [d.on for d in dates_of(person)] == [date(2027, 2, 1)]
    assert [d.on for d in dates_of(person, earlier=True)] == [date(2027, 2, 1), date(2027, 1, 1)]


def test_moves_in_order(alice, person, send):
    record_move(by=alice, person=person, kind="released", on=date(2026, 2, 2))
    record_move(by=alice, person=person, kind="received", on=date(2025, 2, 2), site=send)
    assert [m.kind for m in moves_of(person)] == ["received", "released"]


def test_without_a_worker_once_the_last_one_ends(mona, person):
    assert not list_unassigned(mona, TODAY).exists()
    end_assignment(by=mona, assignment=person.assignments.get(), to_on=date(2026, 11, 1), because="Left")
    assert list(list_unassigned(mona, TODAY)) == [person]


def test_whoever_only_drives_them_is_no_worker(mona, bob, person):
    end_assignment(by=mona, assignment=person.assignments.get(), to_on=date(2026, 11, 1), because="Left")
    assign_worker(by=mona, person=person, worker=bob, role="driver", from_on=TODAY)
    assert list(list_unassigned(mona, TODAY)) == [person]


def test_a_record_that_never_had_a_worker(mona, person):
    person.assignments.all().delete()
    assert list(list_unassigned(mona, TODAY)) == [person]


def test_support_that_ended_leaves_nobody_behind(mona, person):
    end_assignment(
        by=mona, assignment=person.assignments.get(), to_on=date(2026, 11, 1), because="Done", support_ended=True
    )
    assert not list_unassigned(mona, TODAY).exists()


def test_a_volunteer_alone_is_not_enough(mona, victor, person):
    person.assignments.update(worker=victor, role="mentor")
    assert list(list_unassigned(mona, TODAY)) == [person]


def test_an_account_that_reads_no_records_is_nobody(mona, alice, person):
    alice.role = "evaluator"
    alice.save()
    assert list(list_unassigned(mona, TODAY)) == [person]


def test_a_closed_account_is_nobody(mona, alice, person):
    alice.is_active = False
    alice.save()
    assert list(list_unassigned(mona, TODAY)) == [person]


def test_without_a_worker_elsewhere_is_hidden(charlie, mona, person):
    Assignment.objects.all().delete()
    assert not list_unassigned(charlie, TODAY).exists()


@pytest.mark.parametrize(
    ("dates", "listed"),
    [
        ({"crd": "2026-11-20"}, ["2026-11-20"]),
        ({"crd": "2026-11-20", "confirmed_release": "2026-12-24"}, []),
        ({"ard": "2027-03-03", "hdc_release": "2026-11-18"}, ["2026-11-18"]),
        ({"licence_end": "2026-11-20"}, []),
        ({"crd": "2026-11-23"}, []),
    ],
)
def test_releases_by_the_date_shown(dates, listed, alice, person):
    for kind, on in dates.items():
        note(alice, person, kind, date.fromisoformat(on))
    assert [release.on.isoformat() for release in releases_between(alice, *WEEK)] == listed


def test_a_release_that_happened_this_week(alice, person):
    note(alice, person, "crd", date(2026, 11, 20))
    record_move(by=alice, person=person, kind="released", on=date(2026, 11, 18))
    (release,) = releases_between(alice, *WEEK)
    assert (release.on, release.happened) == (date(2026, 11, 18), True)


def test_somebody_out_already_is_not_released_again(alice, person):
    note(alice, person, "crd", date(2026, 11, 20))
    record_move(by=alice, person=person, kind="released", on=date(2026, 9, 1))
    assert releases_between(alice, *WEEK) == []


def test_releases_elsewhere_are_hidden(alice, charlie, person):
    note(alice, person, "crd", date(2026, 11, 20))
    assert releases_between(charlie, *WEEK) == []


@pytest.mark.parametrize("count", [3, 30])
def test_releases_take_two_queries(count, many, alice, django_assert_num_queries):
    many(count)
    releases_between(alice, *WEEK)
    with django_assert_num_queries(2):
        assert len([r.person.site.name for r in releases_between(alice, *WEEK)]) == count


@pytest.mark.parametrize("count", [3, 30])
def test_summaries_take_three_queries(count, many, django_assert_num_queries):
    people = many(count)
    with django_assert_num_queries(3):
        found = [(s.prison.name, s.lead.worker.name, s.release.on) for s in summaries_of(people, TODAY)]
    assert found == [("Send (HMP)", "Alice Example", TODAY)] * count


@pytest.mark.parametrize(
    ("days", "phase"), [(-8, "custody"), (-1, "custody"), (0, "gate"), (7, "gate"), (8, "custody")]
)
def test_phase_before_release(days, phase, alice, many):
    (person,) = many(1)
    person.custody_dates.update(on=TODAY + timedelta(days=days))
    (summary,) = summaries_of([person], TODAY)
    assert summary.phase == phase
    assert summary.is_release_day_past == (days < 0)


@pytest.mark.parametrize(("days", "phase"), [(0, "released"), (7, "released"), (8, "community")])
def test_phase_after_release(days, phase, alice, many):
    (person,) = many(1)
    person.moves.create(kind="released", on=TODAY - timedelta(days=days), added_by=alice)
    (summary,) = summaries_of([person], TODAY)
    assert (summary.phase, summary.release_on) == (phase, TODAY - timedelta(days=days))


def test_phase_of_a_new_record(person):
    (summary,) = summaries_of([person], TODAY)
    assert (summary.phase_words, summary.prison, summary.release_on) == ("Not recorded yet", None, None)


def test_heading_says_what_the_user_may_do(alice, bob, mona, person):
    may = [
        (h.can_edit, h.can_record, h.can_deliver, h.can_assign)
        for h in (heading_of(user, person, TODAY) for user in (alice, bob, mona))
    ]
    assert may == [(True, True, True, False), (False, True, False, False), (True, True, True, True)]


def test_the_leading_worker(carols, alice, carol):
    assert heading_of(carol, carols, TODAY).lead.worker == alice


def test_continuity_around_the_latest_release(alice, person, send):
    record_move(by=alice, person=person, kind="received", on=date(2025, 2, 2), site=send)
    assert continuity_for(person.assignments.all(), moves_of(person), TODAY) is None
    record_move(by=alice, person=person, kind="released", on=date(2026, 11, 2))
    assert continuity_for(person.assignments.all(), moves_of(person), TODAY).kept is True
