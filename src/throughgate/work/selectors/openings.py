"""Employers, their vacancies, and what speaks against one for somebody."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Count, Q

from throughgate.access.policy import Ability, Hidden, require
from throughgate.accounts.models import User
from throughgate.people.models import Person
from throughgate.people.rules.restrictions import Booking
from throughgate.people.selectors.beside import findings_together
from throughgate.work.models import Employer, PastConviction, Vacancy
from throughgate.work.rehabilitation_file import rehabilitation_law
from throughgate.work.rules.applying import Asked, against
from throughgate.work.rules.rehabilitation import must_tell
from throughgate.work.selectors.ways import answers_of, plain_conviction

Against = tuple[list[str], list[str]]
"""What rules a vacancy out, and what has to be looked at first."""


def vacancies_open(user: User, today: date) -> list[Vacancy]:
    """The soonest to close first. Raises Forbidden."""
    require(user, Ability.SEE_PEOPLE)
    rows = Vacancy.objects.select_related("employer").filter(filled_on__isnull=True)
    return sorted(rows, key=lambda one: (one.closes_on is None, one.closes_on or today, one.pk))


def access_vacancy(user: User, ref: str) -> Vacancy:
    require(user, Ability.SEE_PEOPLE)
    row = Vacancy.objects.select_related("employer").filter(ref=ref).first()
    if row is None:
        raise Hidden()
    return row


def employers_for(user: User) -> list[Employer]:
    """Each with how many of its vacancies are open (`open`). Raises Forbidden."""
    require(user, Ability.SEE_PEOPLE)
    still_open = Count("vacancies", filter=Q(vacancies__filled_on__isnull=True))
    return list(Employer.objects.select_related("checked_by").annotate(open=still_open))


def access_employer(user: User, ref: str) -> Employer:
    require(user, Ability.SEE_PEOPLE)
    row = Employer.objects.select_related("checked_by").filter(ref=ref).first()
    if row is None:
        raise Hidden()
    return row


def excluded_by(vacancy: Vacancy) -> list[str]:
    """Kinds of offences: of the employer, whatever the vacancy, and of this one."""
    return list(dict.fromkeys([*vacancy.employer.excludes, *vacancy.excludes]))


def match(vacancy: Vacancy, rows: Sequence[PastConviction], today: date) -> Against:
    """What rules it out for somebody with these convictions, and what has to be looked at first."""
    law, answers = rehabilitation_law(), answers_of(rows, today)
    asked = [
        Asked(row.offence, must_tell(plain_conviction(row), answer, vacancy.check_level, law, today))
        for row, answer in zip(rows, answers, strict=True)
    ]
    return against(
        closes_on=vacancy.closes_on,
        filled_on=vacancy.filled_on,
        excludes=excluded_by(vacancy),
        asked=asked,
        today=today,
    )


def restricted(user: User, person: Person, vacancies: Sequence[Vacancy], today: date) -> Mapping[int, Against]:
    """What the person's restrictions say of working there, by id of the vacancy: as far as this reader may know it.
    As many queries for one vacancy as for many.
    """
    asked = [(person, _as_booking(one, today), ()) for one in vacancies]
    found = findings_together(user, asked) if asked else []
    return {
        one.pk: (
            list(dict.fromkeys(each.reason.rstrip(".") for each in findings if each.refuses)),
            list(dict.fromkeys(each.reason.rstrip(".") for each in findings if not each.refuses)),
        )
        for one, findings in zip(vacancies, found, strict=True)
    }


def _as_booking(vacancy: Vacancy, today: date) -> Booking:
    """Somebody would be there from now on, at hours that nobody knows yet."""
    place = ", ".join(part for part in (vacancy.place, vacancy.postcode) if part)
    told = f"{vacancy.employer.name}. {vacancy.employer.contact}"
    return Booking(kind="job-interview", on=today, place=place, words=vacancy.title, told=told, ref=vacancy.ref)
