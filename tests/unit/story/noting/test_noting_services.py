import pytest

from throughgate.access.policy import Forbidden, Hidden, Sensitivity, forget_reach
from throughgate.audit.models import Event
from throughgate.common.append_only import AppendOnlyError
from throughgate.people.models import Assignment
from throughgate.record.models import Entry
from throughgate.record.selectors import effective
from throughgate.story.models import NeedStatus, PersonNeed, PersonStrength, SetAside, Status
from throughgate.story.rules.needing import NeedError
from throughgate.story.selectors.needs import needs_of, strengths_of, suggestions_for
from throughgate.story.services.need_changes import (
    AlreadyEndedError,
    NothingToTakeBackError,
    change_need,
    change_owners,
    change_status,
    close_further,
    end_noted,
    hold_on_to,
    take_back_status,
)
from throughgate.story.services.needs import note_need, note_strength, take_up
from throughgate.story.services.setting_aside import NoLongerSuggestedError, bring_back, set_aside

S, X, C = Sensitivity.STANDARD, Sensitivity.SENSITIVE, Sensitivity.CLINICAL


@pytest.fixture
def need(person, alice):
    return note_need(by=alice, person=person, key="safe-home")


def keys(user, person):
    return [one.key for one in suggestions_for(user, person)]


def titles(user, person):
    return [line.title.staff for line in needs_of(user, person)]


# -- what answers suggest -------------------------------------------------------------------------------------------


def test_an_answer_suggests_and_nothing_is_noted_by_itself(told, alice, person):
    told("living-now", "friends")
    assert keys(alice, person) == ["safe-home"]
    assert needs_of(alice, person) == []


def test_yes_notes_the_need_with_its_answer(told, alice, person):
    answer = told("living-now", "friends")
    need = take_up(by=alice, person=person, about="need", key="safe-home")
    assert (need.from_answer, need.found_by, need.pathway) == (answer, "answer", "accommodation")
    assert keys(alice, person) == []


def test_yes_notes_a_strength(told, alice, person):
    told("someone-to-ring", "yes")
    take_up(by=alice, person=person, about="strength", key="someone-who-cares")
    assert [line.title.staff for line in strengths_of(alice, person)] == ["Somebody stands by them"]


def test_yes_twice_stays_one(told, alice, person):
    told("living-now", "friends")
    one = take_up(by=alice, person=person, about="need", key="safe-home")
    assert take_up(by=alice, person=person, about="need", key="safe-home") == one
    assert Entry.objects.filter(kind="need-noted").count() == 1


def test_a_need_from_a_clinical_answer_is_clinical(told, carols, carol, alice, person):
    told("craving-now", 8, by=carol)
    take_up(by=carol, person=person, about="need", key="staying-clean")
    assert PersonNeed.objects.get().sensitivity == C
    assert Entry.objects.get(kind="need-noted").sensitivity == C
    assert titles(alice, person) == []


def test_a_closed_answer_suggests_nothing_to_others(told, carols, carol, alice, bob, person):
    told("craving-now", 8, by=carol)
    told("drinking", "big")
    assert "staying-clean" in keys(carol, person)
    assert keys(alice, person) == ["alcohol"]
    assert keys(bob, person) == []


def test_the_same_need_may_stand_closed_and_open(told, carols, carol, alice, person):
    """Alice must not learn from a refusal that Carol has noted it."""
    told("used-inside", "now", by=carol)
    take_up(by=carol, person=person, about="need", key="drugs")
    told("drug-use", "big")
    take_up(by=alice, person=person, about="need", key="drugs")
    assert sorted(PersonNeed.objects.values_list("sensitivity", flat=True)) == ["clinical", "sensitive"]


def test_whoever_may_not_hear_the_answer_cannot_take_it_up(told, carols, carol, alice, person):
    told("craving-now", 8, by=carol)
    with pytest.raises(NoLongerSuggestedError):
        take_up(by=alice, person=person, about="need", key="staying-clean")


def test_a_supervisor_reads_and_does_not_note(told, carols, carol, mona, person):
    told("craving-now", 8, by=carol)
    with pytest.raises(Forbidden):
        take_up(by=mona, person=person, about="need", key="staying-clean")


@pytest.mark.parametrize("said", ["not_now", "no"])
def test_what_is_put_aside_stays_away_until_the_answer_changes(said, told, alice, person):
    told("living-now", "friends")
    set_aside(by=alice, person=person, about="need", key="safe-home", said=said)
    assert keys(alice, person) == []
    told("living-now", "friends", days=5)
    assert keys(alice, person) == []
    told("living-now", "street", days=2)
    assert keys(alice, person) == ["safe-home"]


def test_put_aside_twice_is_kept_once(told, alice, person):
    told("living-now", "friends")
    for _ in range(2):
        set_aside(by=alice, person=person, about="need", key="safe-home", said="no")
    assert SetAside.objects.count() == 1


def test_what_was_put_aside_can_be_brought_back(told, alice, person):
    told("living-now", "friends")
    set_aside(by=alice, person=person, about="need", key="safe-home", said="not_now")
    bring_back(by=alice, aside=SetAside.objects.get())
    assert keys(alice, person) == ["safe-home"]


def test_what_is_not_suggested_cannot_be_put_aside(alice, person):
    with pytest.raises(NoLongerSuggestedError):
        set_aside(by=alice, person=person, about="need", key="safe-home", said="no")


def test_a_need_that_was_met_is_opened_again(told, alice, person, need):
    change_status(by=alice, need=need, status="met")
    answer = told("living-now", "street", days=0)
    PersonNeed.objects.update(noted_on=answer.answered_on)
    assert keys(alice, person) == []  # said on the day on which it was met


def test_a_need_that_came_back_is_the_same_need(told, alice, person, ago):
    need = note_need(by=alice, person=person, key="safe-home", on=ago(40))
    change_status(by=alice, need=need, status="met", on=ago(30))
    told("living-now", "street")
    again = take_up(by=alice, person=person, about="need", key="safe-home")
    assert again == need
    assert needs_of(alice, person)[0].now.status == Status.NOT_STARTED


def test_a_more_open_need_does_not_tell_by_coming_back(told, carols, carol, person, ago):
    need = note_need(by=carol, person=person, key="asking-for-help", on=ago(40))
    change_status(by=carol, need=need, status="met", on=ago(30))
    told("recovery-blocks", ("help",), by=carol)
    again = take_up(by=carol, person=person, about="need", key="asking-for-help")
    assert (again.sensitivity, again != need) == (C, True)


# -- by hand ----------------------------------------------------------------------------------------------------------


def test_a_need_in_own_words(alice, person):
    note_need(by=alice, person=person, words="My nan’s tablets", pathway="family", owners=["person", "charity"])
    (line,) = needs_of(alice, person)
    assert (line.title.person, line.pathway_title.staff) == ("My nan’s tablets", "Children, families and community")
    assert line.owners == "us and Jo"


def test_noted_twice_stays_one(alice, person):
    for _ in range(2):
        note_need(by=alice, person=person, words="My nan’s tablets", pathway="family")
        note_strength(by=alice, person=person, words="Sings in the choir")
    assert (PersonNeed.objects.count(), PersonStrength.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"key": "riches"}, "what"),
        ({"words": "Other", "pathway": "family"}, "words"),
        ({"words": "A dog", "pathway": "animals"}, "pathway"),
        ({"key": "safe-home", "owners": []}, "owners"),
    ],
)
def test_what_cannot_be_noted_says_why(asked, field, alice, person):
    with pytest.raises(NeedError) as refused:
        note_need(by=alice, person=person, **asked)
    assert refused.value.field == field
    assert not PersonNeed.objects.exists()


def test_nobody_notes_beyond_what_they_may_read(alice, bob, charlie, person):
    with pytest.raises(Forbidden):
        note_need(by=alice, person=person, key="safe-home", sensitivity=C)
    with pytest.raises(Forbidden):
        note_strength(by=bob, person=person, key="belonging", sensitivity=X)
    with pytest.raises(Hidden):
        note_need(by=charlie, person=person, key="safe-home")


def test_the_ledger_has_the_title_and_nothing_of_the_answer(told, alice, person):
    told("living-now", "friends")
    take_up(by=alice, person=person, about="need", key="safe-home")
    entry = Entry.objects.get(kind="need-noted")
    assert (entry.summary, entry.sensitivity) == ("Somewhere safe to live", S)
    assert "friend" not in str(Event.objects.filter(person_ref=person.ref).values_list("details", "subject")).lower()


# -- how a need goes on -----------------------------------------------------------------------------------------------


def test_a_need_moves_on_and_every_step_is_kept(alice, person, need, ago):
    for status in ("in_progress", "met"):
        change_status(by=alice, need=need, status=status, note=f"now {status}")
    (line,) = needs_of(alice, person)
    assert [row.status for row in line.history] == ["met", "in_progress", "not_started"]
    assert Entry.objects.filter(kind="need-changed").count() == 2


def test_the_same_change_twice_is_kept_once(alice, need):
    for _ in range(2):
        change_status(by=alice, need=need, status="in_progress")
    assert need.statuses.count() == 2


def test_declined_may_be_taken_up_again(alice, person, need):
    change_status(by=alice, need=need, status="declined")
    change_status(by=alice, need=need, status="not_started")
    assert needs_of(alice, person)[0].is_open


def test_taking_back_says_again_what_was_and_voids_the_entry(alice, person, need):
    change_status(by=alice, need=need, status="met")
    take_back_status(by=alice, need=need)
    (line,) = needs_of(alice, person)
    assert (line.now.status, line.can_take_back, len(line.history)) == ("not_started", False, 3)
    assert not effective().filter(kind="need-changed").exists()


@pytest.mark.parametrize("changes", [[], ["met", "back"]])
def test_nothing_is_taken_back_twice(changes, alice, need):
    for change in changes:
        take_back_status(by=alice, need=need) if change == "back" else change_status(by=alice, need=need, status=change)
    with pytest.raises(NothingToTakeBackError):
        take_back_status(by=alice, need=need)


def test_statuses_are_never_edited(alice, need):
    row = need.statuses.get()
    row.status = "met"
    with pytest.raises(AppendOnlyError):
        row.save()
    with pytest.raises(AppendOnlyError):
        NeedStatus.objects.update(status="met")


def test_owners_change_and_the_trail_says_from_what(alice, need):
    change_owners(by=alice, need=need, owners=["probation", "prison"])
    need.refresh_from_db()
    assert need.owners == ["prison", "probation"]
    assert Event.objects.get(action="need.owners_changed").details == {
        "before": ["charity"],
        "now": ["prison", "probation"],
    }


def test_closing_further_closes_what_stands_in_the_record(alice, bob, person, need):
    change_status(by=alice, need=need, status="in_progress")
    close_further(by=alice, need=need, sensitivity=X)
    assert set(effective().filter(kind__startswith="need").values_list("sensitivity", flat=True)) == {"sensitive"}
    assert titles(bob, person) == []


def test_a_need_is_never_opened_further(alice, person):
    need = note_need(by=alice, person=person, key="safe-home", sensitivity=X)
    with pytest.raises(NeedError):
        close_further(by=alice, need=need, sensitivity=S)


def test_a_page_of_changes_is_saved_whole_or_not_at_all(alice, need, ago):
    with pytest.raises(NeedError):
        change_need(by=alice, need=need, status="met", on=ago(-3), note="", owners=["person"], sensitivity=S)
    need.refresh_from_db()
    assert need.owners == ["charity"]


# -- when the answer changes ------------------------------------------------------------------------------------------


@pytest.fixture
def changed(told, alice, person):
    told("living-now", "friends")
    need = take_up(by=alice, person=person, about="need", key="safe-home")
    told("living-now", "own", days=2)
    return need


def test_a_need_whose_answer_changed_is_kept_and_asked_about(changed, alice, person, ago):
    (line,) = needs_of(alice, person)
    assert (line.is_open, line.changed.on) == (True, ago(2))


def test_still_a_need_is_not_asked_again_until_it_changes_again(changed, told, alice, person):
    hold_on_to(by=alice, row=changed)
    assert needs_of(alice, person)[0].changed is None
    told("living-now", "shared", days=0)
    assert needs_of(alice, person)[0].changed is not None


def test_no_longer_a_need_ends_it(changed, alice, person):
    end_noted(by=alice, row=changed, because="Has a flat now")
    assert needs_of(alice, person) == []
    with pytest.raises(AlreadyEndedError):
        change_status(by=alice, need=changed, status="met")


def test_what_was_ended_is_not_suggested_by_the_same_answer(told, alice, person):
    told("living-now", "friends")
    need = take_up(by=alice, person=person, about="need", key="safe-home")
    end_noted(by=alice, row=need, because="Noted by mistake")
    assert keys(alice, person) == []
    assert take_up_fails(alice, person)


def take_up_fails(alice, person):
    with pytest.raises(NoLongerSuggestedError):
        take_up(by=alice, person=person, about="need", key="safe-home")
    return True


def test_a_strength_whose_answer_changed_is_asked_about_too(told, alice, person):
    told("someone-to-ring", "yes")
    take_up(by=alice, person=person, about="strength", key="someone-who-cares")
    told("someone-to-ring", "no", days=1)
    assert strengths_of(alice, person)[0].changed.words == "No"


def test_a_volunteer_hears_of_the_needs_of_their_own(told, alice, victor, person, today):
    note_need(by=alice, person=person, key="safe-home")
    Assignment.objects.create(person=person, worker=victor, role="mentor", from_on=today, added_by=alice)
    forget_reach(victor)
    assert titles(victor, person) == ["Somewhere safe to live"]


def test_reading_costs_the_same_however_many(told, alice, person, django_assert_max_num_queries):
    for key in ("safe-home", "debt", "benefits", "hope"):
        note_need(by=alice, person=person, key=key)
    for item, value in (("living-now", "friends"), ("hope-now", 2), ("someone-to-ring", "yes")):
        told(item, value)
    for about, key in (("strength", "someone-who-cares"),):
        take_up(by=alice, person=person, about=about, key=key)
    forget_reach(alice)
    with django_assert_max_num_queries(9):
        needs_of(alice, person)
    with django_assert_max_num_queries(9):
        suggestions_for(alice, person)
