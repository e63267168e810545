"""Two records of one person: their texts come along, and only what was said of the number in use counts."""

from datetime import date

import pytest

from tests.unit.notices.conftest import TODAY, at
from throughgate.notices.models import PhoneSaid, TextMessage
from throughgate.notices.selectors.texts import known_of
from throughgate.notices.services.texts import say_texts, send_texts
from throughgate.people.models import Assignment, CustodyMove, Person
from throughgate.people.services.merging import merge_people, undo_merge


@pytest.fixture
def second(agreed, alice, mona):
    """The same person again, with another number and a yes of its own."""
    from throughgate.access.policy import forget_reach

    row = Person.objects.create(
        given_name="Jordan", family_name="Vale", site=agreed.site, phone="07700 900456", created_by=alice
    )
    for worker in (alice, mona):
        Assignment.objects.create(
            person=row, worker=worker, role="caseworker", from_on=date(2026, 1, 5), added_by=alice
        )
    CustodyMove.objects.create(person=row, kind="released", on=date(2026, 6, 5), added_by=alice)
    forget_reach(alice)
    say_texts(by=alice, person=row, wants=True, who_reads="unsafe", how="spoken")
    return row


def test_put_together_and_taken_apart_again(agreed, second, alice, mona, book, phone):
    book()
    book(whom=second)
    assert send_texts(at(TODAY, 10)).sent == 1
    merge = merge_people(by=mona, kept=agreed, gone=second, why="One person")
    assert PhoneSaid.objects.filter(person=agreed).count() == 2
    assert not known_of([agreed.pk], TODAY)[agreed.pk].bars
    assert send_texts(at(TODAY, 11)).sent == 1  # the booking that came along is theirs now
    undo_merge(by=mona, merge=merge, because="Two after all")
    assert TextMessage.objects.filter(person=agreed).count() == 1
    assert PhoneSaid.objects.get(person=second).who_reads == "unsafe"
