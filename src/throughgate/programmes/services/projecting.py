"""Writes the projection of `settle` and `settle_promises`, in the transaction that changed a fact, a date or a promise,
and alone writes it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import DateField, Exists, Field, OuterRef, QuerySet
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

from throughgate.common.acts import act
from throughgate.people.models import Person
from throughgate.programmes.models import Commitment, Enrolment, Promise
from throughgate.programmes.promising import settle_promises
from throughgate.programmes.selectors.lives import read_lives
from throughgate.programmes.services.turns import locked_enrolments, locked_promises
from throughgate.programmes.settling import settle
from throughgate.programmes.terms import STANDARD, Promised

# The order of the fields of settling.Commitment, as columns: first what names it, then what is said of it.
KEY = ("element", "spell", "ordinal")
DAYS = ("who", "from_on", "by_on", "met_on", "met_by_id", "waived_on", "closed_on", "is_next")
PROMISED = ("id", "who", "worker", "from_on", "by_on", "met_on", "met_by", "withdrawn_on", "sensitivity")
OF_PROMISE = ("worker", "sensitivity")
BATCH = 250  # people settled at once in a rebuild: memory stays small, and so does each transaction
ROWS = 2000

Key = tuple[str, int, int]
Days = tuple[Any, ...]


@act()
def refresh_commitments(*people: Person) -> None:
    """Settle every enrolment and every promise of these people anew and write what changed.

    Two writers take turns (`turns`), so that the later one settles what both wrote.
    """
    _project([person.pk for person in people])


def rebuild_commitments(*, progress: Callable[[int, int], None] | None = None) -> int:
    """Settle everybody, batch by batch. Returns how many people were settled; what was right is not written."""
    total = _with_something_due().count()
    done = 0
    for people in _batches():
        with transaction.atomic():
            _project(people)
        done += len(people)
        if progress:
            progress(done, total)
    return done


def _with_something_due() -> QuerySet[Person]:
    """People on a programme, or to whom something was promised."""
    enrolled = Enrolment.objects.filter(person=OuterRef("pk"))
    promised = Promise.objects.filter(person=OuterRef("pk"))
    return Person.objects.filter(Exists(enrolled) | Exists(promised))


def _batches() -> Iterator[list[int]]:
    last = 0
    while people := list(_with_something_due().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield people
        last = people[-1]


class _Wanted(NamedTuple):
    """What settling says: for each enrolment its rows by key, and for each promise its row (None where it has none)."""

    of_enrolment: dict[int, dict[Key, Days]]
    of_promise: dict[int, Days | None]


def _project(people: Collection[int]) -> None:
    enrolments = list(locked_enrolments(people).select_related("model").defer("model__source"))
    promises = _promises(people)
    wanted = _Wanted(_settled(enrolments), _promised(promises))
    standing, surplus = _compare(people, wanted)
    for start in range(0, len(surplus), ROWS):
        Commitment.objects.filter(pk__in=surplus[start : start + ROWS]).delete()
    _write(
        [
            (enrolment.pk, enrolment.person_id, *key, *days, STANDARD)
            for enrolment in enrolments
            for key, days in wanted.of_enrolment[enrolment.pk].items()
            if standing.of_enrolment[enrolment.pk].get(key) != days
        ]
    )
    _write_promised(
        [
            (pk, promises[pk][0], *days)
            for pk, days in wanted.of_promise.items()
            if days is not None and standing.of_promise.get(pk) != days
        ]
    )


def _promises(people: Collection[int]) -> dict[int, tuple[int, Promised]]:
    """By id, with whose it is. Locked, withdrawn ones too: a row of a promise not read here is another writer’s."""
    rows = locked_promises(people).values_list("person", *PROMISED)
    return {fields[0]: (person, Promised._make(fields)) for person, *fields in rows}


def _settled(enrolments: Collection[Enrolment]) -> dict[int, dict[Key, Days]]:
    wanted: dict[int, dict[Key, Days]] = {enrolment.pk: {} for enrolment in enrolments}
    for life in read_lives(enrolments) if enrolments else ():
        settled = settle(life.model, life.dates, life.facts, life.waivers)
        wanted[life.enrolment.pk] = {one[:3]: one[3:11] for one in settled}
    return wanted


def _promised(promises: Mapping[int, tuple[int, Promised]]) -> dict[int, Days | None]:
    wanted: dict[int, Days | None] = dict.fromkeys(promises)
    for one in settle_promises(promised for _, promised in promises.values()):
        if one.promise is not None:
            wanted[one.promise] = (*one[:11], one.worker, one.sensitivity)
    return wanted


def _compare(people: Collection[int], wanted: _Wanted) -> tuple[_Wanted, list[int]]:
    """What stands in the projection, and the rows of it that are wanted no more."""
    standing = _Wanted(defaultdict(dict), {})
    surplus: list[int] = []
    rows = Commitment.objects.filter(person__in=people).order_by()
    fields = ("pk", "enrolment_id", "promise_id", *KEY, *DAYS, *OF_PROMISE)
    for pk, enrolment, promise, *said in rows.values_list(*fields).iterator(chunk_size=ROWS):
        if promise is not None:
            standing.of_promise[promise] = (*said,)
            is_wanted = promise not in wanted.of_promise or wanted.of_promise[promise] is not None
        else:
            key: Key = (said[0], said[1], said[2])
            standing.of_enrolment[enrolment][key] = (*said[3:11],)
            is_wanted = enrolment not in wanted.of_enrolment or key in wanted.of_enrolment[enrolment]
        if not is_wanted:
            surplus.append(pk)
    return standing, surplus


def _write_promised(rows: list[tuple[Any, ...]]) -> None:
    """Few at a time: the ORM's own way will do."""
    fields = ("promise_id", "person_id", *KEY, *DAYS, "worker_id", "sensitivity")
    Commitment.objects.bulk_create(
        [Commitment(**dict(zip(fields, row, strict=True))) for row in rows],
        update_conflicts=True,
        unique_fields=["promise"],
        update_fields=[*DAYS, *OF_PROMISE],
        batch_size=ROWS,
    )


def _write(rows: list[tuple[Any, ...]]) -> None:
    """Insert or update. One statement of Django's, run for many rows: half a million rows through `bulk_create` take
    four times as long, nearly all of it in preparing each value of each row.
    """
    if not rows:
        return
    fields = _fields("enrolment", "person", *KEY, *DAYS, "sensitivity")
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
