"""The pages of work: what stands there, and at what cost."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughgate.common.clock import today
from throughgate.work.models import Employer, PastConviction, Vacancy
from throughgate.work.selectors.ways import answers_of, convictions_of
from throughgate.work.services.jobs import Interview, apply_for_job, leave_job, start_job, take_step
from throughgate.work.services.readiness import add_conviction

pytestmark = pytest.mark.django_db


def page(client, name, person, **query):
    return client.get(reverse(f"work:{name}", kwargs={"ref": person.ref}), query)


def a_job(alice, person, weeks=10):
    said = {"title": "Cook", "employer": "Brown", "kind": "permanent"}
    return start_job(by=alice, person=person, said=said | {"started_on": today() - timedelta(weeks=weeks)})


def cost(client, person):
    page(client, "person", person)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(client, "person", person)
    return len(asked)


def test_as_many_queries_for_many_jobs(client, alice, person):
    client.force_login(alice)
    a_job(alice, person)
    apply_for_job(by=alice, person=person, on=today(), title="Cook", employer="Brown")
    few = cost(client, person)
    for _ in range(4):
        a_job(alice, person)
        apply_for_job(by=alice, person=person, on=today(), title="Cook", employer="Brown")
    assert cost(client, person) == few


def test_what_is_to_be_asked_stands_first(client, alice, person):
    client.force_login(alice)
    a_job(alice, person, weeks=4)
    assert "4 weeks in: are they still in work?" in page(client, "person", person).content.decode()


def test_a_vacancy_says_why_it_is_not_possible(client, alice, person):
    client.force_login(alice)
    firm = Employer.objects.create(name="Brown", added_by=alice)
    Vacancy.objects.create(employer=firm, title="Cook", excludes=["theft"], added_by=alice)
    life = {"offence": "theft", "convicted_on": today(), "sentences": [{"kind": "never"}]}
    add_conviction(by=alice, person=person, said=life)
    shown = client.get(reverse("work:vacancies"), {"for": person.ref}).content.decode()
    assert "Not possible" in shown
    assert "?vacancy=" not in shown


def test_what_cannot_be_said_says_why(client, alice, person):
    client.force_login(alice)
    add_conviction(by=alice, person=person, said={"offence": "theft"})
    shown = page(client, "disclosure", person).content.decode()
    assert "It cannot be said, because the day of the conviction is not known." in shown
    assert "not legal advice" in shown


def test_a_conviction_typed_in_is_reckoned(client, alice, person):
    client.force_login(alice)
    said = {"offence": "theft", "sentence": "custody", "months": "6", "under_18": "no", "summary_only": "no"}
    said |= {"convicted_on_day": "1", "convicted_on_month": "3", "convicted_on_year": "2024"}
    said |= {"ends_on_day": "31", "ends_on_month": "8", "ends_on_year": "2024"}
    client.post(reverse("work:disclosure", kwargs={"ref": person.ref}), said)
    assert PastConviction.objects.get().sentences[0]["ends_on"] == "2024-08-31"
    assert "Spent since" in page(client, "disclosure", person).content.decode()


@pytest.mark.parametrize(("run", "months"), [("consecutive", 18), ("concurrent", 12)])
def test_several_terms_count_as_one(client, alice, person, run, months):
    client.force_login(alice)
    said = {"offence": "theft", "sentence": "custody", "months": "12", "months_2": "6", "run": run}
    client.post(reverse("work:disclosure", kwargs={"ref": person.ref}), said)
    sentence = PastConviction.objects.get().sentences[0]
    assert (sentence["months"], sentence["terms"], sentence["run"]) == (months, [12, 6], run)


def test_of_two_terms_it_has_to_be_said_how_they_run(client, alice, person):
    client.force_login(alice)
    said = {"offence": "theft", "sentence": "custody", "months": "12", "months_2": "6"}
    shown = client.post(reverse("work:disclosure", kwargs={"ref": person.ref}), said).content.decode()
    assert "Say whether the terms run one after the other" in shown
    assert not PastConviction.objects.exists()


def test_who_is_behind_a_figure(client, alice, charlie, person):
    a_job(alice, person, weeks=10)
    for reader, count in ((alice, 1), (charlie, 0)):
        client.force_login(reader)
        shown = client.get(reverse("work:behind", kwargs={"weeks": 4})).content.decode()
        assert shown.count("Not asked yet") == count
        assert (person.name in shown) is bool(count)


def test_next_is_one_tap_away(client, alice, person):
    client.force_login(alice)
    client.post(reverse("work:line", kwargs={"ref": person.ref, "code": "phone"}), {"state": "done"})
    shown = page(client, "person", person).content.decode()
    assert "Note what you saw" in shown
    assert reverse("work:undo_line", kwargs={"ref": person.ref, "code": "phone"}) in shown


def test_the_longer_of_two_sentences_counts(client, alice, person):
    client.force_login(alice)
    said = {
        "offence": "driving",
        "sentence": "fine",
        "under_18": "no",
        "summary_only": "yes",
        "also": "disqualification",
    }
    said |= {"convicted_on_day": "1", "convicted_on_month": "3", "convicted_on_year": "2024"}
    said |= {"also_ends_on_day": "28", "also_ends_on_month": "2", "also_ends_on_year": "2026"}
    client.post(reverse("work:disclosure", kwargs={"ref": person.ref}), said)
    answer = answers_of(convictions_of(alice, person), today())[0]
    assert answer.spent_from == date(2026, 3, 1)


def test_what_is_nearest_to_a_job_stands_first(client, alice, person):
    client.force_login(alice)
    other = apply_for_job(by=alice, person=person, on=today(), title="Porter", employer="Green")
    row = apply_for_job(by=alice, person=person, on=today(), title="Cook", employer="Brown")

    def first():
        return page(client, "person", person).content.decode().split("Vacancies for them")[0]

    assert "Cook" not in first()
    ahead = Interview(on=today() + timedelta(days=3))
    take_step(by=alice, application=row, state="interview", on=today(), interview=ahead)
    assert "How did the interview go?" not in first()
    take_step(by=alice, application=other, state="interview", on=today())
    assert "How did the interview go? Porter, Green." in first()
    take_step(by=alice, application=row, state="offered", on=today())
    assert "They are offered a job: Cook, Brown." in first()
    take_step(by=alice, application=row, state="accepted", on=today())
    assert f"?from={row.ref}" in first()
    job = start_job(
        by=alice, person=person, application=row,
        said={"title": "Cook", "employer": "Brown", "kind": "permanent", "started_on": today()},
    )  # fmt: skip
    assert "In work since" in first()
    leave_job(by=alice, job=job, on=today(), because="ended")
    assert "Porter, Green" in first() and "Cook, Brown" not in first()


def test_nothing_is_noted_of_somebody_by_an_empty_form(client, alice, person):
    client.force_login(alice)
    answer = client.post(reverse("work:disclosure", kwargs={"ref": person.ref}), {"offence": ""})
    assert set(answer.context["form"].errors) == {"offence", "sentence"}
    assert not PastConviction.objects.exists()
