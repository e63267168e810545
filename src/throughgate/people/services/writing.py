"""What every write to a person's record begins with."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import CheckConstraint, Model, Q, Value

from throughgate.access.policy import Action, check
from throughgate.accounts.models import User
from throughgate.common.acts import hold, is_held
from throughgate.people.models import Person
from throughgate.people.selectors.people import RecordMovedError


def lock_person(by: User, action: Action, person: Person) -> Person:
    """The same object, fresh from the database and locked until the transaction ends, if `by` may do `action` to them.

    Writes that read before they write (the order of moves, the date that holds now) take turns here. Once in an act.
    """
    if not is_held(person):
        rows = Person.everyone.select_for_update(of=("self",)).select_related("site")
        person.refresh_from_db(from_queryset=rows)
        if person.merged_into_id:
            refuse_moved(by, person)
        hold(person)
        hold(person, UNMOVED)
    return check(by, action, person)


def lock_people(by: User, action: Action, people: Sequence[Person]) -> None:
    """The same of many, by number, so that of two who lock the same people one waits for the other. One query."""
    asked = [person for person in people if not is_held(person)]
    rows = Person.everyone.select_for_update(of=("self",)).select_related("site").order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in=[person.pk for person in asked])} if asked else {}
    for person in asked:
        if person.pk not in found:
            raise Person.DoesNotExist
        _take_over(person, found[person.pk])
        if person.merged_into_id:
            refuse_moved(by, person)
        hold(person)
        hold(person, UNMOVED)
    for person in people:
        check(by, action, person)


def _take_over(person: Person, fresh: Person) -> None:
    for field in Person._meta.concrete_fields:
        setattr(person, field.attname, getattr(fresh, field.attname))
    person.site = fresh.site


# A merge locks both people. This is the weakest lock that waits for it and holds it off; writers do not wait for each
# other. The foreign key of what is written would take it too, but only when all is committed.
UNMOVED = "unmoved"
MOVED_TO = "SELECT merged_into_id FROM people_person WHERE id = %s"
MOVED_TO_LOCKED = f"{MOVED_TO} FOR KEY SHARE"


def refuse_moved(by: User, person: Person) -> None:
    """Whoever still holds a record that was put together with another meanwhile is led on, and nothing is written.

    Until the transaction ends no merge takes the person away. One query, once in an act.
    """
    if is_held(person, UNMOVED):
        return
    locks = connection.features.has_select_for_update
    with connection.cursor() as cursor:
        cursor.execute(MOVED_TO_LOCKED if locks else MOVED_TO, [person.pk])
        row = cursor.fetchone()
    if row and row[0] is not None:
        to = Person.objects.select_related("site").get(pk=row[0])
        check(by, Action.VIEW, to)
        raise RecordMovedError(person, to)
    hold(person, UNMOVED)


def clean_fields(row: Model) -> None:
    """What its fields would refuse. For writes of many rows, where each check of a constraint would be a query: there
    the database refuses, and everything with it.
    """
    row.clean_fields(exclude={field.name for field in row._meta.fields if field.is_relation})


def clean(row: Model) -> None:
    """Raises ValidationError, with the constraint's own words, for what a field or a check would refuse.

    Links came as objects and need no query each; what must be unique is for the constraints themselves to decide. All
    checks are one query; only where one refuses are they asked one by one, for its words.
    """
    clean_fields(row)
    checks = [constraint for constraint in row._meta.constraints if isinstance(constraint, CheckConstraint)]
    together = Q(*(check.condition for check in checks))
    said = {field.name: Value(getattr(row, field.attname), field) for field in row._meta.concrete_fields}
    if checks and not together.check(said):
        for check in checks:
            check.validate(type(row), row)
