"""The pages: who reads which, and how much is asked of the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughgate.access.policy import Sensitivity
from throughgate.audit.models import Event
from throughgate.people.models import Consent
from throughgate.reports.models import FrozenReport, LeftOut, Statement
from throughgate.reports.services.finishing import ask_sign_off, note_gone_through, sign
from throughgate.reports.services.writing import begin_report, put_back, write_statements


@pytest.fixture
def clinical(carols, carol, mona, hearing, talked, today):
    """A frozen parole report with something from therapy in it, which the person said yes to."""
    Consent.objects.create(
        person=carols, recipient_kind="probation", recipient_key="probation:", purpose="probation", scope="health",
        decision="yes", given_on=today, how="spoken", by=carol,
    )  # fmt: skip
    talked(5, kind="individual-therapy", sensitivity=Sensitivity.CLINICAL)
    version = begin_report(by=carol, person=carols, template="parole", hearing=hearing)
    own = {one.pk: "Mine." for one in Statement.objects.filter(version=version, is_opinion=True)}
    write_statements(by=carol, version=version, words=own)
    row = Statement.objects.get(version=version, left_out=LeftOut.CLINICAL)
    put_back(by=carol, statement=row, because="They asked for it")
    note_gone_through(by=carol, version=version, on=today, how="face")
    ask_sign_off(by=carol, version=version, signer=mona)
    sign(by=mona, version=version)
    return version


@pytest.fixture
def get(client):
    def page(user, name, version, **more):
        client.force_login(user)
        known = {"ref": version.report.ref, "number": version.number} | more
        return client.get(reverse(f"reports:{name}", kwargs=known))

    return page


def test_the_paper_is_as_closed_as_what_is_in_it(clinical, get, alice, carol, mona):
    assert FrozenReport.objects.get().sensitivity == Sensitivity.CLINICAL
    codes = [get(user, "paper", clinical).status_code for user in (carol, mona, alice)]
    assert codes == [200, 200, 404]


def test_a_page_says_how_much_is_closed_and_not_what(clinical, get, alice):
    said = get(alice, "version", clinical).content.decode()
    assert "Individual therapy" not in said
    assert "1 statement in it is closed to you" in said


def test_sources_of_a_closed_statement_are_hidden(clinical, get, alice):
    row = Statement.objects.get(version=clinical, sensitivity=Sensitivity.CLINICAL)
    assert get(alice, "sources", clinical, pk=row.pk).status_code == 404


def test_from_elsewhere_there_is_no_such_report(parole, get, charlie, victor, eve):
    assert {get(user, "version", parole).status_code for user in (charlie, victor, eve)} == {404}


def test_reading_is_audited(parole, get, alice):
    get(alice, "version", parole)
    assert Event.objects.filter(action="report.read", by=alice, person_ref=parole.report.person.ref).exists()


def test_a_draft_asks_no_more_of_more_statements(parole, get, alice, talked, person, hearing):
    def asked(version):
        get(alice, "version", version)  # what is read once per process
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert get(alice, "version", version).status_code == 200
        return len(seen)

    few = asked(parole)
    for days, kind in enumerate(("visit", "phone-call", "self-help-meeting", "in-cell-work", "training", "referral")):
        talked(days, kind=kind)
    parole.report.delete()
    assert asked(begin_report(by=alice, person=person, template="parole", hearing=hearing)) == few


def test_a_second_one_leads_to_the_one_that_is_being_written(plain, person, client, alice):
    client.force_login(alice)
    url = reverse("reports:new", args=[person.ref])
    said = client.post(url, {"template": "rehabilitation-plan"}).content.decode()
    assert "One of these is being written already" in said
    assert reverse("reports:version", args=[plain.report.ref, 1]) in said
    assert plain.report.versions.count() == 1
