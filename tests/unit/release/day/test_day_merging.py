"""Two records of one person put together and taken apart again: planning the day is due where it was."""

from datetime import timedelta

from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.services import note_date, record_move
from throughgate.people.services.merging import merge_people, undo_merge


def test_what_was_put_away_with_the_merge_comes_back_with_its_undoing(mona, alice, person, send):
    other = Person.objects.create(given_name="Jordan", family_name="Vail", site=send, created_by=alice)
    note_date(by=mona, person=other, kind="crd", on=today() + timedelta(weeks=5), source="OMU")
    promise = other.release_days.get().promise
    record_move(by=mona, person=person, kind="released", on=today() - timedelta(days=3))
    merge = merge_people(by=mona, kept=person, gone=other, why="One person")
    promise.refresh_from_db()
    assert promise.withdrawn_on
    undo_merge(by=mona, merge=merge, because="They are two")
    promise.refresh_from_db()
    assert promise.withdrawn_on is None and promise.by_on
