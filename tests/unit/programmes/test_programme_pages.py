from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from throughgate.audit.models import Event
from throughgate.programmes.models import Enrolment, ProgrammeModel
from throughgate.programmes.services import enrol, leave_programme, make_promise, put_on_hold, waive
from throughgate.record.services import write_entry


@pytest.fixture
def as_(client):
    def _as(user):
        client.force_login(user, backend="throughgate.accounts.backends.SignInBackend")
        return client

    return _as


def url(name, **kwargs):
    return reverse(f"programmes:{name}", kwargs=kwargs)


def days(**named):
    """A day as three boxes."""
    return {f"{name}_{part}": str(getattr(on, part)) for name, on in named.items() for part in ("day", "month", "year")}


@pytest.mark.parametrize("name", ["mona", "alice", "carol", "victor", "eve", "ada"])
def test_everybody_may_read_the_programmes(request, as_, models, name):
    client = as_(request.getfixturevalue(name))
    page = client.get(url("list"))
    assert page.status_code == 200
    assert all(row.title in page.text for row in models.values())


@pytest.mark.parametrize(
    "slug", ["jobs-and-relationships", "mentoring-through-the-gate", "restorative-family", "addiction-recovery"]
)
def test_a_manual_reads_like_one(as_, alice, models, slug):
    page = as_(alice).get(url("manual", slug=slug))
    assert page.status_code == 200
    for words in (
        "Who it is for",
        "What is done, and by when",
        "What is measured",
        "Why it should work",
        "How we work",
    ):
        assert words in page.text


def test_the_manual_of_a_version(as_, alice, family):
    assert as_(alice).get(url("version", slug=family.slug, version=1)).status_code == 200
    assert as_(alice).get(url("version", slug=family.slug, version=9)).status_code == 404


def test_a_model_can_be_taken_away_as_a_file(as_, alice, family):
    page = as_(alice).get(url("download", slug=family.slug, version=1))
    assert page.content.decode() == family.source
    assert 'filename="restorative-family-1.yaml"' in page["Content-Disposition"]


def test_a_manager_adds_a_model_from_a_file(as_, mona, family):
    text = family.source.replace("version: 1", "version: 2", 1)
    page = as_(mona).post(url("add"), {"file": SimpleUploadedFile("f.yaml", text.encode())})
    assert page.status_code == 302
    assert ProgrammeModel.objects.get(version=2).source == text


def test_errors_are_shown_by_line_and_the_text_is_kept(as_, mona, family):
    text = family.source.replace("is: family-workshop", "is: family-party")
    page = as_(mona).post(url("add"), {"text": text})
    assert "the kind “family-party” is not known" in page.text
    assert "Did you mean" in page.text or "Known" in page.text
    assert "is: family-party" in page.text
    assert ProgrammeModel.objects.filter(slug=family.slug).count() == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose a file, or paste the text"),
        ({"file": SimpleUploadedFile("f.yaml", b"\xff\xfe\x00")}, "not plain text"),
        ({"text": "just words"}, "this is not a programme model"),
    ],
)
def test_what_is_no_model_is_refused_kindly(as_, mona, data, words):
    page = as_(mona).post(url("add"), data)
    assert page.status_code == 200
    assert words in page.text


def test_a_version_in_use_is_refused_on_the_page(as_, mona, enrolment, family):
    page = as_(mona).post(url("add"), {"text": family.source.replace("Family workshop", "Family party")})
    assert "is in use" in page.text
    assert "Family party" in page.text


@pytest.mark.parametrize("name", ["alice", "carol", "victor", "eve"])
def test_others_add_nothing(request, db, as_, name):
    assert as_(request.getfixturevalue(name)).get(url("add")).status_code == 403


def test_enrolling_through_the_page(as_, alice, person, models, today):
    client = as_(alice)
    assert "Enrol Jo on a programme" in client.get(url("enrol", ref=person.ref)).text
    data = {"model": models["restorative-family"].pk, "stage": "enrolled", **days(enrolled_on=today)}
    page = client.post(url("enrol", ref=person.ref), data)
    assert page.url == url("enrolment", ref=Enrolment.objects.get().ref)
    assert client.post(url("enrol", ref=person.ref), data).status_code == 200
    assert Enrolment.objects.count() == 1


def test_enrolling_in_the_future_comes_back_filled(as_, alice, person, models):
    data = {"model": models["restorative-family"].pk, "stage": "enrolled", **days(enrolled_on=date(2030, 1, 1))}
    page = as_(alice).post(url("enrol", ref=person.ref), data)
    assert "The day cannot be in the future" in page.text
    assert 'value="2030"' in page.text


def test_the_enrolment_page_shows_what_is_due(as_, alice, enrolment):
    page = as_(alice).get(url("enrolment", ref=enrolment.ref))
    assert "Family assessment" in page.text
    assert "months late" in page.text
    assert "<title>Person" not in page.text and "Jordan" not in page.text.split("</title>")[0]
    assert Event.objects.filter(action="person.read", person_ref=enrolment.person.ref).exists()


@pytest.mark.parametrize(
    ("name", "status"), [("mona", 200), ("bob", 200), ("charlie", 404), ("victor", 404), ("eve", 404), ("ada", 404)]
)
def test_who_may_read_an_enrolment(request, as_, enrolment, name, status):
    assert as_(request.getfixturevalue(name)).get(url("enrolment", ref=enrolment.ref)).status_code == status


def test_a_colleague_reads_and_may_not_act(as_, bob, enrolment):
    page = as_(bob).get(url("enrolment", ref=enrolment.ref))
    assert url("leave", ref=enrolment.ref) not in page.text
    for act in ("stage", "hold", "resume", "leave", "move_version"):
        assert as_(bob).get(url(act, ref=enrolment.ref)).status_code == 403


def test_waiving_and_taking_it_back(as_, alice, enrolment):
    client = as_(alice)
    row = enrolment.commitments.get(element="family-workshop")
    page = client.post(
        url("waive", ref=enrolment.ref, commitment=row.pk), {"reason": "operational", "note": "Lockdown"}, follow=True
    )
    assert "Lockdown" in page.text
    waiver = enrolment.waivers.get()
    client.post(url("withdraw_waiver", ref=enrolment.ref, waiver=waiver.pk))
    assert enrolment.commitments.get(element="family-workshop").waived_on is None


def test_a_reason_the_model_does_not_know_is_refused(as_, alice, enrolment):
    row = enrolment.commitments.get(element="family-workshop")
    page = as_(alice).post(url("waive", ref=enrolment.ref, commitment=row.pk), {"reason": "weather"})
    assert page.status_code == 200
    assert not enrolment.waivers.exists()


def test_holding_resuming_and_leaving(as_, alice, enrolment, today):
    client = as_(alice)
    client.post(url("hold", ref=enrolment.ref), {"reason": "In hospital", **days(from_on=date(2026, 11, 1))})
    assert "On hold since" in client.get(url("enrolment", ref=enrolment.ref)).text
    client.post(url("resume", ref=enrolment.ref), days(on=date(2026, 11, 10)))
    page = client.post(url("leave", ref=enrolment.ref), {"reason": "other", "note": "", **days(on=today)})
    assert "Say a little more" in page.text
    client.post(url("leave", ref=enrolment.ref), {"reason": "moved", **days(on=today)})
    page = client.get(url("enrolment", ref=enrolment.ref))
    assert "Moved out of reach" in page.text
    assert url("hold", ref=enrolment.ref) not in page.text


def test_an_act_twice_does_no_harm(as_, alice, enrolment, today):
    client = as_(alice)
    for _ in range(2):
        client.post(url("hold", ref=enrolment.ref), {"reason": "In hospital", **days(from_on=today)})
    assert enrolment.holds.count() == 1


def test_moving_to_a_new_version(as_, alice, mona, enrolment, family):
    from throughgate.programmes.services import publish_model

    second = publish_model(by=mona, text=family.source.replace("version: 1", "version: 2", 1), filename="f.yaml")
    client = as_(alice)
    assert url("move_version", ref=enrolment.ref) in client.get(url("enrolment", ref=enrolment.ref)).text
    client.post(url("move_version", ref=enrolment.ref), {"model": second.pk, "reason": "Newer"})
    assert Enrolment.objects.get().model == second


def test_retiring_a_version(as_, mona, family):
    client = as_(mona)
    assert "Retire" in client.get(url("retire", slug=family.slug, version=1)).text
    client.post(url("retire", slug=family.slug, version=1))
    assert "Other versions" in client.get(url("list")).text


def queries_of(client, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(15) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_the_enrolment_page_costs_the_same_as_it_grows(as_, alice, person, models, django_assert_max_num_queries):
    client = as_(alice)
    enrolment = enrol(by=alice, person=person, model=models["addiction-recovery"], enrolled_on=date(2026, 2, 1))
    put_on_hold(by=alice, enrolment=enrolment, from_on=date(2026, 11, 19), reason="Ill")
    address = url("enrolment", ref=enrolment.ref)
    client.get(address)
    few = queries_of(client, address, django_assert_max_num_queries)
    for day in range(1, 29):
        write_entry(by=alice, person=person, kind="group-therapy", on=date(2026, 3, day), summary="Group")
        write_entry(by=alice, person=person, kind="individual-therapy", on=date(2026, 3, day), summary="Therapy")
    assert queries_of(client, address, django_assert_max_num_queries) == few


def test_waivers_cost_no_query_each(as_, alice, enrolment, django_assert_max_num_queries):
    client = as_(alice)
    address = url("enrolment", ref=enrolment.ref)
    client.get(address)
    few = queries_of(client, address, django_assert_max_num_queries)
    for element in ("family-workshop", "family-prepared", "plan-agreed"):
        waive(by=alice, enrolment=enrolment, element=element, spell=0, ordinal=1, reason="family-declined")
    assert queries_of(client, address, django_assert_max_num_queries) == few


def test_the_list_costs_the_same_however_many_programmes(as_, mona, models, family, django_assert_max_num_queries):
    from throughgate.programmes.services import publish_model

    client = as_(mona)
    client.get(url("list"))
    few = queries_of(client, url("list"), django_assert_max_num_queries)
    for version in range(2, 8):
        text = family.source.replace("version: 1", f"version: {version}", 1).replace(
            "model: restorative-family", f"model: f{version}"
        )
        publish_model(by=mona, text=text, filename="f.yaml")
    client.get(url("list"))
    assert queries_of(client, url("list"), django_assert_max_num_queries) == few


def test_what_has_no_day_is_led_to_from_the_enrolment(as_, alice, enrolment):
    page = as_(alice).get(url("enrolment", ref=enrolment.ref)).text
    section = page.partition('id="as-needed"')[2].partition("</section>")[0]
    for title in ("If the practitioner changes", "Support stepped up in a crisis"):
        assert title in section
    assert section.count("<a ") == section.count("Record<") == 2


def test_nothing_is_needed_any_more_of_whoever_has_left(as_, alice, enrolment):
    client = as_(alice)
    leave_programme(by=alice, enrolment=enrolment, on=date(2026, 11, 20), reason="completed")
    page = client.get(url("enrolment", ref=enrolment.ref)).text
    assert "as-needed" not in page
    assert "Nothing more is due" in page and "What was promised to them" not in page


def test_what_was_promised_outlives_the_programme_and_the_page_says_so(as_, alice, person, enrolment):
    make_promise(
        by=alice, person=person, source="step", title="Ring the landlord", worker=alice, by_on=date(2026, 11, 25),
        enrolment=enrolment,
    )  # fmt: skip
    form = {"reason": "completed", **days(on=date(2026, 11, 20))}
    page = as_(alice).post(url("leave", ref=enrolment.ref), form, follow=True).text
    assert "Ring the landlord" in page
    assert "What was promised to them stays due" in page and "Nothing more is due" not in page


def test_what_was_done_is_told_with_its_year(as_, alice, person, enrolment):
    write_entry(by=alice, person=person, kind="group-session", on=date(2026, 9, 20), summary="Met", enrolment=enrolment)
    page = as_(alice).get(url("enrolment", ref=enrolment.ref)).text
    assert "Sun 20 Sep 2026" in page.partition('id="done"')[2]
