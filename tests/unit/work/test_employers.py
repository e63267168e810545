"""What is known of employers, and what stands against a vacancy of theirs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughgate.access.policy import Forbidden
from throughgate.audit.models import Event
from throughgate.common.clock import today
from throughgate.people.services.restrictions import add_restriction
from throughgate.work.models import Employer, Vacancy
from throughgate.work.rules.applying import ApplicationError, is_old_news
from throughgate.work.selectors.openings import excluded_by, restricted, vacancies_open
from throughgate.work.services.employers import describe_employer, fill_vacancy

pytestmark = pytest.mark.django_db
KNOWN = {"name": "Brown", "contact": "", "accepts": "", "asks": "A letter", "excludes": ["theft"]}
ZONE = {"kind": "licence_place", "source": "licence"}


@pytest.fixture
def firm(alice) -> Employer:
    return Employer.objects.create(name="Brown", added_by=alice)


@pytest.fixture
def cook(alice, firm) -> Vacancy:
    return Vacancy.objects.create(employer=firm, title="Cook", place="12 High Street", added_by=alice)


def test_what_an_employer_never_takes_counts_for_every_vacancy(alice, cook):
    describe_employer(by=alice, employer=cook.employer, said=KNOWN)
    assert excluded_by(cook) == ["theft"]
    assert (cook.employer.checked_on, cook.employer.checked_by) == (today(), alice)
    assert Event.objects.filter(action="employer.described").exists()


def test_two_employers_have_two_names(alice, firm):
    other = Employer.objects.create(name="Green", added_by=alice)
    with pytest.raises(ApplicationError):
        describe_employer(by=alice, employer=other, said=KNOWN | {"name": "brown"})


def test_a_volunteer_keeps_no_directory(victor, firm):
    with pytest.raises(Forbidden):
        describe_employer(by=victor, employer=firm, said=KNOWN)


def test_half_a_year_on_it_is_to_be_made_sure_of_again():
    assert is_old_news(None, today())
    assert is_old_news(today() - timedelta(days=184), today())
    assert not is_old_news(today() - timedelta(days=183), today())


@pytest.mark.parametrize(("zone", "stands"), [("High Street", True), ("Mill Lane", False)])
def test_a_place_where_they_may_not_be_speaks_against_a_vacancy(alice, person, cook, zone, stands):
    add_restriction(by=alice, person=person, from_on=today(), place=zone, **ZONE)
    assert any(restricted(alice, person, [cook], today())[cook.pk]) is stands


def test_as_many_queries_for_many_vacancies(client, alice, person, cook):
    client.force_login(alice)
    add_restriction(by=alice, person=person, from_on=today(), place="Mill Lane", **ZONE)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("work:vacancies"), {"for": person.ref})
        return len(asked)

    cost()
    few = cost()
    for place in range(5):
        Vacancy.objects.create(employer=cook.employer, title="Cook", place=f"{place} Mill Road", added_by=alice)
    assert cost() == few


def test_one_filled_by_a_slip_is_open_again(client, alice, cook):
    client.force_login(alice)
    fill_vacancy(by=alice, vacancy=cook)
    client.post(reverse("work:vacancy_open", kwargs={"vacancy": cook.ref}))
    assert vacancies_open(alice, today()) == [cook]


def test_a_known_employer_is_not_asked_for_again(client, alice, firm):
    client.force_login(alice)
    shown = client.get(reverse("work:vacancy_add"), {"employer": firm.ref}).content.decode()
    assert 'value="Brown"' in shown
