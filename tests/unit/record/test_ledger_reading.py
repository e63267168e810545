import pytest

from throughgate.access.policy import Action, Sensitivity, can, visible
from throughgate.record.models import Entry
from throughgate.record.selectors import timeline_of
from throughgate.record.services import correct_entry


def test_the_timeline_is_newest_first_and_effective_only(write, alice, person, today):
    old = write("Old")
    new = write("New", on=today)
    better = correct_entry(by=alice, entry=old, reason="Clearer", changes={"summary": "Better"})
    assert [entry.summary for entry in timeline_of(alice, person)] == [new.summary, better.summary]


def test_clinical_entries_are_hidden_from_the_caseworker(clinical, write, alice, person):
    plain = write()
    assert list(timeline_of(alice, person)) == [plain]


def test_clinical_entries_are_shown_to_the_counsellor_and_their_manager(clinical, carol, mona, person):
    assert list(timeline_of(carol, person)) == list(timeline_of(mona, person)) == [clinical]


def test_sensitive_entries_are_hidden_from_a_colleague_without_the_caseload(write, alice, bob, person):
    said = write(sensitivity=Sensitivity.SENSITIVE)
    assert list(timeline_of(alice, person)) == [said]
    assert not timeline_of(bob, person).exists()


def test_nobody_reads_the_timeline_from_elsewhere(write, charlie, victor, eve, ada, person):
    write()
    for outsider in (charlie, victor, eve, ada):
        assert not timeline_of(outsider, person).exists()


@pytest.mark.parametrize("action", [Action.VIEW, Action.RECORD])
def test_filter_and_check_agree_on_entries(action, clinical, write, alice, bob, charlie, carol, victor, mona, eve, ada):
    for level in (Sensitivity.STANDARD, Sensitivity.SENSITIVE):
        write(sensitivity=level)
    for user in (alice, bob, charlie, carol, victor, mona, eve, ada):
        assert set(visible(user, Entry.objects.all(), action)) == {
            e for e in Entry.objects.all() if can(user, action, e)
        }


def test_the_timeline_costs_the_same_however_long(write, alice, person, django_assert_num_queries):
    for _ in range(3):
        write()
    list(timeline_of(alice, person))
    with django_assert_num_queries(1):
        [(e.by.name, e.person.ref, e.corrects) for e in timeline_of(alice, person)]
    for _ in range(27):
        write()
    with django_assert_num_queries(1):
        [(e.by.name, e.person.ref, e.corrects) for e in timeline_of(alice, person)]
