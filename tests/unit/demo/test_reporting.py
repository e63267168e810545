"""The demonstration shows a report that waits for sign-off, and one with two frozen versions."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from tests.cast import add_person
from throughgate.common.clock import today
from throughgate.demo.reporting import write_reports
from throughgate.people.models import CustodyMove
from throughgate.record.services import write_entry
from throughgate.reports.models import FrozenReport, ReportVersion


@pytest.mark.django_db
def test_one_waits_and_one_is_frozen_twice(person, alice, mona, send):
    for one in (person, add_person(send, alice)):
        write_entry(by=alice, person=one, kind="one-to-one", on=today(), summary="A talk")
    CustodyMove.objects.create(
        person=person, kind="received", on=today() - timedelta(days=400), site=send, added_by=alice
    )
    write_reports(SimpleNamespace(users={"caseworker": alice}, today=today()))
    assert ReportVersion.objects.get(asked_at__isnull=False).signer == mona
    assert FrozenReport.objects.count() == 2
