"""Applications, jobs, and whether they last."""

from datetime import timedelta

import pytest

from throughgate.casework.models import Booking
from throughgate.common.clock import today
from throughgate.people.services.restrictions import RestrictedError, add_restriction
from throughgate.programmes.models import Promise
from throughgate.programmes.services.enrolling import enrol
from throughgate.programmes.services.publishing import load_shipped_models
from throughgate.record.models import Entry
from throughgate.work.models import Job, Vacancy
from throughgate.work.rules.applying import ApplicationError, Asked, JobError, against, lasted_of, told_lasted
from throughgate.work.selectors.figures import in_work
from throughgate.work.services.employers import add_vacancy
from throughgate.work.services.jobs import (
    Interview,
    answer_check,
    apply_for_job,
    leave_job,
    start_job,
    take_step,
)

WEEKS = timedelta(weeks=1)


@pytest.fixture
def begin(alice, person):
    def begin(ago=0, **more):
        said = {"title": "Cook", "employer": "Brown", "kind": "permanent", "started_on": today() - ago * WEEKS}
        return start_job(by=alice, person=person, said=said | more)

    return begin


@pytest.mark.django_db
def test_a_job_is_asked_about_after_4_13_and_26_weeks(begin):
    begin(ago=10)
    assert [(one.job_check.weeks) for one in Promise.objects.filter(source="work")] == [13, 26]
    assert Entry.objects.get(kind="job-started").on == today() - 10 * WEEKS


@pytest.mark.django_db
def test_still_in_work_answers_what_was_to_be_asked_before(begin, alice):
    job = begin(ago=13)
    answer_check(by=alice, job_check=job.checks.get(weeks=13), answer="still")
    assert list(job.checks.values_list("weeks", "answer")) == [(4, "still"), (13, "still"), (26, "")]
    assert Promise.objects.get(source="work", job_check__weeks=13).met_on == today()


@pytest.mark.django_db
def test_not_in_work_says_nothing_of_the_weeks_before(begin, alice):
    job = begin(ago=13)
    answer_check(by=alice, job_check=job.checks.get(weeks=13), answer="left")
    assert list(job.checks.values_list("weeks", "answer")) == [(4, ""), (13, "left"), (26, "")]


@pytest.mark.django_db
def test_nobody_can_answer_long_before_the_day(begin, alice):
    with pytest.raises(JobError):
        answer_check(by=alice, job_check=begin().checks.get(weeks=4), answer="still")


@pytest.mark.django_db
@pytest.mark.parametrize(("because", "later"), [("health", "left"), ("next", "next"), ("inside", "inside")])
def test_a_job_that_ends_settles_its_checks(begin, alice, because, later):
    job = leave_job(by=alice, job=begin(ago=10), on=today(), because=because)
    assert list(job.checks.values_list("answer", flat=True)) == ["still", later, later]
    assert not Promise.objects.filter(source="work", withdrawn_on__isnull=True).exists()


@pytest.mark.django_db
def test_a_job_ends_once_and_not_before_it_began(begin, alice):
    job = begin(ago=2)
    with pytest.raises(JobError):
        leave_job(by=alice, job=job, on=job.started_on - WEEKS, because="health")
    leave_job(by=alice, job=job, on=today(), because="health")
    with pytest.raises(JobError):
        leave_job(by=alice, job=job, on=today(), because="health")


@pytest.mark.django_db
def test_an_interview_is_booked_where_bookings_are(alice, person):
    asked = apply_for_job(by=alice, person=person, on=today(), title="Cook", employer="Brown")
    on = today() + WEEKS
    take_step(by=alice, application=asked, state="interview", on=today(), interview=Interview(on, place="12 High St"))
    assert list(Booking.objects.values_list("kind", "on", "place")) == [("job-interview", on, "12 High St")]


@pytest.mark.django_db
def test_what_cannot_follow_is_refused(alice, person):
    asked = apply_for_job(by=alice, person=person, on=today(), title="Cook", employer="Brown")
    with pytest.raises(ApplicationError):
        take_step(by=alice, application=asked, state="accepted", on=today())


@pytest.mark.django_db
def test_an_employer_is_there_once(alice):
    for title in ("Cook", "Baker"):
        add_vacancy(by=alice, employer={"name": "Brown"}, said={"title": title})
    assert Vacancy.objects.values("employer").distinct().count() == 1


@pytest.mark.parametrize(
    ("told", "out", "look"), [("told", 1, 0), ("maybe", 0, 1), ("not-told", 0, 0)], ids=["told", "maybe", "spent"]
)
def test_an_exclusion_counts_as_far_as_it_has_to_be_told(told, out, look):
    asked = [Asked("theft", told), Asked("drugs", "told")]
    found = against(closes_on=None, filled_on=None, excludes=["theft"], asked=asked, today=today())
    assert (len(found[0]), len(found[1])) == (out, look)


def test_nobody_asked_is_not_known():
    one = lasted_of(["still", "next", "left", "inside", ""])
    assert (one.in_work, one.left, one.inside, one.missing) == (2, 1, 1, 1)


def test_small_numbers_are_withheld_and_cannot_be_reckoned():
    told = told_lasted(lasted_of(["still"] * 10 + ["left"] * 2 + [""] * 6), 5)
    assert told == {"due": "18", "in_work": "10", "left": "withheld", "inside": "0", "missing": "withheld"}
    assert set(told_lasted(lasted_of(["still"] * 4), 5).values()) == {"withheld"}


@pytest.mark.django_db
def test_a_mistake_is_in_no_figure(begin, alice):
    leave_job(by=alice, job=begin(ago=10), on=today(), because="mistake")
    assert in_work(alice, today())[4].due == 0
    assert Job.objects.get().ended_because == "mistake"


@pytest.mark.django_db
def test_where_the_programme_asks_it_is_not_promised_a_second_time(alice, person, begin):
    model = next(one for one in load_shipped_models() if one.slug == "jobs-and-relationships")
    enrol(by=alice, person=person, model=model, enrolled_on=today())
    job = begin(ago=2)
    assert job.checks.count() == 3
    assert not Promise.objects.filter(source="work").exists()


@pytest.mark.django_db
def test_an_interview_where_they_may_not_be_is_refused(alice, person):
    zone = {"kind": "licence_place", "place": "High Street", "source": "licence"}
    add_restriction(by=alice, person=person, from_on=today(), **zone)
    asked = apply_for_job(by=alice, person=person, on=today(), title="Cook", employer="Brown")
    meets = Interview(today() + WEEKS, place="12 High Street")
    with pytest.raises(RestrictedError):
        take_step(by=alice, application=asked, state="interview", on=today(), interview=meets)
    assert asked.steps.count() == 1
