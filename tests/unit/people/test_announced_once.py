import pytest

from throughgate.people.changes import announced_once, facts_changed
from throughgate.people.models import Person
from throughgate.people.services import record_sentence


@pytest.fixture
def heard():
    refs = []

    def listen(sender, people, **kwargs):
        refs.extend(person.ref for person in people)

    facts_changed.connect(listen, weak=False)
    yield refs
    facts_changed.disconnect(listen)


def test_many_writes_are_announced_once_for_each_person(person, alice, heard):
    with announced_once():
        record_sentence(by=alice, person=person, kind="determinate")
        record_sentence(by=alice, person=person, kind="recall")
        assert heard == []
    assert heard == [person.ref]


def test_without_it_each_write_is_announced(person, alice, heard):
    record_sentence(by=alice, person=person, kind="determinate")
    record_sentence(by=alice, person=person, kind="recall")
    assert heard == [person.ref, person.ref]


def test_an_error_inside_takes_everything_back_and_announces_nothing(person, alice, heard):
    with pytest.raises(ZeroDivisionError), announced_once():
        record_sentence(by=alice, person=person, kind="determinate")
        raise ZeroDivisionError
    assert heard == [] and not person.sentences.exists()


def test_a_listener_that_fails_takes_everything_back(person, alice):
    def fail(sender, **kwargs):
        raise ZeroDivisionError

    facts_changed.connect(fail, weak=False)
    try:
        with pytest.raises(ZeroDivisionError), announced_once():
            record_sentence(by=alice, person=person, kind="determinate")
    finally:
        facts_changed.disconnect(fail)
    assert not Person.objects.get(pk=person.pk).sentences.exists()
