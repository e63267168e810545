"""Writes the projection of `settle`, in the transaction that changed a fact or a date, and alone writes it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import DateField, Field, QuerySet
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

from throughgate.people.models import Person
from throughgate.programmes.models import Commitment, Enrolment
from throughgate.programmes.selectors.lives import read_lives
from throughgate.programmes.settling import settle

# The order of the fields of settling.Commitment, as columns.
KEY = ("element", "spell", "ordinal")
DAYS = ("who", "from_on", "by_on", "met_on", "met_by_id", "waived_on", "closed_on", "is_next")
BATCH = 250  # people settled at once in a rebuild: memory stays small, and so does each transaction
ROWS = 2000

Key = tuple[str, int, int]
Days = tuple[str, date | None, date | None, date | None, int | None, date | None, date | None, bool]


@transaction.atomic
def refresh_commitments(person: Person) -> None:
    """Settle every enrolment of a person anew and write what changed.

    Two writers take turns on the enrolments, so that the later one settles what both wrote. The lock leaves the key
    alone: entries that point at an enrolment do not wait for it.
    """
    rows = Enrolment.objects.filter(person=person).select_related("model").defer("model__source")
    _project(list(rows.select_for_update(of=("self",), no_key=True).order_by("pk")))


def rebuild_commitments(*, progress: Callable[[int, int], None] | None = None) -> int:
    """Settle everybody, batch by batch. Returns how many enrolments were settled; what was right is not written."""
    total = Enrolment.objects.count()
    done = 0
    for people in _batches():
        with transaction.atomic():
            rows = Enrolment.objects.filter(person__in=people).select_related("model").defer("model__source")
            enrolments = list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
            _project(enrolments)
        done += len(enrolments)
        if progress:
            progress(done, total)
    return done


def _batches() -> Iterator[list[int]]:
    last = 0
    while people := list(_people_after(last)[:BATCH]):
        yield people
        last = people[-1]


def _people_after(last: int) -> QuerySet[Person, int]:
    return (
        Person.objects.filter(pk__gt=last, enrolments__isnull=False)
        .order_by("pk")
        .values_list("pk", flat=True)
        .distinct()
    )


def _project(enrolments: Collection[Enrolment]) -> None:
    wanted: dict[int, dict[Key, Days]] = {enrolment.pk: {} for enrolment in enrolments}
    for life in read_lives(enrolments):
        settled = settle(life.model, life.dates, life.facts, life.waivers)
        wanted[life.enrolment.pk] = {one[:3]: (*one[3:],) for one in settled}
    standing, surplus = _compare(wanted)
    for start in range(0, len(surplus), ROWS):
        Commitment.objects.filter(pk__in=surplus[start : start + ROWS]).delete()
    _write(
        [
            (enrolment.pk, enrolment.person_id, *key, *days)
            for enrolment in enrolments
            for key, days in wanted[enrolment.pk].items()
            if standing[enrolment.pk].get(key) != days
        ]
    )


def _compare(wanted: dict[int, dict[Key, Days]]) -> tuple[dict[int, dict[Key, Days]], list[int]]:
    """What stands in the projection, and the rows of it that are wanted no more."""
    standing: dict[int, dict[Key, Days]] = defaultdict(dict)
    surplus: list[int] = []
    rows = Commitment.objects.filter(enrolment__in=wanted).order_by()
    for pk, enrolment, *fields in rows.values_list("pk", "enrolment_id", *KEY, *DAYS).iterator(chunk_size=ROWS):
        key: Key = (fields[0], fields[1], fields[2])
        if key in wanted[enrolment]:
            standing[enrolment][key] = (*fields[3:],)
        else:
            surplus.append(pk)
    return standing, surplus


def _write(rows: list[tuple[Any, ...]]) -> None:
    """Insert or update. One statement of Django's, run for many rows: half a million rows through `bulk_create` take
    four times as long, nearly all of it in preparing each value of each row.
    """
    if not rows:
        return
    fields = _fields("enrolment", "person", *KEY, *DAYS)
    insert = InsertQuery(
        Commitment,
        on_conflict=OnConflict.UPDATE,
        update_fields=_fields(*DAYS),
        unique_fields=_fields("enrolment", *KEY),
    )
    insert.insert_values(fields, [Commitment(**dict(zip((f.attname for f in fields), rows[0], strict=True)))])
    [(statement, _)] = insert.get_compiler(connection=connection).as_sql()
    adapt = connection.ops.adapt_datefield_value
    days = [place for place, field in enumerate(fields) if isinstance(field, DateField)]
    with connection.cursor() as cursor:
        cursor.executemany(statement, [_adapted(row, days, adapt) for row in rows])


def _fields(*names: str) -> list[Field[Any, Any]]:
    concrete = {field.name: field for field in Commitment._meta.concrete_fields}
    return [concrete[name] for name in names]


def _adapted(row: tuple[Any, ...], days: list[int], adapt: Callable[[date | None], Any]) -> list[Any]:
    values = list(row)
    for place in days:
        if values[place] is not None:
            values[place] = adapt(values[place])
    return values
