"""A recall and the release after it: what the model does again begins again, on the days that the term reckons."""

from datetime import date, timedelta

import pytest

from throughgate.people.rules.custody import recalled_until
from throughgate.people.services import note_date, note_hdc_step, record_move
from throughgate.programmes.models import Commitment
from throughgate.programmes.services import enrol

START, OUT, BACK = date(2026, 2, 2), date(2026, 6, 1), date(2026, 9, 7)


@pytest.fixture
def recalled(models, alice, person, send):
    """Enrolled, released, and recalled for 56 days."""
    enrolment = enrol(by=alice, person=person, model=models["jobs-and-relationships"], enrolled_on=START)
    record_move(by=alice, person=person, kind="received", on=START, site=send)
    note_date(by=alice, person=person, kind="crd", on=OUT, source="OMU")
    record_move(by=alice, person=person, kind="released", on=OUT)
    record_move(by=alice, person=person, kind="recalled", on=BACK, site=send, recall="56")
    return enrolment


def spells_of(enrolment, element):
    return list(
        Commitment.objects.filter(enrolment=enrolment, element=element).order_by("spell").values_list("spell", "by_on")
    )


def test_what_is_done_again_after_a_recall_is_due_again(recalled):
    assert [spell for spell, _ in spells_of(recalled, "agreement")] == [0, 1]
    assert spells_of(recalled, "agreement")[1][1] == BACK + timedelta(days=21)


def test_what_is_done_once_is_not(recalled):
    assert [spell for spell, _ in spells_of(recalled, "id-documents")] == [0]


def test_the_end_of_the_term_is_what_the_next_release_hangs_on(recalled, alice, person):
    before = spells_of(recalled, "first-visit")
    until = recalled_until(BACK, "56")
    note_date(by=alice, person=person, kind="recall_release", on=until, source="Reckoned")
    after = spells_of(recalled, "first-visit")
    assert before[0] == after[0] and (1, until) in [(spell, by_on - (before[0][1] - OUT)) for spell, by_on in after]


@pytest.mark.parametrize("kind", ["hdc_eligible", "parole_eligible", "tariff_end", "supervision_end"])
def test_being_eligible_moves_nothing(recalled, alice, person, kind):
    before = list(Commitment.objects.order_by("pk").values_list("element", "spell", "by_on"))
    note_date(by=alice, person=person, kind=kind, on=date(2026, 12, 1), source="OMU")
    assert list(Commitment.objects.order_by("pk").values_list("element", "spell", "by_on")) == before


def test_home_detention_curfew_granted_moves_what_hangs_on_release(models, alice, person, send, today):
    enrolment = enrol(by=alice, person=person, model=models["jobs-and-relationships"], enrolled_on=today)
    note_date(by=alice, person=person, kind="crd", on=today + timedelta(90), source="OMU")
    late = spells_of(enrolment, "id-documents")
    note_hdc_step(
        by=alice, person=person, state="granted", on=today, day=today + timedelta(60), source="OMU"
    )  # fmt: skip
    assert spells_of(enrolment, "id-documents") == [(0, late[0][1] - timedelta(30))]
