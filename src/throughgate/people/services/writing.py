"""What every write to a person's record begins with."""

from django.db.models import CheckConstraint, Model

from throughgate.access.policy import Action, check
from throughgate.accounts.models import User
from throughgate.people.models import Person


def lock_person(by: User, action: Action, person: Person) -> Person:
    """The same object, fresh from the database and locked until the transaction ends, if `by` may do `action` to them.

    Writes that read before they write (the order of moves, the date that holds now) take turns here.
    """
    rows = Person.objects.select_for_update(of=("self",)).select_related("site")
    person.refresh_from_db(from_queryset=rows)
    return check(by, action, person)


def clean(row: Model) -> None:
    """Raises ValidationError, with the constraint's own words, for what a field or a check would refuse.

    Links came as objects and need no query each; what must be unique is for the constraints themselves to decide.
    """
    row.clean_fields(exclude={field.name for field in row._meta.fields if field.is_relation})
    for constraint in row._meta.constraints:
        if isinstance(constraint, CheckConstraint):
            constraint.validate(type(row), row)
