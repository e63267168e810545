"""Training offered with its reasons, and certificates that end."""

from datetime import timedelta

import pytest
from django.urls import reverse

from throughgate.access.policy import Forbidden, Hidden
from throughgate.common.clock import today
from throughgate.programmes.models import Promise
from throughgate.record.models import Entry
from throughgate.work.models import Certificate, Training
from throughgate.work.rules.learning import LearningError
from throughgate.work.selectors.ways import certificates_of, trainings_of
from throughgate.work.services.learning import (
    add_certificate,
    begin_training,
    end_training,
    offer_training,
    withdraw_certificate,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def offer(alice, person):
    def offer(**more) -> Training:
        said = {"title": "Forklift", "towards": "Warehouse", "why": "They ask for it", "offered_on": today() - 9 * DAY}
        return offer_training(by=alice, person=person, **said | more)

    return offer


def test_a_training_says_why_and_towards_what(offer):
    for left_out in ("why", "towards"):
        with pytest.raises(LearningError) as refused:
            offer(**{left_out: " "})
        assert refused.value.field == left_out


def test_one_that_begins_is_the_entry_that_a_programme_asks_for(alice, offer):
    begin_training(by=alice, training=offer(), on=today() - 2 * DAY)
    assert list(Entry.objects.values_list("kind", "on").order_by("pk")) == [
        ("training-offered", today() - 9 * DAY),
        ("training", today() - 2 * DAY),
    ]


def test_none_is_finished_that_never_began(alice, offer):
    row = offer()
    with pytest.raises(LearningError):
        end_training(by=alice, training=row, on=today(), because="finished")
    assert end_training(by=alice, training=row, on=today(), because="declined").ended_by == alice


def test_it_ends_once_and_not_before_it_began(alice, offer):
    row = begin_training(by=alice, training=offer(), on=today() - DAY)
    with pytest.raises(LearningError):
        end_training(by=alice, training=row, on=today() - 5 * DAY, because="finished")
    end_training(by=alice, training=row, on=today(), because="finished")
    with pytest.raises(LearningError):
        end_training(by=alice, training=row, on=today(), because="stopped")


def test_a_mistake_is_on_no_page(alice, person, offer):
    end_training(by=alice, training=offer(), on=today(), because="mistake")
    assert trainings_of(alice, person) == []


def test_a_certificate_that_ends_is_due_to_be_renewed_before(alice, person):
    ends = today() + 100 * DAY
    old = add_certificate(by=alice, person=person, title="Card", got_on=today() - DAY, until=ends)
    assert Promise.objects.get(source="work").by_on == ends - 28 * DAY
    new = add_certificate(by=alice, person=person, title="Card", got_on=today(), renews=old)
    assert Promise.objects.get(source="work").met_by.kind == "certificate"
    assert certificates_of(alice, person) == [new]


def test_one_that_has_ended_is_promised_nothing(alice, person):
    add_certificate(by=alice, person=person, title="Card", got_on=today() - 9 * DAY, until=today() - DAY)
    assert not Promise.objects.filter(source="work").exists()


def test_one_noted_wrongly_counts_no_more_and_is_not_due(alice, person):
    row = add_certificate(by=alice, person=person, title="Card", got_on=today(), until=today() + 100 * DAY)
    withdraw_certificate(by=alice, certificate=row)
    assert Promise.objects.get(source="work").withdrawn_on == today()
    assert (certificates_of(alice, person), Certificate.objects.count()) == ([], 1)


def test_who_works_elsewhere_offers_none(charlie, person):
    with pytest.raises((Hidden, Forbidden)):
        offer_training(by=charlie, person=person, title="A", towards="B", why="C", offered_on=today())


def test_what_is_due_leads_to_its_renewal(client, alice, person):
    client.force_login(alice)
    row = add_certificate(by=alice, person=person, title="Card", got_on=today(), until=today() + 10 * DAY)
    led = client.get(reverse("work:promised", kwargs={"ref": row.promise.ref}), follow=True)
    assert "Renew a certificate" in led.content.decode()


def test_a_training_stands_on_the_way(client, alice, person, offer):
    client.force_login(alice)
    page = reverse("work:person", kwargs={"ref": person.ref})
    assert "Training" not in [stop["label"] for stop in client.get(page).context["drawn"]]
    end_training(
        by=alice, training=begin_training(by=alice, training=offer(), on=today()), on=today(), because="finished"
    )
    ready, training, applied = client.get(page).context["drawn"][:3]
    assert (training["label"], training["tone"], applied["tone"]) == ("Training", "done", "next")
    assert ready["tone"] == "now" and not ready["is_past"]
