"""The demonstration is loaded the same each time, and all of it or nothing."""

import pytest

from throughgate.accounts.models import User
from throughgate.demo.charity import load_charity
from throughgate.people.models import Person
from throughgate.record.models import Entry

pytestmark = pytest.mark.slow


def told() -> list[tuple]:
    """Everything that is told of everybody, without what is drawn by lot for each row (references)."""
    return list(
        Entry.objects.order_by("pk").values_list("person__family_name", "kind", "subject", "on", "happened", "summary")
    )


@pytest.mark.django_db(transaction=True)
def test_the_same_seed_tells_the_same_stories(django_db_blocker):
    from django.core.management import call_command

    load_charity(people=5)
    first = told()
    call_command("flush", verbosity=0, interactive=False)
    load_charity(people=5)
    assert told() == first


@pytest.mark.django_db(transaction=True)
def test_a_charity_that_cannot_be_finished_is_not_begun(monkeypatch):
    monkeypatch.setattr("throughgate.demo.charity.Life.waive_one", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load_charity(people=3)
    assert not Person.objects.exists() and not User.objects.exists()
