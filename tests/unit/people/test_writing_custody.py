from datetime import date

import pytest
from django.core.exceptions import ValidationError

from throughgate.access.policy import Forbidden, Hidden
from throughgate.people.models import CustodyDate
from throughgate.people.rules.custody import MoveOrderError
from throughgate.people.services import (
    DateMovedMeanwhileError,
    add_licence_condition,
    note_date,
    record_move,
    record_sentence,
)


def note_crd(by, person, on, **more) -> CustodyDate:
    return note_date(by=by, person=person, kind="crd", on=on, source="OMU", **more)


def test_a_move_follows_the_team_to_a_served_prison(alice, person, downview):
    record_move(by=alice, person=person, kind="transferred", on=date(2026, 2, 2), site=downview)
    person.refresh_from_db()
    assert person.site == downview
    assert person.history.first().history_user == alice


def test_a_move_elsewhere_keeps_the_team(alice, person, send, unserved):
    record_move(by=alice, person=person, kind="transferred", on=date(2026, 2, 2), site=unserved)
    person.refresh_from_db()
    assert person.site == send


def test_an_earlier_move_recorded_late_keeps_the_team(alice, person, send, downview):
    record_move(by=alice, person=person, kind="transferred", on=date(2026, 2, 2), site=send)
    record_move(by=alice, person=person, kind="received", on=date(2025, 2, 2), site=downview)
    person.refresh_from_db()
    assert person.site == send


def test_a_release_keeps_the_team(alice, person, send, downview):
    record_move(by=alice, person=person, kind="received", on=date(2025, 2, 2), site=send)
    record_move(by=alice, person=person, kind="released", on=date(2026, 2, 2), site=downview)
    person.refresh_from_db()
    assert person.site == send


def test_a_move_writes_one_entry_and_settles_once(alice, person, downview, settled):
    record_move(by=alice, person=person, kind="transferred", on=date(2026, 2, 2), site=downview)
    assert [(e.kind, e.on) for e in person.entries.all()] == [("custody-move", date(2026, 2, 2))]
    assert settled == [person]


def test_the_same_move_twice_is_one(alice, person, send):
    first = record_move(by=alice, person=person, kind="received", on=date(2025, 2, 2), site=send)
    assert record_move(by=alice, person=person, kind="received", on=date(2025, 2, 2), site=send) == first
    assert person.entries.count() == 1


def test_nobody_is_released_twice(alice, person, send):
    record_move(by=alice, person=person, kind="released", on=date(2026, 2, 2))
    with pytest.raises(MoveOrderError):
        record_move(by=alice, person=person, kind="released", on=date(2026, 3, 3))
    assert person.moves.count() == 1


def test_a_move_into_custody_names_the_prison(alice, person):
    with pytest.raises(ValidationError, match="Choose the prison"):
        record_move(by=alice, person=person, kind="received", on=date(2026, 2, 2))


def test_a_later_day_takes_the_place_of_the_earlier(alice, person):
    note_crd(alice, person, date(2027, 1, 1))
    later = note_crd(alice, person, date(2027, 2, 1), reason="Added days")
    assert list(person.custody_dates.filter(superseded_at__isnull=True)) == [later]
    assert person.custody_dates.count() == 2


def test_a_day_that_no_longer_holds(alice, person):
    note_crd(alice, person, date(2027, 1, 1))
    assert note_crd(alice, person, None, reason="Sentence recalculated").on is None
    assert person.entries.first().summary.endswith("no day is known now")


def test_noting_a_date_settles_once_and_says_what_moved(alice, person, settled):
    note_crd(alice, person, date(2027, 1, 1))
    settled.clear()
    note_crd(alice, person, date(2027, 2, 1))
    assert settled == [person]
    assert "moved from 1 Jan 2027 to 1 Feb 2027" in person.entries.first().summary


def test_noting_the_same_twice_changes_nothing(alice, person, settled):
    first = note_crd(alice, person, date(2027, 1, 1))
    assert note_crd(alice, person, date(2027, 1, 1)) == first
    assert len(settled) == 1


def test_a_date_moved_by_somebody_else_meanwhile(alice, mona, person):
    seen = note_crd(alice, person, date(2027, 1, 1))
    theirs = note_crd(mona, person, date(2027, 2, 1))
    with pytest.raises(DateMovedMeanwhileError) as clash:
        note_crd(alice, person, date(2027, 3, 1), seen=seen.pk)
    assert clash.value.current == theirs


def test_a_first_date_noted_by_two_at_once(alice, mona, person):
    note_crd(mona, person, date(2027, 2, 1))
    with pytest.raises(DateMovedMeanwhileError):
        note_crd(alice, person, date(2027, 3, 1), seen=None)


def test_a_recall_ends_the_release_dates_before_it(alice, person, send):
    note_crd(alice, person, date(2026, 2, 2))
    note_date(by=alice, person=person, kind="licence_end", on=date(2026, 12, 1), source="COM")
    record_move(by=alice, person=person, kind="released", on=date(2026, 2, 2))
    record_move(by=alice, person=person, kind="recalled", on=date(2026, 6, 1), site=send)
    now = {d.kind: d.on for d in person.custody_dates.filter(superseded_at__isnull=True)}
    assert now == {"crd": None, "licence_end": date(2026, 12, 1)}


def test_an_unknown_kind_of_date(alice, person):
    with pytest.raises(ValidationError):
        note_date(by=alice, person=person, kind="someday", on=date(2027, 1, 1), source="OMU")


def test_a_licence_condition(alice, person, settled):
    condition = add_licence_condition(by=alice, person=person, wording=" Live where approved. ")
    assert condition.wording == "Live where approved."
    assert settled == [person]


def test_a_sentence_ends_after_it_begins(alice, person):
    with pytest.raises(ValidationError, match="cannot be before"):
        record_sentence(
            by=alice, person=person, kind="determinate", started_on=date(2026, 1, 1), ended_on=date(2025, 1, 1)
        )


def test_a_sentence(alice, person, settled):
    record_sentence(by=alice, person=person, kind="ipp", started_on=date(2010, 1, 1))
    assert person.entries.get().summary == "Sentence: IPP"
    assert settled == [person]


def writes(by, person, site):
    yield lambda: record_move(by=by, person=person, kind="released", on=date(2026, 2, 2))
    yield lambda: note_crd(by, person, date(2027, 1, 1))
    yield lambda: add_licence_condition(by=by, person=person, wording="Live where approved.")
    yield lambda: record_sentence(by=by, person=person, kind="ipp")


@pytest.mark.parametrize(
    ("who", "refusal"), [("bob", Forbidden), ("charlie", Hidden), ("victor", Hidden), ("ada", Hidden)]
)
@pytest.mark.parametrize("which", range(4))
def test_who_may_not_write(who, refusal, which, person, send, request):
    write = list(writes(request.getfixturevalue(who), person, send))[which]
    with pytest.raises(refusal):
        write()
    assert not person.entries.exists()
