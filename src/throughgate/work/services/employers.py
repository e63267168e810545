"""The directory of employers and their vacancies."""

from collections.abc import Mapping
from typing import Any

from throughgate.access.policy import Ability, require
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.work.models import Employer, Vacancy
from throughgate.work.rules.applying import ApplicationError


@act()
def add_vacancy(*, by: User, employer: Mapping[str, str], said: Mapping[str, Any]) -> Vacancy:
    """`employer`: name, contact, accepts; one of that name is taken as it stands. Raises Forbidden."""
    require(by, Ability.KEEP_DIRECTORY)
    more = {"contact": employer.get("contact", ""), "accepts": employer.get("accepts", ""), "added_by": by}
    firm, _ = Employer.objects.get_or_create(name=employer["name"].strip(), defaults=more)
    row = Vacancy.objects.create(employer=firm, added_by=by, **said)
    record_event(by=by, action="vacancy.added", subject=f"vacancy {row.ref}")
    return row


@act()
def fill_vacancy(*, by: User, vacancy: Vacancy) -> Vacancy:
    """Nobody is asked to apply any more. Raises Forbidden."""
    require(by, Ability.KEEP_DIRECTORY)
    if vacancy.filled_on is None:
        vacancy.filled_on = today()
        vacancy.save(update_fields=["filled_on"])
        record_event(by=by, action="vacancy.filled", subject=f"vacancy {vacancy.ref}")
    return vacancy


@act()
def open_vacancy_again(*, by: User, vacancy: Vacancy) -> Vacancy:
    """Undo of `fill_vacancy`. Raises Forbidden."""
    require(by, Ability.KEEP_DIRECTORY)
    if vacancy.filled_on:
        vacancy.filled_on = None
        vacancy.save(update_fields=["filled_on"])
        record_event(by=by, action="vacancy.opened_again", subject=f"vacancy {vacancy.ref}")
    return vacancy


@act()
def describe_employer(*, by: User, employer: Employer, said: Mapping[str, Any]) -> Employer:
    """`said`: name, contact, accepts, asks, excludes, as somebody made sure today.

    Raises Forbidden, ApplicationError.
    """
    require(by, Ability.KEEP_DIRECTORY)
    name = said["name"].strip()
    if Employer.objects.filter(name__iexact=name).exclude(pk=employer.pk).exists():
        raise ApplicationError("There is an employer of this name already", "name")
    now = {"name": name, **{field: said[field] for field in ("contact", "accepts", "asks", "excludes")}}
    changed = [field for field, value in now.items() if getattr(employer, field) != value]
    for field in changed:
        setattr(employer, field, now[field])
    employer.checked_on, employer.checked_by = today(), by
    employer.save(update_fields=[*changed, "checked_on", "checked_by"])
    record_event(by=by, action="employer.described", subject=f"employer {employer.ref}", changed=sorted(changed))
    return employer
