"""A lapse answered, pages set, meetings, the home group, the sponsor."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.unit.recovery.conftest import wording
from throughgate.access.policy import Forbidden, Hidden, Sensitivity
from throughgate.casework.models import Crisis
from throughgate.casework.services.done import correct_done, void_done
from throughgate.common.clock import today
from throughgate.people.models import CircleMember
from throughgate.record.models import Entry
from throughgate.record.services import void_entry
from throughgate.recovery.models import HomeGroup, Lapse, MeetingAttended
from throughgate.recovery.rules.treatment import TreatmentError
from throughgate.recovery.selectors.road import counted_of, lapses_of, road_of
from throughgate.recovery.services.recovering import count_from, record_lapse, return_sheet, set_sheets
from throughgate.recovery.services.self_help import (
    find_home_group,
    find_sponsor,
    note_sponsor_contact,
    record_meetings,
)
from throughgate.recovery.sheets_file import sheets

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CARD = {"fellowship": "na", "meeting": "Thursday", "confirmed_by": "card"}
GROUP = {"fellowship": "na", "name": "New Hope", "place": "Hall", "weekday": 3, "begins_at": None}


def lapse(carol, carols, **more):
    return record_lapse(by=carol, person=carols, from_on=today() - 2 * DAY, happened="He drank", **more)


def test_a_lapse_knows_what_the_plan_said_that_day(meet, carol, carols):
    meet(wording(), ago=5)
    assert lapse(carol, carols).version.number == 1


def test_a_lapse_leaves_the_days_before_it_counted(carol, carols):
    count_from(by=carol, person=carols, on=today() - 9 * DAY)
    lapse(carol, carols)
    told = counted_of(carol, carols, today())
    assert (told.all_days, told.longest, told.now) == (9, 7, 2)


def test_stepping_up_tells_nothing_of_what_is_written(carol, carols):
    row = lapse(carol, carols, step_up=True)
    assert (row.crisis, row.crisis.what) == (Crisis.objects.get(), "")
    assert "drank" not in Entry.objects.get(kind="crisis-step-up").summary


def test_two_taps_are_one_lapse(carol, carols):
    token = uuid4()
    assert lapse(carol, carols, token=token) == lapse(carol, carols, token=token)


def test_a_lapse_that_was_taken_out_counts_no_more(carol, carols):
    row = lapse(carol, carols)
    void_entry(by=carol, entry=row.entry, reason="Somebody else")
    assert not lapses_of(carol, carols)


def test_pages_brought_back_count_as_in_cell_work(carol, carols):
    [row] = set_sheets(by=carol, person=carols, codes=["why-now"], on=today() - 3 * DAY)
    return_sheet(by=carol, sheet=row, on=today(), was_read=True)
    assert (Entry.objects.get().kind, Entry.objects.get().sensitivity) == ("in-cell-work", "clinical")


def test_pages_come_back_after_they_were_given(carol, carols):
    [row] = set_sheets(by=carol, person=carols, codes=["why-now"], on=today())
    with pytest.raises(TreatmentError):
        return_sheet(by=carol, sheet=row, on=today() - DAY)


def test_the_same_pages_are_with_them_once(carol, carols):
    given = {"by": carol, "person": carols, "codes": ["why-now"], "on": today()}
    assert set_sheets(**given) == set_sheets(**given)


def test_a_card_is_read_in_one_pass_and_not_twice(carol, carols):
    days = [today() - week * 7 * DAY for week in range(5)]
    record_meetings(by=carol, person=carols, days=days, **CARD)
    record_meetings(by=carol, person=carols, days=days[:3], **CARD)
    assert MeetingAttended.objects.count() == Entry.objects.filter(kind="self-help-meeting").count() == 5


def test_a_meeting_lies_in_the_past(carol, carols):
    with pytest.raises(TreatmentError):
        record_meetings(by=carol, person=carols, days=[today() + DAY], **CARD)


def test_a_home_group_is_found_once(carol, carols):
    for _ in range(2):
        find_home_group(by=carol, person=carols, said=GROUP, found_on=today())
    assert HomeGroup.objects.get().done.entry.kind == "home-group-found"


def test_a_sponsor_is_somebody_of_the_circle(carol, carols):
    for _ in range(2):
        find_sponsor(by=carol, person=carols, name="Pat", on=today())
    note_sponsor_contact(by=carol, person=carols, on=today())
    assert CircleMember.objects.get(kind="sponsor").name == "Pat"
    assert set(Entry.objects.filter(kind__startswith="sponsor").values_list("sensitivity", flat=True)) == {"sensitive"}


def test_the_road_shows_weeks_as_far_as_the_reader_may_know(carol, carols, alice):
    record_meetings(by=carol, person=carols, days=[today()], **CARD)
    lapse(carol, carols)
    told = {kind for week in road_of(alice, carols, today()) for kind in week.counts}
    assert told == {"self-help-meeting"}
    assert sum(week.counts.get("lapse", 0) for week in road_of(carol, carols, today())) == 1


@pytest.mark.parametrize("who", ["alice", "mona", "charlie", "victor"])
def test_nobody_else_writes_of_a_lapse(carols, who, request):
    with pytest.raises((Hidden, Forbidden)):
        record_lapse(by=request.getfixturevalue(who), person=carols, from_on=today())
    assert not Lapse.objects.exists()


def test_pages_whose_work_was_taken_out_are_out_again(carol, carols):
    [row] = set_sheets(by=carol, person=carols, codes=["why-now"], on=today() - DAY)
    done = return_sheet(by=carol, sheet=row, on=today(), was_read=True).done
    void_done(by=carol, done=done, reason="Another person's pages")
    row.refresh_from_db()
    assert (row.returned_on, row.returned_to, row.done, row.was_read) == (None, None, None, False)
    assert return_sheet(by=carol, sheet=row, on=today()).returned_on == today()


def test_also_where_it_was_corrected_before(carol, carols):
    [row] = set_sheets(by=carol, person=carols, codes=["why-now"], on=today() - DAY)
    done = return_sheet(by=carol, sheet=row, on=today()).done
    later = correct_done(by=carol, done=done, on=today() - DAY, reason="Yesterday", sensitivity=Sensitivity.CLINICAL)
    row.refresh_from_db()
    assert row.returned_on == today()
    void_done(by=carol, done=later, reason="Another person's pages")
    row.refresh_from_db()
    assert row.returned_on is None


def test_other_pages_stay_where_they_are(carol, carols):
    rows = set_sheets(by=carol, person=carols, codes=list(sheets())[:2], on=today())
    first, second = (return_sheet(by=carol, sheet=row, on=today()) for row in rows)
    void_done(by=carol, done=first.done, reason="Not theirs")
    second.refresh_from_db()
    assert second.returned_on == today()
