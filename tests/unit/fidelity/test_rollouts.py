"""A programme taken to a site, and what is done otherwise there."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from throughgate.access.policy import Forbidden, Hidden
from throughgate.common.clock import today
from throughgate.fidelity.models import Adaptation, Rollout
from throughgate.fidelity.rules.adapting import AdaptationError
from throughgate.fidelity.selectors.rollouts import adaptations_between, rollouts_of
from throughgate.fidelity.services.rollouts import (
    declare_adaptation,
    end_adaptation,
    end_rollout,
    go_on_adapting,
    roll_out,
)

DAY = date(2026, 3, 2)
SAID = {"element": "sessions", "change": "timing", "what": "Twice a week", "because": "People stay three weeks"}


@pytest.fixture
def rollout(mona, model, send) -> Rollout:
    return roll_out(by=mona, model=model, site=send, begins_on=DAY)


@pytest.fixture
def adaptation(mona, rollout) -> Adaptation:
    return declare_adaptation(by=mona, rollout=rollout, from_on=DAY, **SAID)


def test_a_site_delivers_it_once_at_a_time(mona, model, send, rollout):
    with pytest.raises(AdaptationError, match="already"):
        roll_out(by=mona, model=model, site=send, begins_on=DAY)
    end_rollout(by=mona, rollout=rollout, ended_on=DAY, because="No room")
    assert roll_out(by=mona, model=model, site=send, begins_on=DAY).pk != rollout.pk


def test_it_cannot_end_before_it_began(mona, rollout):
    with pytest.raises(AdaptationError):
        end_rollout(by=mona, rollout=rollout, ended_on=DAY - timedelta(1), because="No room")


def test_what_is_declared_holds_from_its_day_until_it_ends(mona, send, model, rollout, adaptation):
    assert rollouts_of(model.slug, [send])[send.pk].standing == [adaptation]
    end_adaptation(by=mona, adaptation=adaptation, on=DAY + timedelta(30))
    assert rollouts_of(model.slug, [send])[send.pk].standing == []
    assert adaptations_between(rollout, DAY, DAY + timedelta(10)) == [adaptation]
    assert adaptations_between(rollout, DAY + timedelta(31), today()) == []
    go_on_adapting(by=mona, adaptation=adaptation)
    assert rollouts_of(model.slug, [send])[send.pk].standing == [adaptation]


def test_nobody_declares_for_a_site_of_others(charlie, mona, ada, model, send, downview, rollout):
    with pytest.raises(Forbidden):
        roll_out(by=charlie, model=model, site=downview, begins_on=DAY)
    with pytest.raises(Hidden):
        roll_out(by=mona, model=model, site=downview, begins_on=DAY)


def test_from_the_page_it_is_declared_ended_and_taken_back(client, mona, model, send, rollout):
    client.force_login(mona)
    said = SAID | {"from_on_day": "2", "from_on_month": "3", "from_on_year": "2026"}
    page = client.post(reverse("fidelity:adapt", kwargs={"ref": rollout.ref}), said, follow=True).content.decode()
    assert "Twice a week" in page and "People stay three weeks" in page
    [row] = Adaptation.objects.all()
    client.post(reverse("fidelity:end_adaptation", kwargs={"ref": row.ref}))
    row.refresh_from_db()
    assert row.ended_on == today()
    client.post(reverse("fidelity:go_on", kwargs={"ref": row.ref}))
    row.refresh_from_db()
    assert row.ended_on is None


def test_a_core_part_left_out_is_said_to_be_another_programme(client, mona, model, send, rollout):
    declare_adaptation(by=mona, rollout=rollout, from_on=DAY, **SAID | {"change": "left_out"})
    client.force_login(mona)
    page = client.get(reverse("fidelity:site", kwargs={"slug": model.slug, "code": send.code})).content.decode()
    assert "hardly the same programme" in page


def test_side_by_side_shows_counts_and_the_way_to_another_site(client, mona, model, send, joins, due, rollout):
    due(joins(send, on=today() - timedelta(40)), "assessment", today() - timedelta(3), met_on=today())
    client.force_login(mona)
    page = client.get(reverse("fidelity:compare", kwargs={"slug": model.slug})).content.decode()
    assert "1 of 1" in page and "0 of 1" in page and "Nothing declared" in page


def test_a_day_that_is_none_is_asked_again_and_nothing_is_lost(client, mona, model, send):
    client.force_login(mona)
    url = reverse("fidelity:begin", kwargs={"slug": model.slug, "code": send.code})
    said = {"begins_on_day": "31", "begins_on_month": "2", "begins_on_year": "2026", "note": "Two are trained"}
    page = client.post(url, said).content.decode()
    assert "Two are trained" in page and not Rollout.objects.exists()
