"""The demonstration shows work: vacancies, and a job that is asked about."""

from types import SimpleNamespace

import pytest

from throughgate.common.clock import today
from throughgate.demo.working import tell_work
from throughgate.work.models import Letter, Vacancy


@pytest.mark.django_db
def test_two_employers_four_vacancies_and_somebody_nearly_ready(person, alice):
    tell_work(SimpleNamespace(users={"caseworker": alice}, today=today()))
    assert Vacancy.objects.count() == 4
    assert Vacancy.objects.values("employer").distinct().count() == 2
    assert Letter.objects.get().person == person
