"""A programme that asks for a meeting at the gate follows what the release day says."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from tests.unit.release.day.planned import RELEASE
from throughgate import programmes
from throughgate.programmes.models import Commitment, ModelStatus, ProgrammeModel, Waiver
from throughgate.programmes.services import enrol
from throughgate.programmes.services.waiving import waive
from throughgate.release.services.gate_asked import REASONS, SAID

pytestmark = pytest.mark.django_db
SHIPPED = Path(programmes.__file__).parent / "shipped"
MODEL = """
model: to-the-gate
version: 1
title: To the gate
summary: A programme that meets people at the gate.
for: {needs: [family]}
reasons: {met-by-family: Family meet them, person-declined: They said no, by-hand: Another}
phases:
  custody: {title: In custody, from: enrolment, to: release}
  community: {title: In the community, from: release, to: release + 12 months}
elements:
  gate:
    title: Met at the gate
    is: gate-meeting
    phase: community
    by: release
    unless: [met-by-family, person-declined, by-hand]
  first: {title: First days, is: [gate-meeting, first-visit], phase: community, by: release + 7 days, unless: [by-hand]}
"""


@pytest.fixture
def asked(alice, person, gate):
    model = ProgrammeModel.objects.create(
        slug="to-the-gate", version=1, title="To the gate", source=MODEL,
        sha256=sha256(MODEL.encode()).hexdigest(), status=ModelStatus.PUBLISHED,
    )  # fmt: skip
    enrolment = enrol(by=alice, person=person, model=model, stage="enrolled", enrolled_on=date(2026, 11, 2))
    return lambda: Commitment.objects.get(enrolment=enrolment, element="gate")


def reasons() -> list[str]:
    return list(Waiver.objects.filter(withdrawn_at=None).values_list("reason", flat=True))


def test_until_it_is_said_it_is_due(asked):
    assert (asked().by_on, asked().waived_on) == (RELEASE, None)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"met_by": "nobody", "reason": "declined"}, "person-declined"),
        ({"met_by": "family", "name": "Ann"}, "met-by-family"),
    ],
)
def test_met_by_others_or_nobody_it_is_not_due_of_us(asked, meet, said, reason):
    meet(**said)
    assert reasons() == [reason] and asked().waived_on and not asked().is_next


def test_what_another_contact_meets_too_stays_due(asked, meet, person):
    meet("nobody", reason="declined")
    assert Commitment.objects.get(person=person, element="first").waived_on is None


def test_said_otherwise_it_is_due_again(asked, meet):
    meet("nobody", reason="declined")
    meet()
    assert asked().waived_on is None and asked().is_next


def test_another_reason_takes_the_place_of_the_first(asked, meet):
    meet("nobody", reason="declined")
    meet("family", name="Ann")
    assert reasons() == ["met-by-family"]


def test_a_reason_that_the_programme_does_not_know_leaves_it_due(asked, meet):
    meet("nobody", reason="other", words="He walks with a friend")
    assert asked().waived_on is None


def test_what_was_waived_by_hand_stays_waived(alice, asked, meet):
    row = asked()
    waive(by=alice, enrolment=row.enrolment, element="gate", spell=row.spell, ordinal=1, reason="by-hand")
    meet("nobody", reason="declined")
    meet()
    assert reasons() == ["by-hand"] and not Waiver.objects.filter(note=SAID).exists()


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_programme_knows_a_reason_for_whoever_declines(path):
    model = yaml.safe_load(path.read_text(encoding="utf-8"))
    gates = [one for one in model["elements"].values() if one["is"] == "gate-meeting"]
    assert all(set(REASONS["declined"]) & set(one["unless"]) for one in gates)
